/**
 * Instructions that customers' browsers brought, and each browser's place in answering one (PROTOCOL.md §4). The roles
 * say what an instruction looks like, which number a browser's answer will have, and what the answer means.
 */
import { fail, ok, type Result } from '#shared/result.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { randomToken, tokenHash } from '#main/vault/index.ts';
import {
  checkInstructionTime,
  type InstructionClaims,
  type InstructionSchema,
  readInstruction,
} from './instruction.ts';
import { findPartner } from './find-partner.ts';
import type { Post, PostTables } from './post.ts';
import { type ArrivalTables, findDigest, moveArrival, type WindowState } from './purchase.ts';

/** How long a browser may take to fill in the form. */
export const ARRIVAL_MINUTES = 60;
/** Browsers at one instruction: beyond the customer's own few, somebody else is trying. */
const MOST_SESSIONS = 12;

/** What a role makes of an instruction. */
export interface ArrivalRules<C extends InstructionClaims, DB> {
  readonly schema: InstructionSchema<C>;
  /** Whether there is anything to decide; false is answered NO at once. */
  readonly isServed: (claims: C) => Promise<boolean>;
  /** Claims the number that this window's answer would have; `undefined` when another instruction has it. */
  readonly reserveNumber: (db: Writable<DB>, claims: C) => Promise<string | undefined>;
  /** Tells the mall NO, in the unit of work that decided it. */
  readonly answerNo: (db: Writable<DB>, claims: C) => Promise<void>;
}

/** How a browser names its place: its own cookie, and which of its windows. */
export interface BrowserPlace {
  readonly browser: string;
  readonly window: string;
}

/**
 * Takes an instruction that a browser posted from the mall's page. Such a post comes without our cookies, so the
 * browser gets a one-time token with which it comes in (`enterWindow`). Fails with one of `instruction-invalid`,
 * `-foreign`, `-expired`, `-reused`, `partner-unknown`, `partner-suspended`, `too-many`.
 *
 * @param posted.origin the request's `Origin`: `null`, absent, or the mall's own
 */
