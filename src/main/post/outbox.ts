import type { PostRow } from '#shared/desk/office.ts';
import {
  canonical,
  closedEvent,
  type EventData,
  type EventType,
  KEEP_SENT_DAYS,
  REMEMBER_DAYS,
} from '#shared/protocol/event.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Writable } from '#main/storage/index.ts';
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
  await writeMessage(post, db, message, (_, event) => event);
}

/** @param keep what of the event stands in the outbox. @returns the event's id */
export async function writeMessage<T extends EventType>(
  post: Post,
  db: Writable<PostTables>,
  message: Message<T>,
  keep: (id: string, event: string) => string,
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
    })
    .execute();
  post.changes.announce('post');
  return id;
}

/** Messages not yet accepted, oldest first. */
export async function listWaiting(post: Post): Promise<PostRow[]> {
  const rows = await post.storage.read
    .selectFrom('outbox')
    .select(['id', 'partner', 'type', 'created_at', 'attempts', 'next_at', 'last_error', 'rejected_at'])
    .where('accepted_at', 'is', null)
    .orderBy('created_at')
    .limit(500)
    .execute();
  return rows.map((row) => ({
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
    await db.deleteFrom('outbox').where('accepted_at', '<', daysAgo(KEEP_SENT_DAYS)).execute();
    // A day more: the sender's clock may be behind or ahead of ours.
    await db
      .deleteFrom('inbox')
      .where('received_at', '<', daysAgo(REMEMBER_DAYS + 1))
      .execute();
  });
}
