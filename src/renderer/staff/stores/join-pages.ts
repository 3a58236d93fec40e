/** Lists that grow at both ends: new rows come in on top, older pages are fetched below. */

/** The newest page, followed by the rows known before that are older than all of it. */
export function joinPages<T>(newest: readonly T[], known: readonly T[], timeOf: (row: T) => string): readonly T[] {
  const oldest = newest.at(-1);
  return oldest === undefined ? newest : [...newest, ...known.filter((row) => timeOf(row) < timeOf(oldest))];
}
