/**
 * What customers send back: a number of its own (kind 4), minted with the parcel. It is taken at the door or at the
 * counter, arrives at depots and is handed to its mall. Nothing is opened on the way: nobody is its addressee.
 */
import { z } from 'zod';
import { RETURN_STEP_STATE, type ScannedParcel } from '#shared/desk/carrier.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import type { MallDepot } from '#shared/desk/returns.ts';
import { canMove, RETURN_PARCEL, RETURN_PARCEL_STATES, type ReturnParcelState } from '#shared/domain/states.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { findPartner, listPartners, sendEvent } from '#main/post/index.ts';
import { rememberCall } from '#main/stations/index.ts';
import { type Readable, readSetting, type Writable, writeResult, writeSetting } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { findDepot } from './find-depot.ts';
import type { ReturnParcelTable } from './return-tables.ts';
import type { Scan } from './scan.ts';
import type { ReadScan } from './scan-reading.ts';
import { timeOfScan } from './step-rules.ts';
import type { CarrierTables } from './tables.ts';

interface ReturnScan {
  readonly read: ReadScan;
  /** The station's call was answered before: it is shown, and nothing is done again. */
  readonly answered: boolean;
}

interface Moved {
  readonly state: ReturnParcelState;
  readonly late: boolean;
}

/**
 * One scan of what is sent back. Fails with `parcel-unknown`, with `not-for-returns` at a step that is none of its way,
 * with `already-scanned`, and with `wrong-state`: also while its parcel has not been delivered.
 */
export async function scanReturn(
  carrier: Carrier,
  caller: DeskCaller,
  { step }: Pick<Scan, 'step'>,
  { read, answered }: ReturnScan,
): Promise<Result<ScannedParcel>> {
  const { number, label } = read;
  const now = carrier.clock();
  const at = timeOfScan({ now, scannedAt: caller.once?.at });
  const target = RETURN_STEP_STATE[step];
  if (step !== 'look' && target === undefined) return fail('not-for-returns');
  const done = await writeResult(carrier.storage, async (db) => {
    const row = await db.selectFrom('return_parcel').selectAll().where('number', '=', number).executeTakeFirst();
    if (!row) return fail('parcel-unknown');
    const moved: Result<Moved> =
      target === undefined || answered
        ? ok({ state: row.state, late: false })
        : await moveReturn(carrier, db, row, { target, at, depot: caller.station?.depot, waited: !!caller.once });
    if (!moved.ok) return moved;
    if (!answered) {
      await recordDeed(db, { at, who: caller.who, action: 'parcel.moved', subject: number, detail: step });
      if (caller.once) await rememberCall(db, caller.once, { at: now });
    }
    return ok({ ...moved.value, mall: row.mall });
  });
  if (!done.ok) return done;
  const { state, late, mall } = done.value;
  const db = carrier.storage.read;
  const depot = (await readMallDepots(db))[mall];
  const here = caller.station?.depot;
  const isAstray = step === 'arrive' && depot !== undefined && here !== undefined && here !== depot;
  const { piece = 1, of = 1, copy = 1 } = label ?? {};
  return ok({
    number,
    piece,
    of,
    copy,
    mall: (await findPartner(db, mall))?.name ?? mall,
    returning: { state, ...(depot !== undefined && { depot }) },
    warnings: [...(late ? ['late' as const] : []), ...(isAstray ? ['wrong-depot' as const] : [])],
    openedFrom: 'nothing',
  });
}

interface Move {
  readonly target: ReturnParcelState;
  readonly at: Date;
  readonly depot: string | undefined;
  /** At a station, which may have been cut off since. */
  readonly waited: boolean;
}

const TIMES = { accepted: 'accepted_at', 'at-depot': 'arrived_at', 'handed-to-mall': 'handed_at' } as const;
const TOLD: Partial<Record<ReturnParcelState, EventData<'return.status'>['status']>> = {
  accepted: 'accepted',
  'handed-to-mall': 'delivered',
};

async function moveReturn(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  row: ReturnParcelTable,
  { target, at, depot, waited }: Move,
): Promise<Result<Moved>> {
  const { number, state, mall } = row;
  const time = at.toISOString();
  // From depot to depot it arrives at each of them.
  const isElsewhere = target === 'at-depot' && state === target && depot !== undefined && depot !== row.depot;
  const isFurther = RETURN_PARCEL_STATES.indexOf(state) > RETURN_PARCEL_STATES.indexOf(target);
  if (waited && isFurther && time < row.changed_at) return ok({ state, late: true });
  if (state === target && !isElsewhere) return fail('already-scanned');
  if (!isElsewhere && !canMove(RETURN_PARCEL, state, target)) return fail('wrong-state', state);
  if (target === 'accepted') {
    const parcel = await db
      .selectFrom('parcel')
      .select('state')
      .where('number', '=', row.parcel)
      .executeTakeFirstOrThrow();
    if (parcel.state !== 'delivered') return fail('wrong-state', parcel.state);
  }
  await db
    .updateTable('return_parcel')
    .set({
      state: target,
      [TIMES[target as keyof typeof TIMES]]: time,
      ...(depot !== undefined && { depot }),
      changed_at: time,
    })
    .where('number', '=', number)
    .execute();
  const status = TOLD[target];
  if (status !== undefined) {
    // The date alone, and no depot: they would tell where the customer lives.
    const data = { status, date: time.slice(0, 10) };
    await sendEvent(carrier.post, db, { to: mall, type: 'return.status', subject: number, data });
  }
  carrier.changes.announce('parcels');
  return ok({ state: target, late: false });
}

const SETTING = 'mall-depots';
const depotsSchema = z.record(z.string(), z.string()).default({});

export async function readMallDepots(db: Readable<CarrierTables>): Promise<Readonly<Record<string, string>>> {
  return readSetting(db, SETTING, depotsSchema);
}

/** Which depot hands each mall what its customers send back. */
export async function listMallDepots(carrier: Carrier): Promise<MallDepot[]> {
  const depots = await readMallDepots(carrier.storage.read);
  const malls = await listPartners(carrier.storage.read, 'mall');
  return malls.map(({ id, name }) => {
    const depot = depots[id];
    return { mall: id, name, ...(depot !== undefined && { depot }) };
  });
}

/** @param depot none: sorters are told the mall's name alone */
export async function setMallDepot(
  carrier: Carrier,
  who: string,
  { mall, depot }: { readonly mall: string; readonly depot?: string | undefined },
): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    if (!(await findPartner(db, mall))) return fail('not-found', 'mall');
    if (depot !== undefined && !(await findDepot(db, depot))) return fail('not-found', 'depot');
    const { [mall]: _, ...others } = await readMallDepots(db);
    await writeSetting(db, SETTING, { ...others, ...(depot !== undefined && { [mall]: depot }) });
    await recordDeed(db, { at: carrier.clock(), who, action: 'depot.saved', subject: mall, detail: depot ?? '-' });
    carrier.changes.announce('parcels');
    return ok();
  });
}
