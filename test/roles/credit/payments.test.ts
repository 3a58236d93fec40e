/** What customers pay: by hand, from a bank's file, in part, too much, and under a number nobody knows. */
import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { mintReference } from '#shared/domain/statement-reference.ts';
import { expectOk, fail } from '#shared/result.ts';
import { balanceOf, checkLedger } from '#main/ledger/index.ts';
import { pressForPayment } from '#main/roles/credit/dunning.ts';
import { readBankFile } from '#main/roles/credit/bank-file.ts';
import {
  assignPayment,
  importBankFile,
  listReceived,
  previewBankFile,
  receivePayment,
} from '#main/roles/credit/payments.ts';
import { strikePayment, takePaymentBack } from '#main/roles/credit/correct-payment.ts';
import { longWork, stopLongWork } from '#main/roles/credit/long-work.ts';
import { makeStatements } from '#main/roles/credit/statements.ts';
import { aBilling, type TestBilling } from '../../builders/a-billing.ts';

let billing: TestBilling;
let card: string;
let customer: string;
let reference: string;
const read = () => billing.credit.storage.read;
beforeEach(async () => {
  billing = await aBilling();
  customer = await billing.customer();
  card = await billing.card(customer);
  await billing.charge(card, 3000, { date: '2026-11-03' });
  await billing.charge(card, 2000, { date: '2026-11-07' });
  billing.clock.set('2026-12-01T03:00:00.000Z');
  expectOk(await makeStatements(billing.credit, 'mori'));
  reference = (await statement()).reference;
});

const statement = () => read().selectFrom('statement').selectAll().executeTakeFirstOrThrow();
const pay = (value: number, choice: { reference?: string; date?: string; currency?: string; entry?: string } = {}) =>
  receivePayment(billing.credit, 'mori', {
    reference: choice.reference ?? reference,
    amount: { value, currency: choice.currency ?? 'JPY' },
    date: choice.date ?? '2026-12-01',
    entry: choice.entry,
  });
const claims = async () =>
  (await read().selectFrom('claim').selectAll().orderBy('date').execute()).map(({ payable, covered }) => [
    payable,
    covered,
  ]);
const available = async (): Promise<number> =>
  (await read().selectFrom('card').selectAll().where('id', '=', card).executeTakeFirstOrThrow()).available;
const balance = async (account: 'cash' | 'suspense' | `customer:${string}`): Promise<number> =>
  (await balanceOf(read(), account, 'JPY')).value;

