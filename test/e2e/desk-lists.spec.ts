/** Lists by keys alone: narrowed, kept, chosen from, taken out as a file, and smooth with 100,000 rows. */
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import type { ParcelRow } from '#shared/desk/carrier.ts';
import type { ListAsked } from '#shared/desk/list.ts';
import { yen } from '#shared/domain/money.ts';
import { ok } from '#shared/result.ts';
import { fakeList } from '#test/fakes/fake-list.ts';
import { openDesk } from './desk-page.ts';

const ROWS = 100_000;

/** Ten a minute, the last one just now; every thousandth was attempted. */
function manyParcels(count: number): readonly ParcelRow[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, at): ParcelRow => {
    const agreedAt = new Date(now - at * 6000).toISOString();
    return {
      number: `3${String(at).padStart(13, '0')}`,
      mall: at % 2 ? 'みなと百貨' : '=HYPERLINK("x")',
      state: at % 1000 === 999 ? 'attempted' : 'delivered',
      size: { size: 80, weight: 5 },
      pay: 'on-delivery',
      due: yen(1000 + (at % 500)),
      agreedAt,
      changedAt: agreedAt,
    };
  });
}

function listing(all: readonly ParcelRow[]) {
  return (asked: ListAsked) =>
    fakeList(
      all,
      {
        time: ({ agreedAt }) => agreedAt,
        id: ({ number }) => number,
        state: ({ state }) => state,
        amount: ({ due }) => due!.value,
        texts: ({ number, mall }) => [number, mall],
      },
      asked,
    );
}

const grid = (page: Page) => page.getByRole('grid');
const shownRows = (page: Page) => grid(page).locator('tbody tr[aria-rowindex]');
const rowOf = (page: Page, index: number) => grid(page).locator(`tr[aria-rowindex="${index + 1}"]`);

test(
  'a list of 100,000 rows scrolls and jumps without a jolt, and holds only what is in sight',
  { tag: '@soak' },
  async ({ browser }) => {
    const list = listing(manyParcels(ROWS));
    const { page, close } = await openDesk(browser, {
      role: 'carrier',
      language: 'ja',
      handlers: { 'parcels.list': async (_, asked) => ok(list(asked)) },
    });
    await page.goto(`${page.url().split('#')[0]}#/parcels`);
    await expect(grid(page)).toHaveAttribute('aria-rowcount', String(ROWS + 1));
    await expect(rowOf(page, 1)).toContainText('3 0000 0000 0000 0');

    const figures = await page.evaluate(async () => {
      const long: number[] = [];
      const observer = new PerformanceObserver((entries) => {
        for (const { duration } of entries.getEntries()) long.push(duration);
      });
      observer.observe({ type: 'longtask' });
      const box = document.querySelector('.record-scroll')!;
      const rows = (): number => box.querySelectorAll('tbody tr').length;
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      let longest = 0;
      let most = 0;
      let before = await frame();
      // As a wheel that is turned fast, then as a scroll bar that is pulled down.
      for (const step of [...Array<number>(120).fill(480), ...Array<number>(60).fill(box.scrollHeight / 60)]) {
        box.scrollTop += step;
        const now = await frame();
        longest = Math.max(longest, now - before);
        before = now;
        most = Math.max(most, rows());
      }
      observer.disconnect();
      return { longest: Math.round(longest), longTask: Math.round(Math.max(0, ...long)), tasks: long.length, most };
    });
    test.info().annotations.push({ type: 'figures', description: JSON.stringify(figures) });
    expect(figures.most).toBeLessThan(80);
    // Some 50 on a machine that does nothing else.
    expect(figures.longTask).toBeLessThan(500);

    // The end came by itself when the scrolling rested.
    await expect(rowOf(page, ROWS)).toContainText('3 0000 0000 9999 9');
    await rowOf(page, ROWS).focus();
    await page.keyboard.press('Home');
    await expect(rowOf(page, 1)).toBeFocused();
    await page.keyboard.press('End');
    await expect(rowOf(page, ROWS)).toBeFocused();
    await page.keyboard.press('PageUp');
    await expect(rowOf(page, ROWS)).not.toBeFocused();
    const focused = page.locator('tr:focus');
    await expect(focused).toBeInViewport();

    // Everywhere once: what was left behind goes again.
    const kept = await page.evaluate(async () => {
      const box = document.querySelector('.record-scroll')!;
      for (let at = 0; at <= 40; at++) {
        box.scrollTop = (box.scrollHeight / 40) * at;
        await new Promise((resolve) => setTimeout(resolve, 90));
      }
      return box.querySelectorAll('tbody tr').length;
    });
    expect(kept).toBeLessThan(80);
    await expect(shownRows(page).last()).not.toHaveAttribute('aria-busy', 'true');
    await close();
  },
);

