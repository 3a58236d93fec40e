/** A tariff as it is typed: texts until they are amounts. Blank cells stay blank. */
import { SIZE_CLASSES, type SizeClass, WEIGHT_CLASSES, type WeightClass } from '#shared/domain/parcel-size.ts';
import { rangePrefixes, type Tariff, type ZoneRange, zoneRanges } from '#shared/domain/tariff.ts';
import type { ZonePrefix } from '#shared/domain/zone.ts';
import { parseAmount } from '../components/amount.ts';

export interface FeeDraft {
  readonly fees: Readonly<Partial<Record<SizeClass, string>>>;
  readonly zones: readonly ZoneDraft[];
  readonly weights: Readonly<Partial<Record<WeightClass, string>>>;
  /** Without a last amount: whatever is above. */
  readonly steps: readonly { readonly upTo: string; readonly fee: string }[];
  readonly ranges: readonly ZoneRange[];
}

export interface ZoneDraft {
  readonly zone: string;
  readonly base: string;
  readonly sizes: Readonly<Partial<Record<SizeClass, string>>>;
}

/** What the screen takes at most, in minor units. */
const LARGEST = 9_999_999;

export function draftOf(tariff: Tariff): FeeDraft {
  const texts = <K extends number>(values: Readonly<Partial<Record<K, number>>> | undefined) =>
    Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, String(value)])) as Partial<
      Record<K, string>
    >;
  return {
    fees: texts(tariff.fees),
    zones: Object.entries(tariff.surcharges).map(([zone, base]) => ({
      zone,
      base: String(base),
      sizes: texts(tariff.sizes?.[zone]),
    })),
    weights: texts(tariff.weights),
    steps: (tariff.collecting ?? []).map(({ upTo, fee }) => ({
      upTo: upTo === null ? '' : String(upTo),
      fee: String(fee),
    })),
    ranges: zoneRanges(tariff.prefixes),
  };
}

/** Yen; `undefined` for anything that is not an amount of this screen. */
export function parseFee(typed: string): number | undefined {
  const value = parseAmount(typed, 'JPY')?.value;
  return value !== undefined && value <= LARGEST ? value : undefined;
}

/** Blank, or an amount. */
export const isFee = (typed: string): boolean => typed.trim() === '' || parseFee(typed) !== undefined;

/** The tariff that was typed; `undefined` while a field is none. */
export function tariffOf({ fees, zones, weights, steps, ranges }: FeeDraft): Tariff | undefined {
  const prefixes: ZonePrefix[] = [];
  for (const range of ranges) {
    const found = rangePrefixes(range);
    if (!found) return undefined;
    prefixes.push(...found);
  }
  const flat = amounts(SIZE_CLASSES, fees);
  const heavy = amounts(WEIGHT_CLASSES, weights);
  const sizes = zones.map(({ zone, sizes: own }) => [zone, amounts(SIZE_CLASSES, own)] as const);
  const bases = zones.map(({ zone, base }) => [zone, parseFee(base)] as const);
  const collecting = steps.map(({ upTo, fee }) => ({
    upTo: upTo.trim() === '' ? null : parseFee(upTo),
    fee: parseFee(fee),
  }));
  if (!flat || !heavy || sizes.some(([, own]) => !own) || bases.some(([, base]) => base === undefined))
    return undefined;
  if (collecting.some(({ upTo, fee }) => upTo === undefined || fee === undefined)) return undefined;
  const special = sizes.filter(([, own]) => Object.keys(own!).length > 0);
  return {
    currency: 'JPY',
    fees: flat,
    surcharges: Object.fromEntries(bases) as Record<string, number>,
    ...(special.length > 0 && { sizes: Object.fromEntries(special) as NonNullable<Tariff['sizes']> }),
    ...(Object.keys(heavy).length > 0 && { weights: heavy }),
    ...(collecting.length > 0 && { collecting: collecting as NonNullable<Tariff['collecting']> }),
    prefixes,
  };
}

function amounts<K extends number>(
  keys: readonly K[],
  typed: Readonly<Partial<Record<K, string>>>,
): Partial<Record<K, number>> | undefined {
  const entered = keys.flatMap((key) => {
    const text = typed[key]?.trim() ?? '';
    return text === '' ? [] : [[key, parseFee(text)] as const];
  });
  if (entered.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(entered) as Partial<Record<K, number>>;
}

/** `04–09`, `231`, or what stands for the rest. */
export function codesText(
  { country, from, to }: Pick<ZoneRange, 'country' | 'from' | 'to'>,
  texts: { readonly rest: string; readonly anywhere: string },
): string {
  if (country === '') return texts.anywhere;
  if (from === '') return `${country} ${texts.rest}`;
  return `${country} ${from === to ? from : `${from}–${to}`}`;
}
