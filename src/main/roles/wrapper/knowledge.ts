/** What this gift-wrapper's tables hold of one gift: the words on its card, sealed, and nothing of anybody. */
import type { Knowledge } from '#shared/desk/knowledge.ts';
import { daysAfter, knownFacts, type TableHolding, tracesOf } from '#shared/domain/knowledge.ts';
import { KEEP_SENT_DAYS } from '#shared/protocol/event.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Wrapper } from './wrapper.ts';

const GIFT: TableHolding = {
  table: 'gift',
  since: 'received_at',
  columns: [
    {
      column: 'part',
      facts: ['gift'],
      form: { json: 'order' },
      opens: 'wrapper',
      until: ({ done_at }) => (done_at === null ? undefined : daysAfter(String(done_at), KEEP_SENT_DAYS)),
    },
  ],
};

/** By the mall's purchase number for the wrapper. Fails with `not-found`. */
export async function readWrapperKnowledge(
  wrapper: Wrapper,
  asked: { readonly number: string; readonly mall?: string | undefined },
): Promise<Result<Knowledge>> {
  let query = wrapper.storage.read.selectFrom('gift').selectAll().where('purchase', '=', asked.number);
  if (asked.mall !== undefined) query = query.where('mall', '=', asked.mall);
  const gifts = await query.execute();
  if (gifts.length === 0) return fail('not-found');
  const order = { flow: 'sealed', gift: true } as const;
  const traces = tracesOf(GIFT, gifts);
  return ok({ number: asked.number, role: 'wrapper', order, facts: knownFacts('wrapper', order, traces) });
}
