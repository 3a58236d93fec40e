/** What customers send back: the mall's bench and the carrier's station, with a scanner and keys alone. */
import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { fail, ok } from '#shared/result.ts';
import { contentsCodeOf } from '#test/fakes/fake-refunds.ts';
import { RETURN_NUMBERS, RETURN_PURCHASES } from '#test/fakes/fake-returns.ts';
import { openDesk } from './desk-page.ts';

test.beforeAll(() => ensurePages());

test.describe('the returns bench', () => {
  test('a return is scanned, every piece decided by a key, and given back without a mouse', async ({ browser }) => {
    const { page, scan, type, shot, desk, tones, close } = await openDesk(browser, { role: 'mall', language: 'ja' });
    await page.getByRole('link', { name: '返品台' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('grid', { name: '未処理' }).getByRole('row')).toHaveCount(4);
    await shot('returns-idle');
    await scan(contentsCodeOf(RETURN_PURCHASES[0]));
    await expect(page.getByRole('heading', { name: formatNumber(RETURN_NUMBERS[0]) })).toBeVisible();
    await expect(page.getByText('サイズが合わない')).toBeVisible();
    await expect(page.getByText('あと3点を確認してください')).toBeVisible();
    const decide = page.getByRole('button', { name: /受け取/ });
    await expect(decide).toBeDisabled();
    // A product's code marks a piece of it, a key decides the one under the cursor.
    await scan('FD-0601');
    await expect(page.getByText('あと2点を確認してください')).toBeVisible();
    await type('4');
    await type('2');
    await expect(page.getByText('2点が返品、うち1点を在庫へ')).toBeVisible();
    await shot('returns-open');
    const before = (await tones()).length;
    await scan('BK-0001');
    await expect(page.getByRole('alert')).toContainText('BK-0001はこの返品に含まれていません');
    expect((await tones()).length).toBeGreaterThan(before);
    await page.keyboard.press('F8');
    await expect(page.getByRole('checkbox', { name: /送料/ })).toBeChecked();
    await expect(decide).toBeEnabled();
    await page.keyboard.press('F10');
    await expect(page.getByText(/処理しました。/)).toBeVisible();
    const sent = desk.received.find(({ command }) => command === 'returns.decide')?.input as {
      pieces: unknown[];
      charge: boolean;
      amount: { value: number };
    };
    expect(sent.charge).toBe(true);
    expect(sent.pieces).toHaveLength(3);
    await page.keyboard.press('F2');
    await expect(page.getByRole('grid', { name: '処理済み' }).getByRole('row')).toHaveCount(2);
    await shot('returns-decided');
    await close();
  });

  test('what is not what was sent, and what is nobody’s, says why; a typed number opens', async ({ browser }) => {
    const { page, scan, type, shot, close } = await openDesk(browser, {
      role: 'mall',
      language: 'en',
      theme: 'dark',
    });
    await page.getByRole('link', { name: 'Returns', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Scan a return' })).toBeVisible();
    // What stands in the list alone is not here.
    await page.getByRole('row', { name: /On its way/ }).click();
    await expect(page.getByText('Not here yet')).toBeVisible();
    await scan(contentsCodeOf(RETURN_PURCHASES[1]).replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)));
    await expect(page.getByRole('alert')).toContainText('contents-differ');
    await shot('returns-differ');
    await page.keyboard.press('F4');
    await type(RETURN_NUMBERS[1]);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: formatNumber(RETURN_NUMBERS[1]) })).toBeVisible();
    await expect(page.getByText('Nothing was paid yet')).toBeVisible();
    await type('1');
    await type('3');
    await type('1');
    await shot('returns-waive');
    await page.keyboard.press('F10');
    await expect(page.getByText(/need not be paid any more/)).toBeVisible();
    await close();
  });

  test('with nothing to do it says what comes here, and how long customers may ask is changed', async ({ browser }) => {
    const { page, shot, desk, close } = await openDesk(browser, { role: 'mall', language: 'en', empty: true });
    await page.getByRole('link', { name: 'Returns', exact: true }).click();
    await expect(page.getByText('No returns')).toBeVisible();
    const field = page.getByLabel('Returns taken for');
    await field.fill('1000');
    await expect(page.getByText('Type 0 to 365 days.')).toBeVisible();
    await field.fill('45');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
    expect(desk.received.find(({ command }) => command === 'returns.change-period')?.input).toEqual({ days: 45 });
    await shot('returns-empty');
    await close();
  });
});

test.describe('at the carrier', () => {
  test('the station says to which mall a return goes, and no address', async ({ browser }) => {
    const number = RETURN_NUMBERS[0];
    const { page, scan, shot, close } = await openDesk(browser, {
      role: 'carrier',
      language: 'en',
      handlers: {
        'station.scan': async (_, { step }) =>
          step === 'load'
            ? fail('not-for-returns')
            : ok({
                number,
                piece: 1,
                of: 1,
                copy: 1,
                mall: 'みなと百貨',
                returning: { state: step === 'accept' ? 'accepted' : 'at-depot', depot: 'YOK' },
                warnings: [],
                openedFrom: 'nothing',
              }),
      },
    });
    await page.keyboard.press('F2');
    await page.keyboard.press('2');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await scan(`${number}010101`);
    await expect(page.getByText('Return to みなと百貨')).toBeVisible();
    await expect(page.getByText('YOK')).toBeVisible();
    await shot('return-accepted');
    await page.keyboard.press('F2');
    await page.keyboard.press('4');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await scan(`${number}010101`);
    await expect(page.getByText('not-for-returns')).toBeVisible();
    await close();
  });

  test('which depot hands a mall its returns is chosen on the routes screen', async ({ browser }) => {
    const { page, shot, desk, close } = await openDesk(browser, { role: 'carrier', language: 'ja', theme: 'dark' });
    await page.goto(`${desk.origin}/#/routes`);
    await page.getByRole('radio', { name: '営業所' }).click();
    const choice = page.getByLabel('北の市場への返品を渡す営業所');
    await expect(choice).toBeVisible();
    await choice.selectOption({ index: 1 });
    await expect.poll(() => desk.received.some(({ command }) => command === 'mall-depots.set')).toBe(true);
    await shot('mall-depots');
    await close();
  });
});
