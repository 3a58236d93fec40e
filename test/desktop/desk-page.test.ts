import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensurePages } from '../../build/build.ts';
import { ROOT } from '../../build/root.ts';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { aShellPage } from './a-shell-page.ts';

describe.skipIf(chromiumPath === undefined)('the staff screens in the shell', () => {
  const folders = { desk: join(ROOT, 'dist/staff'), unlock: join(ROOT, 'none') };
  let browser: Browser;

  beforeAll(async () => {
    await ensurePages();
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  test('stand under its policy and speak through its bridge', async () => {
    const { page, complaints, open } = await aShellPage(browser, 'desk', folders);
    await page.addInitScript(() => {
      const asked: string[] = [];
      const connect = () => ({ send: ({ command }: { command: string }) => void asked.push(command) });
      Object.assign(window, { asked, tokumei: { connect } });
    });
    await open();
    await page.getByRole('textbox').first().fill('clerk 3');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => (window as unknown as { asked: string[] }).asked.includes('office.enter'));
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('show a PDF that they hold, in a frame', async () => {
    const { page, complaints, open } = await aShellPage(browser, 'desk', folders);
    await page.addInitScript(() => Object.assign(window, { tokumei: { connect: () => ({ send: () => undefined }) } }));
    await open();
    await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      frame.src = URL.createObjectURL(new Blob(['a label'], { type: 'text/plain' }));
      document.body.append(frame);
      await new Promise((resolve) => frame.addEventListener('load', resolve));
    });
    expect(complaints).toEqual([]);
    expect(page.frames().map((frame) => frame.url().slice(0, 5))).toEqual(['http:', 'blob:']);
    await page.close();
  });
});
