/** Depots: where parcels lie, and where customers fetch what is held for them. */
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { DepotRow } from '#shared/desk/routes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type ListShape, listRows, type Readable, writeResult } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { describeDepot, findDepot } from './find-depot.ts';
import { readMallDepots } from './returns.ts';
import type { CarrierTables } from './tables.ts';

export async function listDepots({ storage }: Pick<Carrier, 'storage'>): Promise<DepotRow[]> {
  const rows = await storage.read.selectFrom('depot').selectAll().orderBy('code').execute();
  return rows.map(describeDepot);
}

export async function readDepotRows(
  { storage }: Pick<Carrier, 'storage'>,
  asked: Input<'depots.rows'>,
): Promise<ListPage<DepotRow>> {
  const shape: ListShape<CarrierTables, 'depot'> = { time: 'code', id: 'code', names: ['code', 'name', 'address'] };
  return mapPage(await listRows(storage.read.selectFrom('depot').selectAll(), shape, asked), describeDepot);
}

export async function saveDepot(
  carrier: Carrier,
  who: string,
  { isNew, was, hours = [], counter = 'collect-and-pay', ...depot }: Input<'depots.save'>,
): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const { code } = depot;
    const known = await findDepot(db, code);
    if (isNew && known) return fail('already-there', code);
    if (was && !isSame(known, { code, ...was })) return fail('changed-since', code);
    const row = { ...depot, hours: JSON.stringify(hours), counter };
    await db
      .insertInto('depot')
      .values(row)
      .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
      .execute();
    await recordDeed(db, { at: carrier.clock(), who, action: 'depot.saved', subject: code });
    carrier.changes.announce('parcels');
    return ok();
  });
}

const isSame = (known: DepotRow | undefined, was: DepotRow): boolean =>
  known !== undefined && JSON.stringify(textOf(known)) === JSON.stringify(textOf(was));

function textOf({ name, address, counter, hours }: DepotRow): readonly unknown[] {
  return [name, address, counter, ...hours.map((day) => day && `${day.opens} ${day.closes}`)];
}

/** Fails with `not-found`, and with `depot-in-use` as long as anything names it. */
export async function removeDepot(
  carrier: Carrier,
  who: string,
  { code, was }: Input<'depots.remove'>,
): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const known = await findDepot(db, code);
    if (!known) return fail('not-found', 'depot');
    if (was && !isSame(known, { code, ...was })) return fail('changed-since', code);
    if (await isInUse(db, code)) return fail('depot-in-use', code);
    await db.deleteFrom('depot').where('code', '=', code).execute();
    await recordDeed(db, { at: carrier.clock(), who, action: 'depot.removed', subject: code });
    carrier.changes.announce('parcels');
    return ok();
  });
}

async function isInUse(db: Readable<CarrierTables>, code: string): Promise<boolean> {
  if (Object.values(await readMallDepots(db)).includes(code)) return true;
  const named = await Promise.all([
    db.selectFrom('route_prefix').select('depot').where('depot', '=', code).limit(1).executeTakeFirst(),
    db
      .selectFrom('station')
      .select('depot')
      .where('depot', '=', code)
      .where('state', '=', 'paired')
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('parcel')
      .select('number')
      .where('state', 'not in', ['delivered', 'returned', 'cancelled'])
      .where((where) => where.or([where('depot', '=', code), where('hold_depot', '=', code)]))
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('return_parcel')
      .select('number')
      .where('state', 'in', ['accepted', 'at-depot'])
      .where('depot', '=', code)
      .limit(1)
      .executeTakeFirst(),
  ]);
  return named.some((found) => found !== undefined);
}
