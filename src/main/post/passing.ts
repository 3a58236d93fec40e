/**
 * Messages that pass through without ever being written down: what is in them lies in memory until the partner has taken
 * it, and the outbox knows only that there is one. Whatever ends the process loses it; whoever passed it on asks
 * `passingState` and begins anew. Called by an agency, which keeps nothing of its customers.
 */
import type { EventType } from '#shared/protocol/event.ts';
import type { Readable, Writable } from '#main/storage/index.ts';
import { type Message, writeMessage } from './outbox.ts';
import type { Post, PostTables } from './post.ts';

/** A partner that can't be reached for so long does not get it any more. */
const PASSING_MS = 3_600_000;
/** Stands in the outbox instead of the event. */
export const NOT_WRITTEN = '';

interface Body {
  readonly event: string;
  readonly until: number;
}

/** By the storage whose outbox names them. */
const bodies = new WeakMap<object, Map<string, Body>>();

function bodiesOf({ storage }: Post): Map<string, Body> {
  const known = bodies.get(storage) ?? new Map<string, Body>();
  bodies.set(storage, known);
  return known;
}

/** As `sendEvent`, without a disk. Returns the message's id. */
export async function passEvent<T extends EventType>(
  post: Post,
  db: Writable<PostTables>,
  message: Message<T>,
): Promise<string> {
  return writeMessage(post, db, message, (id, event) => {
    bodiesOf(post).set(id, { event, until: post.clock().getTime() + PASSING_MS });
    return NOT_WRITTEN;
  });
}

/** What is to be brought: as it was written, or from memory. `undefined` when it is lost. */
export function bodyOf(post: Post, { id, event }: { readonly id: string; readonly event: string }): string | undefined {
  return event === NOT_WRITTEN ? bodiesOf(post).get(id)?.event : event;
}

/** Taken or refused: nobody needs it any more. */
export function forgetBody(post: Post, id: string): void {
  bodiesOf(post).delete(id);
}

/** Those that nobody took in time, and those whose unit of work was undone. */
export function dropOldBodies(post: Post): void {
  const now = post.clock().getTime();
  for (const [id, { until }] of bodiesOf(post)) if (until <= now) forgetBody(post, id);
}

/** Where a message that was passed on is: `lost` when it will never arrive, `rejected` when the partner refused it. */
export async function passingState(
  db: Readable<PostTables>,
  id: string,
): Promise<'waiting' | 'accepted' | 'rejected' | 'lost'> {
  const row = await db
    .selectFrom('outbox')
    .select(['accepted_at', 'rejected_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return 'lost';
  if (row.accepted_at !== null) return 'accepted';
  return row.rejected_at === null ? 'waiting' : 'rejected';
}
