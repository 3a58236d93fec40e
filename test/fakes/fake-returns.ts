/** What customers send back, at a mall, in memory. */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { type CustomerReturnRow, type OpenedReturn, USUAL_RETURN_PERIOD } from '#shared/desk/returns.ts';
import { yen } from '#shared/domain/money.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { fail, ok } from '#shared/result.ts';
import { fakeList } from './fake-list.ts';
import { minter, minutesAgo } from './fake-office.ts';
import { contentsCodeOf } from './fake-refunds.ts';

const mint = minter(411);

/** A return of three pieces, settled; one that is on its way; one that was only asked for, paid at the door. */
export const RETURN_PURCHASES = [mint('purchase'), mint('purchase'), mint('purchase')] as const;
export const RETURN_NUMBERS = [mint('return'), mint('return'), mint('return')] as const;

const DAY = 24 * 60;
const ROWS: readonly CustomerReturnRow[] = [
  {
    purchase: RETURN_PURCHASES[0],
    number: RETURN_NUMBERS[0],
    carrierName: '青空運送',
    reason: 'does-not-fit',
    state: 'arrived',
    since: minutesAgo(4 * DAY),
    askedAt: minutesAgo(4 * DAY),
    acceptedOn: minutesAgo(3 * DAY).slice(0, 10),
    arrivedOn: minutesAgo(200).slice(0, 10),
    pay: 'settled',
    total: yen(13_860),
  },
  {
    purchase: RETURN_PURCHASES[1],
    number: RETURN_NUMBERS[1],
    carrierName: 'かもめ急便',
    reason: 'damaged',
    state: 'on-the-way',
    since: minutesAgo(2 * DAY),
    askedAt: minutesAgo(2 * DAY),
    acceptedOn: minutesAgo(DAY).slice(0, 10),
    pay: 'later',
    total: yen(4_400),
  },
  {
    purchase: RETURN_PURCHASES[2],
    number: RETURN_NUMBERS[2],
    carrierName: '青空運送',
    reason: 'changed-mind',
    state: 'announced',
    since: minutesAgo(90),
    askedAt: minutesAgo(90),
    pay: 'on-delivery',
    total: yen(2_980),
  },
];

const ITEMS: OpenedReturn['items'] = [
  { sku: 'HM-0203', name: '南部鉄器 急須 0.6L', quantity: 1, price: yen(9_900) },
  { sku: 'FD-0601', name: '煎茶 100g', quantity: 2, price: yen(1_580) },
];

/** The mall's returns bench. */
export function fakeReturns({ empty = false } = {}): Partial<DeskHandlers> {
  let rows = empty ? [] : ROWS;
  let days = USUAL_RETURN_PERIOD;
  const find = (scan: string): CustomerReturnRow | undefined => {
    const text = normalizeNumber(scan);
    const code = parseLabelText(text);
    const label = parseLabelId(text);
    const number = code.ok ? code.value.label.number : label.ok ? label.value.number : text;
    return rows.find((row) => row.purchase === number || row.number === number);
  };
  return {
    'returns.list': async (_, asked) =>
      ok(
        fakeList(
          rows,
          {
            time: ({ since }) => since,
            id: ({ purchase }) => purchase,
            state: ({ state }) => state,
            texts: ({ purchase, number }) => [purchase, number],
          },
          asked,
        ),
      ),
    'returns.open': async (_, { scan }) => {
      const row = find(scan);
      if (!row) return fail('purchase-unknown');
      if (scan.length > 32 && scan !== contentsCodeOf(row.purchase)) return fail('contents-differ');
      if (row.state === 'decided') return fail('already-decided', 'received');
      const opened = { ...row, state: 'arrived' as const };
      rows = rows.map((one) => (one === row ? opened : one));
      const way = row.pay === 'settled' ? 'settlement' : row.pay === 'later' ? 'waived' : 'cash';
      return ok({
        ...opened,
        items: ITEMS,
        charge: yen(800),
        standing: 'refundable',
        refundable: row.total,
        way,
        through: way === 'settlement' ? '星信販' : row.carrierName,
      });
    },
    'returns.decide': async (_, { purchase }) => {
      const row = rows.find((one) => one.purchase === purchase);
      if (!row) return fail('purchase-unknown');
      rows = rows.map((one) =>
        one === row ? { ...row, state: 'decided', since: minutesAgo(0), decidedAt: minutesAgo(0) } : one,
      );
      return ok({ placedAt: minutesAgo(9 * DAY), pay: row.pay, parts: [], refunds: [] });
    },
    'returns.period': async () => ok({ days }),
    'returns.change-period': async (_, period) => {
      ({ days } = period);
      return ok();
    },
  };
}
