/** What carrying costs, from which day on, and which postal codes lie in which zone. None of it reaches a mall. */
import { z } from 'zod';
import { SIZE_CLASSES, type SizeClass, WEIGHT_CLASSES, type WeightClass } from '../domain/parcel-size.ts';
import type { Tariff } from '../domain/tariff.ts';
import { command, nothing } from './command.ts';

const minor = z.int().min(0).max(9_999_999);
const zone = z.string().trim().min(1).max(40);
export const MOST_PREFIXES = 20_000;

export const tariffSchema = z.object({
  currency: z.literal('JPY'),
  fees: z.partialRecord(z.literal(SIZE_CLASSES.map(String) as `${SizeClass}`[]), minor),
  surcharges: z.record(zone, minor),
  sizes: z.record(zone, z.partialRecord(z.literal(SIZE_CLASSES.map(String) as `${SizeClass}`[]), minor)).optional(),
  weights: z.partialRecord(z.literal(WEIGHT_CLASSES.map(String) as `${WeightClass}`[]), minor).optional(),
  collecting: z
    .array(z.object({ upTo: minor.nullable(), fee: minor }))
    .max(10)
    .optional(),
  prefixes: z
    .array(z.tuple([z.string().regex(/^([A-Z]{2})?$/), z.string().regex(/^[A-Z0-9]{0,10}$/), zone]))
    .max(MOST_PREFIXES),
});

export interface TariffVersion {
  /** `YYYY-MM-DD`; absent: from the beginning. */
  readonly from?: string;
  readonly state: 'ended' | 'now' | 'coming';
  readonly savedAt?: string;
  readonly who?: string;
  readonly tariff: Tariff;
}

export const feeCommands = {
  /** Newest first. */
  'fees.read': command<{ readonly today: string; readonly versions: readonly TariffVersion[] }>()(nothing),
  /**
   * Counts from that day on. Fails with `field-invalid` `from` for a day that has passed, or on which a parcel was
   * agreed on already, and with `prefixes` where two rows name the same postal codes.
   */
  'fees.save': command<void>()(z.object({ from: z.iso.date(), tariff: tariffSchema })),
  /** Takes a version back whose day has not come. Fails with `not-found`. */
  'fees.withdraw': command<void>()(z.object({ from: z.iso.date() })),
};
