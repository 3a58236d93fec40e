/** WCAG 2.2 AA by axe, in every appearance that the desk has. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const OTHER_APPEARANCES = [
  { theme: 'dark', contrast: 'standard' },
  { theme: 'light', contrast: 'more' },
  { theme: 'dark', contrast: 'more' },
] as const;

/** All of it within this page: there is no frame of another origin to be asked. */
function axe(page: Page, within: string): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode().include(within);
}

/** What does not hold beside colours, each with the element; empty where all does. */
export async function findBarriers(page: Page, within = 'html'): Promise<string[]> {
  return barriersOf(await axe(page, within).withTags(STANDARD).disableRules('color-contrast').analyze());
}

/** As `findBarriers`, and the colours as they are now. */
export async function findBarriersAsShown(page: Page, within = 'html'): Promise<string[]> {
  return barriersOf(await axe(page, within).withTags(STANDARD).analyze());
}

/** As `findBarriers`, and the colours of every appearance: they differ in nothing else. */
export async function findBarriersInAll(page: Page, within = 'html'): Promise<string[]> {
  const found = await findBarriersAsShown(page, within);
  const before = await appearanceOf(page);
  for (const appearance of OTHER_APPEARANCES) {
    await setAppearance(page, appearance);
    const { theme, contrast } = appearance;
    const barriers = barriersOf(await axe(page, within).withRules('color-contrast').analyze());
    found.push(...barriers.map((barrier) => `${theme}, contrast ${contrast}: ${barrier}`));
  }
  await setAppearance(page, before);
  return found;
}

interface Appearance {
  readonly theme: string;
  readonly contrast: string;
}

function appearanceOf(page: Page): Promise<Appearance> {
  return page.evaluate(() => {
    const { theme = 'light', contrast = 'standard' } = document.documentElement.dataset;
    return { theme, contrast };
  });
}

export async function setAppearance(page: Page, appearance: Appearance): Promise<void> {
  await page.evaluate((chosen) => Object.assign(document.documentElement.dataset, chosen), appearance);
}

function barriersOf({ violations }: Awaited<ReturnType<AxeBuilder['analyze']>>): string[] {
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id} ${target.join(' ')} ${failureSummary.replace(/\s+/g, ' ')}`),
  );
}
