/** Who knows what of a played order, as a table for a person at a terminal. */
import type { CoreRole, GuestRole } from './demo-party.ts';
import type { OrderFile } from './order-file.ts';
import type { DeclinedOrder, PlayedOrder } from './play-order.ts';

type Column = CoreRole | GuestRole;

/** What each party knows of one thing; `–` where it has no part in the order. */
type Row = readonly [what: string, known: Readonly<Partial<Record<Column, string>>>];

export function describeKnowledge(played: PlayedOrder | DeclinedOrder, order: OrderFile): string[] {
  const columns = columnsOf(played);
  const rows = rowsOf(played, order);
  const line = (what: string, cells: readonly string[]): string =>
    `${what.padEnd(22)}${cells.map((cell) => cell.padEnd(16)).join('')}`.trimEnd();
  return [
    line('Who knows what', columns),
    ...rows.map(([what, known]) =>
      line(
        `  ${what}`,
        columns.map((column) => known[column] ?? '–'),
      ),
    ),
    ...(hasParcel(played, order) ? STATIONS : []),
  ];
}

/** The carrier's own places know less than the carrier. */
const STATIONS = [
  '',
  "Of the carrier's stations a gate is shown depot and tour alone, a van the address too; what they keep, to work cut",
  'off, is encrypted.',
];

function hasParcel(played: PlayedOrder | DeclinedOrder, { addressee }: OrderFile): boolean {
  return played.result === 'ok' ? played.shipping !== undefined : addressee !== undefined;
}

function columnsOf({ agency, parts }: PlayedOrder | DeclinedOrder): readonly Column[] {
  return [
    'mall',
    'credit',
    'carrier',
    ...(agency === undefined ? [] : ['agency' as const]),
    ...(parts?.wrapper === undefined ? [] : ['wrapper' as const]),
  ];
}

function rowsOf(played: PlayedOrder | DeclinedOrder, order: OrderFile): readonly Row[] {
  const { pay } = order;
  const { flow } = played;
  const settled = pay === 'settled';
  const parcel = hasParcel(played, order);
  const goods = played.result === 'ok' && played.goods !== undefined;
  const carrier = (known: string): { carrier?: string } => (parcel ? { carrier: known } : {});
  const credit = (known: string): { credit?: string } => (settled ? { credit: known } : {});
  const outside = (agency: string, wrapper = 'no'): { agency: string; wrapper: string } => ({ agency, wrapper });
  // What the customer typed passes the mall sealed, or not at all.
  const passing = flow === 'sealed' || flow === 'sealed-blom' || flow === 'closed' ? 'sealed' : 'no';
  const wallet = flow === 'agency' ? 'for a moment' : 'sealed';
  return [
    ['products', { mall: 'yes', ...credit('sealed'), ...carrier('sealed'), ...outside('sealed') }],
    ...(goods
      ? [['electronic goods', { mall: 'yes', credit: 'sealed', carrier: 'no', ...outside('no') }] as const]
      : []),
    [
      'total',
      { mall: 'yes', ...credit('yes'), ...carrier(pay === 'on-delivery' ? 'yes (collects)' : 'no'), ...outside('yes') },
    ],
    ['size class', { ...(parcel && { mall: 'yes' }), credit: 'no', ...carrier('yes'), ...outside('no') }],
    [
      'name and address',
      { ...(parcel && { mall: 'sealed' }), credit: 'no', ...carrier('when scanned'), ...outside('no') },
    ],
    ['zone and surcharge', { mall: 'no', credit: 'no', ...carrier('yes'), ...outside('no') }],
    ['depot and tour', { mall: 'no', credit: 'no', ...carrier('when scanned'), ...outside('no') }],
    ['card holder', { ...(settled && { mall: 'sealed' }), ...credit('yes'), carrier: 'no', ...outside(wallet) }],
    ['e-mail', { mall: 'no', ...credit('yes'), carrier: 'no', ...outside('no') }],
    ['card', { mall: passing, ...credit('hashed'), carrier: 'no', ...outside(wallet) }],
    ...(played.parts?.wrapper === undefined
      ? []
      : [['words of the gift', { mall: 'sealed', credit: 'no', carrier: 'no', wrapper: 'when read' }] as const]),
  ];
}
