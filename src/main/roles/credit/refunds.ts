/** Money goes back to a customer: a hold that a mall gives up ends, and what it had claimed is booked back. */
import { SETTLEMENT, type SettlementState, canMove } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { balanceOf, bookTransfer } from '#main/ledger/index.ts';
import { type IncomingEvent, sendEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { clearAccount } from './clearing.ts';
import type { Credit } from './credit.ts';
import { withdrawPackage } from './goods-in.ts';
import type { CreditRefundTable } from './refund-tables.ts';
import type { CardTable, CreditTables, SettlementTable } from './tables.ts';

/**
 * A mall gives money back. `cancelled` ends what is held, for nothing was dispatched; every other reason takes what was
 * claimed, and comes again where it has overtaken the claim: what is held then is another part's. Never more than is
 * left; a hold that ended by itself is the customer's again and can't be cancelled out of another part's price. The same
 * refund again has no effect.
 */
export async function acceptRefund(
  credit: Credit,
  db: Writable<CreditTables>,
  event: IncomingEvent<'settlement.refund'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  if (event.subject !== data.refund) return fail('event-invalid', 'subject');
  const settlement = await db
    .selectFrom('settlement')
    .selectAll()
    .where('mall', '=', partner.id)
    .where('jti', '=', data.purchase)
    .executeTakeFirst();
  if (!settlement) return fail('event-unknown-number');
  const { receipt, currency } = settlement;
  const { value: amount } = data.amount;
  const earlier = await db.selectFrom('credit_refund').selectAll().where('refund', '=', data.refund).executeTakeFirst();
  if (earlier) {
    const isSame =
      earlier.kind === 'asked' &&
      earlier.receipt === receipt &&
      earlier.amount === amount &&
      earlier.reason === data.reason &&
      data.amount.currency === earlier.currency;
    return isSame ? ok() : fail('event-conflict');
  }
  if (amount < 1 || data.amount.currency !== currency) return fail('event-invalid', 'amount');
  const isCancelled = data.reason === 'cancelled';
  const released = isCancelled ? Math.min(amount, heldOf(settlement)) : 0;
  const givenBack = amount - released;
  const missing = givenBack - refundableOf(settlement);
  if (!isCancelled && missing > 0 && missing <= heldOf(settlement)) return fail('unavailable', 'claim');
  const lapsed = await lapsedOf(db, settlement);
  if (isCancelled && givenBack > 0 && lapsed > 0) return fail('refund-too-high');
  if (released > 0) await releaseHeld(db, settlement, released);
  return giveBack(credit, db, settlement, {
    refund: data.refund,
    reason: data.reason,
    kind: 'asked',
    released,
    givenBack,
  });
}

/** A customer contested a charge, or a refund was agreed on at our own desk: of what was claimed, and the mall is told. */
export async function giveBackCaptured(
  credit: Credit,
  db: Writable<CreditTables>,
  order: Pick<CreditRefundTable, 'refund' | 'receipt' | 'amount' | 'reason' | 'kind'>,
): Promise<Result<void>> {
  const { refund, receipt, amount, reason, kind } = order;
  const settlement = await db.selectFrom('settlement').selectAll().where('receipt', '=', receipt).executeTakeFirst();
  if (!settlement) return fail('not-found');
  if (amount < 1) return fail('field-invalid', 'amount');
  return giveBack(credit, db, settlement, { refund, reason, kind, released: 0, givenBack: amount });
}

/** What nobody has claimed of a settlement and its customer still waits for, in minor units. */
export function heldOf({ amount, captured, released }: SettlementTable): number {
  return amount - captured - released;
}

/** What can still be given back of what was claimed, in minor units. */
export function refundableOf({ captured, refunded }: SettlementTable): number {
  return captured - refunded;
}

/** What of a settlement went back because its hold ended. */
async function lapsedOf(db: Writable<CreditTables>, { receipt, released }: SettlementTable): Promise<number> {
  const { givenUp } = await db
    .selectFrom('credit_refund')
    .select((eb) => eb.fn.sum<number | null>('released').as('givenUp'))
    .where('receipt', '=', receipt)
    .executeTakeFirstOrThrow();
  return released - Number(givenUp ?? 0);
}

async function releaseHeld(
  db: Writable<CreditTables>,
  { receipt, card }: SettlementTable,
  amount: number,
): Promise<void> {
  await db
    .updateTable('settlement')
    .set((eb) => ({ released: eb('released', '+', amount) }))
    .where('receipt', '=', receipt)
    .execute();
  await addAvailable(db, card, amount);
}

/** The row, the books, the card, the state and the answer to the mall: all of one refund, in its unit of work. */
async function giveBack(
  credit: Credit,
  db: Writable<CreditTables>,
  settlement: SettlementTable,
  part: Pick<CreditRefundTable, 'refund' | 'reason' | 'kind' | 'released'> & { readonly givenBack: number },
): Promise<Result<void>> {
  const { refund, reason, kind, released, givenBack } = part;
  const { receipt, mall, customer, card, currency, jti } = settlement;
  if (givenBack > refundableOf(settlement)) return fail('refund-too-high');
  const now = credit.clock();
  const amount = released + givenBack;
  await db
    .insertInto('credit_refund')
    .values({
      refund,
      receipt,
      mall,
      amount,
      currency,
      reason,
      kind,
      released,
      given_back: givenBack,
      at: now.toISOString(),
      payout: null,
      statement: null,
    })
    .execute();
  if (givenBack > 0) {
    const owed = await balanceOf(db, `customer:${customer}`, currency);
    await bookTransfer(db, {
      at: now,
      kind: kind === 'asked' ? 'refund' : 'chargeback',
      subject: refund,
      debit: `mall:${mall}`,
      credit: `customer:${customer}`,
      amount: { value: givenBack, currency },
    });
    // What was paid already becomes the customer's credit with us; the limit never bore it.
    await freeUsed(db, { customer, card, currency, amount: Math.min(givenBack, Math.max(0, owed.value)) });
  }
  const after = await db.selectFrom('settlement').selectAll().where('receipt', '=', receipt).executeTakeFirstOrThrow();
  const refunded = after.refunded + givenBack;
  const state = settledState({ ...after, refunded });
  await db.updateTable('settlement').set({ refunded, state }).where('receipt', '=', receipt).execute();
  if (givenBack > 0) await clearAccount(db, customer, currency);
  // In part the company can't tell which part it was: then the mall itself stops sending.
  if (state === 'released' || state === 'refunded') await withdrawPackage(credit, db, receipt);
  await sendEvent(credit.post, db, {
    to: mall,
    type: 'settlement.refunded',
    subject: refund,
    data: {
      refund,
      purchase: jti,
      amount: { value: amount, currency },
      released: { value: released, currency },
      reason: kind,
    },
  });
  credit.changes.announce('settlements');
  return ok();
}

/** Ends a settlement of which nothing is left; one that can still be claimed or given back stays what it is. */
export function settledState(settlement: SettlementTable): SettlementState {
  const { state, captured } = settlement;
  if (heldOf(settlement) > 0 || refundableOf(settlement) > 0) return state;
  const end = captured === 0 ? 'released' : 'refunded';
  return canMove(SETTLEMENT, state, end) ? end : state;
}

/**
 * Less is owed, so more can be bought: on the card first, and what it never bore on the customer's other cards. No card
 * gets more than its limit less what is held on it; one that is below zero comes first.
 *
 * @param freed minor units
 */
export async function freeUsed(
  db: Writable<CreditTables>,
  freed: { readonly customer: string; readonly card?: string; readonly currency: string; readonly amount: number },
): Promise<void> {
  const { customer, currency } = freed;
  let left = freed.amount;
  const cards = await readCards(db, customer, currency);
  for (const { id, card_limit, available } of inTurn(cards, freed.card)) {
    if (left === 0) break;
    const more = Math.min(left, Math.max(0, card_limit - available - (await heldOn(db, id))));
    if (more > 0) await addAvailable(db, id, more);
    left -= more;
  }
}

/**
 * The other way: a payment was taken back, so what it freed is used again, on the card first. What was used for other
 * purchases since stands below zero on the card: nothing can be bought on it until so much is paid.
 */
export async function useFreed(
  db: Writable<CreditTables>,
  used: { readonly customer: string; readonly card: string; readonly currency: string; readonly amount: number },
): Promise<void> {
  const { customer, card, currency } = used;
  let left = used.amount;
  for (const { id, available } of inTurn(await readCards(db, customer, currency), card)) {
    const less = Math.min(left, Math.max(0, available));
    if (less > 0) await addAvailable(db, id, -less);
    left -= less;
  }
  if (left > 0) await addAvailable(db, card, -left);
}

type Room = Pick<CardTable, 'id' | 'card_limit' | 'available'>;

function readCards(db: Writable<CreditTables>, customer: string, currency: string): Promise<Room[]> {
  return db
    .selectFrom('card')
    .select(['id', 'card_limit', 'available'])
    .where('customer', '=', customer)
    .where('currency', '=', currency)
    .orderBy('id')
    .execute();
}

function inTurn(cards: readonly Room[], first: string | undefined): Room[] {
  const rank = ({ id, available }: Room): number => (available < 0 ? 0 : id === first ? 1 : 2);
  return cards.toSorted((a, b) => rank(a) - rank(b));
}

/** Holds of a card that nobody has claimed or given up, in minor units. */
async function heldOn(db: Writable<CreditTables>, card: string): Promise<number> {
  const { held } = await db
    .selectFrom('settlement')
    .select((eb) =>
      eb.fn.sum<number | null>(eb(eb('amount', '-', eb.ref('captured')), '-', eb.ref('released'))).as('held'),
    )
    .where('card', '=', card)
    .executeTakeFirstOrThrow();
  return Number(held ?? 0);
}

async function addAvailable(db: Writable<CreditTables>, card: string, amount: number): Promise<void> {
  await db
    .updateTable('card')
    .set((eb) => ({ available: eb('available', '+', amount) }))
    .where('id', '=', card)
    .execute();
}