test('a list is narrowed by keys, kept in the address and under a name, and says when nothing fits', async ({
  browser,
}) => {
  const list = listing(manyParcels(3000));
  const { page, desk, close } = await openDesk(browser, {
    role: 'carrier',
    language: 'en',
    handlers: { 'parcels.list': async (_, asked) => ok(list(asked)) },
  });
  const asked = () => desk.received.findLast(({ command }) => command === 'parcels.list')!.input as ListAsked;
  await page.goto(`${page.url().split('#')[0]}#/parcels`);
  const count = page.getByRole('status').filter({ hasText: /rows?$/ });
  await expect(count).toHaveText('3,000 rows');

  await page.keyboard.press('/');
  await page.keyboard.type('3 0000 0000 0004 2', { delay: 60 });
  await expect(count).toHaveText('1 row');
  await expect(page).toHaveURL(/#\/parcels\?search=30000000000042$/);
  await page.keyboard.press('ControlOrMeta+a');
  // A name is nobody's to find in a browser's history.
  await page.keyboard.type('みなと');
  await expect(count).toHaveText('1,500 rows');
  await expect(page).toHaveURL(/#\/parcels$/);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await expect(count).toHaveText('3,000 rows');

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Attempted' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'State' })).toBeFocused();
  await expect(count).toHaveText('3 rows');

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Last 7 days' }).press('Enter');
  const midnight = new Date(`${new Date().toLocaleDateString('sv', { timeZone: 'Asia/Tokyo' })}T00:00:00+09:00`);
  await expect.poll(() => asked().from).toBe(new Date(midnight.getTime() - 6 * 86_400_000).toISOString());
  expect(asked().until).toBe(new Date(midnight.getTime() + 86_400_000).toISOString());
  await page.keyboard.press('Escape');

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByLabel('At least').fill('１,499');
  await expect.poll(() => asked().least).toBe(1499);
  await expect(page).toHaveURL(/states=attempted&date=week&least=1499$/);
  await page.keyboard.press('Escape');
  await expect(count).toHaveText('3 rows');

  await page.getByRole('button', { name: 'Saved' }).press('Enter');
  await page.getByLabel('Keep this filter as').fill('To try again');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear filter' }).press('Enter');
  await expect(count).toHaveText('3,000 rows');
  await page.getByRole('button', { name: 'Saved' }).press('Enter');
  await page.getByRole('button', { name: 'To try again', exact: true }).press('Enter');
  await expect(count).toHaveText('3 rows');

  await page.getByRole('button', { name: 'Columns' }).press('Enter');
  await page.getByRole('checkbox', { name: 'Size' }).press('Space');
  await page.keyboard.press('Escape');
  await expect(grid(page).getByRole('columnheader', { name: 'Size' })).toBeVisible();
  await page.reload();
  await expect(count).toHaveText('3 rows');
  await expect(grid(page).getByRole('columnheader', { name: 'Size' })).toBeVisible();

  await page.getByRole('button', { name: 'Agreed', exact: true }).last().press('Enter');
  await expect.poll(() => asked().order).toBe('oldest');
  await expect(grid(page).getByRole('columnheader', { name: 'Agreed' })).toHaveAttribute('aria-sort', 'ascending');

  const { violations } = await new AxeBuilder({ page })
    .include('.records')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);

  await page.keyboard.press('/');
  await page.keyboard.type('nobody');
  await expect(page.getByText('Nothing fits the filter.')).toBeVisible();
  await page.getByText('Nothing fits the filter.').locator('..').getByRole('button').press('Enter');
  await expect(count).toHaveText('3,000 rows');
  await close();
});

test('all that fits leaves as a file that is harmless in a spreadsheet, and can be stopped on the way', async ({
  browser,
}) => {
  const list = listing(manyParcels(1200));
  let hold = false;
  let release = (): void => {};
  const { page, desk, close } = await openDesk(browser, {
    role: 'carrier',
    language: 'ja',
    handlers: {
      'parcels.list': async (_, asked) => {
        if (hold && asked.limit === 500 && asked.before !== undefined)
          await new Promise<void>((resolve) => (release = resolve));
        return ok(list(asked));
      },
    },
  });
  await page.goto(`${page.url().split('#')[0]}#/parcels?states=delivered`);
  await page.getByRole('button', { name: 'CSV' }).press('Enter');
  await page.getByLabel('理由').fill('月次の照合');
  const saving = page.waitForEvent('download');
  await page.getByRole('radio', { name: 'すべての列' }).press('Enter');
  await page.getByRole('button', { name: 'ファイルに保存' }).press('Enter');
  const text = await readFile(await (await saving).path(), 'utf8');
  const lines = text.split('\r\n');
  expect(text.charCodeAt(0)).toBe(0xfeff);
  expect(lines[0]).toBe(
    '\uFEFF送り状番号,状態,モール,サイズ,支払,代引額,代引額（通貨）,受領額,受領額（通貨）,営業所,受付日時,更新',
  );
  expect(lines[1]).toMatch(
    /^30000000000000,配達済み,"'=HYPERLINK\(""x""\)",80,代引,1000,JPY,,,,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00,/,
  );
  // One line for each that fits, and the end of the last.
  expect(lines).toHaveLength(1 + 1199 + 1);
  await expect(page.getByText('1,199 件を保存しました。')).toBeVisible();
  const calls = desk.received.filter(({ command }) => command === 'lists.export');
  expect(calls).toHaveLength(3);
  expect(calls[0]!.input).toMatchObject({
    list: 'parcels.list',
    reason: '月次の照合',
    filter: { states: ['delivered'] },
  });
  await page.getByRole('button', { name: '閉じる' }).press('Enter');

  hold = true;
  await page.getByRole('button', { name: 'CSV' }).press('Enter');
  await page.getByLabel('理由').fill('途中でやめる');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1,199 件中 500 件')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  release();
  await expect.poll(() => desk.received.filter(({ command }) => command === 'lists.export').length).toBe(5);
  await close();
});

test('labels of chosen orders are printed by one key; an order that can’t be is named', async ({ browser }) => {
  const { page, desk, shot, close } = await openDesk(browser, {
    role: 'mall',
    language: 'en',
    handlers: {
      'batch.print-chosen': async (_, { purchases }) =>
        ok({ done: purchases.length - 1, refused: [{ id: purchases[0]!, code: 'wrong-state', about: 'packed' }] }),
      'orders.find': async (_, { number }) =>
        ok({
          placedAt: '2026-11-22T00:30:00.000Z',
          pay: 'on-delivery',
          parts: [
            {
              part: 'parcel',
              number,
              state: 'accepted',
              price: yen(12_340),
              standing: 'cancellable',
              refundable: yen(0),
              partnerName: '青空運送',
              received: false,
            },
          ],
          refunds: [],
        }),
    },
  });
  await page.goto(`${page.url().split('#')[0]}#/purchases?states=accepted`);
  await expect(rowOf(page, 1)).toContainText('To pack');
  const first = (await rowOf(page, 1).getByRole('gridcell').nth(1).innerText()).trim();
  // Nothing has the focus on a screen that was just opened.
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('ArrowDown');
  await expect(rowOf(page, 1)).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText(/^3 of \d+ chosen$/)).toBeVisible();
  await expect(rowOf(page, 3)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('F8');
  await expect(page.getByRole('dialog')).toContainText('Print 3 labels');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Done: 2 rows')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'Not done: 1 row' })).toContainText(first);
  expect(desk.received.filter(({ command }) => command === 'batch.print-chosen')).toHaveLength(1);

  await rowOf(page, 1).focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByText(/^(\d+) of \1 chosen$/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText(/chosen$/)).toHaveCount(0);

  // What is set aside in one go comes back in one go.
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Set aside' }).click();
  await expect(page.getByText('Set aside: 1')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect.poll(() => desk.received.filter(({ command }) => command === 'packing.bring-back').length).toBe(1);

  // One opens in the list's place, and Escape comes back to its row.
  await rowOf(page, 2).focus();
  const second = (await rowOf(page, 2).getByRole('gridcell').nth(1).innerText()).trim();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: second })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Call off' })).toBeVisible();
  await shot('purchase-file');
  await page.keyboard.press('Escape');
  await expect(rowOf(page, 2)).toBeFocused();
  await close();
});
