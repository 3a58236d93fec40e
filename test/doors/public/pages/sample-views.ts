/** Views as the routes would fill them, with the sample catalogue; every test changes the part it is about. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type {
  AgencyChoice,
  BasketLine,
  CardSealing,
  CarrierChoice,
  CarrierChoiceView,
  CatalogueView,
  ConfirmView,
  FlowChoice,
  OrderSettlement,
  OrderView,
  OrderWay,
  Page,
  PartStanding,
  PayDoneView,
  PayView,
  ProblemView,
  ResetView,
  Sealing,
  ShipDoneView,
  ShipView,
  ShopProduct,
  TrackView,
} from '#main/doors/public/views.ts';
import { yen } from '#shared/domain/money.ts';

type Language = Page['language'];

const columns = parse(readFileSync(new URL('../../../../data/catalogue.csv', import.meta.url)), {
  columns: true,
}) as Record<string, string>[];

export const products: ShopProduct[] = columns.map((row) => ({
  sku: row.sku!,
  name: row.name!,
  specification: row.specification!,
  price: yen(Number(row.price)),
  taxPercent: Number(row.tax_percent),
  electronic: row.grams === '',
}));

export function line(sku: string, quantity: number): BasketLine {
  const { name, price, electronic } = products.find((product) => product.sku === sku)!;
  return { sku, name, quantity, price, amount: yen(price.value * quantity), electronic };
}

export const shopPage = (language: Language): Page => ({
  language,
  party: language === 'ja' ? '山手商店' : 'Yamate General Store',
  host: 'mall.localhost',
  accent: '#264B7D',
  demo: true,
});

export const carrierPage = (language: Language): Page => ({
  language,
  party: language === 'ja' ? '港運送' : 'Harbour Parcels',
  host: 'carrier.localhost',
  accent: '#2C6E63',
  demo: true,
});

export const creditPage = (language: Language): Page => ({
  language,
  party: language === 'ja' ? '浜クレジット' : 'Hama Credit',
  host: 'credit.localhost',
  accent: '#7A3B5E',
  demo: true,
});

export const creditOf = (language: Language): CarrierChoice => ({
  id: 'credit.localhost',
  name: creditPage(language).party,
  services: language === 'ja' ? ['横浜', '一括払い'] : ['Yokohama', 'payment in full'],
});

export const otherCredit = (language: Language): CarrierChoice => ({
  id: 'capital.example',
  name: language === 'ja' ? '都カード' : 'Capital Card',
  services: language === 'ja' ? ['京都', '合言葉の確認'] : ['Kyoto', 'check words'],
});

export const carrierOf = (language: Language): CarrierChoice => ({
  id: 'carrier.localhost',
  name: carrierPage(language).party,
  services: language === 'ja' ? ['横浜', '代金引換', '全国翌々日'] : ['Yokohama', 'cash on delivery', 'two days'],
});

const otherCarrier = (language: Language): CarrierChoice => ({
  id: 'north.example',
  name: language === 'ja' ? '北国急便' : 'Northern Express',
  services: language === 'ja' ? ['札幌', '冷蔵便'] : ['Sapporo', 'refrigerated'],
});

const lines = [line('HL-0302', 1), line('CL-0401', 2)];
const total = yen(4298);

export function catalogueView(language: Language, more: Partial<CatalogueView> = {}): CatalogueView {
  return { ...shopPage(language), products, quantities: { 'HL-0302': 1, 'CL-0401': 2 }, ...more };
}

export function carrierChoiceView(language: Language, more: Partial<CarrierChoiceView> = {}): CarrierChoiceView {
  return {
    ...shopPage(language),
    lines,
    total,
    size: { size: 80, weight: 2 },
    carriers: [carrierOf(language), otherCarrier(language)],
    chosen: 'carrier.localhost',
    credits: [],
    flows: [],
    wrappers: [],
    pay: 'on-delivery',
    ...more,
  };
}

export function confirmView(language: Language, more: Partial<ConfirmView> = {}): ConfirmView {
  return {
    ...shopPage(language),
    shown: 'kqJ0oXb1r3mQy8sVw2eTzA5uLd7fGhNc4pRiSjUkXlM',
    lines,
    total,
    size: { size: 80, weight: 2 },
    carrier: carrierOf(language),
    pay: 'on-delivery',
    flow: 'window',
    ...more,
  };
}

export function orderView(language: Language, more: Partial<OrderView> = {}): OrderView {
  return {
    ...shopPage(language),
    purchase: '10482771930561',
    state: 'offered',
    total,
    pay: 'on-delivery',
    flow: 'window',
    carrier: carrierOf(language),
    refunds: [],
    ...more,
  };
}

export const offer = {
  action: 'https://carrier.localhost:8443/ship',
  instruction: 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJtYWxsIn0.c2ln',
};

export const payOffer = {
  action: 'https://credit.localhost:8443/pay',
  instruction: 'eyJhbGciOiJFZERTQSJ9.eyJhY3QiOiJzZXR0bGUifQ.c2ln',
};

/** A settled order, its payment standing as told. */
export function settledView(
  language: Language,
  state: OrderSettlement['state'],
  more: Partial<OrderView> = {},
): OrderView {
  const settlement: OrderSettlement = {
    company: creditOf(language),
    state,
    ...(state === 'offered' && { offer: payOffer }),
    ...(state === 'accepted' && { receipt: '20482771930562' }),
  };
  return orderView(language, { pay: 'settled', settlement, ...more });
}

