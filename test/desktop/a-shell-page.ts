import { existsSync, readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import type { PageHost } from '#main/desktop/navigation.ts';
import { findPageFile, pageHeaders, type PageFolders } from '#main/desktop/page-files.ts';

export interface ShellPage {
  readonly page: Page;
  /** What the browser had to complain about, refusals by the policy among it. */
  readonly complaints: string[];
  open(): Promise<void>;
}

/** A page of the shell with the shell's own answers in a plain Chromium, which knows no `app:` scheme. */
export async function aShellPage(browser: Browser, host: PageHost, folders: PageFolders): Promise<ShellPage> {
  const page = await browser.newPage({
    viewport: host === 'desk' ? { width: 1280, height: 860 } : { width: 440, height: 340 },
  });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route('**/*', (route) => {
    const file = findPageFile(route.request().url().replace(`http://${host}.localhost`, `app://${host}`), folders);
    if (!file || !existsSync(file.path)) return route.fulfill({ status: 404 });
    return route.fulfill({ headers: pageHeaders(file), body: readFileSync(file.path) });
  });
  return { page, complaints, open: async () => void (await page.goto(`http://${host}.localhost/index.html`)) };
}
