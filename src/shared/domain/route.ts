/**
 * Which depot and which tour a parcel goes to, by postal prefix. The carrier's own: a route is half an address, stands
 * on no label and reaches no mall.
 */
import { plainPostalCode } from './zone.ts';

export interface Route {
  /** Code of the depot that delivers there: `YOK`. */
  readonly depot: string;
  /** The tour from that depot: `12-A`. */
  readonly route: string;
}

export interface RoutePrefix extends Route {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Letters and digits of a postal code from its beginning; empty: the rest of the country. */
  readonly prefix: string;
}

/** What a table may hold that a postal code could begin with, the longest first: a few rows out of many thousand. */
export function routePrefixesOf(postalCode: string): readonly string[] {
  const code = plainPostalCode(postalCode);
  return Array.from({ length: code.length + 1 }, (_, at) => code.slice(0, code.length - at));
}

/** The entry of the longest prefix; undefined where nobody delivers. */
export function routeOf(prefixes: readonly RoutePrefix[], country: string, postalCode: string): Route | undefined {
  const land = country.toUpperCase();
  const begins = new Set(routePrefixesOf(postalCode));
  const fitting = prefixes.filter((entry) => entry.country === land && begins.has(entry.prefix));
  const best = fitting.reduce<RoutePrefix | undefined>(
    (longest, entry) => (longest && longest.prefix.length >= entry.prefix.length ? longest : entry),
    undefined,
  );
  return best && { depot: best.depot, route: best.route };
}
