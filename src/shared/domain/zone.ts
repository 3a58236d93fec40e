/**
 * Delivery zones by postal prefix (PROTOCOL.md §7). The ship page computes the zone beside the sealed envelope; the
 * carrier's station computes it again from the opened address.
 */

/** `['JP', '23', 'kanto']`; `['JP', '', 'mainland']` is the rest of a country, `['', '', 'abroad']` the rest of the world. */
export type ZonePrefix = readonly [country: string, prefix: string, zone: string];

/** Letters and digits alone count: `231-0015`, `２３１００１５` and `2310015` are one postal code. */
export function plainPostalCode(postalCode: string): string {
  return postalCode
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
}

/**
 * The zone of the longest prefix of this country that the postal code begins with, else of the country's own rest,
 * else of the rest of the world. `undefined` only when the table has none of them.
 */
export function zoneOf(prefixes: readonly ZonePrefix[], country: string, postalCode: string): string | undefined {
  const land = country.toUpperCase();
  const code = plainPostalCode(postalCode);
  let best: ZonePrefix | undefined;
  for (const entry of prefixes) {
    const prefix = plainPostalCode(entry[1]);
    if (entry[0].toUpperCase() !== land || !code.startsWith(prefix)) continue;
    if (best === undefined || prefix.length > plainPostalCode(best[1]).length) best = entry;
  }
  return (best ?? prefixes.find(([any, prefix]) => any === '' && prefix === ''))?.[2];
}

/**
 * Whether no further character could name a zone more exactly. While someone is typing, no zone is better than a
 * wrong one.
 */
export function isZoneDecided(prefixes: readonly ZonePrefix[], country: string, postalCode: string): boolean {
  const land = country.toUpperCase();
  const code = plainPostalCode(postalCode);
  return prefixes
    .filter(([any, prefix]) => any.toUpperCase() === land && prefix !== '')
    .map(([, prefix]) => plainPostalCode(prefix))
    .every((prefix) => code.length >= prefix.length || !prefix.startsWith(code));
}
