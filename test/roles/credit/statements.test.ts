/** Monthly statements: what stands on them, once, for whom, and how they are brought and pressed for. */
import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { isReference } from '#shared/domain/statement-reference.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { setBillingDays, setOwnAccount } from '#main/roles/credit/billing-settings.ts';
import { nextStep, postpone, pressForPayment } from '#main/roles/credit/dunning.ts';
import { keepBilling } from '#main/roles/credit/keep-billing.ts';
import { receivePayment } from '#main/roles/credit/payments.ts';
import {
  listStatements,
  openStatement,
  sendAgain,
  setPreference,
  statementsNow,
} from '#main/roles/credit/statement-lists.ts';
import { pileOfLetters, statementMails, statementPaper, takeLettersOff } from '#main/roles/credit/statement-paper.ts';
import { longWork, stopLongWork } from '#main/roles/credit/long-work.ts';
import { makeStatements } from '#main/roles/credit/statements.ts';
import { aBilling, MALLS, OWN_ACCOUNT, type TestBilling } from '../../builders/a-billing.ts';
import { pdfText } from '../../printing/pdf-text.ts';

let billing: TestBilling;
let customer: string;
let card: string;
beforeEach(async () => {
  billing = await aBilling();
  customer = await billing.customer();
  card = await billing.card(customer);
});

const read = () => billing.credit.storage.read;
const statements = () => read().selectFrom('statement').selectAll().orderBy('month').orderBy('customer').execute();
const only = async () => {
  const rows = await statements();
  expect(rows).toHaveLength(1);
  return rows[0]!;
};
const linesOf = (reference: string) =>
  read().selectFrom('statement_line').selectAll().where('statement', '=', reference).orderBy('position').execute();
const mails = async () =>
  (await read().selectFrom('mail').selectAll().orderBy('created_at').execute()).map(({ kind }) => kind);
const endOfNovember = () => billing.clock.set('2026-12-01T03:00:00.000Z');
const pay = (reference: string, value: number) =>
  receivePayment(billing.credit, 'mori', {
    reference,
    amount: yen(value),
    date: billing.clock().toISOString().slice(0, 10),
  });
const make = async () => expectOk(await makeStatements(billing.credit, 'mori'));

