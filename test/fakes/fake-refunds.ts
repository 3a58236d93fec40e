/** Refunds at a mall and cash refunds at a carrier, in memory, the same in every run but for the times. */
import type { CashRefundRow } from '#shared/desk/carrier-money.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { AccountPart, OrderAccount, RefundRow, ReturnRow } from '#shared/desk/mall-refunds.ts';
import type { PackingItem } from '#shared/desk/mall.ts';
import { yen } from '#shared/domain/money.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { encodeLabelText, parseLabelText } from '#shared/protocol/label-text.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { HANAKO } from './fake-carrier.ts';
import { minter, minutesAgo } from './fake-office.ts';
import { fakeList, type FakeShape } from './fake-list.ts';

const mint = minter(909);
const number = (): string => mint('purchase');
/** In the order in which the screen shows them. */
export const RETURNED = [number(), number(), number()] as const;
export const PACKED = number();
const MIXED = { parcel: number(), goods: number() } as const;
const PAID_LATER = number();
export const DELIVERED = number();
export const MIXED_PARCEL = MIXED.parcel;

export const RETURNED_ITEMS: readonly PackingItem[] = [
  { sku: 'HM-0203', name: '南部鉄器 急須 0.6L', quantity: 1 },
  { sku: 'FD-0601', name: '煎茶 100g', quantity: 3 },
];

/** The contents code of a parcel's label: 444 digits. */
export function contentsCodeOf(purchase: string): string {
  const envelope = new Uint8Array(182).map((_, at) => (at * 37 + Number(purchase.slice(-3))) % 251);
  return expectOk(
    encodeLabelText({ kind: 'purchase', label: { number: purchase, piece: 1, of: 1, copy: 1 }, envelope }),
  );
}

const parcel = (changes: Partial<AccountPart> & Pick<AccountPart, 'number'>): AccountPart => ({
  part: 'parcel',
  state: 'returned',
  price: yen(21_360),
  standing: 'refundable',
  refundable: yen(21_360),
  way: 'settlement',
  partnerName: '青空運送',
  shipping: '30482771930569',
  received: false,
  ...changes,
});

function payment(amount: number, changes: Partial<NonNullable<OrderAccount['payment']>> = {}) {
  return {
    companyName: '星信販',
    state: 'claimed' as const,
    amount: yen(amount),
    claimed: yen(amount),
    released: yen(0),
    refunded: yen(0),
    ...changes,
  };
}

function sampleAccounts(): OrderAccount[] {
  const account = (changes: Partial<OrderAccount> & Pick<OrderAccount, 'parts'>): OrderAccount => ({
    placedAt: minutesAgo(4000),
    pay: 'settled',
    refunds: [],
    ...changes,
  });
  return [
    account({ parts: [parcel({ number: RETURNED[0], returnReason: 'refused' })], payment: payment(21_360) }),
    account({
      pay: 'on-delivery',
      parts: [
        parcel({
          number: RETURNED[1],
          returnReason: 'undeliverable',
          standing: 'unpaid',
          refundable: yen(0),
          way: undefined as never,
          partnerName: 'かもめ急便',
        }),
      ],
    }),
    account({
      pay: 'later',
      parts: [
        parcel({
          number: RETURNED[2],
          returnReason: 'expired',
          way: 'waived',
          price: yen(3575),
          refundable: yen(3575),
        }),
      ],
    }),
    account({
      parts: [parcel({ number: PACKED, state: 'packed', standing: 'cancellable' })],
      payment: payment(21_360, { state: 'accepted', claimed: yen(0) }),
    }),
    account({
      parts: [
        parcel({ number: MIXED.parcel, state: 'shipped', price: yen(4280), refundable: yen(4280) }),
        {
          part: 'goods',
          number: MIXED.goods,
          state: 'forwarded',
          price: yen(1200),
          standing: 'refundable',
          refundable: yen(1200),
          way: 'settlement',
          partnerName: '星信販',
          received: false,
        },
      ],
      payment: payment(5480),
    }),
    account({
      pay: 'on-delivery',
      parts: [parcel({ number: DELIVERED, state: 'delivered', way: 'cash', price: yen(8390), refundable: yen(8390) })],
    }),
  ];
}

