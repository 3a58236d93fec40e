/** What a job's printer did, written down: before a paper leaves, and in groups once it came out. */
import type { Writable } from '#main/storage/index.ts';
import { nextExpiry } from './expiry.ts';
import type { SentPaper } from './make-papers.ts';
import { toWish } from './make-papers.ts';
import { moveItems, OPEN_ITEMS } from './move-items.ts';
import { openPace } from './pace.ts';
import type { PrintMaker, PrintRoom } from './room.ts';
import type { PrintJobTable, PrintTables } from './tables.ts';

export interface PrintRecord {
  /** Durable when it resolves: from now on it may come out. False when it was called off, or left elsewhere, meanwhile. */
  leaving(id: string): Promise<boolean>;
  /** Written down soon, together with others. */
  confirmed(id: string): Promise<void>;
  flush(): Promise<void>;
  /** A standstill: the pace is measured anew. */
  stoodStill(): void;
  pace(): number | undefined;
}

/** Papers that are written down together at most, and after so many ms at the latest. */
const GROUP = 25;
const LATEST_MS = 250;
/** Screens are told no more often, in ms. */
const TELL_MS = 300;

export function openRecord(
  room: PrintRoom,
  job: PrintJobTable,
  maker: PrintMaker,
  papers: ReadonlyMap<string, SentPaper>,
  report: (error: unknown) => void,
): PrintRecord {
  const pace = openPace();
  let pending: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let told = -Infinity;

  function tell(): void {
    const now = performance.now();
    if (now - told < TELL_MS) return;
    told = now;
    room.changes.announce('printing');
  }

  const positionsOf = (id: string): readonly number[] => papers.get(id)?.positions ?? [];

  async function writePrinted(db: Writable<PrintTables>, ids: readonly string[]): Promise<void> {
    const at = room.clock();
    const moved = await moveItems(db, job.id, ids.flatMap(positionsOf), 'printed');
    await maker.printed?.(db, moved.map(toWish), { who: job.made_by, at });
    const expires = (await nextExpiry(db, at)).toISOString();
    await db.updateTable('print_job').set({ expires_at: expires }).where('id', '=', job.id).execute();
  }

  /** Looked at in the very unit of work that lets it go: what was called off while it waited here never leaves. */
  async function letGo(db: Writable<PrintTables>, id: string): Promise<boolean> {
    const positions = positionsOf(id);
    const rows = await db
      .selectFrom('print_job_item')
      .selectAll()
      .where('job', '=', job.id)
      .where('position', 'in', positions)
      .execute();
    let wanted = rows.every(({ state }) => OPEN_ITEMS.includes(state));
    for (const row of rows) {
      const code = OPEN_ITEMS.includes(row.state) ? await maker.check?.(db, toWish(row)) : undefined;
      if (code === undefined) continue;
      wanted = false;
      await moveItems(db, job.id, [row.position], 'refused', code);
    }
    // The others of a sheet stay open: the next run prints them.
    if (wanted) await moveItems(db, job.id, positions, 'sent');
    return wanted;
  }

  /** One unit of work: what came out since the last, and what leaves now. */
  async function write(leaving?: string): Promise<boolean> {
    clearTimeout(timer);
    timer = undefined;
    const ids = pending;
    pending = [];
    if (ids.length === 0 && leaving === undefined) return true;
    try {
      return await room.storage.write(async (db) => {
        if (ids.length > 0) await writePrinted(db, ids);
        const left = leaving === undefined || (await letGo(db, leaving));
        tell();
        return left;
      });
    } catch (error) {
      // They came out all the same: written down with the next.
      pending = [...ids, ...pending];
      throw error;
    }
  }

  return {
    leaving: (id) => write(id),
    confirmed: async (id) => {
      pending.push(id);
      pace.note(performance.now(), positionsOf(id).length);
      if (pending.length >= GROUP) return void (await write());
      timer ??= setTimeout(() => (writing = write().catch(report)), LATEST_MS);
    },
    flush: async () => {
      await writing;
      await write();
    },
    stoodStill: () => pace.forget(),
    pace: () => pace.measure(),
  };
}
