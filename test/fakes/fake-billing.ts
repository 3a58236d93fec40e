/** Statements at every stage, payments, and payouts of a credit company, in memory. */
import type {
  BankFile,
  BillingSettings,
  PayableRow,
  PayeeRow,
  PayRun,
  ReceivedPayment,
  StatementFile,
  StatementRow,
} from '#shared/desk/billing.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { yen } from '#shared/domain/money.ts';
import { parseReference } from '#shared/domain/statement-reference.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { previewPng } from '#main/printing/index.ts';
import { drawStatements } from '#main/roles/credit/paper/statement.ts';
import { fakeList } from './fake-list.ts';

export const REFERENCES = [
  '1234567890124',
  '9876543210980',
  '5550001112227',
  '4040506070807',
  '3141592653589',
] as const;

function row(reference: string, part: Partial<StatementRow>): StatementRow {
  return {
    reference,
    month: '2026-10',
    amount: yen(18_420),
    paid: yen(0),
    dueOn: '2026-11-27',
    state: 'open',
    way: 'mail',
    sentAt: '2026-11-01T00:04:00.000Z',
    ...part,
  };
}

export function fakeStatements(): StatementRow[] {
  const [a, b, c, d, e] = REFERENCES;
  return [
    row(a, { next: { state: 'reminded', on: '2026-12-04' } }),
    row(b, { amount: yen(104_980), paid: yen(60_000), way: 'print', next: { state: 'reminded', on: '2026-12-04' } }),
    row(c, { amount: yen(3_415), paid: yen(3_415), state: 'paid' }),
    row(d, {
      month: '2026-09',
      amount: yen(7_260),
      state: 'reminded',
      dueOn: '2026-10-27',
      next: { state: 'warned', on: '2026-11-24' },
    }),
    row(e, { month: '2026-07', amount: yen(22_000), state: 'collection', dueOn: '2026-08-27', way: 'print' }),
  ];
}

const LINES: StatementFile['lines'] = [
  { kind: 'carried', date: '2026-10-31', amount: yen(2_000) },
  { kind: 'claim', date: '2026-10-03', mall: 'みなと百貨', receipt: '20482771930568', amount: yen(12_345) },
  { kind: 'claim', date: '2026-10-11', mall: 'かわ書店', receipt: '27731145920084', amount: yen(5_275) },
  { kind: 'refund', date: '2026-10-20', mall: 'みなと百貨', receipt: '20482771930568', amount: yen(-1_200) },
];

export const ACCOUNT: NonNullable<BillingSettings['account']> = {
  holder: 'ﾎｼｼﾝﾊﾟﾝ(ｶ',
  consignor: '0012345678',
  bankCode: '9998',
  bankName: 'ﾐﾎﾝ',
  branchCode: '001',
  branchName: 'ﾎﾝﾃﾝ',
  accountType: 'current',
  accountNumber: '0054321',
  shown: { ja: '見本銀行 本店 当座 0054321 ホシシンパン（カ', en: 'Mihon Bank, Head Office, current 0054321, HOSHI' },
};

const PAYEE: PayeeRow['payee'] = {
  partner: 'minato.example',
  holder: 'ﾐﾅﾄﾋﾔﾂｶ(ｶ',
  bankCode: '9999',
  bankName: 'ﾅﾐ',
  branchCode: '102',
  branchName: 'ﾐﾅﾄ',
  accountType: 'ordinary',
  accountNumber: '1234567',
  feeRate: 325,
};

const PAYABLE: PayableRow[] = [
  {
    mall: 'minato.example',
    mallName: 'みなと百貨',
    state: 'ready',
    parts: 42,
    claims: yen(318_940),
    refunds: yen(6_180),
    fee: yen(10_164),
    total: yen(302_596),
    waiting: yen(88_200),
  },
  {
    mall: 'kawa.example',
    mallName: 'かわ書店',
    state: 'no-account',
    parts: 7,
    claims: yen(21_560),
    refunds: yen(0),
    fee: yen(0),
    total: yen(21_560),
    waiting: yen(0),
  },
  {
    mall: 'hama.example',
    mallName: '浜の雑貨店',
    state: 'carried',
    parts: 1,
    claims: yen(1_200),
    refunds: yen(4_800),
    fee: yen(0),
    total: yen(-3_600),
    waiting: yen(9_900),
  },
];

const RUNS: PayRun[] = [
  {
    run: '9c1b7a54-0d2e-4f6a-8b3c-5d7e9f1a2b33',
    date: '2026-11-01',
    state: 'taken',
    malls: 2,
    mallName: 'みなと百貨',
    total: yen(296_412),
    owedAgain: yen(0),
    payouts: [
      {
        payout: '0b8c8a2e-53c5-4a3e-9d62-1f3a5f1f0c11',
        mall: 'minato.example',
        mallName: 'みなと百貨',
        parts: 38,
        claims: yen(274_410),
        refunds: yen(0),
        fee: yen(8_918),
        total: yen(265_492),
      },
      {
        payout: '5f0f2d3c-1d0a-4b8e-8a77-2c4d9a7e6b22',
        mall: 'kawa.example',
        mallName: 'かわ書店',
        parts: 9,
        claims: yen(30_920),
        refunds: yen(0),
        fee: yen(0),
        total: yen(30_920),
      },
    ],
  },
];

