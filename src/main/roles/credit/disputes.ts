/**
 * Charges that customers contest. Opening one moves no money; while it is undecided its claim is not paid out and its
 * statement not pressed for. Won, the amount goes back as a refund of ours.
 */
import { DISPUTE_ENDS, type DisputeEnd, type DisputeNote } from '#shared/desk/disputes.ts';
import type { DisputeAbout } from '#shared/domain/dispute.ts';
import { calendarDay } from '#shared/domain/day.ts';
import type { Money } from '#shared/domain/money.ts';
import { canMove, DISPUTE, type DisputeState, UNDECIDED } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type IncomingEvent, sendEvent } from '#main/post/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { addDays } from './billing-settings.ts';
import type { Credit } from './credit.ts';
import type { DisputeTable } from './dispute-tables.ts';
import { giveBackCaptured, refundableOf } from './refunds.ts';
import type { CreditTables } from './tables.ts';

/** Days until the mall has to be asked, and after its answer until it has to be decided. */
const DAYS_TO_ASK = 7;
const DAYS_TO_DECIDE = 14;

/** Fails with `not-found`, `field-invalid`, or `refund-too-high` where less than that is left to contest. */
export async function openDispute(
  credit: Credit,
  who: string,
  order: { receipt: string; amount: Money; about: DisputeAbout; note: string },
): Promise<Result<{ dispute: string }>> {
  const { receipt, amount, about, note } = order;
  return writeResult(credit.storage, async (db) => {
    const settlement = await db.selectFrom('settlement').selectAll().where('receipt', '=', receipt).executeTakeFirst();
    if (!settlement) return fail('not-found');
    const { mall, currency } = settlement;
    if (currency !== amount.currency || amount.value < 1) return fail('field-invalid', 'amount');
    if (amount.value > refundableOf(settlement) - (await contested(db, receipt))) return fail('refund-too-high');
    const dispute = randomUuid();
    const at = credit.clock();
    await db
      .insertInto('dispute')
      .values({
        dispute,
        receipt,
        mall,
        amount: amount.value,
        currency,
        about,
        state: DISPUTE.start,
        opened_at: at.toISOString(),
        due_on: addDays(calendarDay(at), DAYS_TO_ASK),
        answer: null,
        evidence: null,
        refund: null,
      })
      .execute();
    await noteDown(credit, db, { dispute, who, kind: 'opened', note });
    await recordDeed(db, { at, who, action: 'dispute.opened', subject: dispute, detail: receipt });
    return ok({ dispute });
  });
}

/** Of a settlement, by customers whose disputes are not decided, in minor units. */
async function contested(db: Readable<CreditTables>, receipt: string): Promise<number> {
  const { sum } = await db
    .selectFrom('dispute')
    .select((eb) => eb.fn.sum<number | null>('amount').as('sum'))
    .where('receipt', '=', receipt)
    .where('state', 'in', UNDECIDED)
    .executeTakeFirstOrThrow();
  return Number(sum ?? 0);
}

/** Asks the mall for its side; where it has not answered, again for another day. Fails with `not-found`, `wrong-state` or `field-invalid`. */
export async function askMall(
  credit: Credit,
  who: string,
  { dispute, by }: { dispute: string; by: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const row = await findUndecided(db, dispute);
    if (!row.ok) return row;
    const at = credit.clock();
    if (by <= calendarDay(at)) return fail('field-invalid', 'by');
    const state: DisputeState = 'asked';
    if (row.value.state !== state && !canMove(DISPUTE, row.value.state, state))
      return fail('wrong-state', row.value.state);
    await db.updateTable('dispute').set({ state, due_on: by }).where('dispute', '=', dispute).execute();
    await tellMall(credit, db, row.value, { state, by });
    await noteDown(credit, db, { dispute, who, kind: 'asked', note: by });
    await recordDeed(db, { at, who, action: 'dispute.asked', subject: dispute, detail: by });
    return ok();
  });
}

/** What staff learned of it. */
export async function addDisputeNote(
  credit: Credit,
  who: string,
  { dispute, note }: { dispute: string; note: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const row = await db.selectFrom('dispute').select('dispute').where('dispute', '=', dispute).executeTakeFirst();
    if (!row) return fail('not-found');
    await noteDown(credit, db, { dispute, who, kind: 'note', note });
    await recordDeed(db, { at: credit.clock(), who, action: 'dispute.noted', subject: dispute });
    return ok();
  });
}

