/**
 * What carrying costs from a day on. Malls are billed one flat rate per size class; everything that depends on the zone,
 * the weight or the cash is between customer and carrier, because a zone is half an address.
 */
import { SIZE_CLASSES, type ParcelSize, type SizeClass, type WeightClass } from './parcel-size.ts';
import { plainPostalCode, type ZonePrefix, zoneOf } from './zone.ts';

/** Fee for collecting cash up to an amount, in minor units; the last step has no end. */
export interface CollectingStep {
  readonly upTo: number | null;
  readonly fee: number;
}

export interface Tariff {
  readonly currency: string;
  /** Flat, billed to the mall; a class that is missing is not carried. */
  readonly fees: Readonly<Partial<Record<SizeClass, number>>>;
  /** To pay at the door, by zone; a zone that is missing is not served. */
  readonly surcharges: Readonly<Record<string, number>>;
  /** Of a zone, for single size classes, instead of its surcharge. */
  readonly sizes?: Readonly<Record<string, Readonly<Partial<Record<SizeClass, number>>>>> | undefined;
  /** Added for heavy parcels. */
  readonly weights?: Readonly<Partial<Record<WeightClass, number>>> | undefined;
  /** Added where cash is collected for the mall; by amount, smallest first. */
  readonly collecting?: readonly CollectingStep[] | undefined;
  readonly prefixes: readonly ZonePrefix[];
}

/** What is carried: its classes and the cash to collect for the mall, in minor units. */
export interface Carried {
  readonly size: ParcelSize;
  readonly amount?: number | undefined;
}

export interface Quote {
  readonly zone: string;
  /** For the zone and the size class; for the weight class; for collecting the cash. */
  readonly parts: { readonly zone: number; readonly weight: number; readonly collecting: number };
  /** What the customer pays at the door beside the mall's amount. */
  readonly surcharge: number;
  /** What the mall is billed; absent where the size class is not carried. */
  readonly flat?: number;
}

function partsOf(tariff: Tariff, zone: string, { size, amount }: Carried): Quote['parts'] {
  const step = tariff.collecting?.find(({ upTo }) => upTo === null || (amount ?? 0) <= upTo);
  return {
    zone: tariff.sizes?.[zone]?.[size.size] ?? tariff.surcharges[zone]!,
    weight: tariff.weights?.[size.weight] ?? 0,
    collecting: amount === undefined ? 0 : (step?.fee ?? 0),
  };
}

/** What this parcel costs its customer in each zone that is served, in minor units. */
export function surchargesFor(tariff: Tariff, carried: Carried): Record<string, number> {
  return Object.fromEntries(
    Object.keys(tariff.surcharges).map((name) => {
      const { zone, weight, collecting } = partsOf(tariff, name, carried);
      return [name, zone + weight + collecting];
    }),
  );
}

/** What it costs to bring this there; `undefined` where the carrier does not go. */
export function quote(tariff: Tariff, carried: Carried, country: string, postalCode: string): Quote | undefined {
  const zone = zoneOf(tariff.prefixes, country, postalCode);
  if (zone === undefined || !Object.hasOwn(tariff.surcharges, zone)) return undefined;
  const parts = partsOf(tariff, zone, carried);
  const flat = tariff.fees[carried.size.size];
  const surcharge = parts.zone + parts.weight + parts.collecting;
  return { zone, parts, surcharge, ...(flat !== undefined && { flat }) };
}

