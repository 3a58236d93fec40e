/** Fees, zones and number ranges at the carrier's desk, without a mouse. */
import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { openDesk } from './desk-page.ts';
import { looks } from './pages/look.ts';

test.beforeAll(() => ensurePages());

for (const [language, theme] of looks('en')) {
  const { fees, formats, frame } = DESK_TEXTS[language];
  const hokkaido = language === 'ja' ? '北海道' : 'Hokkaido';

  test(`fees change from a day on, and what a parcel would cost is shown before, ${language}`, async ({ browser }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'carrier', language, theme });
    const saved = () => desk.received.findLast(({ command }) => command === 'fees.save')?.input;
    await page.getByRole('link', { name: frame.screens.fees, exact: true }).click();
    const quote = page.getByRole('region', { name: fees.quote });
    await quote.getByRole('combobox', { name: fees.quotePrefecture }).selectOption(hokkaido);
    await quote.getByRole('textbox', { name: fees.quoteCash }).fill('12000');
    await expect(quote.getByText(language === 'ja' ? '¥880' : '¥880', { exact: true })).toBeVisible();
    await shot('fees');

    const save = page.getByRole('button', { name: fees.save });
    await expect(save).toBeDisabled();
    const cell = page.getByRole('textbox', { name: fees.zoneOf(hokkaido, 80), exact: true });
    await cell.fill('x');
    await expect(cell).toHaveAttribute('aria-invalid', 'true');
    await expect(save).toBeDisabled();
    await cell.fill('500');
    // By what stands on the screen, before it is saved.
    await expect(quote.getByText('¥940', { exact: true })).toBeVisible();
    await page.getByLabel(fees.from).fill('2099-04-01');
    await shot('fees-changed');
    await page.getByLabel(fees.from).press('Enter');
    await expect(page.getByText(fees.saved('2099‑04‑01'))).toBeVisible();
    expect(saved()).toMatchObject({
      from: '2099-04-01',
      tariff: { sizes: { hokkaido: { 80: 500, 140: 660, 160: 880 } } },
    });
    await page.getByRole('button', { name: fees.withdraw }).press('Enter');
    await expect(page.getByText(fees.withdrawn)).toBeVisible();
    await close();
  });

  test(`zones are cut by codes and prefectures, and gaps and doubles named, ${language}`, async ({ browser }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'carrier', language, theme });
    await page.getByRole('link', { name: frame.screens.fees, exact: true }).click();
    await page.getByRole('radio', { name: fees.zones }).press('Space');
    await expect(page.getByText(fees.problems.fine)).toBeVisible();
    await page.getByRole('combobox', { name: fees.zone, exact: true }).selectOption('離島');
    await page
      .getByRole('combobox', { name: fees.prefecture, exact: true })
      .selectOption(language === 'ja' ? '北海道' : 'Hokkaido');
    await page.getByRole('button', { name: fees.addPrefecture }).press('Enter');
    await expect(page.getByText(fees.problems.twice('JP 04–09'))).toBeVisible();
    await shot('zones-twice');
    await page
      .getByRole('button', { name: fees.removeRange('JP 04–09') })
      .first()
      .press('Enter');
    await page
      .getByRole('button', { name: fees.removeRange('JP 00') })
      .first()
      .press('Enter');
    await page.getByRole('button', { name: fees.removeRange(`JP ${fees.rest}`) }).press('Enter');
    await expect(page.getByText(fees.problems.gap('JP 01–03'))).toBeVisible();
    await expect(page.getByText(fees.problems.unused(hokkaido))).toBeVisible();
    await shot('zones-gap');
    await page.getByLabel(fees.from).fill('2099-04-01');
    await page.getByLabel(fees.from).press('Enter');
    await expect(page.getByText(fees.saved('2099‑04‑01'))).toBeVisible();
    const { tariff } = desk.received.findLast(({ command }) => command === 'fees.save')!.input as {
      tariff: { prefixes: unknown[] };
    };
    expect(tariff.prefixes).toContainEqual(['JP', '05', '離島']);
    await close();
  });

  test(`number ranges are entered, used, and seen as a bar code, ${language}`, async ({ browser }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'carrier', language, theme });
    await page.getByRole('link', { name: frame.screens.formats, exact: true }).click();
    await expect(page.getByText(formats.low(580))).toBeVisible();
    await page.getByRole('row').nth(2).press('Enter');
    await expect(page.getByText('0004912345670000000791010101')).toBeVisible();
    await shot('formats');
    await page.getByRole('button', { name: formats.use }).press('Enter');
    await expect(page.getByText(formats.inUse)).toHaveCount(2);

    await page.getByRole('button', { name: formats.add }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: formats.service }).fill('ee');
    await dialog.getByRole('textbox', { name: formats.first }).fill('10000000');
    await dialog.getByRole('textbox', { name: formats.last }).fill('9');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('textbox', { name: formats.last })).toHaveAttribute('aria-invalid', 'true');
    await shot('formats-add');
    await dialog.getByRole('textbox', { name: formats.last }).fill('10009999');
    await page.keyboard.press('Enter');
    await expect(page.getByText(formats.added)).toBeVisible();
    expect(desk.received.findLast(({ command }) => command === 'formats.add')?.input).toMatchObject({
      format: 's10',
      lead: 'EE',
      country: 'JP',
    });
    await page.getByRole('textbox', { name: formats.previewNumber }).fill('RR 123 456 784 JP');
    await expect(page.getByText('bad-number')).toBeVisible();
    await page.getByRole('textbox', { name: formats.previewNumber }).fill('RR 123 456 785 JP');
    await expect(page.getByText('RR123456785JP010101')).toBeVisible();
    await shot('formats-preview');
    await close();
  });
}
