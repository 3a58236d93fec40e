/** Depots, and which of them delivers where on which tour: by postal prefix. */
import type { DepotRow, RouteImportReport, RouteRow } from '#shared/desk/carrier.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { type Route, type RoutePrefix, routePrefixesOf } from '#shared/domain/route.ts';
import { plainPostalCode } from '#shared/domain/zone.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { readCsvRows, type Readable, writeResult } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { noteAddressTablesChange, noteEveryParcelChange } from './station-copy-tables.ts';
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

export async function listDepots(carrier: Carrier): Promise<DepotRow[]> {
  return carrier.storage.read.selectFrom('depot').selectAll().orderBy('code').execute();
}

export async function saveDepot(carrier: Carrier, who: string, depot: DepotRow): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    await db
      .insertInto('depot')
      .values(depot)
      .onConflict((conflict) => conflict.column('code').doUpdateSet(depot))
      .execute();
    await recordDeed(db, { at: carrier.clock(), who, action: 'depot.saved', subject: depot.code });
    carrier.changes.announce('parcels');
    return ok();
  });
}

export async function listRoutes(carrier: Carrier): Promise<RouteRow[]> {
  return carrier.storage.read.selectFrom('route_prefix').selectAll().orderBy('country').orderBy('prefix').execute();
}

const COLUMNS = ['country', 'prefix', 'depot', 'route'] as const;
/** Rows of one statement: databases bound the values they take. */
const ROWS_AT_ONCE = 2000;

/**
 * Replaces the whole table, or names every row that can't stand and changes nothing: half a table would send parcels
 * astray. Fails with `catalogue-columns`.
 */
export async function importRoutes(carrier: Carrier, who: string, csv: string): Promise<Result<RouteImportReport>> {
  const read = readCsvRows(csv, COLUMNS);
  if (!read.ok) return read;
  const depots = new Set((await listDepots(carrier)).map(({ code }) => code));
  const seen = new Set<string>();
  const rows: RoutePrefix[] = [];
  const refused: { line: number; code: 'field-invalid' | 'not-found'; field: string }[] = [];
  for (const { line, record } of read.value.rows) {
    const row = {
      country: (record['country'] ?? '').trim().toUpperCase(),
      prefix: plainPostalCode(record['prefix'] ?? ''),
      depot: (record['depot'] ?? '').trim().toUpperCase(),
      route: (record['route'] ?? '').trim(),
    };
    const key = `${row.country} ${row.prefix}`;
    if (!/^[A-Z]{2}$/.test(row.country)) refused.push({ line, code: 'field-invalid', field: 'country' });
    else if (seen.has(key)) refused.push({ line, code: 'field-invalid', field: 'prefix' });
    else if (!depots.has(row.depot)) refused.push({ line, code: 'not-found', field: 'depot' });
    else if (row.route === '' || row.route.length > 12) refused.push({ line, code: 'field-invalid', field: 'route' });
    else rows.push(row);
    seen.add(key);
  }
  if (read.value.broken !== undefined) refused.push({ line: read.value.broken, code: 'field-invalid', field: '"' });
  if (refused.length > 0) return ok({ imported: 0, refused });
  if (rows.length === 0) return fail('catalogue-columns', 'country');
  return writeResult(carrier.storage, async (db) => {
    await db.deleteFrom('route_prefix').execute();
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      await db
        .insertInto('route_prefix')
        .values(rows.slice(at, at + ROWS_AT_ONCE))
        .execute();
    }
    // Found again, by the new table, when they are scanned next.
    await db
      .updateTable('parcel')
      .set({ depot: null, route: null })
      .where('state', 'not in', ['delivered', 'returned', 'cancelled'])
      .execute();
    await noteAddressTablesChange(db);
    await noteEveryParcelChange(db);
    await recordDeed(db, {
      at: carrier.clock(),
      who,
      action: 'routes.imported',
      subject: '-',
      detail: String(rows.length),
    });
    carrier.changes.announce('parcels');
    return ok({ imported: rows.length, refused });
  });
}
