import { type SettleInstruction, settleInstructionSchema } from '#shared/protocol/instruction.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { bookTransfer } from '#main/ledger/index.ts';
import {
  type Arrival,
  type ArrivalRules,
  type BrowserPlace,
  claimDerivedNumber,
  decideArrival,
  endStaleArrivals,
  findArrival,
  receiveInstruction,
  sendEvent,
  variantOf,
} from '#main/post/index.ts';
import { claimNumber, type Writable, writeResult } from '#main/storage/index.ts';
import { randomDigit } from '#main/vault/index.ts';
import { followAccount } from './account.ts';
import type { Credit } from './credit.ts';
import { derivedReceipt, holdAmount, sealCustomer, settleHeld } from './hold.ts';
import { offerPasskey, provePasskey } from './passkeys.ts';
import { provePassword } from './prove-holder.ts';
import type { CreditTables } from './tables.ts';

/** One browser's place in paying one purchase. */
export type PayArrival = Arrival<SettleInstruction>;

function payRules(credit: Credit): ArrivalRules<SettleInstruction, CreditTables> {
  return {
    schema: settleInstructionSchema,
    isServed: async ({ amount }) => amount.currency === 'JPY' && amount.value > 0,
    reserveNumber: reserveReceiptNumber,
    answerNo: (db, claims) => tellNotSettled(credit, db, claims, 'no'),
  };
}

/** Random, or in variant c what both sides derive from the contents' hash. */
async function reserveReceiptNumber(
  db: Writable<CreditTables>,
  claims: SettleInstruction,
): Promise<string | undefined> {
  if (variantOf(claims) !== 'c') return claimNumber(db, 'receipt', randomDigit);
  return claimDerivedNumber(db, derivedReceipt(claims.jti), claims);
}

/** "To settlement": see `receiveInstruction` of the post. */
export function receivePayInstruction(
  credit: Credit,
  posted: { readonly jws: string; readonly origin?: string | undefined },
): Promise<Result<{ arrival: string }>> {
  return receiveInstruction(credit.post, payRules(credit), posted);
}

export function findPayArrival(credit: Credit, place: Partial<BrowserPlace>): Promise<PayArrival | undefined> {
  return findArrival(credit.post, place);
}

export function endStalePayments(credit: Credit): Promise<void> {
  return endStaleArrivals(credit.post, payRules(credit));
}

/** Whether a payment was made, or ended as NO. */
export interface Settled {
  readonly result: 'ok' | 'no';
}

/**
 * "Buy" (MISSION.md A8–A10): card found, password right, card valid, balance sufficient – then hold, settlement and
 * the answer to the mall in one unit of work. Happens once per purchase, however often it is sent. A wrong card or
 * password may be tried again (`card-refused`, within limits); a right one that can't pay ends as NO. Neither says
 * which check failed. A window that paid so may add a passkey.
 */
export async function settle(
  credit: Credit,
  arrival: PayArrival,
  entry: { card: string; password: string },
): Promise<Result<Settled>> {
  const holder = await provePassword(credit, arrival.claims.iss, entry);
  if (!holder.ok) return holder;
  return settleFor(credit, arrival, holder.value, (db) => offerPasskey(credit, db, arrival.window, holder.value));
}

/** As `settle`, with what an authenticator signed instead of card and password. */
export async function settleByPasskey(credit: Credit, arrival: PayArrival, brought: unknown): Promise<Result<Settled>> {
  const holder = await provePasskey(credit, { window: arrival.window, mall: arrival.claims.iss }, brought);
  return holder.ok ? settleFor(credit, arrival, holder.value) : holder;
}

/** The holder of this card has shown that it is theirs. */
async function settleFor(
  credit: Credit,
  arrival: PayArrival,
  id: string,
  onPaid: (db: Writable<CreditTables>) => Promise<void> = () => Promise.resolve(),
): Promise<Result<Settled>> {
  const card = await credit.storage.read.selectFrom('card').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const sealed = await sealCustomer(credit, card, arrival.number);
  return writeResult(credit.storage, async (db) => {
    const result = await hold(credit, db, arrival, card.id);
    const decided = await decideArrival(db, arrival, result);
    if (!decided.ok) return decided;
    if (result === 'ok') {
      const { iss: mall, jti, amount, contents } = arrival.claims;
      await settleHeld(credit, db, { mall, jti, amount, contents }, { card, receipt: arrival.number, sealed });
      await onPaid(db);
    } else {
      await tellNotSettled(credit, db, arrival.claims, 'no');
    }
    credit.changes.announce('settlements');
    return ok({ result });
  });
}

