/** Which depot delivers where, on which tour: by postal prefix. */
import type { Input } from '#shared/desk/contract.ts';
import type { ListPage } from '#shared/desk/list.ts';
import type { RouteRow } from '#shared/desk/routes.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { type Route, type RoutePrefix, routePrefixesOf } from '#shared/domain/route.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type ListShape, listRows, type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { findDepot } from './find-depot.ts';
import { noteAddressTablesChange, noteEveryParcelChange, noteParcelChange } from './station-copy-tables.ts';
import type { CarrierTables } from './tables.ts';

/** Depot and tour of an address; undefined where nobody delivers. A few rows of the table are read, however long it is. */
export async function findRoute(
  db: Readable<CarrierTables>,
  { country, postalCode }: Pick<Addressee, 'country' | 'postalCode'>,
): Promise<Route | undefined> {
  const found = await db
    .selectFrom('route_prefix')
    .selectAll()
    .where('country', '=', country.toUpperCase())
    .where('prefix', 'in', [...routePrefixesOf(postalCode)])
    .execute();
  const [best] = found.sort((a, b) => b.prefix.length - a.prefix.length);
  return best && { depot: best.depot, route: best.route };
}

export async function listRoutes(
  { storage }: Pick<Carrier, 'storage'>,
  asked: Input<'routes.list'>,
): Promise<ListPage<RouteRow>> {
  const { depot } = asked;
  const all = storage.read.selectFrom('route_prefix').select(['country', 'prefix', 'depot', 'route']);
  const shape: ListShape<CarrierTables, 'route_prefix'> = {
    time: 'country',
    id: 'prefix',
    numbers: ['prefix'],
    names: ['country', 'depot', 'route'],
  };
  return listRows(depot === undefined ? all : all.where('depot', '=', depot), shape, asked);
}

/** What names a row. */
export type RouteKey = Pick<RoutePrefix, 'country' | 'prefix'>;

export async function saveRoute(
  carrier: Carrier,
  who: string,
  { was, ...row }: RoutePrefix & { readonly was?: RoutePrefix | undefined },
): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const { country, prefix, depot } = row;
    if (!(await findDepot(db, depot))) return fail('not-found', 'depot');
    const seen = was ? await checkRow(db, was) : ok();
    if (!seen.ok) return seen;
    const stays = was?.country === country && was.prefix === prefix;
    if (!stays && (await findRow(db, row))) return fail('already-there', `${country} ${prefix}`);
    const left = was ? await findRoute(db, { country: was.country, postalCode: was.prefix }) : undefined;
    const taken = await findRoute(db, { country, postalCode: prefix });
    if (was) await deleteRow(db, was);
    await db.insertInto('route_prefix').values(row).execute();
    await forgetRoutes(db, [left, taken]);
    await recordDeed(db, { at: carrier.clock(), who, action: 'route.saved', subject: `${country} ${prefix}`.trim() });
    carrier.changes.announce('parcels');
    return ok();
  });
}

export async function removeRoute(carrier: Carrier, who: string, key: RoutePrefix): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const seen = await checkRow(db, key);
    if (!seen.ok) return seen;
    const left = await findRoute(db, { country: key.country, postalCode: key.prefix });
    await deleteRow(db, key);
    await forgetRoutes(db, [left]);
    const subject = `${key.country} ${key.prefix}`.trim();
    await recordDeed(db, { at: carrier.clock(), who, action: 'route.removed', subject });
    carrier.changes.announce('parcels');
    return ok();
  });
}

/** It is there, and as somebody saw it: what was changed since is not written over. */
async function checkRow(db: Readable<CarrierTables>, was: RoutePrefix): Promise<Result<void>> {
  const row = await findRow(db, was);
  if (!row) return fail('not-found', 'prefix');
  return row.depot === was.depot && row.route === was.route ? ok() : fail('changed-since', was.prefix);
}

async function findRow(db: Readable<CarrierTables>, { country, prefix }: RouteKey): Promise<RoutePrefix | undefined> {
  return db
    .selectFrom('route_prefix')
    .selectAll()
    .where('country', '=', country)
    .where('prefix', '=', prefix)
    .executeTakeFirst();
}

async function deleteRow(db: Writable<CarrierTables>, { country, prefix }: RouteKey): Promise<void> {
  await db.deleteFrom('route_prefix').where('country', '=', country).where('prefix', '=', prefix).execute();
}

/** More than so many routes or parcels, and everything is found and copied again. */
const FEW_ROUTES = 8;
const FEW_PARCELS = 500;

/**
 * Parcels on their way by one of these routes may go by another now: found again, by the new table, when they are
 * scanned next. Where nobody delivered before, nothing is known that could be wrong.
 */
export async function forgetRoutes(
  db: Writable<CarrierTables>,
  routes: readonly (Route | undefined)[] | 'all',
): Promise<void> {
  await noteAddressTablesChange(db);
  const known = routes === 'all' ? [] : routes.filter((route) => route !== undefined);
  const few = routes !== 'all' && known.length <= FEW_ROUTES;
  if (few && known.length === 0) return;
  let parcels = db
    .updateTable('parcel')
    .set({ depot: null, route: null })
    .where('state', 'not in', ['delivered', 'returned', 'cancelled'])
    .where('route', 'is not', null);
  if (few) {
    parcels = parcels.where((where) => where.or(known.map(({ depot, route }) => where.and({ depot, route }))));
  }
  const found = await parcels.returning('number').execute();
  if (!few || found.length > FEW_PARCELS) await noteEveryParcelChange(db);
  else for (const { number } of found) await noteParcelChange(db, number);
}
