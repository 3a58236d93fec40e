/** Orders in which every word and number is a mark, with the catalogue, the tariff and the cards that they need. */
import { utf8 } from '#shared/bytes.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { zoneOf } from '#shared/domain/zone.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import type { CardEntry, ParcelOrder, SettledOrder } from '../demo/order-file.ts';
import type { ProductFile } from '../demo/sample-files.ts';
import { makeMarkedHolders, type MarkedHolder, type MarkedHolders } from './holders.ts';
import type { MarkBook } from './marks.ts';

/** Orders that are played; each has products of its own. */
export interface MarkedOrders {
  readonly tariff: Tariff;
  readonly routes: MarkedRoutes;
  /** CSV as the mall imports it. */
  readonly catalogue: string;
  readonly holders: MarkedHolders;
  next(terms: OrderTerms): ParcelOrder;
  /** Of each electronic product. */
  readonly files: ReadonlyMap<string, ProductFile>;
  /** The card is `holder`'s; some holder's that can pay when left out. Some check words are right, some wrong. */
  nextSettled(holder?: MarkedHolder): SettledOrder;
  /** As `nextSettled`, with words for a gift card. */
  nextGift(): SettledOrder;
  /** As `nextSettled`, with something electronic in it: beside a parcel, or alone. */
  nextElectronic(kind: 'mixed' | 'alone'): SettledOrder;
}

/** Depots and tours of the carrier, by the postal codes of the marked addresses. */
export interface MarkedRoutes {
  /** Delivers within the country. */
  readonly depot: string;
  /** Of all depots. */
  readonly codes: readonly string[];
  /** As the carrier imports it. */
  readonly csv: string;
}

export interface OrderTerms {
  readonly pay: 'on-delivery' | 'later';
  readonly country?: string;
}

const COLUMNS = 'sku,name,price,currency,tax_percent,length_mm,width_mm,height_mm,grams,specification';

/** Orders with something electronic in them. */
const MOST_ELECTRONIC = 8;

interface MarkedProduct {
  readonly sku: string;
  readonly price: number;
  readonly row: string;
}

/** @param most how many orders will be asked for at most */
export function makeMarkedOrders(book: MarkBook, most: number): MarkedOrders {
  const tariff = makeTariff(book);
  const routes = makeRoutes(book);
  const stock = Array.from({ length: 2 * most }, () => makeProduct(book));
  const electronic = Array.from({ length: MOST_ELECTRONIC }, () => makeElectronicProduct(book));
  const holders = makeMarkedHolders(book);
  let taken = 0;
  let mailed = 0;

  /** The goods of an order, and what they come to: a total of the kind that its way of paying makes it. */
  function takeGoods(kind: 'cash' | 'charge' | 'price'): { items: ParcelOrder['items']; total: number } {
    const [one, two] = stock.slice(taken, (taken += 2)) as [MarkedProduct, MarkedProduct];
    const total = one.price + 2 * two.price;
    book.learnAmount('price', 2 * two.price);
    book.learnAmount(kind, total);
    const items = [
      { sku: one.sku, quantity: 1 },
      { sku: two.sku, quantity: 2 },
    ];
    return { items, total };
  }

  function enterCard({ number, password, words }: MarkedHolder): CardEntry {
    return { number, password, checkWords: [words[0]!, book.japanese('word'), words[1]!] };
  }

  return {
    tariff,
    routes,
    catalogue: [COLUMNS, ...[...stock, ...electronic].map(({ row }) => row), ''].join('\n'),
    files: new Map(electronic.map(({ sku, file }) => [sku, file])),
    holders,
    next: ({ pay, country = 'JP' }) => {
      const { items, total } = takeGoods(pay === 'on-delivery' ? 'cash' : 'price');
      const addressee = makeAddressee(book, country);
      const zone = zoneOf(tariff.prefixes, country, addressee.postalCode)!;
      if (pay === 'on-delivery') book.learnAmount('surcharge', total + tariff.surcharges[zone]!);
      return { items, addressee, pay };
    },
    nextSettled: (holder = holders.next()) => {
      const { items } = takeGoods('charge');
      return { items, addressee: makeAddressee(book, 'JP'), pay: 'settled', card: enterCard(holder) };
    },
    nextGift: () => {
      const { items } = takeGoods('charge');
      const gift = `${book.japanese('gift')}\n${book.latin('gift')}`;
      return { items, addressee: makeAddressee(book, 'JP'), pay: 'settled', card: enterCard(holders.next()), gift };
    },
    nextElectronic: (kind) => {
      const { sku, price } = electronic[mailed++]!;
      const goods = { sku, quantity: 1 };
      const card = enterCard(holders.next());
      if (kind === 'alone') return { items: [goods], pay: 'settled', card };
      const { items, total } = takeGoods('charge');
      book.learnAmount('charge', total + price);
      return { items: [...items, goods], addressee: makeAddressee(book, 'JP'), pay: 'settled', card };
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

/** Its price is what the credit company settles for it. */
function makeElectronicProduct(book: MarkBook): MarkedProduct & { readonly file: ProductFile } {
  const sku = book.latin('product');
  const price = book.amount('charge');
  const name = `${book.japanese('product')} ${book.latin('product')}`;
  const row = [sku, name, price, 'JPY', 10, '', '', '', '', book.latin('product')].join(',');
  const file = {
    name: `${book.japanese('file')} ${book.latin('file')}.txt`,
    bytes: utf8(`${book.japanese('content')} ${book.latin('content')}`.repeat(20)),
  };
  return { sku, price, row, file };
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

function makeRoutes(book: MarkBook): MarkedRoutes {
  const [depot, abroad] = [book.placeCode('depot'), book.placeCode('depot')] as const;
  const tour = (): string => book.placeCode('route');
  const rows = [
    ['JP', '', depot, tour()],
    ['JP', '9', depot, tour()],
    ['DE', '', abroad, tour()],
  ];
  const csv = ['country,prefix,depot,route', ...rows.map((row) => row.join(',')), ''].join('\n');
  return { depot, codes: [depot, abroad], csv };
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
