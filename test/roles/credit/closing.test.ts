/** Accounts that end, and cards that others take the place of: nothing that is owed or held gets lost on the way. */
import { beforeEach, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { balanceOf, bookTransfer, checkLedger } from '#main/ledger/index.ts';
import { followAccount } from '#main/roles/credit/account.ts';
import { addCard, blockCard, changeLimit } from '#main/roles/credit/cards.ts';
import { closeAccount, reopenAccount } from '#main/roles/credit/closing.ts';
import { importCustomers } from '#main/roles/credit/customer-import.ts';
import { strikePayment, takePaymentBack } from '#main/roles/credit/correct-payment.ts';
import { openCustomerList } from '#main/roles/credit/customer-list.ts';
import { openCustomer } from '#main/roles/credit/customers.ts';
import { decideDispute, openDispute } from '#main/roles/credit/disputes.ts';
import { listSettlements } from '#main/roles/credit/lists.ts';
import { payCreditBack } from '#main/roles/credit/pay-back.ts';
import { listReceived } from '#main/roles/credit/payments.ts';
import { replaceCard } from '#main/roles/credit/replace-card.ts';
import { resetCard } from '#main/roles/credit/resets.ts';
import { acceptClaim, endHolds, settle } from '#main/roles/credit/settle.ts';
import { randomUuid } from '#main/vault/index.ts';
import {
  aCardNumber,
  aPayArrival,
  aPayInstruction,
  aSettlingGroup,
  type CardEntry,
  cardRow,
  CUSTOMERS,
  HANAKO,
  type SettlingGroup,
} from '../../builders/a-payment.ts';

const NEW: CardEntry = { card: aCardNumber(7), password: HANAKO.password };

let group: SettlingGroup;
let customer: string;
beforeEach(async () => {
  group = await aSettlingGroup();
  customer = (await cardRow(group, HANAKO)).customer;
});

async function pay(amount: number, entry: CardEntry = HANAKO) {
  const arrival = await aPayArrival(group, await aPayInstruction(group, { yen: amount }));
  const paid = await settle(group.credit.credit, arrival, entry);
  return { paid, receipt: arrival.number, jti: arrival.claims.jti };
}
async function claim(jti: string, amount: number): Promise<void> {
  const order = { id: randomUuid(), mall: group.mall.id, purchase: jti, amount: yen(amount), date: '2026-11-21' };
  expectOk(await group.credit.storage.write((db) => acceptClaim(group.credit.credit, db, order)));
}
/** What customers pay is booked so, whichever way it comes. */
async function receive(amount: number): Promise<void> {
  await group.credit.storage.write(async (db) => {
    const payment = { at: group.clock(), kind: 'payment', subject: randomUuid(), amount: yen(amount) };
    await bookTransfer(db, { ...payment, debit: 'cash', credit: `customer:${customer}` });
    await followAccount(db, customer, 'JPY');
  });
}
const close = () => closeAccount(group.credit.credit, 'sato', { id: customer, reason: 'moved abroad' });
const stateOf = async () => expectOk(await openCustomer(group.credit.credit, 'sato', customer)).state;
const replace = (why: 'lost' | 'stolen' | 'renewed', number = NEW.card, from = HANAKO) =>
  cardRow(group, from).then(({ id }) =>
    replaceCard(group.credit.credit, 'sato', { card: id, number, expiry: '2031-04', why }),
  );

test('an account is not closed while money is open, and says what is', async () => {
  const { receipt, jti } = await pay(1000);
  expect(await close()).toEqual(fail('money-open', 'holds'));
  await claim(jti, 1000);
  expect(await close()).toEqual(fail('money-open', 'owed'));
  const contested = { receipt, amount: yen(400), about: 'not-received', note: 'never came' } as const;
  const { dispute } = expectOk(await openDispute(group.credit.credit, 'sato', contested));
  await receive(1000);
  expect(await close()).toEqual(fail('money-open', 'disputes'));
  expectOk(await decideDispute(group.credit.credit, 'sato', { dispute, end: 'won', reason: 'right' }));
  expect(await close()).toEqual(fail('money-open', 'credit'));
  expect(await stateOf()).toBe('active');
  const { credit } = group.credit;
  const back = { customer, date: '2026-11-21', reason: 'won', entry: randomUuid() };
  expectOk(await payCreditBack(credit, 'mori', { ...back, amount: yen(400) }));
  expectOk(await close());
});

test('what stands to a customer’s credit is paid back once, never more, and struck out where it never went', async () => {
  const { credit, storage } = group.credit;
  const { jti } = await pay(1000);
  await claim(jti, 1000);
  await receive(1500);
  const available = async () => (await cardRow(group, HANAKO)).available;
  const before = await available();
  const balance = () => balanceOf(storage.read, `customer:${customer}`, 'JPY');
  const back = { customer, date: '2026-11-21', reason: 'paid twice', entry: randomUuid() };
  const payBack = (change: Partial<Parameters<typeof payCreditBack>[2]>) =>
    payCreditBack(credit, 'mori', { ...back, amount: yen(300), ...change });
  expect(await payBack({ amount: yen(501) })).toEqual(fail('field-invalid', 'amount'));
  expect(await payBack({ amount: yen(0) })).toEqual(fail('field-invalid', 'amount'));
  expect(await payBack({ amount: { value: 1, currency: 'USD' } })).toEqual(fail('field-invalid', 'amount'));
  expect(await payBack({ date: '2026-11-23' })).toEqual(fail('field-invalid', 'date'));
  expect(await payBack({ customer: 'nobody' })).toEqual(fail('not-found'));
  expect(expectOk(await payBack({}))).toEqual(yen(200));
  expect(await payBack({})).toEqual(fail('already-booked', 'payment'));
  expect([(await balance()).value, await available()]).toEqual([-200, before]);
  const listed = async () => (await listReceived(credit, { limit: 1, states: ['paid-back', 'struck'] })).rows[0];
  const { kana } = expectOk(await openCustomer(credit, 'sato', customer));
  expect(await listed()).toMatchObject({ id: back.entry, state: 'paid-back', amount: yen(-300), text: kana });

  const order = { payment: back.entry, reason: 'never sent' };
  expect(await takePaymentBack(credit, 'mori', order)).toEqual(fail('wrong-state', 'paid-back'));
  expectOk(await strikePayment(credit, 'mori', order));
  expect(await strikePayment(credit, 'mori', order)).toEqual(fail('wrong-state', 'struck'));
  expect([(await balance()).value, await available()]).toEqual([-500, before]);
  expect(await listed()).toMatchObject({ id: back.entry, state: 'struck' });
  expect(await checkLedger(storage.read)).toEqual({ sum: 0, differing: [] });
  const deeds = (await readTrail(storage.read, { limit: 20 })).filter(({ action }) => action.startsWith('payment.'));
  expect(deeds.map(({ action, subject, detail }) => [action, subject, detail])).toEqual([
    ['payment.struck', back.entry, '-300 never sent'],
    ['payment.paid-back', customer, '300 paid twice'],
  ]);
});

test('a closed account pays nothing and takes no card, keeps its history, and is reopened with its cards blocked', async () => {
  const { jti } = await pay(1000);
  await claim(jti, 1000);
  await receive(1000);
  expectOk(await close());
  expect(await close()).toEqual(fail('customer-closed'));
  expect(await stateOf()).toBe('closed');
  expect((await pay(500)).paid).toEqual({ ok: true, value: { result: 'no' } });

  const { credit } = group.credit;
  const { id: card } = await cardRow(group, HANAKO);
  const closed = fail('customer-closed');
  expect(await blockCard(credit, 'sato', { card, blocked: false, reason: 'x' })).toEqual(closed);
  expect(await changeLimit(credit, 'sato', { card, limit: yen(1), reason: 'x' })).toEqual(closed);
  expect(await resetCard(credit, 'sato', { card, by: 'letter', reason: 'x' })).toEqual(closed);
  expect(await replace('lost')).toEqual(closed);
  const further = { number: NEW.card, expiry: '2031-04', limit: yen(1), password: 'x', checkWords: [] };
  expect(await addCard(credit, 'sato', { customer, ...further })).toEqual(closed);
  const [header, row] = CUSTOMERS.split('\n').filter((line) => !line || /^name|花子/.test(line));
  const again = [header, row!.replace(HANAKO.card, NEW.card)].join('\n');
  expect(await importCustomers(credit, 'sato', again)).toMatchObject({
    value: { imported: 0, refused: [{ code: 'customer-closed' }] },
  });

  const list = openCustomerList(credit);
  expect((await list('sato', { states: ['closed'], limit: 10 })).rows).toMatchObject([{ id: customer }]);
  expect(expectOk(await openCustomer(credit, 'sato', customer)).records.settlements.total).toBe(1);
  expectOk(await reopenAccount(credit, 'mori', { id: customer, reason: 'came back' }));
  expect(await stateOf()).toBe('blocked');
  expect(await reopenAccount(credit, 'mori', { id: customer, reason: 'twice' })).toEqual(fail('not-found'));
  expectOk(await blockCard(credit, 'mori', { card, blocked: false, reason: 'came back' }));
  expect((await pay(500)).paid).toEqual({ ok: true, value: { result: 'ok' } });
  const deeds = (await readTrail(credit.storage.read, { limit: 20 })).filter(({ subject }) => subject === customer);
  expect(
    deeds.map(({ action, detail }) => [action, detail]).filter(([action]) => action !== 'customer.opened'),
  ).toEqual([
    ['customer.reopened', 'came back'],
    ['customer.closed', 'moved abroad'],
  ]);
});

test('a card’s successor bears what is held and owed on it: ended holds and payments free the new one', async () => {
  const before = await cardRow(group, HANAKO);
  const owed = await pay(3000);
  await claim(owed.jti, 3000);
  const held = await pay(2000);
  expectOk(await replace('stolen'));
  expect(await cardRow(group, HANAKO)).toMatchObject({ blocked: 1, card_limit: 0, available: 0 });
  const successor = () => cardRow(group, NEW);
  const { card_limit: limit } = before;
  expect(await successor()).toMatchObject({ blocked: 0, card_limit: limit, available: limit - 5000 });

  // The old number is over, the new one is paid with by the same password; a mall claims what it held before.
  expect((await pay(100)).paid).toEqual({ ok: true, value: { result: 'no' } });
  expect((await pay(100, NEW)).paid).toEqual({ ok: true, value: { result: 'ok' } });
  await claim(held.jti, 500);
  await receive(3500);
  expect(await successor()).toMatchObject({ available: limit - 1600 });
  group.clock.advance({ days: 15 });
  await endHolds(group.credit.credit);
  expect(await successor()).toMatchObject({ available: limit });
  expect(await cardRow(group, HANAKO)).toMatchObject({ available: 0 });

  // What was paid with the old card says so, also after a second replacement.
  expectOk(await replace('renewed', aCardNumber(8), NEW));
  const paidWith = async (search: string) =>
    (await listSettlements(group.credit.credit, { search, limit: 10 })).rows.map(({ receipt }) => receipt).sort();
  expect(await paidWith('3902')).toEqual([owed.receipt, held.receipt].sort());
  const { cards } = expectOk(await openCustomer(group.credit.credit, 'sato', customer));
  expect(cards.map(({ lastFour, replaced }) => [lastFour, replaced?.why])).toEqual([
    [aCardNumber(8).slice(-4), undefined],
    [NEW.card.slice(-4), 'renewed'],
    ['3902', 'stolen'],
  ]);
});

test('a card is replaced once, by a number that nobody has, and is then left as it is', async () => {
  expect(await replace('lost', HANAKO.card)).toEqual(fail('card-known', 'number'));
  expect(await replace('lost', '4111007269513903')).toEqual(fail('field-invalid', 'number'));
  expectOk(await replace('lost'));
  expect(await replace('lost', aCardNumber(8))).toEqual(fail('card-replaced'));
  const { id: card } = await cardRow(group, HANAKO);
  // What blocked the one that ran out goes on; what was lost is blocked for that alone.
  const { id } = await cardRow(group, NEW);
  expectOk(await blockCard(group.credit.credit, 'sato', { card: id, blocked: true, reason: 'fraud' }));
  expectOk(await replace('renewed', aCardNumber(8), NEW));
  const further: CardEntry = { ...NEW, card: aCardNumber(8) };
  expect((await cardRow(group, further)).blocked).toBe(1);
  expectOk(await replace('stolen', aCardNumber(9), further));
  expect((await cardRow(group, { ...NEW, card: aCardNumber(9) })).blocked).toBe(0);
  const unblock = { card, blocked: false, reason: 'found' };
  expect(await blockCard(group.credit.credit, 'sato', unblock)).toEqual(fail('card-replaced'));
});

test('a new password for a card that a colleague replaces meanwhile is not sent', async () => {
  const { credit } = group.credit;
  const { id: card } = await cardRow(group, HANAKO);
  await Promise.all([resetCard(credit, 'mori', { card, by: 'letter', reason: 'forgotten' }), replace('lost')]);
  expect(await credit.storage.read.selectFrom('card_reset').selectAll().execute()).toEqual([]);
});
