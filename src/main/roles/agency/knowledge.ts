/** What this agency's tables hold of one request. Of the customer nothing: what was confirmed went through the memory. */
import type { Knowledge } from '#shared/desk/knowledge.ts';
import { daysAfter, knownFacts, type Row, type TableHolding, tracesOf } from '#shared/domain/knowledge.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Agency } from './agency.ts';
import { KEEP_REQUEST_DAYS } from './requests.ts';

const kept = ({ changed_at }: Row): string => daysAfter(String(changed_at), KEEP_REQUEST_DAYS);

const REQUEST: TableHolding = {
  table: 'agency_request',
  since: 'received_at',
  columns: [
    { column: 'contents', facts: ['goods'], form: { envelope: 'contents' }, opens: 'mall', until: kept },
    { column: 'amount', facts: ['amount'], form: 'clear', until: kept },
  ],
};

/** By the mall's purchase number. Fails with `not-found`. */
export async function readAgencyKnowledge(
  agency: Agency,
  asked: { readonly number: string; readonly mall?: string | undefined },
): Promise<Result<Knowledge>> {
  let query = agency.storage.read.selectFrom('agency_request').selectAll().where('purchase', '=', asked.number);
  if (asked.mall !== undefined) query = query.where('mall', '=', asked.mall);
  const requests = await query.execute();
  if (requests.length === 0) return fail('not-found');
  const order = { flow: 'agency', settled: true, agency: agency.variant } as const;
  const traces = tracesOf(REQUEST, requests);
  return ok({ number: asked.number, role: 'agency', order, facts: knownFacts('agency', order, traces) });
}
