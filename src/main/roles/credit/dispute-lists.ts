import type { DisputeFile, DisputeRow } from '#shared/desk/disputes.ts';
import { DISPUTE_EVIDENCE } from '#shared/domain/dispute.ts';
import { type ListAsked, type ListPage, mapPage } from '#shared/desk/list.ts';
import type { Money } from '#shared/domain/money.ts';
import { type DisputeState, UNDECIDED } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { listRows } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import type { DisputeTable } from './dispute-tables.ts';
import { PAID_WITH } from './lists.ts';
import { refundableOf } from './refunds.ts';

export async function listDisputes(credit: Credit, asked: ListAsked<DisputeState>): Promise<ListPage<DisputeRow>> {
  const shape = {
    time: 'dispute.opened_at',
    id: 'dispute.dispute',
    state: 'dispute.state',
    partner: 'dispute.mall',
    amount: 'dispute.amount',
    numbers: ['dispute.receipt'],
  } as const;
  const page = await listRows(credit.storage.read.selectFrom('dispute'), shape, asked, (found) =>
    found.leftJoin('partner', 'partner.id', 'dispute.mall').selectAll('dispute').select('partner.name as mall_name'),
  );
  return mapPage(page, toRow);
}

function toRow(row: DisputeTable & { readonly mall_name: string | null }): DisputeRow {
  const { dispute, receipt, mall, mall_name, amount, currency, about, state, opened_at, due_on, answer } = row;
  return {
    dispute,
    receipt,
    mall: mall_name ?? mall,
    amount: { value: amount, currency },
    about,
    state,
    openedAt: opened_at,
    ...(UNDECIDED.some((each) => each === state) && { dueOn: due_on }),
    ...(answer !== null && { answer }),
  };
}

/** All of one, with whose it is; recorded in the trail. */
export async function openDisputeFile(credit: Credit, who: string, dispute: string): Promise<Result<DisputeFile>> {
  const db = credit.storage.read;
  const row = await db
    .selectFrom('dispute')
    .leftJoin('partner', 'partner.id', 'dispute.mall')
    .selectAll('dispute')
    .select('partner.name as mall_name')
    .where('dispute', '=', dispute)
    .executeTakeFirst();
  if (!row) return fail('not-found');
  const settlement = await db
    .selectFrom('settlement')
    .innerJoin('card', (join) => join.on('card.id', '=', PAID_WITH))
    .innerJoin('customer', 'customer.id', 'settlement.customer')
    .selectAll('settlement')
    .select(['card.last_four', 'customer.name as customer_name'])
    .where('receipt', '=', row.receipt)
    .executeTakeFirstOrThrow();
  const notes = await db
    .selectFrom('dispute_note')
    .select(['at', 'who', 'kind', 'note'])
    .where('dispute', '=', dispute)
    .orderBy('id')
    .execute();
  await credit.storage.write((unit) =>
    recordDeed(unit, { at: credit.clock(), who, action: 'dispute.viewed', subject: dispute }),
  );
  const money = (value: number): Money => ({ value, currency: row.currency });
  return ok({
    ...toRow(row),
    customer: { id: settlement.customer, name: settlement.customer_name },
    lastFour: settlement.last_four,
    charged: money(settlement.captured),
    left: money(refundableOf(settlement)),
    evidence: DISPUTE_EVIDENCE.filter((each) => (row.evidence ?? '').split(' ').includes(each)),
    notes,
    ...(row.refund !== null && { refund: row.refund }),
  });
}