export const agencyOf = (language: Language, variant: AgencyChoice['variant'] = 'reseal'): AgencyChoice => ({
  id: 'agency.localhost',
  name: language === 'ja' ? 'みなと認証' : 'Minato Confirm',
  services: [],
  variant,
});

export const wrapperOf = (language: Language): CarrierChoice => ({
  id: 'gifts.example',
  name: language === 'ja' ? '包み屋' : 'Wrapping House',
  services: language === 'ja' ? ['横浜'] : ['Yokohama'],
});

/** Two credit companies, each with ways of its own. */
export function flowsOf(language: Language): readonly FlowChoice[] {
  const [here, other] = [creditOf(language).id, otherCredit(language).id];
  return [
    { value: 'window', flow: 'window', credits: [here] },
    { value: 'sealed', flow: 'sealed', credits: [here], carriers: ['carrier.localhost'] },
    { value: 'closed', flow: 'closed', credits: [other] },
    { value: 'agency:agency.localhost', flow: 'agency', credits: [here], agency: agencyOf(language) },
  ];
}

const CODE = 'NZeTyUe2jrUDmL6oCzMRV5rTrXy0IbPbvWJVMXnhHTg';
const UNTIL = '2026-11-21T01:15:00Z';

export const ORDER_CODE = `https://mall.localhost~${CODE}`;
export const FINGERPRINT = 'yPXmQ8Yy4yX8oI7RrXHgGgq1zZ3v4mEoU7kOe3rB0aE';

export const terminalWay: OrderWay = {
  flow: 'sealed',
  state: 'open',
  url: `https://credit.localhost:8443/terminal#${ORDER_CODE}`,
  code: ORDER_CODE,
  fingerprint: FINGERPRINT,
  until: UNTIL,
};

export const walletWay = (language: Language, variant?: AgencyChoice['variant']): OrderWay => ({
  flow: 'agency',
  state: 'open',
  agency: agencyOf(language, variant),
  url: `https://agency.localhost:8443/wallet#${CODE}`,
  enrolUrl: 'https://agency.localhost:8443/enrol',
  until: UNTIL,
});

export const cardSealing: CardSealing = {
  publicKey: 'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo',
  recipient: 'credit.localhost',
  number: '10482771930561',
  issuer: 'mall.localhost',
  amount: total,
  expires: 1_795_230_900,
};

export const cardWay: OrderWay = { flow: 'closed', state: 'open', sealing: cardSealing, until: UNTIL };

export const partsOf = (language: Language, states: readonly PartStanding['state'][]): readonly PartStanding[] =>
  (['goods', 'card', 'destination', 'gift'] as const).map((asks, at) => ({
    asks,
    name: [shopPage(language).party, creditPage(language).party, carrierPage(language).party, wrapperOf(language).name][
      at
    ]!,
    state: states[at]!,
  }));

