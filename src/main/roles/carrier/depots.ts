/** Depots: where parcels lie, and where customers fetch what is held for them. */
import type { Input } from '#shared/desk/contract.ts';
import type { DepotRow } from '#shared/desk/routes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, writeResult } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { describeDepot, findDepot } from './find-depot.ts';
import { readMallDepots } from './returns.ts';
import type { CarrierTables } from './tables.ts';

export async function listDepots({ storage }: Pick<Carrier, 'storage'>): Promise<DepotRow[]> {
  const rows = await storage.read.selectFrom('depot').selectAll().orderBy('code').execute();
  return rows.map(describeDepot);
}

export async function saveDepot(
  carrier: Carrier,
  who: string,
  { isNew, hours = [], counter = 'collect-and-pay', ...depot }: Input<'depots.save'>,
): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const { code } = depot;
    if (isNew && (await findDepot(db, code))) return fail('already-there', code);
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

/** Fails with `not-found`, and with `depot-in-use` as long as anything names it. */
export async function removeDepot(carrier: Carrier, who: string, code: string): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    if (!(await findDepot(db, code))) return fail('not-found', 'depot');
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
  ]);
  return named.some((found) => found !== undefined);
}