export async function receiveInstruction<C extends InstructionClaims, DB extends PostTables & ArrivalTables>(
  post: Post,
  rules: ArrivalRules<C, DB>,
  posted: { readonly jws: string; readonly origin?: string | undefined },
): Promise<Result<{ arrival: string }>> {
  const read = await readInstruction(post, rules.schema, posted.jws);
  if (!read.ok) return read;
  const { claims, digest, mall } = read.value;
  const { origin } = posted;
  if (origin !== undefined && origin !== 'null' && origin !== new URL(mall.card.public).origin) {
    return fail('instruction-foreign', 'origin');
  }
  const known = await findDigest(post.storage.read as unknown as Readable<ArrivalTables>, claims);
  if (known !== undefined && known !== digest) return fail('instruction-reused');
  if (known === undefined) {
    const timely = checkInstructionTime(post, claims);
    if (!timely.ok) return timely;
  }
  const arrival = randomToken();
  const isServed = await rules.isServed(claims);
  return writeResult(post.storage, async (unit) => {
    const db = unit as unknown as Writable<ArrivalTables>;
    const roleDb = unit as unknown as Writable<DB>;
    const now = post.clock();
    const arrived = await db
      .insertInto('arrival')
      .values({
        mall: claims.iss,
        jti: claims.jti,
        claims_digest: digest,
        claims: JSON.stringify(claims),
        state: isServed ? 'open' : 'no',
        arrived_at: now.toISOString(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (arrived.numInsertedOrUpdatedRows === 0n) {
      if ((await findDigest(db, claims)) !== digest) return fail('instruction-reused');
    } else if (!isServed) {
      await rules.answerNo(roleDb, claims);
    }
    const { sessions } = await db
      .selectFrom('arrival_session')
      .select((eb) => eb.fn.countAll<number>().as('sessions'))
      .where('mall', '=', claims.iss)
      .where('jti', '=', claims.jti)
      .executeTakeFirstOrThrow();
    if (Number(sessions) >= MOST_SESSIONS) return fail('too-many');
    const number = await rules.reserveNumber(roleDb, claims);
    if (number === undefined) return fail('instruction-reused', 'jti');
    await db
      .insertInto('arrival_session')
      .values({
        window: randomToken(),
        arrival_hash: tokenHash(arrival),
        browser_hash: null,
        mall: claims.iss,
        jti: claims.jti,
        number,
        decided: 0,
        expires_at: new Date(now.getTime() + ARRIVAL_MINUTES * 60_000).toISOString(),
      })
      .execute();
    return ok({ arrival });
  });
}

/**
 * The browser comes in with its one-time token. The same instruction that it has a window for already goes on where it
 * stood; any other browser starts blank. Fails with `session-missing`.
 *
 * @param browser the browser's cookie, when it has one
 */
export async function enterWindow(
  post: Post,
  arrival: string | undefined,
  browser: string | undefined,
): Promise<Result<BrowserPlace>> {
  if (arrival === undefined) return fail('session-missing');
  const cookie = browser ?? randomToken();
  const browser_hash = tokenHash(cookie);
  return writeResult(post.storage, async (unit) => {
    const db = unit as unknown as Writable<ArrivalTables>;
    const now = post.clock().toISOString();
    const fresh = await db
      .selectFrom('arrival_session')
      .selectAll()
      .where('arrival_hash', '=', tokenHash(arrival))
      .where('expires_at', '>', now)
      .executeTakeFirst();
    if (!fresh) return fail('session-missing');
    const earlier = await db
      .selectFrom('arrival_session')
      .select('window')
      .where('browser_hash', '=', browser_hash)
      .where('mall', '=', fresh.mall)
      .where('jti', '=', fresh.jti)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    if (earlier) {
      await db.deleteFrom('arrival_session').where('window', '=', fresh.window).execute();
      return ok({ browser: cookie, window: earlier.window });
    }
    await db
      .updateTable('arrival_session')
      .set({ arrival_hash: null, browser_hash })
      .where('window', '=', fresh.window)
      .execute();
    return ok({ browser: cookie, window: fresh.window });
  });
}

/** One browser's place in answering one instruction. */
export interface Arrival<C> {
  readonly window: string;
  readonly claims: C;
  readonly mallName: string;
  readonly state: WindowState;
  /** Reserved for what this window seals. */
  readonly number: string;
  /** This window decided, so it may see what came of it. */
  readonly decided: boolean;
}

/** By a browser's cookie and which of its windows; `undefined` when they don't belong together or their time is over. */
export async function findArrival<C>(post: Post, place: Partial<BrowserPlace>): Promise<Arrival<C> | undefined> {
  const { browser, window } = place;
  if (!browser || !window) return undefined;
  const db = post.storage.read as unknown as Readable<ArrivalTables & PostTables>;
  const session = await db
    .selectFrom('arrival_session')
    .selectAll()
    .where('window', '=', window)
    .where('browser_hash', '=', tokenHash(browser))
    .where('expires_at', '>', post.clock().toISOString())
    .executeTakeFirst();
  if (!session) return undefined;
  const { mall, jti } = session;
  const arrival = await db
    .selectFrom('arrival')
    .select(['claims', 'state'])
    .where('mall', '=', mall)
    .where('jti', '=', jti)
    .executeTakeFirstOrThrow();
  return {
    window,
    claims: JSON.parse(arrival.claims) as C,
    mallName: (await findPartner(db, mall))?.name ?? mall,
    // Windows are opened for instructions alone.
    state: arrival.state as WindowState,
    number: session.number,
    decided: session.decided === 1,
  };
}

/**
 * The first window decides; any later one, and a second click, fails with `already-decided`. A mall that was suspended
 * meanwhile fails with `partner-suspended`.
 */
export async function decideArrival(
  db: Writable<ArrivalTables & PostTables>,
  arrival: { readonly window: string; readonly claims: { readonly iss: string; readonly jti: string } },
  state: Exclude<WindowState, 'open'>,
): Promise<Result<void>> {
  const { claims } = arrival;
  if ((await findPartner(db, claims.iss))?.state !== 'approved') return fail('partner-suspended');
  const decided = await moveArrival(db, claims, { from: 'open', to: state });
  if (!decided.ok) return decided;
  await db.updateTable('arrival_session').set({ decided: 1 }).where('window', '=', arrival.window).execute();
  return ok();
}

/** Instructions that no browser decided in time end as NO; their reserved numbers are never used again. */
export async function endStaleArrivals<C extends InstructionClaims, DB extends PostTables & ArrivalTables>(
  post: Post,
  rules: ArrivalRules<C, DB>,
): Promise<void> {
  const before = new Date(post.clock().getTime() - ARRIVAL_MINUTES * 60_000).toISOString();
  const stale = await (post.storage.read as unknown as Readable<ArrivalTables>)
    .selectFrom('arrival')
    .select(['mall', 'jti', 'claims'])
    .where('state', '=', 'open')
    .where('arrived_at', '<', before)
    .limit(500)
    .execute();
  await post.storage.write(async (unit) => {
    const db = unit as unknown as Writable<ArrivalTables>;
    for (const { mall, jti, claims } of stale) {
      const ended = await moveArrival(db, { iss: mall, jti }, { from: 'open', to: 'no' });
      if (ended.ok) await rules.answerNo(unit as unknown as Writable<DB>, JSON.parse(claims) as C);
    }
    await db.deleteFrom('arrival_session').where('expires_at', '<', post.clock().toISOString()).execute();
  });
}

/** A mall that is up has the answer within this time; a customer's page waits no longer for it. */
const TELLING_MS = 1500;

/** Whether the mall has accepted the answer, after waiting a moment for it; until then it stays in the post. */
export async function isMallTold(
  post: Post,
  answer: { readonly mall: string; readonly type: string; readonly subject: string },
): Promise<boolean> {
  const end = Date.now() + TELLING_MS;
  for (;;) {
    const waiting = await post.storage.read
      .selectFrom('outbox')
      .select('id')
      .where('partner', '=', answer.mall)
      .where('type', '=', answer.type)
      .where('subject', '=', answer.subject)
      .where('accepted_at', 'is', null)
      .executeTakeFirst();
    if (!waiting) return true;
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
