import type { InquiryDetail, InquiryRow } from '#shared/desk/inquiries.ts';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { listRows } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import type { InquiryTable } from './inquiry-tables.ts';

/** A year and a month: long enough for every dispute about a decision. */
export const KEEP_INQUIRY_DAYS = 400;

const COLUMNS = [
  'inquiry.id',
  'inquiry.received_at',
  'inquiry.mall',
  'inquiry.jti',
  'inquiry.flow',
  'inquiry.agency',
  'inquiry.amount',
  'inquiry.currency',
  'inquiry.state',
  'inquiry.reason',
  'inquiry.detail',
  'inquiry.decided_at',
  'inquiry.receipt',
  'mall.name as mall_name',
  'agency.name as agency_name',
] as const;

function inquiries(credit: Credit) {
  return credit.storage.read
    .selectFrom('inquiry')
    .leftJoin('partner as mall', 'mall.id', 'inquiry.mall')
    .leftJoin('partner as agency', 'agency.id', 'inquiry.agency')
    .select(COLUMNS);
}

export async function listInquiries(credit: Credit, asked: Input<'inquiries.list'>): Promise<ListPage<InquiryRow>> {
  const shape = {
    time: 'inquiry.received_at',
    id: 'inquiry.id',
    state: 'inquiry.state',
    partner: 'inquiry.mall',
    amount: 'inquiry.amount',
    numbers: ['inquiry.jti'],
  } as const;
  const page = await listRows(credit.storage.read.selectFrom('inquiry'), shape, asked, (found) =>
    found
      .leftJoin('partner as mall', 'mall.id', 'inquiry.mall')
      .leftJoin('partner as agency', 'agency.id', 'inquiry.agency')
      .select(COLUMNS),
  );
  return mapPage(page, (row) => toRow(credit, row));
}

type Listed = Pick<
  InquiryTable,
  | 'id'
  | 'received_at'
  | 'mall'
  | 'jti'
  | 'flow'
  | 'agency'
  | 'amount'
  | 'currency'
  | 'state'
  | 'reason'
  | 'detail'
  | 'decided_at'
  | 'receipt'
> & { readonly mall_name: string | null; readonly agency_name: string | null };

function toRow(credit: Credit, row: Listed): InquiryRow {
  const { id, received_at, jti, flow, amount, currency, state, reason, detail, decided_at, agency } = row;
  return {
    id,
    at: received_at,
    mall: row.mall_name ?? row.mall,
    purchase: jti,
    flow,
    amount: { value: amount, currency },
    state,
    ...(reason !== null && { reason }),
    ...(detail !== null && { detail }),
    ...(agency !== null && { agency: row.agency_name ?? (agency === credit.self ? credit.name : agency) }),
    ...(decided_at !== null && { decidedAt: decided_at }),
    ...(state === 'yes' && { receipt: row.receipt }),
  };
}

/** Why it was decided so, with what was known of the customer then; recorded in the trail. */
export async function openInquiry(credit: Credit, who: string, id: string): Promise<Result<InquiryDetail>> {
  const row = await inquiries(credit)
    .leftJoin('card', 'card.id', 'inquiry.card')
    .select(['inquiry.facts', 'inquiry.rules', 'card.last_four'])
    .where('inquiry.id', '=', id)
    .executeTakeFirst();
  if (!row) return fail('not-found');
  await credit.storage.write((db) =>
    recordDeed(db, { at: credit.clock(), who, action: 'inquiry.opened', subject: row.jti }),
  );
  return ok({
    ...toRow(credit, row),
    ...(row.last_four !== null && { lastFour: row.last_four }),
    ...(row.facts !== null && { facts: JSON.parse(row.facts) as NonNullable<InquiryDetail['facts']> }),
    ...(row.rules !== null && { rules: JSON.parse(row.rules) as NonNullable<InquiryDetail['rules']> }),
  });
}

/** Decisions that are long over: they say how a customer paid. */
export async function forgetInquiries(credit: Credit): Promise<void> {
  const before = new Date(credit.clock().getTime() - KEEP_INQUIRY_DAYS * 86_400_000).toISOString();
  await credit.storage.write((db) =>
    db.deleteFrom('inquiry').where('received_at', '<', before).where('state', '!=', 'waiting').execute(),
  );
}