describe('a payment', () => {
  test('makes the oldest claims payable, gives the card its room back, and pays the statement', async () => {
    expect(await available()).toBe(95_000);
    expect(expectOk(await pay(5000))).toEqual({ state: 'exact', rest: yen(0), credit: yen(0) });
    expect(await claims()).toEqual([
      [1, 3000],
      [1, 2000],
    ]);
    expect(await available()).toBe(100_000);
    expect(await statement()).toMatchObject({ paid: 5000, state: 'paid' });
    expect([await balance('cash'), await balance(`customer:${customer}`)]).toEqual([5000, 0]);
    expect(await checkLedger(read())).toEqual({ sum: 0, differing: [] });
  });

  test('typed once and sent twice, after an answer that was lost, is booked once', async () => {
    const entry = '0f0e3c52-8d1c-4c5f-9d0c-3a8ad2f1b111';
    expectOk(await pay(2000, { entry }));
    expect(await pay(2000, { entry })).toEqual(fail('already-booked', 'payment'));
    expect([(await statement()).paid, await balance('cash')]).toEqual([2000, 2000]);
  });

  test('in part covers in part: a claim that is not paid in full is not payable', async () => {
    expect(expectOk(await pay(3500))).toEqual({ state: 'part', rest: yen(1500), credit: yen(0) });
    expect(await claims()).toEqual([
      [1, 3000],
      [0, 500],
    ]);
    expect([await available(), (await statement()).state]).toEqual([98_500, 'open']);
    expect(expectOk(await pay(1500))).toMatchObject({ state: 'exact' });
    expect(await claims()).toEqual([
      [1, 3000],
      [1, 2000],
    ]);
  });

  test('too high raises no card above its limit; the rest pays the next purchases at once', async () => {
    expect(expectOk(await pay(6000))).toEqual({ state: 'over', rest: yen(0), credit: yen(1000) });
    expect(await available()).toBe(100_000);
    await billing.charge(card, 700, { date: '2026-12-01' });
    expect((await claims())[2]).toEqual([1, 700]);
    expect(await available()).toBe(100_000);
    await billing.charge(card, 700, { date: '2026-12-02' });
    expect((await claims())[3]).toEqual([0, 300]);
    expect([await available(), await balance(`customer:${customer}`)]).toEqual([99_600, 400]);
  });

  test.each([
    ['a reference with a wrong digit', { reference: '1234567890123' }, fail('bad-number')],
    ['nothing', { value: 0 }, fail('field-invalid', 'amount')],
    ['another currency', { currency: 'USD' }, fail('field-invalid', 'amount')],
    ['a day to come', { date: '2026-12-09' }, fail('field-invalid', 'date')],
  ])(
    'of %s books nothing',
    async (
      _,
      { value = 100, ...choice }: { value?: number; reference?: string; currency?: string; date?: string },
      refused,
    ) => {
      expect(await pay(value, choice)).toEqual(refused);
      expect(await balance('cash')).toBe(0);
    },
  );

  test('for a statement that is not there books nothing', async () => {
    let digit = 0;
    const unknown = mintReference(() => digit++ % 10);
    expect(await pay(100, { reference: unknown })).toEqual(fail('statement-unknown'));
    expect([await balance('cash'), await listReceived(billing.credit, { limit: 5 })]).toEqual([
      0,
      { rows: [], total: 0 },
    ]);
  });
});