/** Ends it, once. Fails with `not-found`, `wrong-state` or `refund-too-high` where the mall gave it back meanwhile. */
export async function decideDispute(
  credit: Credit,
  who: string,
  order: { dispute: string; end: DisputeEnd; reason: string },
): Promise<Result<void>> {
  const { dispute, end, reason } = order;
  return writeResult(credit.storage, async (db) => {
    const row = await findUndecided(db, dispute);
    if (!row.ok) return row;
    const { receipt, amount, state } = row.value;
    const refund = end === 'won' ? randomUuid() : null;
    await db.updateTable('dispute').set({ state: end, refund }).where('dispute', '=', dispute).execute();
    if (refund !== null) {
      const given = await giveBackCaptured(credit, db, {
        refund,
        receipt,
        amount,
        reason: 'disputed',
        kind: 'disputed',
      });
      if (!given.ok) return given;
    }
    // Who was never asked has heard nothing of it; what went back is told anyway.
    if (state !== 'open') await tellMall(credit, db, row.value, { state: end });
    await noteDown(credit, db, { dispute, who, kind: end, note: reason });
    await recordDeed(db, { at: credit.clock(), who, action: `dispute.${end}`, subject: dispute, detail: reason });
    credit.changes.announce('settlements');
    return ok();
  });
}

/** The mall's side. What comes after the decision changes nothing. */
export async function acceptDisputeAnswer(
  credit: Credit,
  db: Writable<CreditTables>,
  event: IncomingEvent<'settlement.dispute-answer'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  const { dispute, purchase, answer, evidence } = data;
  if (event.subject !== dispute) return fail('event-invalid', 'subject');
  const row = await db
    .selectFrom('dispute')
    .innerJoin('settlement', 'settlement.receipt', 'dispute.receipt')
    .select('dispute.state')
    .where('dispute.dispute', '=', dispute)
    .where('dispute.mall', '=', partner.id)
    .where('settlement.jti', '=', purchase)
    .executeTakeFirst();
  if (!row || row.state === 'open') return fail('event-unknown-number');
  if (isEnd(row.state)) return ok();
  const words = [...new Set(evidence)].join(' ');
  await db
    .updateTable('dispute')
    .set({ state: 'answered', answer, evidence: words, due_on: addDays(calendarDay(credit.clock()), DAYS_TO_DECIDE) })
    .where('dispute', '=', dispute)
    .execute();
  await noteDown(credit, db, { dispute, who: partner.id, kind: 'answered', note: answer });
  return ok();
}

const isEnd = (state: DisputeState): state is DisputeEnd => DISPUTE_ENDS.some((end) => end === state);

async function findUndecided(db: Readable<CreditTables>, dispute: string): Promise<Result<DisputeTable>> {
  const row = await db.selectFrom('dispute').selectAll().where('dispute', '=', dispute).executeTakeFirst();
  if (!row) return fail('not-found');
  return isEnd(row.state) ? fail('wrong-state', row.state) : ok(row);
}

async function tellMall(
  credit: Credit,
  db: Writable<CreditTables>,
  { dispute, receipt, mall, amount, currency, about }: DisputeTable,
  said: { readonly state: 'asked'; readonly by: string } | { readonly state: DisputeEnd },
): Promise<void> {
  const { jti } = await db
    .selectFrom('settlement')
    .select('jti')
    .where('receipt', '=', receipt)
    .executeTakeFirstOrThrow();
  await sendEvent(credit.post, db, {
    to: mall,
    type: 'settlement.dispute',
    subject: dispute,
    data: { dispute, purchase: jti, amount: { value: amount, currency }, about, ...said },
  });
}

async function noteDown(
  credit: Credit,
  db: Writable<CreditTables>,
  line: Pick<DisputeNote, 'who' | 'kind' | 'note'> & { readonly dispute: string },
): Promise<void> {
  await db
    .insertInto('dispute_note')
    .values({ ...line, at: credit.clock().toISOString() })
    .execute();
  credit.changes.announce('disputes');
}