/** An order that is to be paid without a window. */
export function wayView(language: Language, way: OrderWay, more: Partial<OrderView> = {}): OrderView {
  const { settlement: _, ...view } = settledView(language, 'offered', { state: 'awaiting-payment' });
  return {
    ...view,
    settlement: { company: creditOf(language), state: 'offered' },
    flow: way.flow,
    way,
    ...(way.flow === 'agency' && { agency: 'agency' in way ? way.agency : agencyOf(language) }),
    ...more,
  };
}

export const sealing: Sealing = {
  publicKey: 'hdtM22znt68MqvQMr1Id2pN_wKMhJIAgLPpvO4MuePNV'.slice(0, 43),
  recipient: 'carrier.localhost',
  number: '30482771930569',
  prefixes: [
    ['JP', '0', 'hokkaido'],
    ['JP', '90', 'okinawa'],
    ['JP', '8', 'kyushu'],
    ['JP', '', 'mainland'],
    ['', '', 'abroad'],
  ],
  surcharges: { hokkaido: yen(330), okinawa: yen(660), kyushu: yen(220), mainland: yen(0), abroad: yen(2200) },
};

export const WISH_DAYS = ['23', '24', '25', '26', '27', '28', '29'].map((date) => `2026-11-${date}`);

export function shipView(language: Language, more: Partial<ShipView> = {}): ShipView {
  return {
    ...carrierPage(language),
    window: 'AAAAAAAAAAAAAAAAAAAAAA',
    mall: shopPage(language).party,
    mallHost: 'mall.localhost',
    pay: 'on-delivery',
    amount: total,
    fee: { size: 80, price: yen(940) },
    contents: 'AQOeLs3cfL0mXv…9sQ2ePyT',
    days: WISH_DAYS,
    sealing,
    ...more,
  };
}

export function shipDoneView(language: Language, more: Partial<ShipDoneView> = {}): ShipDoneView {
  return {
    ...carrierPage(language),
    window: 'AAAAAAAAAAAAAAAAAAAAAA',
    mall: shopPage(language).party,
    result: 'ok',
    returnUrl: 'https://mall.localhost/order',
    shipping: '30482771930569',
    trackingUrl: '/track/3q2-7wAAAAAAAAAAAAAAAA',
    due: yen(4628),
    mallTold: true,
    ...more,
  };
}

export function payView(language: Language, more: Partial<PayView> = {}): PayView {
  return {
    ...creditPage(language),
    window: 'AAAAAAAAAAAAAAAAAAAAAA',
    mall: shopPage(language).party,
    mallHost: 'mall.localhost',
    amount: total,
    contents: 'AQOeLs3cfL0mXv…9sQ2ePyT',
    ...more,
  };
}

export function payDoneView(language: Language, more: Partial<PayDoneView> = {}): PayDoneView {
  return {
    ...creditPage(language),
    window: 'AAAAAAAAAAAAAAAAAAAAAA',
    mall: shopPage(language).party,
    result: 'ok',
    returnUrl: 'https://mall.localhost/order',
    receipt: '20482771930562',
    amount: total,
    mallTold: true,
    ...more,
  };
}

export function resetView(language: Language, more: Partial<ResetView> = {}): ResetView {
  return { ...creditPage(language), lastFour: '3902', ...more };
}

export function trackView(language: Language, more: Partial<TrackView> = {}): TrackView {
  return {
    ...carrierPage(language),
    number: '30482771930569',
    steps: [
      { state: 'expected', at: '2026-11-21T01:12:00Z' },
      { state: 'accepted', at: '2026-11-21T07:40:00Z' },
      { state: 'at-depot', at: '2026-11-21T18:05:00Z' },
      { state: 'out-for-delivery', at: '2026-11-22T00:30:00Z' },
    ],
    full: true,
    ...more,
  };
}

export function problemView(language: Language, more: Partial<ProblemView> = {}): ProblemView {
  return {
    ...carrierPage(language),
    error: { code: 'instruction-expired' },
    homeUrl: 'https://mall.localhost/',
    ...more,
  };
}
