/** Rows chosen for one action, kept as they were when they were chosen: they may be far out of sight by then. */
import { useState } from 'react';

export interface Selection<T> {
  readonly rows: readonly T[];
  has(key: string): boolean;
  set(rows: readonly T[], chosen: boolean): void;
  clear(): void;
}

export function useSelection<T>(keyOf: (row: T) => string, most: number): Selection<T> {
  const [chosen, setChosen] = useState<ReadonlyMap<string, T>>(new Map());
  return {
    rows: [...chosen.values()],
    has: (key) => chosen.has(key),
    set(rows, isChosen) {
      setChosen((known) => {
        const next = new Map(known);
        for (const row of rows) {
          if (!isChosen) next.delete(keyOf(row));
          else if (next.size < most) next.set(keyOf(row), row);
        }
        return next;
      });
    },
    clear: () => setChosen((known) => (known.size === 0 ? known : new Map())),
  };
}