describe('the statement of a month', () => {
  test('has what was claimed and what went back, its sum, and a reference of 13 digits', async () => {
    const charge = await billing.charge(card, 5000, { date: '2026-11-05' });
    await billing.charge(card, 1200, { mall: MALLS[1], date: '2026-11-09' });
    expectOk(await billing.refund(charge, 300));
    endOfNovember();
    expect(await make()).toEqual({ made: 1, stopped: false });
    const row = await only();
    expect(row).toMatchObject({
      customer,
      month: '2026-11',
      amount: 5900,
      paid: 0,
      state: 'open',
      issued_at: '2026-12-01',
      due_on: '2026-12-27',
      language: 'ja',
    });
    expect(isReference(row.reference)).toBe(true);
    expect((await linesOf(row.reference)).map(({ kind, amount, mall }) => [kind, amount, mall])).toEqual([
      ['claim', 5000, MALLS[0]],
      ['claim', 1200, MALLS[1]],
      ['refund', -300, MALLS[0]],
    ]);
  });

  test('is made once, however often it is asked for, also at the same time', async () => {
    await billing.charge(card, 5000);
    endOfNovember();
    const both = await Promise.all([makeStatements(billing.credit, 'mori'), makeStatements(billing.credit, 'sato')]);
    expect(both).toEqual([{ ok: true, value: { made: 1, stopped: false } }, fail('import-running', '2026-11')]);
    expect(await make()).toEqual({ made: 0, stopped: false });
    expect(await statements()).toHaveLength(1);
    expect(await mails()).toEqual(['statement']);
  });

  test('waits for the month to close', async () => {
    await billing.charge(card, 5000);
    expect(await makeStatements(billing.credit, 'mori', '2026-11')).toEqual(fail('month-open', '2026-11'));
    billing.clock.set('2026-11-30T03:00:00.000Z');
    expect(await makeStatements(billing.credit, 'mori', '2026-11')).toEqual(fail('month-open', '2026-11'));
    expect(await make()).toEqual({ made: 0, stopped: false });
  });

  test('leaves what came after the closing day to the next one, and loses nothing that came late', async () => {
    expectOk(await setBillingDays(billing.credit, 'mori', { closingDay: 15, dueDay: 10, dueMonths: 2 }));
    await billing.charge(card, 100, { date: '2026-11-15' });
    await billing.charge(card, 20, { date: '2026-11-16' });
    await make();
    expect(await only()).toMatchObject({ month: '2026-11', amount: 100, due_on: '2027-01-10' });
    // Dispatched on the tenth; the mall's server was down.
    await billing.charge(card, 3, { date: '2026-11-10' });
    billing.clock.set('2026-12-16T03:00:00.000Z');
    await make();
    const [, december] = await statements();
    expect(december).toMatchObject({ month: '2026-12', amount: 123 });
    expect((await linesOf(december!.reference)).map(({ kind, amount }) => [kind, amount])).toEqual([
      ['carried', 100],
      ['claim', 3],
      ['claim', 20],
    ]);
  });

  test('carries forward what is unpaid, and is made for it alone', async () => {
    await billing.charge(card, 5000);
    endOfNovember();
    await make();
    const november = await only();
    expectOk(await pay(november.reference, 1500));
    billing.clock.set('2027-01-01T03:00:00.000Z');
    await make();
    const [, december] = await statements();
    expect(december).toMatchObject({ month: '2026-12', amount: 3500 });
    // Paying the newer one pays the older.
    expectOk(await pay(december!.reference, 3500));
    expect((await statements()).map(({ state, paid }) => [state, paid])).toEqual([
      ['paid', 5000],
      ['paid', 3500],
    ]);
    billing.clock.set('2027-02-01T03:00:00.000Z');
    expect(await make()).toEqual({ made: 0, stopped: false });
  });

  test('carries credit forward with the next purchase, not by itself', async () => {
    await billing.charge(card, 5000);
    endOfNovember();
    await make();
    expectOk(await pay((await only()).reference, 6000));
    billing.clock.set('2027-01-01T03:00:00.000Z');
    expect(await make()).toEqual({ made: 0, stopped: false });
    await billing.charge(card, 400, { date: '2027-01-05' });
    billing.clock.set('2027-02-01T03:00:00.000Z');
    await make();
    const [, january] = await statements();
    expect(january).toMatchObject({ amount: -600, state: 'paid' });
    expect((await linesOf(january!.reference)).map(({ kind, amount }) => [kind, amount])).toEqual([
      ['carried', -1000],
      ['claim', 400],
    ]);
  });

  test('is not owed any more as far as money went back after it', async () => {
    const charge = await billing.charge(card, 5000);
    endOfNovember();
    await make();
    expectOk(await billing.refund(charge, 2000));
    expect(await only()).toMatchObject({ paid: 2000, state: 'open' });
    expectOk(await billing.refund(charge, 3000));
    expect(await only()).toMatchObject({ paid: 5000, state: 'paid' });
  });

  test('comes by mail with the PDF, written when it leaves, or waits for the printer', async () => {
    const printed = await billing.customer({ billing: 'print', language: 'en', name: 'Sample Person' });
    await billing.charge(card, 5000);
    await billing.charge(await billing.card(printed), 700);
    expectOk(await setOwnAccount(billing.credit, 'mori', OWN_ACCOUNT));
    endOfNovember();
    await make();
    const [mail] = await read().selectFrom('mail').selectAll().execute();
    const mailed = (await statements()).find((row) => row.customer === customer)!;
    expect(mail).toMatchObject({ kind: 'statement', subject: mailed.reference, customer });
    const composed = expectOk(await statementMails(billing.credit).statement!(mail!));
    expect(composed).toMatchObject({
      to: `${customer}@mail.example`,
      subject: '見本クレジット 2026年11月分 ご利用明細書',
    });
    // A mail is read by many servers: the amount stands in the PDF alone.
    expect(composed.text).not.toMatch(/5,?000/);
    const text = (await pdfText(composed.attachments![0]!.bytes!)).join('\n');
    for (const said of ['¥5,000', '2026年12月27日', '見本 花子 様', '当座 0054321', 'みなと百貨'])
      expect(text).toContain(said);

    expect(await statementsNow(billing.credit)).toEqual({ month: '2026-11', made: 2, letters: 1 });
    const pile = expectOk(await pileOfLetters(billing.credit));
    expect(pile.letters).toBe(1);
    const [page] = await pdfText(Buffer.from(pile.pdf!, 'base64'));
    expect(page).toContain('Statement for November 2026');
    expect(page).toContain('Sample Person');
    // Not printed until somebody saw it come out.
    expect(expectOk(await pileOfLetters(billing.credit)).letters).toBe(1);
    expectOk(await takeLettersOff(billing.credit, 'mori', pile.upTo));
    expect(await pileOfLetters(billing.credit)).toEqual(fail('not-found'));
    const sent = (await listStatements(billing.credit, { limit: 10 })).rows.map(({ way, sentAt }) => [way, sentAt]);
    expect(sent.sort()).toEqual([
      ['mail', undefined],
      ['print', '2026-12-01T03:00:00.000Z'],
    ]);
  });

  test('can be brought once more, the other way, however often the button is pressed', async () => {
    await billing.charge(card, 5000);
    endOfNovember();
    await make();
    const { reference } = await only();
    await billing.credit.storage.write((db) => db.updateTable('mail').set({ state: 'sent' }).execute());
    for (const by of ['print', 'print', 'mail', 'mail'] as const) {
      expectOk(await sendAgain(billing.credit, 'mori', { reference, by }));
    }
    expect([(await statementsNow(billing.credit)).letters, await mails()]).toEqual([1, ['statement', 'statement']]);
    expect(await sendAgain(billing.credit, 'mori', { reference: '1234567890123', by: 'mail' })).toEqual(
      fail('bad-number'),
    );
    expect(await sendAgain(billing.credit, 'mori', { reference: '0000000000000', by: 'mail' })).toEqual(
      fail('bad-number'),
    );
  });

  test('follows what the customer wishes from the next one on', async () => {
    expectOk(await setPreference(billing.credit, 'mori', { customer, by: 'print', language: 'en' }));
    expect(await setPreference(billing.credit, 'mori', { customer: 'x', by: 'print', language: 'en' })).toEqual(
      fail('not-found'),
    );
    await billing.charge(card, 5000);
    endOfNovember();
    await make();
    expect(await only()).toMatchObject({ way: 'print', language: 'en' });
    expect(await mails()).toEqual([]);
  });

  test('is opened with the customer’s name, which the trail records', async () => {
    await billing.charge(card, 5000, { date: '2026-11-05' });
    endOfNovember();
    await make();
    const { reference } = await only();
    const file = expectOk(
      await openStatement(billing.credit, 'mori', ` ${reference.slice(0, 4)} ${reference.slice(4)}`),
    );
    expect(file).toMatchObject({
      reference,
      customer: { id: customer, name: '見本 花子' },
      lines: [{ kind: 'claim', mall: 'みなと百貨', amount: yen(5000), date: '2026-11-05' }],
      next: { state: 'reminded', on: '2027-01-03' },
    });
    expectOk(await statementPaper(billing.credit, 'mori', reference));
    const trail = await readTrail(read(), { limit: 10 });
    expect(trail.filter(({ action }) => action === 'statement.opened')).toHaveLength(2);
  });

  test('pages on without a gap, and is found by the beginning of its reference', async () => {
    for (let at = 0; at < 5; at++) await billing.charge(await billing.card(await billing.customer()), 100 + at);
    endOfNovember();
    await make();
    const first = await listStatements(billing.credit, { limit: 3 });
    const second = await listStatements(billing.credit, { limit: 3, before: first.next });
    expect(new Set([...first.rows, ...second.rows].map(({ reference }) => reference)).size).toBe(5);
    const { reference } = first.rows[1]!;
    const found = await listStatements(billing.credit, {
      limit: 10,
      search: `${reference.slice(0, 4)} ${reference.slice(4, 8)}`,
    });
    expect(found.rows.map((row) => row.reference)).toContain(reference);
    expect((await listStatements(billing.credit, { limit: 10, states: ['collection'] })).rows).toEqual([]);
  });
});

