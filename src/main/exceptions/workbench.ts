import { sql } from 'kysely';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { Decision, ExceptionRow } from '#shared/desk/exceptions.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed, type TrailTables } from '#main/audit/index.ts';
import { listRows, type Readable, type Storage, writeResult } from '#main/storage/index.ts';
import type { ExceptionTable, ExceptionTables } from './tables.ts';

/** Decided ones are kept for so long, their pictures with them. */
const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;

function toRow(row: ExceptionTable): ExceptionRow {
  return {
    id: row.id,
    at: row.at,
    who: row.who,
    place: row.place,
    code: row.code as ErrorCode,
    times: row.times,
    hasPicture: row.picture_type !== null,
    ...(row.station !== null && { station: row.station }),
    ...(row.number !== null && { number: row.number }),
    ...(row.step !== null && { step: row.step }),
    ...(row.decision !== null && { decision: row.decision }),
    ...(row.entered !== null && { entered: row.entered }),
    ...(row.decided_by !== null && { decidedBy: row.decided_by }),
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
  };
}

export async function listExceptions(
  db: Readable<ExceptionTables>,
  asked: Input<'exceptions.list'>,
): Promise<ListPage<ExceptionRow>> {
  let exceptions = db.selectFrom('exception');
  if (asked.place !== undefined) exceptions = exceptions.where('place', '=', asked.place);
  const page = await listRows(
    exceptions,
    {
      time: ({ fn }) => fn.coalesce('decided_at', 'at'),
      id: 'id',
      state: sql`case when decided_at is null then 'open' else 'decided' end`,
      numbers: ['number', 'entered'],
      names: ['station', 'who', 'decided_by'],
    },
    asked,
    // Not the pictures: a page of them would be 200 MB.
    (found) =>
      found
        .select(['id', 'at', 'who', 'station', 'place', 'code', 'number', 'step', 'times', 'picture_type'])
        .select(['decision', 'entered', 'decided_by', 'decided_at'])
        .select((eb) => eb.val(null).as('picture')),
  );
  return mapPage(page, toRow);
}

export async function countOpen(db: Readable<ExceptionTables>): Promise<number> {
  const { open } = await db
    .selectFrom('exception')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('decided_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(open);
}

/** Once: of two people who decide at a time the second fails with `wrong-state`. */
export async function decideException(
  storage: Storage<ExceptionTables & TrailTables>,
  choice: {
    readonly id: string;
    readonly decision: Decision;
    readonly number?: string | undefined;
    readonly who: string;
    readonly at: Date;
  },
): Promise<Result<void>> {
  const { id, decision, who, at } = choice;
  const entered = choice.number === undefined ? '' : normalizeNumber(choice.number).toUpperCase();
  if (decision === 'entered' && entered === '') return fail('field-missing', 'number');
  // Kept, and written into the trail: a number, and nothing else that somebody typed.
  const isNumber = numberFormat(entered) !== undefined || parseLabelId(entered).ok;
  if (decision === 'entered' && !isNumber) return fail('bad-number');
  return writeResult(storage, async (db) => {
    const row = await db
      .selectFrom('exception')
      .select(['decided_at', 'code', 'number'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return fail('not-found');
    if (row.decided_at !== null) return fail('wrong-state', 'decided');
    const decided = {
      decision,
      entered: decision === 'entered' ? entered : null,
      decided_by: who,
      decided_at: at.toISOString(),
    };
    await db.updateTable('exception').set(decided).where('id', '=', id).execute();
    const subject = decided.entered ?? row.number ?? id;
    await recordDeed(db, { at, who, action: 'exception.decided', subject, detail: `${row.code} ${decision}` });
    return ok();
  });
}

/** Drops what was decided long ago. */
export async function dropOldExceptions(storage: Storage<ExceptionTables>, now: Date): Promise<void> {
  const end = new Date(now.getTime() - KEPT_DAYS * DAY_MS).toISOString();
  await storage.write((db) => db.deleteFrom('exception').where('decided_at', '<', end).execute());
}