/** Postal codes that begin with anything from `from` to `to`, both included and of one length. */
export interface ZoneRange {
  readonly country: string;
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

/** Ranges of prefixes that one row may stand for. */
export const MOST_IN_RANGE = 1000;

/** Neighbours of one zone and length in one row each, by country and code; an empty code is the rest. */
export function zoneRanges(prefixes: readonly ZonePrefix[]): ZoneRange[] {
  const sorted = prefixes
    .map(([country, prefix, zone]) => ({ country: country.toUpperCase(), code: plainPostalCode(prefix), zone }))
    .sort((a, b) => compare(a.country, b.country) || compare(a.code, b.code));
  const ranges: { country: string; from: string; to: string; zone: string }[] = [];
  for (const { country, code, zone } of sorted) {
    const open = ranges.findLast((range) => range.country === country && range.to.length === code.length);
    if (open && open.zone === zone && isNext(open.to, code)) open.to = code;
    else ranges.push({ country, from: code, to: code, zone });
  }
  return ranges;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function isNext(before: string, code: string): boolean {
  return /^\d+$/.test(before) && /^\d+$/.test(code) && Number(code) === Number(before) + 1;
}

/** The prefixes that a row stands for; `undefined` where it is no range, or a longer one than `MOST_IN_RANGE`. */
export function rangePrefixes({ country, from, to, zone }: ZoneRange): ZonePrefix[] | undefined {
  const first = plainPostalCode(from);
  const last = plainPostalCode(to);
  if (first === last) return [[country, first, zone]];
  const digits = /^\d+$/;
  if (first.length !== last.length || !digits.test(first) || !digits.test(last)) return undefined;
  const count = Number(last) - Number(first) + 1;
  if (count < 1 || count > MOST_IN_RANGE) return undefined;
  return Array.from({ length: count }, (_, at) => [
    country,
    String(Number(first) + at).padStart(first.length, '0'),
    zone,
  ]);
}

/** Something about the zones that would leave a postal code without a zone, or with two. */
export type ZoneProblem =
  /** Two rows name it. */
  | { readonly kind: 'twice'; readonly country: string; readonly from: string; readonly to: string }
  /** No row names it, and the country has no rest. */
  | { readonly kind: 'gap'; readonly country: string; readonly from: string; readonly to: string }
  /** Without a price it is not served. */
  | { readonly kind: 'no-price'; readonly zone: string }
  /** It has a price, and no postal code is in it. */
  | { readonly kind: 'unused'; readonly zone: string };

/** Every postal code has exactly one zone where this is empty; `gap` and `no-price` are places not served. */
export function zoneProblems({ prefixes, surcharges }: Pick<Tariff, 'prefixes' | 'surcharges'>): ZoneProblem[] {
  const zones = new Set(prefixes.map(([, , zone]) => zone));
  const countries = [...new Set(prefixes.map(([country]) => country.toUpperCase()))].filter((land) => land !== '');
  return [
    ...joined('twice', twice(prefixes)),
    ...countries.flatMap((country) => joined('gap', gaps(prefixes, country))),
    ...[...zones]
      .filter((zone) => !Object.hasOwn(surcharges, zone))
      .map((zone): ZoneProblem => ({ kind: 'no-price', zone })),
    ...Object.keys(surcharges)
      .filter((zone) => !zones.has(zone))
      .map((zone): ZoneProblem => ({ kind: 'unused', zone })),
  ];
}

function joined(kind: 'twice' | 'gap', prefixes: readonly ZonePrefix[]): ZoneProblem[] {
  return zoneRanges(prefixes).map(({ country, from, to }) => ({ kind, country, from, to }));
}

function twice(prefixes: readonly ZonePrefix[]): ZonePrefix[] {
  const seen = new Set<string>();
  const doubled = new Map<string, ZonePrefix>();
  for (const [country, prefix] of prefixes) {
    const key = `${country.toUpperCase()} ${plainPostalCode(prefix)}`;
    if (seen.has(key)) doubled.set(key, [country, prefix, '']);
    seen.add(key);
  }
  return [...doubled.values()];
}

/** Of a country whose codes are digits, down to its longest row; of any other only that it has no rest. */
function gaps(prefixes: readonly ZonePrefix[], country: string): ZonePrefix[] {
  const own = prefixes.filter(([land]) => land.toUpperCase() === country).map(([, prefix]) => plainPostalCode(prefix));
  if (own.includes('')) return [];
  if (own.some((prefix) => !/^\d+$/.test(prefix))) return [[country, '', '']];
  const covered = new Set(own);
  const inner = new Set(own.flatMap((prefix) => Array.from({ length: prefix.length }, (_, at) => prefix.slice(0, at))));
  const found: ZonePrefix[] = [];
  const look = (prefix: string): void => {
    if (covered.has(prefix)) return;
    if (!inner.has(prefix)) return void found.push([country, prefix, '']);
    for (let digit = 0; digit < 10; digit++) look(`${prefix}${digit}`);
  };
  look('');
  return found;
}

/** Size classes that are carried. */
export function carriedSizes({ fees }: Pick<Tariff, 'fees'>): SizeClass[] {
  return SIZE_CLASSES.filter((size) => fees[size] !== undefined);
}
