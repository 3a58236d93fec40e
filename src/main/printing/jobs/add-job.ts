import type { JobKind, QueuedJob } from '#shared/desk/printing.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { Readable, Writable } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { readPrinter } from './printer-settings.ts';
import { nextExpiry } from './expiry.ts';
import { findItems, leaveItems, LIVE_ITEMS, moveItems, moveJob } from './move-items.ts';
import type { PrintRoom, PrintWish } from './room.ts';
import type { PrintTables } from './tables.ts';

export interface NewJob {
  readonly printer: string;
  readonly kind: JobKind;
  readonly who: string;
  /** First free place on the first sheet. */
  readonly startAt?: number;
}

/** Rows that are written in one go; the event loop breathes in between. */
const PAGE = 100;

/** In which live job each of these stands; one that stands in none is missing. */
export async function findLive(
  db: Readable<PrintTables>,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (references.length === 0) return new Map();
  const rows = await db
    .selectFrom('print_job_item')
    .select(['reference', 'job'])
    .where('reference', 'in', references)
    .where('state', 'in', LIVE_ITEMS)
    .execute();
  return new Map(rows.map(({ reference, job }) => [reference, job]));
}

/**
 * Gives something to a printer, page by page. What stands in a live job already is left there: asked for twice, it is
 * printed once, and the answer says so.
 */
export async function addJob(
  room: PrintRoom,
  wanted: NewJob,
  pages: Iterable<readonly PrintWish[]> | AsyncIterable<readonly PrintWish[]>,
): Promise<Result<QueuedJob>> {
  const printer = await readPrinter(room.storage.read, wanted.printer);
  if (!printer) return fail('printer-unknown');
  const id = randomUuid();
  let queued = 0;
  let known = 0;
  let elsewhere: string | undefined;
  try {
    for await (const wishes of slices(pages)) {
      const written = await room.storage.write((db) => writeItems(room, db, id, wanted, wishes, queued));
      // Cancelled meanwhile.
      if (!written) return ok({ job: id, queued, known });
      queued += written.queued;
      known += wishes.length - written.queued;
      elsewhere ??= written.elsewhere;
    }
  } catch (error) {
    await room.storage.write((db) => endPreparing(db, id));
    throw error;
  }
  if (queued === 0) return elsewhere === undefined ? fail('nothing-to-print') : ok({ job: elsewhere, queued, known });
  await room.storage.write(async (db) => {
    if (!(await moveJob(db, id, 'waiting', { expiresAt: await nextExpiry(db, room.clock()) }))) return;
    await recordDeed(db, {
      at: room.clock(),
      who: wanted.who,
      action: 'job.queued',
      subject: id,
      detail: String(queued),
    });
    room.changes.announce('printing');
  });
  return ok({ job: id, queued, known });
}

async function* slices(
  pages: Iterable<readonly PrintWish[]> | AsyncIterable<readonly PrintWish[]>,
): AsyncGenerator<readonly PrintWish[]> {
  for await (const page of pages) {
    for (let at = 0; at < page.length; at += PAGE) {
      yield page.slice(at, at + PAGE);
      await new Promise(setImmediate);
    }
  }
}

/** What is half written down is nobody's to print. */
async function endPreparing(db: Writable<PrintTables>, id: string): Promise<void> {
  if (await moveJob(db, id, 'cancelled')) await leaveItems(db, id);
}

/** @returns undefined once the job is over */
async function writeItems(
  room: PrintRoom,
  db: Writable<PrintTables>,
  id: string,
  wanted: NewJob,
  wishes: readonly PrintWish[],
  before: number,
): Promise<{ queued: number; elsewhere?: string } | undefined> {
  if (before > 0 && !(await isPreparing(db, id))) return undefined;
  const live = await findLive(
    db,
    wishes.map(({ reference }) => reference),
  );
  const fresh = [
    ...new Map(wishes.filter(({ reference }) => !live.has(reference)).map((wish) => [wish.reference, wish])).values(),
  ];
  const [elsewhere] = live.values();
  if (fresh.length === 0) return { queued: 0, ...(elsewhere !== undefined && { elsewhere }) };
  if (before === 0) await writeJob(room, db, id, wanted);
  await db
    .insertInto('print_job_item')
    .values(
      fresh.map(({ reference, detail }, at) => ({
        job: id,
        position: before + at + 1,
        reference,
        detail: detail ?? null,
        state: 'waiting' as const,
        code: null,
      })),
    )
    .execute();
  await db
    .updateTable('print_job')
    .set({ total: before + fresh.length })
    .where('id', '=', id)
    .execute();
  return { queued: fresh.length, ...(elsewhere !== undefined && { elsewhere }) };
}

async function isPreparing(db: Readable<PrintTables>, id: string): Promise<boolean> {
  const row = await db.selectFrom('print_job').select('state').where('id', '=', id).executeTakeFirst();
  return row?.state === 'preparing';
}

async function writeJob(room: PrintRoom, db: Writable<PrintTables>, id: string, wanted: NewJob): Promise<void> {
  const now = room.clock();
  await db
    .insertInto('print_job')
    .values({
      id,
      printer: wanted.printer,
      kind: wanted.kind,
      made_by: wanted.who,
      made_at: now.toISOString(),
      expires_at: (await nextExpiry(db, now)).toISOString(),
      state: 'preparing',
      cause: null,
      total: 0,
      printed: 0,
      refused: 0,
      unsure: 0,
      left_over: 0,
      start_at: wanted.startAt ?? 1,
    })
    .execute();
}

/**
 * Jobs that nobody brings through their printer, though they stand there: half-written ones end, the others wait for
 * their turn again. What had left is asked for: of no printer is it known what became of it meanwhile, and files in a
 * folder may have been fetched.
 *
 * @param isServed printers that are at work; absent after a start, when none is
 */
export async function recoverJobs(room: PrintRoom, isServed?: (printer: string) => boolean): Promise<void> {
  const rows = await room.storage.read
    .selectFrom('print_job')
    .select(['id', 'printer'])
    .where((eb) =>
      isServed
        ? eb('state', '=', 'printing')
        : eb.or([
            eb('state', 'in', ['preparing', 'printing']),
            eb.exists(
              eb
                .selectFrom('print_job_item')
                .select('position')
                .whereRef('print_job_item.job', '=', 'print_job.id')
                .where('print_job_item.state', '=', 'sent'),
            ),
          ]),
    )
    .execute();
  for (const { id, printer } of rows) {
    await room.storage.write(async (db) => {
      // Looked at in here: its printer may have begun with it since.
      if (isServed?.(printer)) return;
      const { state } = await db.selectFrom('print_job').select('state').where('id', '=', id).executeTakeFirstOrThrow();
      await askForSent(db, id);
      if (state === 'preparing') await endPreparing(db, id);
      if (state === 'printing') await moveJob(db, id, 'waiting', { expiresAt: await nextExpiry(db, room.clock()) });
      room.changes.announce('printing');
    });
  }
}

/** What was handed over and of which nobody heard: a person has to look. */
export async function askForSent(db: Writable<PrintTables>, job: string): Promise<void> {
  const sent = await findItems(db, job, { states: ['sent'] });
  await moveItems(
    db,
    job,
    sent.map(({ position }) => position),
    'unsure',
  );
}
