/** Orders in which every word and number is a mark, with the catalogue and the tariff that they need. */
import type { Addressee } from '#shared/domain/addressee.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { zoneOf } from '#shared/domain/zone.ts';
import type { Tariff } from '#main/roles/carrier/tariff.ts';
import type { OrderFile } from '../demo/order-file.ts';
import type { MarkBook } from './marks.ts';

/** Orders that are played; each has products of its own. */
export interface MarkedOrders {
  readonly tariff: Tariff;
  /** CSV as the mall imports it. */
  readonly catalogue: string;
  next(terms: OrderTerms): OrderFile;
}

export interface OrderTerms {
  readonly pay: Extract<PayMode, 'on-delivery' | 'later'>;
  readonly country?: string;
}

const COLUMNS = 'sku,name,price,currency,tax_percent,length_mm,width_mm,height_mm,grams,specification';

interface MarkedProduct {
  readonly sku: string;
  readonly price: number;
  readonly row: string;
}

/** @param most how many orders will be asked for at most */
export function makeMarkedOrders(book: MarkBook, most: number): MarkedOrders {
  const tariff = makeTariff(book);
  const stock = Array.from({ length: 2 * most }, () => makeProduct(book));
  let taken = 0;
  return {
    tariff,
    catalogue: [COLUMNS, ...stock.map(({ row }) => row), ''].join('\n'),
    next: ({ pay, country = 'JP' }) => {
      const [one, two] = stock.slice(taken, (taken += 2)) as [MarkedProduct, MarkedProduct];
      const addressee = makeAddressee(book, country);
      const total = one.price + 2 * two.price;
      book.learnAmount('price', 2 * two.price);
      book.learnAmount(pay === 'on-delivery' ? 'cash' : 'price', total);
      const zone = zoneOf(tariff.prefixes, country, addressee.postalCode)!;
      if (pay === 'on-delivery') book.learnAmount('surcharge', total + tariff.surcharges[zone]!);
      return {
        items: [
          { sku: one.sku, quantity: 1 },
          { sku: two.sku, quantity: 2 },
        ],
        addressee,
        pay,
      };
    },
  };
}

function makeProduct(book: MarkBook): MarkedProduct {
  const sku = book.latin('product');
  const price = book.amount('price');
  const name = `${book.japanese('product')} ${book.latin('product')}`;
  const specification = `${book.japanese('product')} ${book.latin('product')}`;
  return { sku, price, row: [sku, name, price, 'JPY', 10, 200, 150, 20, 300, specification].join(',') };
}

export function makeAddressee(book: MarkBook, country: string): Addressee {
  return {
    name: `${book.japanese('name')} ${book.latin('name')}`,
    postalCode: book.postalCode('postal'),
    lines: [`${book.japanese('address')}1-2-3`, book.japanese('address'), book.latin('address')],
    phone: book.phone('phone'),
    country,
    note: `${book.japanese('note')} ${book.latin('note')}`,
  };
}

function makeTariff(book: MarkBook): Tariff {
  const near = book.latin('zone');
  const far = book.latin('zone');
  const abroad = book.latin('zone');
  return {
    currency: 'JPY',
    fees: { 60: 800, 80: 1000, 100: 1300 },
    surcharges: Object.fromEntries([near, far, abroad].map((zone) => [zone, book.amount('surcharge')])),
    prefixes: [
      ['JP', '', near],
      ...['5', '6', '7', '8', '9'].map((prefix): [string, string, string] => ['JP', prefix, far]),
      ['', '', abroad],
    ],
  };
}
