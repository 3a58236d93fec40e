/** Counting envelopes by the key that they are sealed to: an envelope names it in the clear and is not opened. */
import { type RawBuilder, sql } from 'kysely';
import type { StateTable } from '#shared/domain/states.ts';

/** Bytes 2 to 5 of the envelope in a column (PROTOCOL.md §2), 8 hexadecimal digits in lower case. */
export function keyOfEnvelope(column: string): RawBuilder<string> {
  return sql<string>`lower(hex(substr(${sql.ref(column)}, 3, 4)))`;
}

/** Adds up the rows of several tables. */
export function countByKey(rows: readonly { readonly key: string; readonly count: number }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { key, count } of rows) counts.set(key, (counts.get(key) ?? 0) + Number(count));
  return counts;
}

/** The states that nothing follows. */
export function endsOf<State extends string>({ next }: StateTable<State>): State[] {
  return (Object.keys(next) as State[]).filter((state) => next[state].length === 0);
}