describe('making many', () => {
  test('shows how far it is and can be stopped; what is missing is made later', async () => {
    for (let at = 0; at < 450; at++) await billing.charge(await billing.card(await billing.customer()), 100);
    endOfNovember();
    const seen: string[] = [];
    const end = billing.credit.changes.listen(() => {
      const run = longWork(billing.credit, 'statements');
      if (!run) return;
      seen.push(`${run.done}/${run.of}`);
      if (run.done >= 200) stopLongWork(billing.credit, 'statements');
    });
    const stopped = expectOk(await makeStatements(billing.credit, 'mori'));
    end();
    expect(stopped).toMatchObject({ stopped: true });
    expect(stopped.made).toBeGreaterThanOrEqual(200);
    expect(stopped.made).toBeLessThan(450);
    expect(seen.length).toBeGreaterThan(0);
    expect(await make()).toEqual({ made: 450 - stopped.made, stopped: false });
    expect(longWork(billing.credit, 'statements')).toBeUndefined();
  });
});

describe('housekeeping', () => {
  test('makes the statements of a month the day after it closed, by itself, once', async () => {
    await billing.charge(card, 5000);
    await keepBilling(billing.credit);
    expect(await statements()).toEqual([]);
    endOfNovember();
    await keepBilling(billing.credit);
    await billing.charge(card, 60, { date: '2026-11-30' });
    await keepBilling(billing.credit);
    expect(await only()).toMatchObject({ month: '2026-11', amount: 5000 });
  });
});

