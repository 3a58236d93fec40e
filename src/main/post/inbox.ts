import type { z } from 'zod';
import {
  canonical,
  EVENT_TYPE,
  type EventData,
  EVENTS,
  type EventType,
  eventSchema,
  isEventType,
  type PartnerEvent,
  REMEMBER_DAYS,
} from '#shared/protocol/event.ts';
import { CLOCK_SKEW_SECONDS } from '#shared/protocol/instruction.ts';
import { maySend, sendableTypes } from '#shared/protocol/may-send.ts';
import type { PartyCard } from '#shared/protocol/party-card.ts';
import { fromUtf8, toBase64Url, utf8 } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { peekJws, sha256, verifyJws } from '#main/vault/index.ts';
import type { Partner } from './find-partner.ts';
import { readPartyCard, storeCard } from './partner-card.ts';
import type { Post, PostTables } from './post.ts';
import { forgetRefused, noteRefused } from './refused.ts';

export interface IncomingEvent<T extends EventType> {
  readonly partner: Partner;
  readonly subject: string;
  readonly time: string;
  readonly data: EventData<T>;
}

/** What a role does with one type; runs in the unit of work that remembers the message. A failure undoes both. */
export interface EventHandler<DB, T extends EventType> {
  (db: Writable<DB>, event: IncomingEvent<T>): Promise<Result<void>>;
  /** Opening and sealing, before the unit of work, which may wait for nothing but the database (see `readied`). */
  readonly ready?: (event: IncomingEvent<T>) => Promise<(db: Writable<DB>) => Promise<Result<void>>>;
}

export type EventHandlers<DB> = { readonly [T in EventType]?: EventHandler<DB, T> };

/**
 * A handler in two steps: what takes its time, and then what is written. The first may happen without the second, and
 * again.
 */
export function readied<DB, T extends EventType>(
  ready: (event: IncomingEvent<T>) => Promise<(db: Writable<DB>) => Promise<Result<void>>>,
): EventHandler<DB, T> {
  return Object.assign(
    async (db: Writable<DB>, event: IncomingEvent<T>): Promise<Result<void>> => (await ready(event))(db),
    { ready },
  );
}

/**
 * Takes one message of a partner that the TLS connection has identified. Resolves after it is durable and its effect
 * has happened; the same message again is fine and has no effect.
 */
export async function receiveEvent<DB>(
  post: Post,
  handlers: EventHandlers<DB>,
  partner: Partner,
  jws: string,
): Promise<Result<void>> {
  const read = await readEvent(post, partner, jws);
  if (!read.ok) return read;
  const { event } = read.value;
  const taken = await takeEvent(post, handlers, partner, read.value);
  if (!taken.ok) await noteRefused(post, { source: partner.id, id: event.id, type: event.type }, taken.error);
  return taken;
}

