/** The papers of a job, made a page ahead of the printer, in worker threads: never more than two pages in memory. */
import type { PrinterSetting } from '#shared/domain/printer.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { PrinterPaper } from '../printers/index.ts';
import { findItems, moveItems, OPEN_ITEMS } from './move-items.ts';
import type { MadePaper, PrintMaker, PrintRoom, PrintWish } from './room.ts';
import type { PrintItemTable, PrintJobTable } from './tables.ts';

/** A paper on its way: its id at the printer, and which items are on it. */
export interface SentPaper {
  readonly positions: readonly number[];
}

/** No paper could be made, for a reason that is no item's. */
export class NothingMade extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(code);
    this.name = 'NothingMade';
    this.code = code;
  }
}

interface Page {
  readonly papers: readonly {
    readonly id: string;
    readonly positions: readonly number[];
    readonly bytes: Uint8Array;
  }[];
  /** The last position that is decided by it. */
  readonly last: number;
}

/** @param papers filled with what is handed out, by id */
export async function* makePapers(
  room: PrintRoom,
  job: PrintJobTable,
  { maker, setting, signal }: { maker: PrintMaker; setting: PrinterSetting; signal: AbortSignal },
  papers: Map<string, SentPaper>,
): AsyncGenerator<PrinterPaper> {
  const ahead = (after: number): Promise<Page | undefined> => {
    const page = makePage(room, job, { maker, setting, after });
    // Whoever stops before it is needed need not hear that it failed.
    page.catch(() => undefined);
    return page;
  };
  let next = ahead(0);
  for (;;) {
    const page = await next;
    if (page === undefined || signal.aborted) return;
    next = ahead(page.last);
    for (const { id, positions, bytes } of page.papers) {
      if (signal.aborted) return;
      papers.set(id, { positions });
      yield { id, bytes };
    }
  }
}

async function makePage(
  room: PrintRoom,
  job: PrintJobTable,
  { maker, setting, after }: { maker: PrintMaker; setting: PrinterSetting; after: number },
): Promise<Page | undefined> {
  const limit = maker.perPage(setting);
  const rows = await findItems(room.storage.read, job.id, { states: OPEN_ITEMS, after, limit });
  if (rows.length === 0) return undefined;
  const wanted: PrintItemTable[] = [];
  for (const row of rows) {
    const code = await maker.check?.(room.storage.read, toWish(row));
    if (code === undefined) wanted.push(row);
    else await refuse(room, job.id, row.position, code);
  }
  const startAt = after === 0 && job.printed === 0 ? job.start_at : 1;
  const made = await maker.make(wanted.map(toWish), setting, { startAt });
  if (!made.ok) throw new NothingMade(made.error.code);
  const positionOf = new Map(rows.map(({ reference, position }) => [reference, position]));
  for (const { reference, code } of made.value.refused) await refuse(room, job.id, positionOf.get(reference)!, code);
  const full = rows.length === limit;
  const { kept, last } = withoutHalfSheet(made.value.papers, full ? maker.perPaper(setting) : 0);
  const papers = kept.map(({ bytes, references }) => ({
    id: references.length === 1 && maker.perPaper(setting) === 1 ? references[0]! : `sheet-${references[0]}`,
    positions: references.map((reference) => positionOf.get(reference)!),
    bytes,
  }));
  return { papers, last: last === undefined ? rows.at(-1)!.position : positionOf.get(last)! - 1 };
}

/** A last sheet that is not full waits for the next page's labels, as long as there are more. */
function withoutHalfSheet(
  papers: readonly MadePaper[],
  perPaper: number,
): { kept: readonly MadePaper[]; last?: string } {
  const end = papers.at(-1);
  if (end === undefined || papers.length < 2 || end.references.length >= perPaper) return { kept: papers };
  return { kept: papers.slice(0, -1), last: end.references[0]! };
}

export const toWish = ({ reference, detail }: PrintItemTable): PrintWish => ({
  reference,
  ...(detail !== null && { detail }),
});

function refuse(room: PrintRoom, job: string, position: number, code: ErrorCode): Promise<void> {
  return room.storage.write(async (db) => {
    await moveItems(db, job, [position], 'refused', code);
    room.changes.announce('printing');
  });
}
