import type { DepotRow } from '#shared/desk/routes.ts';
import { openingHoursSchema } from '#shared/domain/depot.ts';
import type { Readable } from '#main/storage/index.ts';
import type { CarrierTables, DepotTable } from './tables.ts';

export async function findDepot(db: Readable<CarrierTables>, code: string): Promise<DepotRow | undefined> {
  const row = await db.selectFrom('depot').selectAll().where('code', '=', code).executeTakeFirst();
  return row && describeDepot(row);
}

export function describeDepot({ code, name, address, hours, counter }: DepotTable): DepotRow {
  return { code, name, address, hours: openingHoursSchema.parse(JSON.parse(hours)), counter };
}