const BANK_FILE: BankFile = {
  counts: { exact: 1, part: 1, over: 1, unknown: 1, known: 1 },
  encoding: 'Shift_JIS',
  skipped: 2,
  refused: [{ line: 9, field: 'date' }],
  lines: [
    ['exact', REFERENCES[0], 18_420, 18_420, 'ﾌﾘｺﾐ 1234567890124 ﾐﾎﾝ ﾊﾅｺ'],
    ['part', REFERENCES[1], 30_000, 44_980, 'ﾌﾘｺﾐ 9876543210980'],
    ['over', REFERENCES[3], 8_000, 7_260, 'ﾌﾘｺﾐ 4040506070807 ﾐﾎﾝ ﾀﾛｳ'],
    ['unknown', undefined, 5_000, undefined, 'ﾌﾘｺﾐ ﾐﾎﾝ ｼﾞﾛｳ'],
    ['known', REFERENCES[2], 3_415, undefined, 'ﾌﾘｺﾐ 5550001112227'],
  ].map(([state, reference, amount, owed, text], at) => ({
    line: at + 2,
    date: '2026-11-20',
    amount: yen(amount as number),
    text: text as string,
    state: state as BankFile['lines'][number]['state'],
    ...(reference !== undefined && { reference: reference as string }),
    ...(owed !== undefined && { owed: yen(owed as number) }),
  })),
};