describe('pressing for payment', () => {
  const on = async (day: string): Promise<string> => {
    billing.clock.set(`${day}T03:00:00.000Z`);
    await pressForPayment(billing.credit);
    return (await only()).state;
  };
  beforeEach(async () => {
    await billing.charge(card, 5000);
    endOfNovember();
    await make();
  });

  test('reminds, warns, and then blocks the cards; a day before nothing happens', async () => {
    const seen: string[] = [];
    for (const day of [
      '2027-01-02',
      '2027-01-03',
      '2027-01-16',
      '2027-01-17',
      '2027-02-09',
      '2027-02-10',
      '2027-05-01',
    ])
      seen.push(await on(day));
    expect(seen).toEqual(['open', 'reminded', 'reminded', 'warned', 'warned', 'collection', 'collection']);
    expect(await mails()).toEqual(['statement', 'reminder', 'reminder']);
    const { blocked } = await read().selectFrom('card').selectAll().where('id', '=', card).executeTakeFirstOrThrow();
    expect(blocked).toBe(1);
    const trail = (await readTrail(read(), { limit: 20 })).filter(({ who }) => who === 'housekeeping');
    expect(trail.map(({ action }) => action).reverse()).toEqual([
      'statement.reminded',
      'statement.warned',
      'statement.collection',
      'card.blocked',
    ]);
  });

  test('a letter says which it is, and what is still unpaid', async () => {
    expectOk(await pay((await only()).reference, 2000));
    await on('2027-01-03');
    const composers = statementMails(billing.credit);
    const { reference } = await only();
    const mail = { id: 'x', kind: 'reminder', subject: reference, customer } as const;
    const reminder = expectOk(await composers.reminder!(mail));
    const text = (await pdfText(reminder.attachments![0]!.bytes!)).join('\n');
    for (const said of ['お支払いのお願い', '¥3,000', '-¥2,000', '利息はいただいておりません'])
      expect(text).toContain(said);
    await on('2027-01-17');
    expect(expectOk(await composers.reminder!(mail)).subject).toContain('重要');
    // Paid before the mail left: nobody is reminded.
    expectOk(await pay(reference, 3000));
    expect(await composers.reminder!(mail)).toEqual(fail('wrong-state', 'paid'));
  });

  test('ends with the payment, and begins again for nobody', async () => {
    await on('2027-01-03');
    expectOk(await pay((await only()).reference, 5000));
    expect(await on('2027-03-01')).toBe('paid');
    expect(nextStep(await only())).toBeUndefined();
  });

  test('a service that stood still takes one step, not all at once', async () => {
    expect(await on('2027-04-01')).toBe('reminded');
    expect(await on('2027-04-01')).toBe('reminded');
    expect(await on('2027-04-15')).toBe('warned');
    expect(await on('2027-05-09')).toBe('collection');
  });

  test('is postponed by a clerk, with a reason', async () => {
    const { reference } = await only();
    const order = { reference, until: '2027-01-20', reason: 'in hospital' };
    expectOk(await postpone(billing.credit, 'mori', order));
    expect(await on('2027-01-19')).toBe('open');
    expect(await on('2027-01-20')).toBe('reminded');
    expect(await postpone(billing.credit, 'mori', { ...order, until: '2027-01-20' })).toEqual(
      fail('field-invalid', 'until'),
    );
    const [entry] = (await readTrail(read(), { limit: 20 })).filter(({ action }) => action === 'statement.postponed');
    expect(entry).toMatchObject({ who: 'mori', subject: reference, detail: '2027-01-20 in hospital' });
  });
});
