/** The first run in a real browser, in front of the service that `npm start` starts. Counts what a person has to enter. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';

const PROGRAM = fileURLToPath(new URL('../../../src/main/cli/main.ts', import.meta.url));
const SHOTS = process.env['TOKUMEI_SHOTS'];

export interface StartedProgram {
  readonly child: ChildProcess;
  /** The one-time link that stands on the terminal. */
  readonly link: string;
  /** All that was printed. */
  output(): string;
  stop(): Promise<void>;
}

/** `npm start` on a machine without a screen: the link is said instead of a window opened. */
export async function startProgram(args: readonly string[], said = /^Open the desk: (\S+)$/): Promise<StartedProgram> {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, TOKUMEI_PASSPHRASE: _passphrase, ...env } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const link = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      output += `${line}\n`;
      const found = said.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error(`it ended: ${output}`)));
  });
  return {
    child,
    link,
    output: () => output,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A person at the wizard. Every key pressed on a button, every field filled and every choice is an input. */
export class FirstRunPerson {
  readonly page: Page;
  inputs = 0;
  private readonly pictures: string;

  constructor(page: Page, pictures: string) {
    this.page = page;
    this.pictures = pictures;
  }

  async fill(label: string, text: string): Promise<void> {
    this.inputs++;
    await this.field(label).fill(text);
  }

  /** Its hint is part of a field's name. */
  field(label: string): Locator {
    return this.page.getByLabel(new RegExp(`^${label}`));
  }

  /** By the keyboard, as whoever has no mouse. */
  async press(button: string | RegExp): Promise<void> {
    this.inputs++;
    const target = this.page.getByRole('button', { name: button });
    await expect(target).toBeEnabled();
    await target.focus();
    await this.page.keyboard.press('Enter');
  }

  async key(key: string): Promise<void> {
    this.inputs++;
    await this.page.keyboard.press(key);
  }

  async at(title: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: title })).toBeVisible({ timeout: 20_000 });
  }

  /** For a person to look at; only where `TOKUMEI_SHOTS` names a folder. */
  async shot(name: string): Promise<void> {
    if (SHOTS === undefined) return;
    mkdirSync(SHOTS, { recursive: true });
    await this.page.evaluate(() => document.fonts.ready);
    await this.page.screenshot({ path: join(SHOTS, `${this.pictures}-${name}.png`) });
  }
}
