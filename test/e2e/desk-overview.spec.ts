import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { openDesk } from './desk-page.ts';
import { looks } from './pages/look.ts';

test.beforeAll(() => ensurePages());

for (const [language, theme] of looks('ja')) {
  const { overview, frame, palette, settings, upkeep, common } = DESK_TEXTS[language];

  test(`the overview leads to every list by keyboard, in ${language}`, async ({ browser }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'mall', language, theme });
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: palette.title })).toBeFocused();
    await page.getByRole('combobox').fill('gaikyo');
    await expect(page.getByRole('option').first()).toContainText(frame.screens.overview);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(frame.screens.overview);
    await expect(page.locator('[data-figure="to-pack"]')).toContainText(`${overview.figures['to-pack']}42`);
    await shot('overview-mall');

    // Live, and once for many changes.
    const asked = (): number => desk.received.filter(({ command }) => command === 'overview.read').length;
    const before = asked();
    for (let change = 0; change < 5; change++) desk.announce('packing');
    await expect.poll(asked).toBeGreaterThan(before);
    expect(asked() - before).toBeLessThanOrEqual(2);

    // Each hour and each day says which it is, and its count.
    await expect(page.getByRole('img', { name: overview.hour(8, 147) }).first()).toBeVisible();
    await expect(page.getByTitle(/^\d{4}-\d{2}-\d{2}.*: 23$/)).toBeVisible();
    await page.locator('[data-figure="to-pack"]').getByRole('link').nth(2).focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/purchases\?states=accepted&older=day/);

    await page.evaluate(() => (location.hash = '/overview'));
    const warning = page.getByRole('listitem').filter({ hasText: overview.warnings['backup-old']('3') });
    await warning.getByRole('link').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: upkeep.backup.title })).toBeFocused();
    await close();
  });

  test(`a backup is made, watched, stopped and saved, in ${language}`, async ({ browser }) => {
    const { page, shot, close } = await openDesk(browser, { role: 'carrier', language, theme });
    await page.evaluate(() => (location.hash = '/settings?section=backup'));
    await page.getByRole('button', { name: upkeep.backup.now }).click();
    await expect(page.getByRole('progressbar', { name: upkeep.backup.running })).toBeVisible();
    await shot('backup-running');
    await page.getByRole('button', { name: common.cancel }).click();
    await expect(page.getByText(upkeep.backup.stopped)).toBeVisible();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: upkeep.backup.now }).click();
    expect((await download).suggestedFilename()).toBe('tokumei-minato.example.backup');
    await expect(page.getByText(upkeep.backup.saved('tokumei-minato.example.backup'))).toBeVisible();

    await page.getByRole('textbox', { name: upkeep.backup.folder }).fill('backups');
    await page.getByRole('button', { name: upkeep.backup.turnOn }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await page.getByRole('textbox', { name: upkeep.backup.folder }).fill('/mnt/backups');
    await page.keyboard.press('Enter');
    await expect(page.getByText(upkeep.backup.turnedOn('03:00'))).toBeVisible();
    await shot('backup-section');

    await page.getByRole('button', { name: upkeep.recovery.make }).click();
    await page.getByLabel(upkeep.recovery.passphrase).fill('correct horse battery');
    await page.getByLabel(upkeep.recovery.again).fill('correct horse battery');
    const key = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await key).suggestedFilename()).toBe('tokumei-recovery-key.json');
    await page.getByRole('button', { name: upkeep.recovery.register, exact: true }).click();
    await expect(page.getByText(upkeep.recovery.done('0badc0de'))).toBeVisible();
    await close();
  });

  test(`settings are searched in both languages; log, check and licences stand there, in ${language}`, async ({
    browser,
  }) => {
    const { page, shot, close } = await openDesk(browser, { role: 'credit', language, theme });
    await page.evaluate(() => (location.hash = '/settings'));
    const search = page.getByRole('searchbox', { name: common.filter });
    for (const word of ['contrast', 'コントラスト']) {
      await search.fill(word);
      await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toHaveText(
        new RegExp(settings.sections.appearance),
      );
    }
    await search.fill('zzz');
    await expect(page.getByText(settings.nothingFound)).toBeVisible();
    await search.fill(upkeep.logs.title);
    await page.getByLabel(upkeep.logs.level).selectOption('error');
    await expect(page.getByRole('cell', { name: 'ECONNREFUSED' })).toBeVisible();
    await expect(page.getByRole('cell', { name: 'partner-certificate-ends' })).toHaveCount(0);
    await shot('logs');
    await search.fill(upkeep.about.title);
    await page.getByRole('button', { name: upkeep.about.check }).click();
    await expect(page.getByText(/41/).last()).toBeVisible();
    await search.fill(upkeep.licences.title);
    await page.getByRole('searchbox', { name: upkeep.licences.search }).fill('react-dom');
    await page.getByText(/^react-dom \d/).click();
    await expect(page.getByText(/Permission is hereby granted/)).toBeVisible();
    await search.fill('');
    await shot('settings');
    await close();
  });
}

test('the palette finds by kana, letters and number, does what keys do, and changes the look', async ({ browser }) => {
  const { page, shot, close } = await openDesk(browser, { role: 'carrier', language: 'ja' });
  const { frame, palette, scanner } = DESK_TEXTS.ja;
  const open = async (text: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(text);
  };
  for (const text of ['にもつ', 'ニモツ', 'nimotsu', 'parcels', '荷物']) {
    await open(text);
    await expect(page.getByRole('option', { name: frame.screens.parcels }).first()).toBeVisible();
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Control+k');
  await shot('palette');
  await page.keyboard.press('Escape');
  await open('3 0482 7719');
  await expect(page.getByRole('option').first()).toContainText(palette.number('', '').trim().slice(-3));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/parcels\?search=304827719/);
  await page.keyboard.press('F9');
  await open(scanner.actions['step-accept']);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('引受');
  await open('english');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await open('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await close();
});

test(
  'an empty day teaches, in every role; nothing is wider than a screen at 200 %',
  { tag: '@soak' },
  async ({ browser }) => {
    for (const role of ['credit', 'agency', 'wrapper'] as const) {
      const { page, shot, close } = await openDesk(browser, { role, language: 'ja', empty: true });
      await page.evaluate(() => (location.hash = '/overview'));
      await expect(page.getByText(DESK_TEXTS.ja.overview.emptyTitle)).toBeVisible();
      await shot(`overview-empty-${role}`);
      await close();
    }
    const { page, shot, close } = await openDesk(browser, { role: 'carrier', language: 'ja' });
    await page.evaluate(() => (location.hash = '/overview'));
    await expect(page.getByText(DESK_TEXTS.ja.overview.charts.depots)).toBeVisible();
    await shot('overview-carrier');
    await page.setViewportSize({ width: 683, height: 384 });
    expect(await page.evaluate(() => document.querySelector('.screen-body')!.scrollWidth <= innerWidth)).toBe(true);
    await shot('overview-carrier-200');
    await close();
  },
);
