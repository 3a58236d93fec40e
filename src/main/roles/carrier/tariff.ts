/**
 * What carrying costs. The flat fee per size class is billed to the mall; the zone surcharge is between customer and
 * carrier alone and never reaches the mall, because a zone is half an address.
 */
import { z } from 'zod';
import { SIZE_CLASSES, type SizeClass } from '#shared/domain/parcel-size.ts';
import type { ZonePrefix } from '#shared/domain/zone.ts';
import { type Readable, readSetting, type SettingTables, type Writable, writeSetting } from '#main/storage/index.ts';
import { noteAddressTablesChange, type StationCopyTables } from './station-copy-tables.ts';

const minor = z.int().min(0);
const tariffSchema = z
  .object({
    currency: z.literal('JPY'),
    /** Flat fee by size class; a class that is missing is not carried. */
    fees: z.partialRecord(z.literal(SIZE_CLASSES.map(String) as `${SizeClass}`[]), minor),
    /** To pay at the door, by zone; a zone that is missing is not served. */
    surcharges: z.record(z.string(), minor),
    prefixes: z.array(z.tuple([z.string(), z.string(), z.string()])),
  })
  .default({
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
  });

export interface Tariff {
  readonly currency: string;
  readonly fees: Readonly<Partial<Record<SizeClass, number>>>;
  readonly surcharges: Readonly<Record<string, number>>;
  readonly prefixes: readonly ZonePrefix[];
}

export async function readTariff(db: Readable<SettingTables>): Promise<Tariff> {
  return readSetting(db, 'tariff', tariffSchema);
}

export async function writeTariff(db: Writable<SettingTables & StationCopyTables>, tariff: Tariff): Promise<void> {
  await writeSetting(db, 'tariff', tariffSchema.parse(tariff));
  await noteAddressTablesChange(db);
}
