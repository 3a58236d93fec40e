/** What a mall sells and what was ordered from it, the same in every run but for the times. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { ProductRow } from '#shared/desk/catalogue.ts';
import type { BenchItem, PackingOrder } from '#shared/desk/packing.ts';
import { yen } from '#shared/domain/money.ts';
import { estimateParcelSize } from '#shared/domain/parcel-size.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { minter, minutesAgo } from './fake-office.ts';

const CARRIERS = [
  ['aozora.example', '青空運送'],
  ['kamome.example', 'かもめ急便'],
] as const;

const CSV = new URL('../../data/catalogue.csv', import.meta.url);

/** Products of a CSV with the sample's columns; a price that is no number stays in and is the caller's to refuse. */
export function readProducts(csv: string): ProductRow[] {
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  return rows.map((row): ProductRow => {
    const size = estimateParcelSize([
      {
        lengthMm: Number(row['length_mm']),
        widthMm: Number(row['width_mm']),
        heightMm: Number(row['height_mm']),
        grams: Number(row['grams']),
        quantity: 1,
      },
    ]);
    return {
      sku: row['sku'] ?? '',
      name: row['name'] ?? '',
      price: yen(Number(row['price'])),
      taxPercent: Number(row['tax_percent']),
      ...(row['grams'] !== '' && size.ok && { size: size.value }),
      specification: row['specification'] ?? '',
      state: 'on-sale',
      pictures: 0,
    };
  });
}

/** The JAN of one HL-0302. */
export const FAKE_BARCODE = '4901234567894';
const PLACES: Readonly<Record<string, { readonly shelf?: string; readonly barcode?: string }>> = {
  'HL-0302': { shelf: 'A-2', barcode: FAKE_BARCODE },
  'CL-0401': { shelf: 'A-10' },
  'CL-0402': { shelf: 'A-10' },
  'HM-0203': { shelf: 'B-1' },
  'HM-0204': { shelf: 'B-1' },
  'BK-0001': { shelf: 'C-3' },
  'BK-0003': { shelf: 'C-3' },
};

interface Basket {
  readonly minutes: number;
  readonly carrier: 0 | 1;
  readonly pay: PayMode;
  readonly items: Readonly<Record<string, number>>;
}

const BASKETS: readonly Basket[] = [
  { minutes: 412, carrier: 0, pay: 'on-delivery', items: { 'HL-0302': 1, 'CL-0401': 2 } },
  { minutes: 187, carrier: 1, pay: 'settled', items: { 'HM-0203': 1 } },
  { minutes: 95, carrier: 0, pay: 'later', items: { 'BK-0001': 1 } },
  { minutes: 61, carrier: 0, pay: 'settled', items: { 'ST-0101': 1, 'ST-0102': 2, 'ST-0103': 1, 'BK-0003': 1 } },
  { minutes: 34, carrier: 1, pay: 'on-delivery', items: { 'HM-0204': 1, 'FD-0601': 3 } },
  { minutes: 12, carrier: 0, pay: 'settled', items: { 'CL-0402': 1 } },
  { minutes: 3, carrier: 1, pay: 'later', items: { 'TY-0502': 1, 'FD-0602': 1 } },
];
const PAST = ['handed-over', 'shipped', 'delivered', 'delivered', 'returned', 'refused', 'expired'] as const;

const SEED = 41;

/** The oldest order on the bench: one HL-0302 and two CL-0401, cash on delivery. */
export function fakeFirstOrder(): { readonly purchase: string; readonly shipping: string } {
  const mint = minter(SEED);
  return { purchase: mint('purchase'), shipping: mint('shipping') };
}

export function sampleProducts(): ProductRow[] {
  return readProducts(readFileSync(CSV, 'utf8'));
}

/** Seven orders to pack, oldest first, then seven that are past. */
export function sampleOrders(products: readonly ProductRow[]): PackingOrder[] {
  const mint = minter(SEED);
  const makeOrder = ({ minutes, carrier, pay, items: basket }: Basket): PackingOrder => {
    const items = Object.entries(basket).map(([sku, quantity]): BenchItem => {
      const name = products.find((product) => product.sku === sku)?.name;
      const { shelf, barcode } = PLACES[sku] ?? {};
      return {
        sku,
        quantity,
        ...(name !== undefined && { name }),
        ...(shelf !== undefined && { shelf }),
        ...(barcode !== undefined && { barcode }),
      };
    });
    const priceOf = (sku: string): number => products.find((product) => product.sku === sku)?.price.value ?? 0;
    const total = yen(items.reduce((sum, { sku, quantity }) => sum + priceOf(sku) * quantity, 0));
    return {
      purchase: mint('purchase'),
      placedAt: minutesAgo(minutes),
      carrier: CARRIERS[carrier][0],
      carrierName: CARRIERS[carrier][1],
      variant: 'a',
      state: 'accepted',
      total,
      pay,
      size: { size: 80, weight: 5 },
      shipping: mint('shipping'),
      paid: pay === 'settled',
      copies: 0,
      items,
      marks: { chosen: [], always: items.some(({ sku }) => sku.startsWith('HM')) ? ['fragile'] : [] },
      ...(pay === 'on-delivery' && { collect: total }),
    };
  };
  const waiting = BASKETS.map(makeOrder);
  const past = PAST.map((state, at) => ({
    ...makeOrder({
      minutes: 1500 + at * 700,
      carrier: at % 2 === 0 ? 0 : 1,
      pay: at % 3 === 0 ? 'later' : 'settled',
      items: { 'FD-0601': at + 1 },
    }),
    state,
    copies: at < 5 ? 1 : 0,
  }));
  return [...waiting, ...past];
}