async function takeEvent<DB>(
  post: Post,
  handlers: EventHandlers<DB>,
  partner: Partner,
  { event, digest }: { readonly event: PartnerEvent; readonly digest: string },
): Promise<Result<void>> {
  const timely = await checkTime(post, partner, event);
  if (!timely.ok) return timely;
  const { type } = event;
  if (isEventType(type) && handlers[type] && !maySend(partner, post.role, type)) {
    const foreign = !sendableTypes(partner.role, post.role).includes(type);
    return foreign ? fail('event-foreign', 'role') : fail('message-not-allowed', type);
  }
  const card = event.type === 'party.keys' ? await readCard(post, event) : undefined;
  if (card && !card.ok) return card;
  const ready = await makeReady(post, handlers, partner, event);

  return writeResult(post.storage, async (db) => {
    const received_at = post.clock().toISOString();
    const inserted = await db
      .insertInto('inbox')
      .values({ source: event.source, id: event.id, digest, received_at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) {
      const earlier = await db
        .selectFrom('inbox')
        .select('digest')
        .where('source', '=', event.source)
        .where('id', '=', event.id)
        .executeTakeFirstOrThrow();
      return earlier.digest === digest ? ok() : fail('event-conflict');
    }
    const latest = { last_received_at: received_at, last_received_type: event.type };
    await db.updateTable('partner').set(latest).where('id', '=', partner.id).execute();
    await forgetRefused(db, partner.id, event.id);
    // A key that staff have compared signed the message, whatever signed the card.
    if (card) return storeCard(post, db, card.value, { vouched: true, told: event.time });
    return handleEvent(post, handlers, db as unknown as Writable<DB & PostTables>, {
      partner,
      event,
      ready,
    });
  });
}

async function readEvent(
  post: Post,
  partner: Partner,
  jws: string,
): Promise<Result<{ event: PartnerEvent; digest: string }>> {
  const form = peekJws(jws, 'event-invalid');
  if (!form.ok) return form;
  const now = post.clock();
  const { keys } = partner.card;
  const verified = await verifyJws(jws, { type: EVENT_TYPE, keys, code: 'event-foreign', at: now });
  if (!verified.ok) return verified;
  if (verified.value.header['aud'] !== post.self) return fail('event-foreign', 'aud');
  const event = parseEvent(verified.value.payload);
  if (!event.ok) return event;
  if (event.value.source !== partner.id) return fail('event-foreign', 'source');
  return ok({ event: event.value, digest: toBase64Url(sha256(utf8(canonical(event.value)))) });
}

async function checkTime(post: Post, partner: Partner, { time }: PartnerEvent): Promise<Result<void>> {
  const now = post.clock();
  const age = now.getTime() - Date.parse(time);
  if (age > REMEMBER_DAYS * 86_400_000) return fail('event-too-old');
  if (age >= -CLOCK_SKEW_SECONDS * 1000) return ok();
  const ahead = { clock_offset: -age, clock_at: now.toISOString() };
  await post.storage.write((db) => db.updateTable('partner').set(ahead).where('id', '=', partner.id).execute());
  // Its id would be forgotten before its time is too old: taken once its time has come.
  return fail('unavailable', 'time');
}

function parseEvent(payload: Uint8Array): Result<PartnerEvent> {
  try {
    const parsed = eventSchema.safeParse(JSON.parse(fromUtf8(payload)));
    return parsed.success ? ok(parsed.data) : fail('event-invalid');
  } catch {
    return fail('event-invalid');
  }
}

async function readCard(post: Post, event: PartnerEvent): Promise<Result<PartyCard>> {
  const data = EVENTS['party.keys'].safeParse(event.data);
  if (!data.success) return fail('event-invalid', event.type);
  const card = await readPartyCard(post, data.data.card);
  if (card.ok && card.value.id !== event.source) return fail('event-foreign', 'card');
  return card;
}

type Doing<DB> = (db: Writable<DB>) => Promise<Result<void>>;

/** `undefined` where there is nothing to make ready, or it was handled already; what is wrong, handling it will say. */
async function makeReady<DB>(
  post: Post,
  handlers: EventHandlers<DB>,
  partner: Partner,
  { type, subject, time, id, source, data }: PartnerEvent,
): Promise<Doing<DB> | undefined> {
  if (!isEventType(type)) return undefined;
  const { ready } = (handlers[type] ?? {}) as { ready?: (event: IncomingEvent<EventType>) => Promise<Doing<DB>> };
  const schema: z.ZodType = EVENTS[type];
  const parsed = ready && schema.safeParse(data);
  if (!parsed?.success) return undefined;
  const handled = await post.storage.read
    .selectFrom('inbox')
    .select('id')
    .where('source', '=', source)
    .where('id', '=', id)
    .executeTakeFirst();
  return handled ? undefined : ready!({ partner, subject, time, data: parsed.data as EventData<EventType> });
}

async function handleEvent<DB>(
  post: Post,
  handlers: EventHandlers<DB>,
  db: Writable<DB & PostTables>,
  incoming: {
    readonly partner: Partner;
    readonly event: PartnerEvent;
    readonly ready: Doing<DB> | undefined;
  },
): Promise<Result<void>> {
  const { partner, event } = incoming;
  const { type, subject, time } = event;
  if (!isEventType(type)) return fail('event-unknown-type');
  const schema: z.ZodType = EVENTS[type];
  const data = schema.safeParse(event.data);
  if (!data.success) return fail('event-invalid', type);
  if (type === 'resync.request') {
    const { since } = data.data as EventData<'resync.request'>;
    await sendAgain(post, db as unknown as Writable<PostTables>, partner.id, since);
    // What a role brings beside messages.
    const brings = handlers[type];
    const asked = { partner, subject, time, data: { since } };
    return brings ? brings(db as unknown as Writable<DB>, asked) : ok();
  }
  if (incoming.ready) return incoming.ready(db as unknown as Writable<DB>);
  const handler = handlers[type] as
    ((db: Writable<DB>, event: IncomingEvent<EventType>) => Promise<Result<void>>) | undefined;
  if (!handler) return fail('event-unknown-type');
  return handler(db as unknown as Writable<DB>, {
    partner,
    subject,
    time,
    data: data.data as EventData<EventType>,
  });
}

async function sendAgain(post: Post, db: Writable<PostTables>, partner: string, since: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ accepted_at: null, attempts: 0, next_at: post.clock().toISOString() })
    .where('partner', '=', partner)
    // As times are stored: with another fraction they would not compare as text.
    .where('accepted_at', '>=', new Date(since).toISOString())
    .execute();
  post.changes.announce('post');
}