/** Nothing is held a second time: `decideArrival` says that it was decided already. */
async function hold(
  credit: Credit,
  db: Writable<CreditTables>,
  { claims }: PayArrival,
  id: string,
): Promise<'ok' | 'no'> {
  const open = await db
    .selectFrom('arrival')
    .select('state')
    .where('mall', '=', claims.iss)
    .where('jti', '=', claims.jti)
    .executeTakeFirst();
  if (open?.state !== 'open') return 'no';
  return (await holdAmount(credit, db, id, claims.amount)) === 'held' ? 'ok' : 'no';
}

/** "Refuse": the mall is told NG. */
export async function refuseToPay(credit: Credit, arrival: PayArrival): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const decided = await decideArrival(db, arrival, 'refused');
    if (decided.ok) await tellNotSettled(credit, db, arrival.claims, 'refused');
    return decided;
  });
}

async function tellNotSettled(
  credit: Credit,
  db: Writable<CreditTables>,
  { iss: to, jti }: SettleInstruction,
  result: 'no' | 'refused',
): Promise<void> {
  const data = { purchase: jti, result, ...(result === 'no' && { reason: 'declined' as const }) };
  await sendEvent(credit.post, db, { to, type: 'settlement.result', subject: jti, data });
}

/** Holds that nobody claimed, or not in full: what is left is available again and the mall is told. */
export async function endHolds(credit: Credit): Promise<void> {
  const ended = await credit.storage.read
    .selectFrom('settlement')
    .select('receipt')
    .where('hold_until', '<', credit.clock().toISOString())
    .where((eb) => eb('amount', '>', eb('captured', '+', eb.ref('released'))))
    .limit(500)
    .execute();
  if (ended.length === 0) return;
  await credit.storage.write(async (db) => {
    for (const { receipt } of ended) await endHold(credit, db, receipt);
    credit.changes.announce('settlements');
  });
}

async function endHold(credit: Credit, db: Writable<CreditTables>, receipt: string): Promise<void> {
  const { card, mall, jti, amount, captured, released, currency, state } = await db
    .selectFrom('settlement')
    .selectAll()
    .where('receipt', '=', receipt)
    .executeTakeFirstOrThrow();
  const rest = amount - captured - released;
  if (rest === 0) return;
  await db
    .updateTable('settlement')
    .set({ released: released + rest, state: state === 'held' ? 'expired' : state })
    .where('receipt', '=', receipt)
    .execute();
  await giveBack(db, card, rest);
  await sendEvent(credit.post, db, {
    to: mall,
    type: 'settlement.expired',
    subject: jti,
    data: { purchase: jti, amount: { value: rest, currency } },
  });
}

async function giveBack(db: Writable<CreditTables>, card: string, amount: number): Promise<void> {
  await db
    .updateTable('card')
    .set((eb) => ({ available: eb('available', '+', amount) }))
    .where('id', '=', card)
    .execute();
}

/**
 * A mall claims at dispatch, in part for a part: the customer owes, the mall is owed. Never more than is held: what a
 * last claim leaves stays until the hold ends. The same claim again has no effect.
 */
export async function acceptClaim(
  credit: Credit,
  db: Writable<CreditTables>,
  claim: { id: string; mall: string; purchase: string; amount: { value: number; currency: string }; date: string },
): Promise<Result<void>> {
  const settlement = await db
    .selectFrom('settlement')
    .selectAll()
    .where('mall', '=', claim.mall)
    .where('jti', '=', claim.purchase)
    .executeTakeFirst();
  if (!settlement) return fail('event-unknown-number');
  const { receipt, state, amount, captured, released, currency, customer } = settlement;
  const earlier = await db.selectFrom('claim').selectAll().where('claim', '=', claim.id).executeTakeFirst();
  if (earlier) {
    const isSame = earlier.receipt === receipt && earlier.amount === claim.amount.value;
    return isSame ? ok() : fail('event-conflict');
  }
  if (state !== 'held' && state !== 'captured') return fail('wrong-state', state);
  const { value } = claim.amount;
  if (value <= 0 || claim.amount.currency !== currency || captured + released + value > amount) {
    return fail('claim-too-high');
  }
  await db
    .updateTable('settlement')
    .set({ captured: captured + value, state: 'captured' })
    .where('receipt', '=', receipt)
    .execute();
  await db
    .insertInto('claim')
    .values({
      claim: claim.id,
      mall: claim.mall,
      receipt,
      amount: value,
      currency,
      date: claim.date,
      payable: 0,
      payout: null,
    })
    .execute();
  await bookTransfer(db, {
    at: credit.clock(),
    kind: 'claim',
    subject: receipt,
    debit: `customer:${customer}`,
    credit: `mall:${claim.mall}`,
    amount: claim.amount,
  });
  // A customer who has credit with us has paid it already.
  await followAccount(db, customer, currency);
  credit.changes.announce('settlements');
  return ok();
}