function sampleRefunds(): RefundRow[] {
  const row = (changes: Partial<RefundRow> & Pick<RefundRow, 'refund' | 'number'>): RefundRow => ({
    way: 'settlement',
    amount: yen(3415),
    reason: 'returned',
    state: 'asked',
    askedAt: minutesAgo(95),
    partnerName: '星信販',
    refused: false,
    ...changes,
  });
  const uuid = (last: string): string => `3b1f8a52-7c0d-4e19-9a44-0000000000${last}`;
  return [
    row({ refund: uuid('01'), number: MIXED.parcel, amount: yen(500), reason: 'other' }),
    row({ refund: uuid('02'), number: DELIVERED, way: 'cash', amount: yen(8390), partnerName: '青空運送' }),
    row({ refund: uuid('03'), number: PAID_LATER, way: 'own', amount: yen(2860), partnerName: undefined as never }),
    row({ refund: uuid('04'), number: RETURNED[0], amount: yen(21_360), reason: 'cancelled', refused: true }),
    row({ refund: uuid('05'), number: number(), state: 'done', doneAt: minutesAgo(1500), reason: 'refused' }),
    row({
      refund: uuid('06'),
      number: number(),
      state: 'done',
      doneAt: '2026-11-03',
      reason: 'disputed',
      amount: yen(980),
    }),
    row({
      refund: uuid('07'),
      number: number(),
      state: 'done',
      doneAt: minutesAgo(9000),
      way: 'waived',
      reason: 'refused',
      partnerName: undefined as never,
    }),
  ];
}

/** The refunds screen of a mall. */
export function fakeMallRefunds({ empty = false } = {}): Partial<DeskHandlers> {
  let accounts = sampleAccounts();
  let refunds = empty ? [] : sampleRefunds();
  const waiting = new Set<string>(empty ? [] : RETURNED);
  const numberIn = (text: string): string => {
    const label = parseLabelText(text);
    return label.ok ? label.value.label.number : normalizeNumber(text);
  };
  const find = (text: string): OrderAccount | undefined =>
    accounts.find(({ parts }) => parts.some((part) => part.number === numberIn(text)));
  function change(wanted: string, changes: Partial<AccountPart>, more: Partial<OrderAccount> = {}): OrderAccount {
    accounts = accounts.map((account) =>
      account.parts.some((part) => part.number === wanted)
        ? {
            ...account,
            ...more,
            parts: account.parts.map((part) => (part.number === wanted ? { ...part, ...changes } : part)),
          }
        : account,
    );
    return find(wanted)!;
  }
  return {
    'orders.find': async (_, { number }) => {
      const account = find(number);
      return account ? ok(account) : fail('purchase-unknown');
    },
    'orders.cancel': async (_, { number }) => {
      const part = find(number)?.parts.find((one) => one.number === number);
      if (part?.standing !== 'cancellable') return fail('wrong-state', part?.state);
      return ok(
        change(number, { state: 'cancelled', standing: 'nothing-left', refundable: yen(0), calledOff: 'asked' }),
      );
    },
    'returns.waiting': async () =>
      ok(
        [...waiting].map((purchase, at): ReturnRow => {
          const account = find(purchase)!;
          const [part] = account.parts;
          return {
            purchase,
            carrierName: part!.partnerName,
            ...(part!.returnReason !== undefined && { reason: part!.returnReason }),
            at: minutesAgo(2900 - at * 400),
            pay: account.pay,
            total: part!.price,
          };
        }),
      ),
    'returns.receive': async (_, { scan }) => {
      const account = find(scan);
      if (!account) return fail('purchase-unknown');
      if (scan.length > 32 && scan !== contentsCodeOf(numberIn(scan))) return fail('contents-differ');
      const part = account.parts[0]!;
      if (part.state !== 'returned' && part.state !== 'delivered') return fail('wrong-state', part.state);
      return ok({ purchase: part.number, items: RETURNED_ITEMS, account });
    },
    'refunds.make': async (_, { number, amount, reason, restock }) => {
      const part = find(number)?.parts.find((one) => one.number === number);
      if (!part) return fail('purchase-unknown');
      if (amount.value > part.refundable.value) return fail('refund-too-high');
      if (restock) waiting.delete(number);
      const left = yen(part.refundable.value - amount.value);
      const account = change(number, {
        refundable: left,
        ...(left.value === 0 && part.standing === 'refundable' && { standing: 'nothing-left' as const }),
        received: part.received || restock !== undefined,
      });
      if (amount.value === 0) return ok(account);
      const row: RefundRow = {
        refund: `3b1f8a52-7c0d-4e19-9a44-0000000001${String(refunds.length).padStart(2, '0')}`,
        number,
        way: part.way ?? 'settlement',
        amount,
        reason,
        state: part.way === 'waived' ? 'done' : 'asked',
        askedAt: minutesAgo(0),
        partnerName: '星信販',
        refused: false,
      };
      refunds = [row, ...refunds];
      return ok(change(number, {}, { refunds: [row, ...account.refunds] }));
    },
    'refunds.list': async (_, asked) =>
      ok(
        fakeList(
          refunds,
          {
            time: ({ askedAt }) => askedAt,
            id: ({ refund }) => refund,
            state: ({ state }) => state,
            amount: ({ amount }) => amount.value,
            texts: ({ number }) => [number],
          },
          asked,
        ),
      ),
    'refunds.record-many': async (_, { refunds: chosen, date }) => {
      const fitting = refunds.filter(({ refund, way }) => chosen.includes(refund) && way === 'own');
      refunds = refunds.map((row) => (fitting.includes(row) ? { ...row, state: 'done', doneAt: date } : row));
      return ok({ done: fitting.length, refused: [] });
    },
    'refunds.record': async (_, { refund, date }) => {
      refunds = refunds.map((row) => (row.refund === refund ? { ...row, state: 'done', doneAt: date } : row));
      return ok();
    },
    'refunds.withdraw': async (_, { refund }) => {
      refunds = refunds.filter((row) => row.refund !== refund);
      return ok();
    },
  };
}

