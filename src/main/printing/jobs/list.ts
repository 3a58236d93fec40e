import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { PrintJobItem, PrintJobRow } from '#shared/desk/printing.ts';
import type { PrintItemState } from '#shared/domain/states.ts';
import { PRINT_ITEM } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type ListShape, listRows } from '#main/storage/index.ts';
import { readPrinters } from './printer-settings.ts';
import { findItems } from './move-items.ts';
import type { PrintRoom } from './room.ts';
import type { PrintJobTable, PrintTables } from './tables.ts';

export async function listJobs(room: PrintRoom, asked: Input<'jobs.list'>): Promise<ListPage<PrintJobRow>> {
  const shape: ListShape<PrintTables, 'print_job'> = { time: 'made_at', id: 'id', state: 'state', names: ['made_by'] };
  const page = await listRows(room.storage.read.selectFrom('print_job').selectAll(), shape, asked);
  const names = new Map((await readPrinters(room.storage.read)).map(({ id, name }) => [id, name]));
  return mapPage(page, (row) => toRow(room, row, names.get(row.printer) ?? ''));
}

function toRow(room: PrintRoom, row: PrintJobTable, printerName: string): PrintJobRow {
  const hand = room.inHand.get(row.id);
  const rest = row.total - row.printed - row.refused - row.unsure - row.left_over;
  const pace = row.state === 'printing' ? hand?.pace() : undefined;
  return {
    id: row.id,
    kind: row.kind,
    printer: row.printer,
    printerName,
    madeBy: row.made_by,
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    state: row.state,
    ...(row.cause !== null && { cause: row.cause }),
    ...(row.state === 'stopped' && hand?.waitsForPrinter && { waitsForPrinter: true }),
    total: row.total,
    printed: row.printed,
    refused: row.refused,
    unsure: row.unsure,
    left: row.left_over,
    ...(pace !== undefined && { secondsLeft: Math.ceil((pace * rest) / 1000) }),
  };
}

export async function listItems(
  room: PrintRoom,
  wanted: {
    readonly job: string;
    readonly states?: readonly PrintItemState[] | undefined;
    readonly after: number;
    readonly limit: number;
  },
): Promise<Result<PrintJobItem[]>> {
  const { read } = room.storage;
  const job = await read.selectFrom('print_job').select('id').where('id', '=', wanted.job).executeTakeFirst();
  if (!job) return fail('not-found');
  const states = wanted.states ?? (Object.keys(PRINT_ITEM.next) as PrintItemState[]);
  const rows = await findItems(read, wanted.job, { states, after: wanted.after, limit: wanted.limit });
  return ok(
    rows.map(({ position, reference, state, code }) => ({
      position,
      reference,
      state,
      ...(code !== null && { code }),
    })),
  );
}