function payment(id: string, part: Partial<ReceivedPayment>): ReceivedPayment {
  return {
    id,
    date: '2026-11-19',
    amount: yen(3_415),
    text: 'ﾌﾘｺﾐ',
    source: 'bank',
    state: 'booked',
    bookedAt: `2026-11-20T01:00:0${id}.000Z`,
    ...part,
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Handlers of a desk where things have happened. `has.account`: our own account is entered. */
export function fakeBilling(has: { readonly account?: boolean } = {}): Partial<DeskHandlers> {
  let statements = fakeStatements();
  let letters = 3;
  const runs = [...RUNS];
  const moveRun = (run: string, state: PayRun['state']) => {
    const at = runs.findIndex((each) => each.run === run);
    if (at !== -1) runs[at] = { ...runs[at]!, state };
    return ok();
  };
  let settings: BillingSettings = {
    closingDay: 31,
    dueDay: 27,
    dueMonths: 1,
    ...(has.account !== false && { account: ACCOUNT }),
  };
  const payees: PayeeRow[] = [
    { partner: 'minato.example', name: 'みなと百貨', ...(PAYEE && { payee: PAYEE }) },
    { partner: 'kawa.example', name: 'かわ書店' },
    { partner: 'hama.example', name: '浜の雑貨店' },
  ];
  const received = [
    payment('4', { text: 'ﾌﾘｺﾐ ﾐﾎﾝ ｼﾞﾛｳ', amount: yen(5_000), state: 'unknown' }),
    payment('3', { reference: REFERENCES[2] }),
    payment('2', { reference: REFERENCES[1], amount: yen(60_000), source: 'desk', text: '' }),
    payment('1', { reference: REFERENCES[3], amount: yen(8_000), state: 'over' }),
  ];
  return {
    'statements.now': async () => ok({ month: '2026-10', made: 1_284, letters }),
    'statements.list': async (_, asked) =>
      ok(
        fakeList(
          statements,
          {
            time: ({ month }) => month,
            id: ({ reference }) => reference,
            state: ({ state }) => state,
            amount: ({ amount }) => amount.value,
          },
          asked,
        ),
      ),
    'statements.send-many': async (_, { references }) => ok({ done: references.length, refused: [] }),
    'statements.make': async () => ok({ made: 0, stopped: false }),
    'statements.open': async (_, { reference }) => {
      const found = statements.find((each) => each.reference === reference);
      if (!found) return fail('statement-unknown');
      return ok({
        ...found,
        language: 'ja',
        customer: { id: 'c1', name: '見本 花子', billing: found.way, language: 'ja' },
        lines: LINES,
        payments: found.paid.value > 0 ? [{ date: '2026-11-12', amount: found.paid }] : [],
      });
    },
    'statements.paper': async (_, { reference }) => {
      const pdf = await drawStatements([
        {
          language: 'ja',
          company: { name: '星信販', url: 'https://hoshi-credit.example' },
          addressee: { name: '見本 花子', postalCode: '231-0015', address: '神奈川県横浜市中区尾上町1-2-3' },
          reference,
          month: '2026-10',
          issuedOn: '2026-11-01',
          dueOn: '2026-11-27',
          currency: 'JPY',
          paid: 0,
          account: ACCOUNT.shown.ja,
          lines: LINES.map(({ amount, ...line }) => ({ ...line, amount: amount.value })),
        },
      ]);
      return ok({ pdf: base64(pdf), preview: base64(expectOk(await previewPng(pdf, 96))) });
    },
    'statements.send': async () => ok(),
    'statements.letters': async () => ok({ pdf: base64(Buffer.from('%PDF-1.3')), letters, upTo: 17 }),
    'statements.printed': async () => {
      letters = 0;
      return ok();
    },
    'statements.postpone': async (_, { reference, until }) => {
      statements = statements.map((each) =>
        each.reference === reference && each.next ? { ...each, next: { ...each.next, on: until } } : each,
      );
      return ok();
    },
    'billing.settings': async () => ok(settings),
    'billing.set-days': async (_, days) => {
      settings = { ...settings, ...days };
      return ok();
    },
    'billing.set-account': async (_, account) => {
      settings = { ...settings, account };
      return ok();
    },
    'billing.preference': async () => ok(),
    'payments.receive': async (_, { reference, amount }) => {
      const found = statements.find((each) => each.reference === expectOk(parseReference(reference)));
      if (!found) return fail('statement-unknown');
      const rest = found.amount.value - found.paid.value - amount.value;
      const state = rest === 0 ? 'exact' : rest > 0 ? 'part' : 'over';
      return ok({ state, rest: yen(Math.max(0, rest)), credit: yen(Math.max(0, -rest)) });
    },
    'payments.preview': async () => ok(BANK_FILE),
    'payments.import': async () => ok({ ...BANK_FILE, stopped: false }),
    'payments.now': async () => ok({}),
    'payments.stop': async () => ok(),
    'payments.received': async (_, asked) =>
      ok(
        fakeList(
          received,
          {
            time: ({ date }) => date,
            id: ({ id }) => id,
            state: ({ state }) => (state === 'booked' || state === 'over' ? 'assigned' : state),
            amount: ({ amount }) => amount.value,
            texts: ({ reference, text }) => [reference, text],
          },
          asked,
        ),
      ),
    'payments.assign': async (_, { payment, reference }) => {
      const known = parseReference(reference);
      if (!known.ok) return fail('bad-number');
      const at = received.findIndex(({ id }) => id === payment);
      received[at] = { ...received[at]!, reference: known.value, state: 'booked' };
      return ok({ state: 'part', rest: yen(1), credit: yen(0) });
    },
    'payments.take-back': async (_, { payment }) => {
      const at = received.findIndex(({ id }) => id === payment);
      const { reference: _was, ...rest } = received[at]!;
      received[at] = { ...rest, state: 'unknown' };
      return ok({ owed: rest.amount, paidOut: yen(0) });
    },
    'payments.strike': async (_, { payment }) => {
      const at = received.findIndex(({ id }) => id === payment);
      received[at] = { ...received[at]!, state: 'struck' };
      return ok();
    },
    'payouts.preview': async () => ok(PAYABLE),
    'payouts.make': async () => {
      const made: PayRun = {
        ...RUNS[0]!,
        run: `${runs.length}d0c2b11-3a45-4e67-9f80-1b2c3d4e5f60`,
        date: '2026-11-21',
        state: 'made',
        owedAgain: yen(18_420),
      };
      runs.unshift(made);
      return ok(made);
    },
    'payouts.runs': async (_, asked) =>
      ok(
        fakeList(
          runs,
          {
            time: ({ date }) => date,
            id: ({ run }) => run,
            state: ({ state }) => state,
            amount: ({ total }) => total.value,
          },
          asked,
        ),
      ),
    'payouts.run': async (_, { run }) => ok(runs.find((each) => each.run === run)!),
    'payouts.undo': async (_, { run }) => moveRun(run, 'undone'),
    'payouts.file': async (_, { run, form }) => {
      moveRun(run, 'taken');
      const end = form === 'iso20022' ? 'xml' : 'txt';
      return ok({ name: `payouts-2026-11-01.${end}`, file: base64(Buffer.from('file')) });
    },
    'payees.list': async () => ok(payees),
    'payees.save': async (_, { partner, feeRate, iban, bic, ...account }) => {
      const at = payees.findIndex((payee) => payee.partner === partner);
      payees[at] = {
        ...payees[at]!,
        payee: { ...account, partner, feeRate, ...(iban && { iban }), ...(bic && { bic }) },
      };
      return ok();
    },
  };
}

export const NO_BILLING: Partial<DeskHandlers> = {
  'statements.now': async () => ok({ month: '2026-10', made: 0, letters: 0 }),
  'statements.list': async () => ok({ rows: [], total: 0 }),
  'statements.send-many': async () => ok({ done: 0, refused: [] }),
  'billing.settings': async () => ok({ closingDay: 31, dueDay: 27, dueMonths: 1 }),
  'payments.received': async () => ok({ rows: [], total: 0 }),
  'payouts.preview': async () => ok([]),
  'payouts.runs': async () => ok({ rows: [], total: 0 }),
  'payees.list': async () => ok([]),
};
