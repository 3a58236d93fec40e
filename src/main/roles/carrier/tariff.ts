/**
 * What carrying costs. The flat fee per size class is billed to the mall; the zone surcharge is between customer and
 * carrier alone and never reaches the mall, because a zone is half an address. A change counts from a day on.
 */
import { type TariffVersion, tariffSchema } from '#shared/desk/fees.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { type Tariff, zoneProblems } from '#shared/domain/tariff.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import {
  type Readable,
  readSetting,
  type SettingTables,
  type Writable,
  writeResult,
  writeSetting,
} from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { noteAddressTablesChange, type StationCopyTables } from './station-copy-tables.ts';
import type { TariffTables } from './tariff-tables.ts';

/** Where nobody has entered anything. */
const FIRST: Tariff = {
  currency: 'JPY',
  fees: { 60: 800, 80: 1000, 100: 1300, 120: 1600, 140: 1900, 160: 2200, 170: 2600 },
  surcharges: { mainland: 0, hokkaido: 440, okinawa: 880, abroad: 2400 },
  prefixes: [
    ['JP', '', 'mainland'],
    ['JP', '00', 'hokkaido'],
    ...['04', '05', '06', '07', '08', '09'].map((prefix): [string, string, string] => ['JP', prefix, 'hokkaido']),
    ['JP', '90', 'okinawa'],
    ['', '', 'abroad'],
  ],
};
const firstSchema = tariffSchema.default(structuredClone(FIRST) as never);

type Tables = SettingTables & TariffTables;

/** What counts at an instant. */
export function readTariff(db: Readable<Tables>, at: Date): Promise<Tariff> {
  return tariffOn(db, calendarDay(at));
}

/** @param day `YYYY-MM-DD` of the place where the program runs */
export async function tariffOn(db: Readable<Tables>, day: string): Promise<Tariff> {
  const row = await db
    .selectFrom('tariff_version')
    .select('tariff')
    .where('from_day', '<=', day)
    .orderBy('from_day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? tariffSchema.parse(JSON.parse(row.tariff)) : readSetting(db, 'tariff', firstSchema);
}

/** Days on which another version began, after the first instant and until the last; oldest first. */
export async function tariffsBegun(db: Readable<Tables>, after: Date, until: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('tariff_version')
    .select('from_day')
    .where('from_day', '>', calendarDay(after))
    .where('from_day', '<=', calendarDay(until))
    .orderBy('from_day')
    .execute();
  return rows.map(({ from_day }) => from_day);
}

/** What counts where no version does. */
export async function writeTariff(db: Writable<SettingTables & StationCopyTables>, tariff: Tariff): Promise<void> {
  await writeSetting(db, 'tariff', tariffSchema.parse(tariff));
  await noteAddressTablesChange(db);
}

export async function listTariffs(
  carrier: Carrier,
): Promise<{ readonly today: string; readonly versions: readonly TariffVersion[] }> {
  const db = carrier.storage.read;
  const today = calendarDay(carrier.clock());
  const rows = await db.selectFrom('tariff_version').selectAll().orderBy('from_day', 'desc').execute();
  const now = rows.find(({ from_day }) => from_day <= today)?.from_day;
  const versions = rows.map(({ from_day, tariff, saved_at, who }): TariffVersion => ({
    from: from_day,
    state: from_day > today ? 'coming' : from_day === now ? 'now' : 'ended',
    savedAt: saved_at,
    who,
    tariff: tariffSchema.parse(JSON.parse(tariff)),
  }));
  const first = await readSetting(db, 'tariff', firstSchema);
  return { today, versions: [...versions, { state: now === undefined ? 'now' : 'ended', tariff: first }] };
}

/**
 * A price that a customer has agreed to stays: a version begins on a day on which nothing was agreed yet. Saved again
 * for the same day it replaces what was saved.
 */
export async function saveTariff(
  carrier: Carrier,
  who: string,
  { from, tariff }: { from: string; tariff: Tariff },
): Promise<Result<void>> {
  if (zoneProblems(tariff).some(({ kind }) => kind === 'twice')) return fail('field-invalid', 'prefixes');
  if (Object.keys(tariff.fees).length === 0) return fail('field-invalid', 'fees');
  if (Object.keys(tariff.surcharges).length === 0) return fail('field-invalid', 'surcharges');
  if (!isRising(tariff.collecting ?? [])) return fail('field-invalid', 'collecting');
  return writeResult(carrier.storage, async (db) => {
    const at = carrier.clock();
    const today = calendarDay(at);
    if (from < today) return fail('field-invalid', 'from');
    const agreed = await db
      .selectFrom('parcel')
      .select('number')
      .where('agreed_at', '>=', new Date(`${from}T00:00:00`).toISOString())
      .executeTakeFirst();
    if (agreed) return fail('field-invalid', 'from');
    const row = { tariff: JSON.stringify(tariff), saved_at: at.toISOString(), who, begun: from <= today ? 1 : 0 };
    await db
      .insertInto('tariff_version')
      .values({ from_day: from, ...row })
      .onConflict((conflict) => conflict.column('from_day').doUpdateSet(row))
      .execute();
    if (row.begun === 1) await noteAddressTablesChange(db);
    await recordDeed(db, { at, who, action: 'fees.saved', subject: from });
    carrier.changes.announce('parcels');
    return ok();
  });
}

/** Amounts rise, and only the last step has no end. */
function isRising(steps: NonNullable<Tariff['collecting']>): boolean {
  return steps.every(({ upTo }, at) => {
    const next = steps[at + 1];
    return next === undefined || (upTo !== null && (next.upTo === null || next.upTo > upTo));
  });
}

export async function withdrawTariff(carrier: Carrier, who: string, from: string): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const at = carrier.clock();
    const gone = await db
      .deleteFrom('tariff_version')
      .where('from_day', '=', from)
      .where('from_day', '>', calendarDay(at))
      .executeTakeFirst();
    if (gone.numDeletedRows === 0n) return fail('not-found');
    await recordDeed(db, { at, who, action: 'fees.withdrawn', subject: from });
    carrier.changes.announce('parcels');
    return ok();
  });
}

/** Stations copy the zones again on the day on which a version begins. */
export async function beginTariffs(carrier: Carrier): Promise<void> {
  const today = calendarDay(carrier.clock());
  const due = await carrier.storage.read
    .selectFrom('tariff_version')
    .select('from_day')
    .where('begun', '=', 0)
    .where('from_day', '<=', today)
    .execute();
  if (due.length === 0) return;
  await carrier.storage.write(async (db) => {
    await db
      .updateTable('tariff_version')
      .set({ begun: 1 })
      .where('begun', '=', 0)
      .where('from_day', '<=', today)
      .execute();
    await noteAddressTablesChange(db);
  });
  carrier.changes.announce('parcels');
}
