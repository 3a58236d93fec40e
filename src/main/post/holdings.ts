import { type ColumnHolding, daysAfter, type Fact, type Opener, type TableHolding } from '#shared/domain/knowledge.ts';
import { KEEP_SENT_DAYS } from '#shared/protocol/event.ts';
import type { Readable } from '#main/storage/index.ts';
import type { PostTables } from './post.ts';
import type { OutboxTable } from './tables.ts';

/** What an instruction that came through the customer's browser leaves with whoever received it. */
export const ARRIVAL_HOLDING: TableHolding = {
  table: 'arrival',
  since: 'arrived_at',
  columns: [
    { column: 'claims', facts: ['goods'], form: { json: 'contents' }, opens: 'mall' },
    { column: 'claims', facts: ['amount'], form: { member: 'amount' } },
    { column: 'claims', facts: ['size'], form: { member: 'size' } },
  ],
};

interface SealedInMessages {
  readonly kind: 'contents' | 'addressee' | 'customer';
  readonly facts: readonly Fact[];
  readonly opens: Opener;
}

/** What stands sealed in messages to partners, as long as those are kept to be sent again: `KEEP_SENT_DAYS`. */
export function outboxHolding(sealed: readonly SealedInMessages[]): TableHolding {
  return {
    table: 'outbox',
    since: 'created_at',
    columns: sealed.map(({ kind, facts, opens }): ColumnHolding => ({
      column: 'event',
      facts,
      form: { json: kind },
      opens,
      until: ({ accepted_at }) => (accepted_at === null ? undefined : daysAfter(String(accepted_at), KEEP_SENT_DAYS)),
    })),
  };
}

/** Of `outboxHolding`: what was said about an order, under any of its numbers. */
export function messagesAbout(
  db: Readable<PostTables>,
  subjects: readonly string[],
): Promise<Pick<OutboxTable, 'event' | 'created_at' | 'accepted_at'>[]> {
  return db
    .selectFrom('outbox')
    .select(['event', 'created_at', 'accepted_at'])
    .where('subject', 'in', subjects)
    .execute();
}
