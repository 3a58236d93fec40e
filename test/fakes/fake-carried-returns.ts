import type { ReturnParcelRow } from '#shared/desk/carrier.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import { fakeList, type FakeShape } from './fake-list.ts';
import { minter, minutesAgo } from './fake-office.ts';

const SHAPE: FakeShape<ReturnParcelRow> = {
  time: ({ acceptedAt }) => acceptedAt,
  id: ({ number }) => number,
  state: ({ state }) => state,
  texts: ({ number, parcel, mall }) => [number, parcel, mall],
};

/** One in each state. */
export function fakeReturnParcels(): readonly ReturnParcelRow[] {
  const mint = minter(909);
  const common = { mall: 'みなと百貨', goesTo: 'YOK', billed: false };
  const numbers = () => ({ number: mint('return'), parcel: mint('shipping') });
  return [
    { ...numbers(), ...common, state: 'accepted', acceptedAt: minutesAgo(50) },
    {
      ...numbers(),
      ...common,
      state: 'at-depot',
      acceptedAt: minutesAgo(1700),
      arrivedAt: minutesAgo(1500),
      depot: 'YOK',
    },
    {
      ...numbers(),
      ...common,
      state: 'handed-to-mall',
      acceptedAt: minutesAgo(9000),
      arrivedAt: minutesAgo(8800),
      handedAt: minutesAgo(8000),
      depot: 'YOK',
      billed: true,
    },
  ];
}

/** What customers sent back. */
export function fakeCarriedReturns({ empty = false } = {}): Partial<DeskHandlers> {
  const rows = empty ? [] : fakeReturnParcels();
  return { 'return-parcels.list': async (_, asked) => ok(fakeList(rows, SHAPE, asked)) };
}
