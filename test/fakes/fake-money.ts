/** Payouts and invoices of a mall, and a carrier's own, with a break of each kind. */
import type { SentInvoice } from '#shared/desk/carrier-money.ts';
import type { InvoiceRow, OpenClaimRow, PayoutRow } from '#shared/desk/mall-money.ts';
import { yen } from '#shared/domain/money.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import { fakeList } from './fake-list.ts';
import { DELIVERED } from './fake-refunds.ts';

const PAYOUT = '3f7b1c92-5d0e-4a86-b7c1-9e24d8a05f31';
const SECOND = 'a1c58e07-64bd-4f39-8d12-0b7e93c6f2d4';
const INVOICE = 'c94d7e10-28a3-4b5f-9e61-7d03f5b8a2c6';
const EARLIER = '6e02b8d5-91f7-4c3a-a8d4-15b7c9e0f362';
const CREDIT = 'hoshi-credit.example';
const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

const PAYOUTS: readonly PayoutRow[] = [
  {
    payout: PAYOUT,
    credit: CREDIT,
    date: '2026-11-20',
    claims: 42,
    claimed: yen(318_940),
    refunded: yen(6_180),
    fee: yen(9_568),
    total: yen(303_192),
    breaks: 3,
  },
  {
    payout: SECOND,
    credit: CREDIT,
    date: '2026-10-20',
    claims: 38,
    claimed: yen(274_410),
    refunded: yen(0),
    fee: yen(8_232),
    total: yen(266_178),
    breaks: 0,
  },
];
const CLAIMS: readonly OpenClaimRow[] = [
  {
    claim: '0b1f4a52-6d2c-4a52-9d1e-5a3c7be0f6a1',
    credit: CREDIT,
    purchase: DELIVERED,
    receipt: '20482771930567',
    part: 'parcel',
    amount: yen(3_415),
    date: day(33),
  },
  {
    claim: '1c2a5b63-7e3d-4b63-8e2f-6b4d8cf1a7b2',
    credit: CREDIT,
    purchase: '17739260418553',
    part: 'goods',
    amount: yen(1_200),
    date: day(0),
  },
];
const INVOICES: readonly InvoiceRow[] = [
  {
    invoice: INVOICE,
    carrier: 'kamome.example',
    month: '2026-10',
    date: '2026-11-01',
    parcels: 214,
    total: yen(201_700),
    breaks: 2,
  },
  {
    invoice: EARLIER,
    carrier: 'kamome.example',
    month: '2026-09',
    date: '2026-10-01',
    parcels: 187,
    total: yen(169_900),
    breaks: 0,
  },
];
const SENT_INVOICES: readonly SentInvoice[] = [
  {
    invoice: INVOICE,
    mall: 'minato.example',
    month: '2026-10',
    date: '2026-11-01',
    parcels: 214,
    total: yen(201_700),
  },
];
const EMPTY = { time: () => '', id: () => '' };

export const fakeMallMoney: Partial<DeskHandlers> = {
  'payouts.list': async (_, asked) =>
    ok(
      fakeList(
        PAYOUTS,
        {
          time: ({ date }) => date,
          id: ({ payout }) => payout,
          state: ({ breaks }) => (breaks > 0 ? 'differs' : 'agrees'),
          partner: ({ credit }) => credit,
          amount: ({ total }) => total.value,
        },
        asked,
      ),
    ),
  'payouts.breaks': async () =>
    ok([
      {
        kind: 'claim',
        subject: '0b1f4a52-6d2c-4a52-9d1e-5a3c7be0f6a1',
        amount: yen(3_414),
        reason: 'amount-differs',
        expected: yen(3_415),
        number: '10482771930562',
      },
      {
        kind: 'claim',
        subject: '5a3c7be0-6d2c-4a52-9d1e-0b1f4a52f6a1',
        amount: yen(1_980),
        reason: 'already-booked',
        expected: yen(1_980),
        number: '17739260418553',
      },
      { kind: 'refund', subject: '9d1e5a3c-6d2c-4a52-8b1f-7be00b1f4a52', amount: yen(6_180), reason: 'unknown' },
    ]),
  'payouts.open-claims': async (_, asked) =>
    ok(
      fakeList(
        CLAIMS,
        {
          time: ({ date }) => date,
          id: ({ claim }) => claim,
          partner: ({ credit }) => credit,
          amount: ({ amount }) => amount.value,
          texts: ({ purchase, receipt }) => [purchase, receipt],
        },
        asked,
      ),
    ),
  'invoices.received': async (_, asked) =>
    ok(
      fakeList(
        INVOICES,
        {
          time: ({ date }) => date,
          id: ({ invoice }) => invoice,
          state: ({ breaks }) => (breaks > 0 ? 'differs' : 'agrees'),
          partner: ({ carrier }) => carrier,
          amount: ({ total }) => total.value,
        },
        asked,
      ),
    ),
  'invoices.detail': async () =>
    ok({
      lines: [
        { size: 60, parcels: 150, expected: 150, rate: yen(800), amount: yen(120_000) },
        { size: 80, parcels: 60, expected: 57, rate: yen(1_000), amount: yen(60_000) },
        { size: 120, parcels: 4, expected: 4, rate: yen(1_700), rateBefore: yen(1_600), amount: yen(6_800) },
      ],
      refunded: yen(14_900),
      breaks: [],
    }),
};

export const fakeCarrierMoney: Partial<DeskHandlers> = {
  'invoices.due': async () =>
    ok([
      {
        mall: 'minato.example',
        mallName: 'みなと百貨',
        lines: [
          { size: 60, parcels: 88, rate: yen(800), amount: yen(70_400) },
          { size: 80, parcels: 31, rate: yen(1_000), amount: yen(31_000) },
          { size: 140, parcels: 2, rate: yen(1_900), amount: yen(3_800) },
        ],
        refunded: yen(3_415),
        total: yen(108_615),
      },
    ]),
  'invoices.sent': async (_, asked) =>
    ok(
      fakeList(
        SENT_INVOICES,
        {
          time: ({ date }) => date,
          id: ({ invoice }) => invoice,
          partner: ({ mall }) => mall,
          amount: ({ total }) => total.value,
        },
        asked,
      ),
    ),
  'invoices.lines': async () =>
    ok({
      lines: [
        { size: 60, parcels: 150, rate: yen(800), amount: yen(120_000) },
        { size: 80, parcels: 60, rate: yen(1_000), amount: yen(60_000) },
        { size: 120, parcels: 4, rate: yen(1_700), amount: yen(6_800) },
      ],
      refunded: yen(14_900),
    }),
};

/** Nothing has happened yet. */
export const NO_MONEY: Partial<DeskHandlers> = {
  'payouts.list': async (_, asked) => ok(fakeList<PayoutRow>([], EMPTY, asked)),
  'payouts.open-claims': async (_, asked) => ok(fakeList<OpenClaimRow>([], EMPTY, asked)),
  'invoices.received': async (_, asked) => ok(fakeList<InvoiceRow>([], EMPTY, asked)),
  'invoices.due': async () => ok([]),
  'invoices.sent': async (_, asked) => ok(fakeList<SentInvoice>([], EMPTY, asked)),
};