describe('a payment that was another’s', () => {
  const unknown = async () => (await listReceived(billing.credit, { states: ['unknown'], limit: 10 })).rows;
  const takeBack = async () => {
    const { rows } = await listReceived(billing.credit, { states: ['assigned'], limit: 1 });
    return takePaymentBack(billing.credit, 'mori', { payment: rows[0]!.id, reason: 'other customer' });
  };

  test('is taken back by booking it the other way round, and paid by the right customer instead', async () => {
    const other = await billing.customer();
    await billing.charge(await billing.card(other), 5000, { date: '2026-11-09' });
    billing.clock.set('2027-01-01T03:00:00.000Z');
    expectOk(await makeStatements(billing.credit, 'mori'));
    const theirs = await read()
      .selectFrom('statement')
      .selectAll()
      .where('customer', '=', other)
      .executeTakeFirstOrThrow();
    expectOk(await pay(5000));
    expect(expectOk(await takeBack())).toEqual({ owed: yen(5000), paidOut: yen(0) });
    expect(await claims()).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect([await available(), await balance(`customer:${customer}`), await balance('suspense')]).toEqual([
      95_000, 5000, -5000,
    ]);
    expect(await statement()).toMatchObject({ paid: 0, state: 'open', rests_until: '2027-01-08' });
    const [back] = await unknown();
    expect(back).not.toHaveProperty('reference');
    expect(await takePaymentBack(billing.credit, 'mori', { payment: back!.id, reason: 'x' })).toEqual(
      fail('wrong-state', 'unknown'),
    );
    const assigned = await assignPayment(billing.credit, 'mori', { payment: back!.id, reference: theirs.reference });
    expect(expectOk(assigned).state).toBe('exact');
    expect([
      await balance('suspense'),
      await balance(`customer:${customer}`),
      await balance(`customer:${other}`),
    ]).toEqual([0, 5000, 0]);
    const kinds = await read().selectFrom('transfer').select('kind').orderBy('id').execute();
    expect(kinds.slice(-3).map(({ kind }) => kind)).toEqual(['payment', 'payment-taken-back', 'payment']);
    expect(await checkLedger(read())).toEqual({ sum: 0, differing: [] });
  });

  test('that was typed by hand and never came is struck out once it is nobody’s, and stays in sight', async () => {
    const strike = async () => {
      const { rows } = await listReceived(billing.credit, { limit: 1 });
      return strikePayment(billing.credit, 'mori', { payment: rows[0]!.id, reason: 'never came' });
    };
    expectOk(await pay(5000));
    expect(await strike()).toEqual(fail('wrong-state', 'booked'));
    expectOk(await takeBack());
    expectOk(await strike());
    expect([await balance('cash'), await balance('suspense'), await balance(`customer:${customer}`)]).toEqual([
      0, 0, 5000,
    ]);
    const { rows } = await listReceived(billing.credit, { states: ['struck'], limit: 10 });
    expect(rows).toMatchObject([{ state: 'struck', source: 'desk', amount: yen(5000) }]);
    expect(await unknown()).toEqual([]);
    const { id } = rows[0]!;
    expect(await strike()).toEqual(fail('wrong-state', 'struck'));
    expect(await assignPayment(billing.credit, 'mori', { payment: id, reference })).toEqual(fail('already-decided'));
    expect(await takePaymentBack(billing.credit, 'mori', { payment: id, reason: 'x' })).toEqual(
      fail('wrong-state', 'struck'),
    );
    const deed = await read().selectFrom('trail').selectAll().where('action', '=', 'payment.struck').execute();
    expect(deed).toMatchObject([{ who: 'mori', subject: id, detail: '5000 never came' }]);
    expect(await checkLedger(read())).toEqual({ sum: 0, differing: [] });
  });

  test('leaves its statement where it was pressed for, and presses again after a week', async () => {
    billing.clock.set('2027-01-20T03:00:00.000Z');
    await pressForPayment(billing.credit);
    expectOk(await pay(5000, { date: '2027-01-20' }));
    billing.clock.set('2027-02-20T03:00:00.000Z');
    expectOk(await takeBack());
    expect((await statement()).state).toBe('reminded');
    await pressForPayment(billing.credit);
    expect((await statement()).state).toBe('reminded');
    billing.clock.advance({ days: 7 });
    await pressForPayment(billing.credit);
    expect((await statement()).state).toBe('warned');
  });

  test('of which the customer has bought more since leaves the card below zero until it is paid', async () => {
    expectOk(await pay(5000));
    await billing.hold(card, 98_000);
    expectOk(await takeBack());
    expect(await available()).toBe(-3000);
    expect(await billing.hold(card, 1)).toBeUndefined();
    expectOk(await pay(5000));
    expect(await available()).toBe(2000);
  });
});

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a bank’s file', () => {
  const file = (): Uint8Array =>
    bytes(
      `date,amount,reference\n2026-12-03,1000,${reference}\n2026/12/04,"4,000",ref ${reference.slice(0, 4)} ${reference.slice(4)} HANAKO\n` +
        `2026-12-05,250,nobody knows\n2026-12-05,250,nobody knows\n2026-12-05,,fee\n2026-12-05,-90,out\n2026-13-05,1,x\n2026-12-05,1.5,x\n`,
    );

  test('is shown first: what each line would do, what can’t be read, and nothing is written', async () => {
    const shown = expectOk(await previewBankFile(billing.credit, file()));
    expect(shown.lines.map(({ line, state, owed }) => [line, state, owed?.value])).toEqual([
      [2, 'part', 5000],
      [3, 'exact', 4000],
      [4, 'unknown', undefined],
      [5, 'unknown', undefined],
    ]);
    expect([shown.skipped, shown.refused, shown.encoding]).toEqual([
      2,
      [
        { line: 8, field: 'date' },
        { line: 9, field: 'amount' },
      ],
      'UTF-8',
    ]);
    expect(await balance('cash')).toBe(0);
  });

  test('books every line once, however often it comes and in whatever file', async () => {
    const booked = expectOk(await importBankFile(billing.credit, 'mori', file()));
    expect(booked.lines.map(({ state }) => state)).toEqual(['part', 'exact', 'unknown', 'unknown']);
    expect([await balance('cash'), await balance('suspense'), await balance(`customer:${customer}`)]).toEqual([
      5500, -500, 0,
    ]);
    const again = expectOk(await importBankFile(billing.credit, 'mori', file()));
    expect(again.lines.map(({ state }) => state)).toEqual(['known', 'known', 'known', 'known']);
    // The next export of the bank begins earlier: one more like payment of that day is a new one.
    const next = bytes(
      'date,amount,reference\n2026-12-05,250,nobody knows\n2026-12-05,250,nobody knows\n2026-12-05,250,nobody knows\n',
    );
    const more = expectOk(await importBankFile(billing.credit, 'mori', next));
    expect(more.lines.map(({ state }) => state)).toEqual(['known', 'known', 'unknown']);
    expect(await balance('cash')).toBe(5750);
    expect(await checkLedger(read())).toEqual({ sum: 0, differing: [] });
  });

  test('imported at two desks at once books every line once', async () => {
    const both = await Promise.all([
      importBankFile(billing.credit, 'mori', file()),
      importBankFile(billing.credit, 'sato', file()),
    ]);
    // One at a time: the other would be told of nothing but what was booked before.
    expect(both.map((result) => (result.ok ? result.value.counts.known : result.error.code))).toEqual([
      0,
      'import-running',
    ]);
    expect(expectOk(await importBankFile(billing.credit, 'sato', file())).counts).toMatchObject({ known: 4, exact: 0 });
    expect(await balance('cash')).toBe(5500);
  });

  test('says how far it is, and stopped it books the rest when it comes again', async () => {
    const long = bytes(
      `date,amount,reference\n${Array.from({ length: 350 }, (_, at) => `2026-12-05,${at + 1},nobody ${at}\n`).join('')}`,
    );
    const seen = new Set<string>();
    const end = billing.credit.changes.listen(() => {
      const work = longWork(billing.credit, 'bank-file');
      if (work) seen.add(`${work.done}/${work.of}`);
      if (work && work.done >= 200) stopLongWork(billing.credit, 'bank-file');
    });
    const first = expectOk(await importBankFile(billing.credit, 'mori', long));
    end();
    const { stopped, counts } = first;
    expect([stopped, counts.unknown >= 200, counts.unknown < 350, counts.known]).toEqual([true, true, true, 0]);
    expect([...seen].some((each) => each.endsWith('/350'))).toBe(true);
    expect(expectOk(await importBankFile(billing.credit, 'mori', long))).toMatchObject({
      stopped: false,
      counts: { unknown: 350 - counts.unknown, known: counts.unknown },
    });
  });

  test('of many lines shows first those that somebody should look at', async () => {
    const known = Array.from({ length: 600 }, () => `2026-12-05,1,${reference}\n`).join('');
    const shown = expectOk(
      await previewBankFile(billing.credit, bytes(`date,amount,reference\n${known}2026-12-06,9,who\n`)),
    );
    expect([shown.lines.length, shown.lines[0]!.state, shown.counts.part]).toEqual([500, 'unknown', 600]);
  });

  test('money that nobody knows is assigned later, once', async () => {
    expectOk(await importBankFile(billing.credit, 'mori', file()));
    const unknown = async () => (await listReceived(billing.credit, { states: ['unknown'], limit: 10 })).rows;
    const [first, second] = await unknown();
    expect(first).toMatchObject({ amount: yen(250), text: 'nobody knows', state: 'unknown', source: 'bank' });
    const assign = () => assignPayment(billing.credit, 'mori', { payment: first!.id, reference });
    expect(expectOk(await assign())).toEqual({ state: 'over', rest: yen(0), credit: yen(250) });
    expect(await assign()).toEqual(fail('already-decided'));
    expect(await assignPayment(billing.credit, 'mori', { payment: 'x', reference })).toEqual(fail('not-found'));
    expect((await unknown()).map(({ id }) => id)).toEqual([second!.id]);
    expect([await balance('suspense'), await balance(`customer:${customer}`)]).toEqual([-250, -250]);
    const { rows } = await listReceived(billing.credit, { states: ['assigned'], search: 'nobody', limit: 10 });
    expect(rows.map(({ id, state }) => [id, state])).toEqual([[first!.id, 'over']]);
  });

  test('of a Japanese bank is read in Shift_JIS, with its own columns', () => {
    // 取引日,お預り金額,お引出金額,摘要 – 2026年12月4日, ¥4,000, 振込 and the reference in full-width digits.
    const wide = [...reference].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    const shiftJis = (text: string): number[] =>
      [...text].flatMap((letter) => SHIFT_JIS[letter] ?? [...Buffer.from(letter)]);
    const digits = [...wide].flatMap((digit) => [0x82, 0x4f + (digit.codePointAt(0)! - 0xff10)]);
    const read = expectOk(
      readBankFile(
        Uint8Array.from([
          ...shiftJis('取引日,お預り金額,お引出金額,摘要\r\n20261204,"4,000",,振込 '),
          ...digits,
          ...shiftJis('\r\n20261204,,500,摘要\r\n'),
        ]),
      ),
    );
    expect(read).toMatchObject({ encoding: 'Shift_JIS', skipped: 1, refused: [] });
    expect(read.lines).toMatchObject([{ date: '2026-12-04', amount: 4000, reference }]);
  });

  test('without a column, or no text at all, is refused as a whole', async () => {
    expect(await previewBankFile(billing.credit, bytes('date,sum\n1,2\n'))).toEqual(fail('bank-columns', 'amount'));
    expect(await previewBankFile(billing.credit, new Uint8Array([0xff, 0xfe, 0x00, 0x81]))).toEqual(
      fail('scan-unreadable', 'encoding'),
    );
    expect(await importBankFile(billing.credit, 'mori', bytes(''))).toEqual(fail('bank-columns', 'date'));
  });

  test('with two different references in one line is for people to decide', () => {
    let digit = 3;
    const other = mintReference(() => digit++ % 10);
    const csv = `date,amount,reference\n2026-12-03,1,${reference} and ${other}\n2026-12-03,1,${reference} / ${reference}\n`;
    expect(expectOk(readBankFile(bytes(csv))).lines.map((line) => line.reference)).toEqual([undefined, reference]);
  });
});

/** JIS X 0208 in Shift_JIS, the few that are needed. */
const SHIFT_JIS: Readonly<Record<string, readonly number[]>> = {
  取: [0x8e, 0xe6],
  引: [0x88, 0xf8],
  日: [0x93, 0xfa],
  お: [0x82, 0xa8],
  預: [0x97, 0x61],
  り: [0x82, 0xe8],
  金: [0x8b, 0xe0],
  額: [0x8a, 0x7a],
  出: [0x8f, 0x6f],
  摘: [0x93, 0x45],
  要: [0x97, 0x76],
  振: [0x90, 0x55],
  込: [0x8d, 0x9e],
};

test('a later purchase that was sent back pays no older statement: that is still owed, and pressed for', async () => {
  const later = await billing.charge(card, 4000, { date: '2026-12-01' });
  expectOk(await billing.refund(later, 1000));
  expect(await statement()).toMatchObject({ amount: 5000, paid: 0, state: 'open' });
  expectOk(await billing.refund(later, 3000));
  expect(await statement()).toMatchObject({ amount: 5000, paid: 0, state: 'open' });
  expectOk(await pay(5000));
  expect(await statement()).toMatchObject({ paid: 5000, state: 'paid' });
});
