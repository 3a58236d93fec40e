/**
 * Every screen of every role: nobody is kept out. In Japanese, light or dark, each time; both languages, all appearances
 * and what a row opens by `npm run soak`, and where pictures are kept.
 */
import { type Browser, expect, test } from '@playwright/test';
import { railOf, type Screen } from '#renderer/staff/route.ts';
import { openDesk } from './desk-page.ts';
import { findBarriers, findBarriersAsShown, findBarriersInAll, setAppearance } from './pages/accessible.ts';

const ROLES = ['mall', 'carrier', 'credit', 'agency', 'wrapper'] as const;
const WHOLE = process.env['TOKUMEI_SOAK'] !== undefined || process.env['TOKUMEI_SHOTS'] !== undefined;
/** Screens to a test: two tests run side by side. */
const PART = 8;

/** What every role has is looked at once. */
const seen = new Set<Screen>();
const screensOf = (role: (typeof ROLES)[number]): Screen[] => {
  const screens = railOf({ role }).flatMap((group) => group.screens);
  const unseen = screens.filter((screen) => screen === 'overview' || !seen.has(screen));
  for (const screen of screens) seen.add(screen);
  return unseen;
};
const partsOf = (screens: readonly Screen[]): Screen[][] =>
  Array.from({ length: Math.ceil(screens.length / PART) }, (_, at) => screens.slice(at * PART, (at + 1) * PART));

for (const role of ROLES) {
  for (const [at, part] of partsOf(screensOf(role)).entries()) {
    test(`${role}: ${part.join(', ')}`, async ({ browser }) => {
      test.skip(WHOLE);
      const theme = at % 2 === 0 ? 'light' : 'dark';
      const { page, show, note, found, close } = await openQuietly(browser, role, theme);
      note('frame', await findBarriersAsShown(page));
      for (const screen of part) {
        await show(screen);
        note(screen, await findBarriersAsShown(page, 'main'));
      }
      expect(found).toEqual({});
      await close();
    });

    test(`${role}, wholly: ${part.join(', ')}`, { tag: '@soak' }, async ({ browser }) => {
      test.setTimeout(180_000);
      const { page, show, shot, note, found, close } = await openQuietly(browser, role);
      note('frame, ja', await findBarriersInAll(page));
      for (const screen of part) {
        await show(screen);
        await shot(`${role}-${screen}`);
        note(`${screen}, ja`, await findBarriersInAll(page, 'main'));
        const row = page.locator('main .opens').first();
        if (await row.isVisible()) {
          await row.click();
          note(`${screen} opened, ja`, await findBarriers(page, 'body'));
          await page.keyboard.press('Escape');
        }
      }
      await page.getByRole('banner').getByRole('button', { name: 'English', exact: true }).click();
      await setAppearance(page, { theme: 'dark', contrast: 'standard' });
      note('frame, en', await findBarriers(page));
      for (const screen of part) {
        await show(screen);
        note(`${screen}, en`, await findBarriers(page, 'main'));
        await shot(`${role}-${screen}-en`);
      }
      expect(found).toEqual({});
      await close();
    });
  }
}

async function openQuietly(browser: Browser, role: (typeof ROLES)[number], theme: 'light' | 'dark' = 'light') {
  const opened = await openDesk(browser, { role, language: 'ja', theme });
  const { page } = opened;
  // Colours on their way from one to another are neither.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const found: Record<string, string[]> = {};
  /** What was looked at is what stands there, and not that it could not be asked for. */
  const expectAnswered = (): Promise<void> => expect(page.locator('main .notice.stop[role=alert]')).toHaveCount(0);
  return {
    ...opened,
    found,
    note: (where: string, barriers: string[]): void => {
      if (barriers.length > 0) found[where] = barriers;
    },
    show: async (screen: Screen): Promise<void> => {
      await expectAnswered();
      await page.evaluate((name) => void (location.hash = `/${name}`), screen);
      await expect(page.locator('main h1').first()).toBeVisible();
    },
    close: async (): Promise<void> => {
      await expectAnswered();
      await opened.close();
    },
  };
}
