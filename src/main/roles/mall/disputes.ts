/** What credit companies ask about charges that customers contest. The answer is a class: nothing of what was sold leaves. */
import type { AskedDisputeRow, DisputeAnswer, disputeCommands } from '#shared/desk/disputes.ts';
import { DISPUTE_EVIDENCE, type DisputeEvidence } from '#shared/domain/dispute.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { type ListAsked, type ListPage, mapPage } from '#shared/desk/list.ts';
import { ASKED_DISPUTE, type AskedDisputeState, canMove } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type IncomingEvent, sendEvent } from '#main/post/index.ts';
import { listRows, type Writable, writeResult } from '#main/storage/index.ts';
import type { AskedDisputeTable } from './dispute-tables.ts';
import type { Mall } from './mall.ts';
import { findPaymentNamed } from './payment.ts';
import type { MallTables } from './tables.ts';

/** Asked, asked once more, or told how it ended. An end stays, in whatever order messages arrive. */
export async function noteDispute(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'settlement.dispute'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  const { dispute, purchase, amount, about, state, by } = data;
  if (event.subject !== dispute) return fail('event-invalid', 'subject');
  const payment = await findPaymentNamed(db, partner.id, purchase);
  if (!payment) return fail('event-unknown-number');
  if (amount.value < 1 || amount.value > payment.amount || amount.currency !== payment.currency) {
    return fail('event-invalid', 'amount');
  }
  const known = await db.selectFrom('asked_dispute').selectAll().where('dispute', '=', dispute).executeTakeFirst();
  if (known && (known.credit !== partner.id || known.number !== payment.number)) return fail('event-conflict');
  if (!known) {
    const row: AskedDisputeTable = {
      dispute,
      number: payment.number,
      credit: partner.id,
      amount: amount.value,
      currency: amount.currency,
      about,
      state,
      asked_at: mall.clock().toISOString(),
      // An end that overtook its question wants no answer.
      answer_by: by ?? mall.clock().toISOString().slice(0, 10),
      answer: null,
      evidence: null,
    };
    await db.insertInto('asked_dispute').values(row).execute();
  } else if (canMove(ASKED_DISPUTE, known.state, state)) {
    await db
      .updateTable('asked_dispute')
      .set({ state, ...(by !== undefined && { answer_by: by }) })
      .where('dispute', '=', dispute)
      .execute();
  } else if (known.state === 'asked' && by !== undefined) {
    await db.updateTable('asked_dispute').set({ answer_by: by }).where('dispute', '=', dispute).execute();
  }
  mall.changes.announce('disputes');
  return ok();
}

/** Fails with `not-found`, or `wrong-state` where it was answered or decided. */
export async function answerDispute(
  mall: Mall,
  who: string,
  given: { dispute: string; answer: DisputeAnswer; evidence: readonly DisputeEvidence[] },
): Promise<Result<void>> {
  const { dispute, answer } = given;
  return writeResult(mall.storage, async (db) => {
    const row = await db.selectFrom('asked_dispute').selectAll().where('dispute', '=', dispute).executeTakeFirst();
    if (!row) return fail('not-found');
    if (!canMove(ASKED_DISPUTE, row.state, 'answered')) return fail('wrong-state', row.state);
    // Who gives in has nothing to show.
    const evidence = answer === 'accepted' ? [] : [...new Set(given.evidence)];
    const { jti } = await db
      .selectFrom('settlement')
      .select('jti')
      .where('number', '=', row.number)
      .executeTakeFirstOrThrow();
    await db
      .updateTable('asked_dispute')
      .set({ state: 'answered', answer, evidence: evidence.join(' ') })
      .where('dispute', '=', dispute)
      .execute();
    await sendEvent(mall.post, db, {
      to: row.credit,
      type: 'settlement.dispute-answer',
      subject: dispute,
      data: { dispute, purchase: jti, answer, evidence },
    });
    await recordDeed(db, { at: mall.clock(), who, action: 'dispute.answered', subject: row.number, detail: answer });
    mall.changes.announce('disputes');
    return ok();
  });
}

export async function listAskedDisputes(
  mall: Mall,
  asked: ListAsked<AskedDisputeState>,
): Promise<ListPage<AskedDisputeRow>> {
  const shape = {
    time: 'asked_dispute.asked_at',
    id: 'asked_dispute.dispute',
    state: 'asked_dispute.state',
    partner: 'asked_dispute.credit',
    amount: 'asked_dispute.amount',
    numbers: ['asked_dispute.number'],
  } as const;
  const page = await listRows(mall.storage.read.selectFrom('asked_dispute'), shape, asked, (found) =>
    found
      .leftJoin('partner', 'partner.id', 'asked_dispute.credit')
      .selectAll('asked_dispute')
      .select('partner.name as credit_name'),
  );
  return mapPage(page, (row) => ({
    dispute: row.dispute,
    number: row.number,
    credit: row.credit_name ?? row.credit,
    amount: { value: row.amount, currency: row.currency },
    about: row.about,
    state: row.state,
    askedAt: row.asked_at,
    answerBy: row.answer_by,
    ...(row.answer !== null && { answer: row.answer }),
    evidence: DISPUTE_EVIDENCE.filter((each) => (row.evidence ?? '').split(' ').includes(each)),
  }));
}

export function mallDisputesDesk(
  mall: Mall,
): DeskHandlers<Extract<keyof typeof disputeCommands, `asked-disputes.${string}`>> {
  return {
    'asked-disputes.list': async (_, asked) => ok(await listAskedDisputes(mall, asked)),
    'asked-disputes.answer': ({ who }, given) => answerDispute(mall, who, given),
  };
}
