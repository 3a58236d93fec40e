/** Every screen of every role on a small monitor at twice its size, and with the colours of the system's own contrast theme. */
import { expect, test } from '@playwright/test';
import { railOf } from '#renderer/staff/route.ts';
import { openDesk } from './desk-page.ts';

const ROLES = ['mall', 'carrier', 'credit', 'agency', 'wrapper'] as const;
/** 1366×768 at 200 %. */
const ZOOMED = { width: 683, height: 384 };

/** What is cut off or reaches beyond the page; tables and papers scroll within themselves. */
function findOverflow(): string[] {
  const body = document.querySelector('.screen-body') ?? document.documentElement;
  const found: string[] = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push(`page ${document.documentElement.scrollWidth}`);
  if (body.scrollWidth > body.clientWidth) found.push(`body ${body.scrollWidth} of ${body.clientWidth}`);
  const heading = document.querySelector('main h1')!.getBoundingClientRect();
  if (heading.right > innerWidth || heading.left < 0) found.push('heading');
  for (const button of document.querySelectorAll('main button, main input, main select')) {
    const { left, right, width } = button.getBoundingClientRect();
    const scrolls = button.closest('[data-scrolls], table, [role=grid], [role=table], [role=tablist]') !== null;
    if (width > 0 && !scrolls && (right > innerWidth + 1 || left < -1)) found.push(button.outerHTML.slice(0, 120));
  }
  return found;
}

for (const role of ROLES) {
  test(`${role} at 200 %`, { tag: '@soak' }, async ({ browser }) => {
    test.setTimeout(180_000);
    const { page, shot, close } = await openDesk(browser, { role, language: role === 'credit' ? 'en' : 'ja' });
    const found: Record<string, string[]> = {};
    for (const screen of railOf({ role }).flatMap((group) => group.screens)) {
      await page.setViewportSize(ZOOMED);
      await page.evaluate((name) => void (location.hash = `/${name}`), screen);
      await expect(page.locator('main h1').first()).toBeVisible();
      await expect(page.locator('main .notice.stop')).toHaveCount(0);
      const overflow = await page.evaluate(findOverflow);
      if (overflow.length > 0) found[screen] = overflow;
      await shot(`zoom-${role}-${screen}`);
      await page.setViewportSize({ width: 1366, height: 768 });
      await page.emulateMedia({ forcedColors: 'active' });
      await shot(`forced-${role}-${screen}`);
      await page.emulateMedia({ forcedColors: 'none' });
    }
    expect(found).toEqual({});
    await close();
  });
}