export const CASH_NUMBERS = [mint('shipping'), mint('shipping')] as const;

const CASH_REFUNDS: FakeShape<CashRefundRow> = {
  time: ({ doneAt, askedAt }) => doneAt ?? askedAt,
  id: ({ refund }) => refund,
  state: ({ state }) => state,
  partner: () => 'minato.example',
  amount: ({ amount }) => amount.value,
  texts: ({ number, mall }) => [number, mall],
};

/** The cash refunds of a carrier. */
export function fakeCashRefunds({ empty = false } = {}): Partial<DeskHandlers> {
  const row = (refund: string, number: string, changes: Partial<CashRefundRow>): CashRefundRow => ({
    refund: `9c2e1b70-44aa-4d0f-8b15-0000000000${refund}`,
    number,
    mall: 'みなと百貨',
    amount: yen(8390),
    reason: 'returned',
    state: 'asked',
    askedAt: minutesAgo(2000),
    billed: false,
    ...changes,
  });
  let rows: CashRefundRow[] = empty
    ? []
    : [
        row('01', CASH_NUMBERS[0], {}),
        row('02', CASH_NUMBERS[1], { amount: yen(500), reason: 'other', askedAt: minutesAgo(300) }),
        row('03', mint('shipping'), {
          state: 'done',
          doneAt: minutesAgo(9000),
          askedAt: minutesAgo(12_000),
          who: '5',
          billed: true,
          amount: yen(1980),
        }),
      ];
  return {
    'cash-refunds.list': async (_, asked) => ok(fakeList(rows, CASH_REFUNDS, asked)),
    'cash-refunds.open': async () => ok({ addressee: HANAKO }),
    'cash-refunds.done': async ({ who }, { refund }) => {
      if (rows.find((one) => one.refund === refund)?.state !== 'asked') return fail('wrong-state', 'done');
      rows = rows.map((one) => (one.refund === refund ? { ...one, state: 'done', doneAt: minutesAgo(0), who } : one));
      return ok();
    },
  };
}
