/** A desk in a real browser, in front of the fake service: opening it, scanning at it, listening to it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { scan } from './pages/desk.ts';
import { type FakeDesk, type FakeDeskOptions, startFakeDesk } from '#test/fakes/desk-server.ts';

const ASSETS = fileURLToPath(new URL('../../dist/staff', import.meta.url));
const SHOTS = process.env['TOKUMEI_SHOTS'];

export interface OpenDesk {
  readonly desk: FakeDesk;
  readonly page: Page;
  readonly context: BrowserContext;
  /** As a keyboard-wedge scanner sends it, Enter at the end. */
  scan(text: string): Promise<void>;
  /** As a person types it. */
  type(text: string): Promise<void>;
  /** Keeps a picture for a person to look at; only where `TOKUMEI_SHOTS` names a folder. */
  shot(name: string): Promise<void>;
  /** Tones heard so far, each as the pitches of its beeps in Hz. */
  tones(): Promise<number[][]>;
  close(): Promise<void>;
}

export interface OpenDeskOptions extends Omit<FakeDeskOptions, 'assets'> {
  readonly language: 'ja' | 'en';
  readonly theme?: 'light' | 'dark';
  /** Messages of the console that are part of the test. */
  readonly expected?: RegExp;
  /** Runs in the page before its own scripts: devices that this machine does not have. */
  readonly before?: () => void;
  /** Granted beside the clipboard. */
  readonly permissions?: readonly string[];
}

export async function openDesk(browser: Browser, options: OpenDeskOptions): Promise<OpenDesk> {
  const { language, theme = 'light', expected, before, permissions = [], ...party } = options;
  const desk = await startFakeDesk({ ...party, assets: ASSETS });
  const context = await browser.newContext({
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    colorScheme: theme,
    permissions: ['clipboard-read', 'clipboard-write', ...permissions],
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (!expected?.test(message.text())) problems.push(message.text());
  });
  await page.addInitScript(listenToTones);
  if (before) await page.addInitScript(before);
  await page.goto(desk.link());
  await page.getByRole('textbox').fill('3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation')).toBeVisible();

  return {
    desk,
    page,
    context,
    scan: (text) => scan(page, text),
    async type(text) {
      await page.keyboard.type(text, { delay: 70 });
      // From the keys to the trigger takes a hand longer than any two keys.
      await page.waitForTimeout(150);
    },
    async shot(name) {
      if (SHOTS === undefined) return;
      mkdirSync(SHOTS, { recursive: true });
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(SHOTS, `${language}-${theme}-${name}.png`) });
    },
    tones: () => page.evaluate(() => (globalThis as unknown as { tones: number[][] }).tones),
    async close() {
      await context.close();
      await desk.stop();
      expect(problems).toEqual([]);
    },
  };
}

/** Runs in the page: notes the pitch of every oscillator, tone by tone. */
function listenToTones(): void {
  const tones: number[][] = [];
  Object.assign(globalThis, { tones });
  let open: number[] | undefined;
  const Real = globalThis.OscillatorNode;
  globalThis.OscillatorNode = class extends Real {
    constructor(context: BaseAudioContext, options?: OscillatorOptions) {
      super(context, options);
      if (open === undefined) {
        tones.push((open = []));
        queueMicrotask(() => (open = undefined));
      }
      open.push(options?.frequency ?? 0);
    }
  };
}

export const GOOD = [1568];
export const BAD = [233, 196];
