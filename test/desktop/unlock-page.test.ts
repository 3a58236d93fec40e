import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildDesktop } from '../../build/build.ts';
import { contentSecurityPolicy } from '#main/desktop/navigation.ts';
import type { UnlockFacts } from '#main/desktop/unlock/contract.ts';
import { ROOT } from '../../build/root.ts';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { aShellPage } from './a-shell-page.ts';

/** The built page, its real policy, a real browser; only the shell behind the two calls is played. */
describe.skipIf(chromiumPath === undefined)('the passphrase window', () => {
  const built = mkdtempSync(join(tmpdir(), 'unlock-page-'));
  const folders = { desk: join(built, 'none'), unlock: join(built, 'unlock') };
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    await buildDesktop(ROOT, built);
    browser = await launchChromium();
  });
  afterEach(() => page.close());
  afterAll(() => browser?.close());

  async function openPage(facts: Partial<UnlockFacts>): Promise<void> {
    const shell = await aShellPage(browser, 'unlock', folders);
    ({ page, complaints } = shell);
    await page.addInitScript(
      (given) => {
        const typed: string[] = [];
        const tokumeiUnlock = {
          facts: async () => given,
          open: async (passphrase: string) => {
            typed.push(passphrase);
            return passphrase === 'right horse' ? null : passphrase === 'broken' ? 'vault-damaged' : 'wrong-passphrase';
          },
        };
        Object.assign(window, { tokumeiUnlock, typed });
      },
      { language: 'en', folder: '/parties/mall', keepsKey: true, ...facts },
    );
    await shell.open();
  }

  test('a keyboard is enough: the passphrase is typed and sent once', async () => {
    await openPage({});
    await page.keyboard.type('right horse');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Opening' }).waitFor();
    expect(await page.evaluate(() => (window as unknown as { typed: string[] }).typed)).toEqual(['right horse']);
    expect(await page.getByLabel('Passphrase').inputValue()).toBe('');
    expect(await page.textContent('#folder')).toBe('/parties/mall');
    expect(complaints).toEqual([]);
  });

  test('a wrong passphrase is said, and the next is typed at once', async () => {
    await openPage({});
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'not the passphrase' }).waitFor();
    await page.keyboard.type('broken');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'vault-damaged' }).waitFor();
  });

  test('whether this computer keeps the key is said, in the language of the computer', async () => {
    await openPage({ keepsKey: true });
    expect(await page.textContent('#note')).toContain('Asked once');
    await page.close();
    await openPage({ keepsKey: false, language: 'ja' });
    expect(await page.textContent('#note')).toContain('起動のたびに');
    expect(await page.getAttribute('html', 'lang')).toBe('ja');
    await page.getByRole('button', { name: '開く' }).waitFor();
  });

  test('the policy holds: no script of another kind runs, nothing is fetched', async () => {
    await openPage({});
    expect(contentSecurityPolicy('unlock')).toContain("default-src 'none'");
    const fetched = page.evaluate(() => fetch('/index.html').then((answer) => answer.status));
    await expect(fetched).rejects.toThrow('Failed to fetch');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
    });
    expect(await page.evaluate(() => 'injected' in window)).toBe(false);
  });
});
