import { sql } from 'kysely';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { PostRow } from '#shared/desk/office.ts';
import {
  canonical,
  closedEvent,
  type EventData,
  type EventType,
  KEEP_SENT_DAYS,
  REMEMBER_DAYS,
} from '#shared/protocol/event.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type ListShape, listRows, type Writable, writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { Post, PostTables } from './post.ts';

/** What happened to a parcel is told by its day alone: an hour would tell about depots and routes. */
const TOLD_BY_DAY: ReadonlySet<EventType> = new Set([
  'parcel.status',
  'return.status',
  'parcel.corrected',
  'cod.refunded',
  'handover.manifest',
  'handover.answer',
]);

const KEEP_TRIALS_DAYS = 120;

/** What goes to a partner. */
export interface Message<T extends EventType> {
  readonly to: string;
  readonly type: T;
  readonly subject: string;
  readonly data: EventData<T>;
}

/**
 * Writes a message to a partner, in the unit of work of the fact it tells. It leaves after the commit and again and
 * again until the partner has accepted it. Throws where the data has a member outside its schema.
 */
export async function sendEvent<T extends EventType>(
  post: Post,
  db: Writable<PostTables>,
  message: Message<T>,
): Promise<void> {
  await writeMessage(post, db, message);
}

/**
 * @param keep what of the event stands in the outbox
 * @param newestKey as `OutboxTable.newest_key`
 * @returns the event's id
 */
export async function writeMessage<T extends EventType>(
  post: Post,
  db: Writable<PostTables>,
  message: Message<T>,
  keep: (id: string, event: string) => string = (_, event) => event,
  newestKey = false,
): Promise<string> {
  const { to, type, subject } = message;
  const now = post.clock().toISOString();
  const id = randomUuid();
  const event = {
    specversion: '1.0',
    id,
    source: post.self,
    type,
    time: TOLD_BY_DAY.has(type) ? `${now.slice(0, 10)}T00:00:00.000Z` : now,
    subject,
    datacontenttype: 'application/json',
    data: closedEvent(type, message.data),
  };
  await db
    .insertInto('outbox')
    .values({
      id,
      partner: to,
      type,
      subject,
      event: keep(id, canonical(event)),
      created_at: now,
      attempts: 0,
      next_at: now,
      accepted_at: null,
      rejected_at: null,
      last_error: null,
      newest_key: newestKey ? 1 : 0,
    })
    .execute();
  post.changes.announce('post');
  return id;
}

/** Messages not yet accepted; trials of another signing key are none. */
export async function listWaiting(post: Post, asked: Input<'post.waiting'>): Promise<ListPage<PostRow>> {
  const waiting = post.storage.read
    .selectFrom('outbox')
    .select(['id', 'partner', 'type', 'created_at', 'attempts', 'next_at', 'last_error', 'rejected_at'])
    .where('accepted_at', 'is', null)
    .where('newest_key', '=', 0);
  const shape: ListShape<PostTables, 'outbox'> = {
    time: 'outbox.created_at',
    id: 'outbox.id',
    partner: 'outbox.partner',
    state: sql`case when rejected_at is null then 'waiting' else 'refused' end`,
    names: ['outbox.type'],
    numbers: ['outbox.subject'],
  };
  return mapPage(await listRows(waiting, shape, asked), (row) => ({
    id: row.id,
    partner: row.partner,
    type: row.type,
    createdAt: row.created_at,
    attempts: row.attempts,
    nextAt: row.next_at,
    ...(row.last_error !== null && { lastError: row.last_error }),
    rejected: row.rejected_at !== null,
  }));
}

/** Brings one message at once. Fails with `not-found` where it has gone meanwhile. */
export async function retryMessage(post: Post, who: string, id: string): Promise<Result<void>> {
  return writeResult(post.storage, async (db) => {
    const message = await db
      .updateTable('outbox')
      .set({ next_at: post.clock().toISOString(), rejected_at: null })
      .where('id', '=', id)
      .where('accepted_at', 'is', null)
      .returning('partner')
      .executeTakeFirst();
    if (!message) return fail('not-found');
    await recordDeed(db, { at: post.clock(), who, action: 'post.retried', subject: message.partner });
    post.changes.announce('post');
    return ok();
  });
}

/** Brings everything that waits for a partner at once, refused messages included. */
export async function retryNow(post: Post, who: string, partner: string): Promise<void> {
  await post.storage.write(async (db) => {
    await db
      .updateTable('outbox')
      .set({ next_at: post.clock().toISOString(), rejected_at: null })
      .where('partner', '=', partner)
      .where('accepted_at', 'is', null)
      .execute();
    await recordDeed(db, { at: post.clock(), who, action: 'post.retried', subject: partner });
    post.changes.announce('post');
  });
}

/** Forgets accepted messages, and the ids of received ones, after their retention. */
export async function dropOldMessages(post: Post): Promise<void> {
  const daysAgo = (days: number): string => new Date(post.clock().getTime() - days * 86_400_000).toISOString();
  await post.storage.write(async (db) => {
    await db
      .deleteFrom('outbox')
      .where('accepted_at', '<', daysAgo(KEEP_SENT_DAYS))
      .where('newest_key', '=', 0)
      .execute();
    // What tells who has compared a key lasts as long as two are in use.
    await db
      .deleteFrom('outbox')
      .where('created_at', '<', daysAgo(KEEP_TRIALS_DAYS))
      .where('newest_key', '=', 1)
      .execute();
    await db.deleteFrom('refused_message').where('at', '<', daysAgo(KEEP_SENT_DAYS)).execute();
    // A day more: the sender's clock may be behind or ahead of ours.
    await db
      .deleteFrom('inbox')
      .where('received_at', '<', daysAgo(REMEMBER_DAYS + 1))
      .execute();
  });
}
