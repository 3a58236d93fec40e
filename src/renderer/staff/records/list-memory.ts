/** What this computer keeps of each list: which columns are shown, and filters by name. No row of any list. */
import { create } from 'zustand';

export interface SavedFilter {
  readonly name: string;
  /** As it stands in the address; holds no search for a name. */
  readonly query: string;
}

export interface ListChoices {
  /** Ids of the shown columns; absent: as the list comes. */
  readonly columns?: readonly string[];
  readonly saved: readonly SavedFilter[];
}

interface ListMemory {
  readonly lists: Readonly<Record<string, ListChoices>>;
  choose(list: string, choice: Partial<ListChoices>): void;
}

const KEY = 'tokumei.lists';
export const MOST_SAVED = 20;
const NONE: ListChoices = { saved: [] };

/** What was stored, as far as it is of the right form. */
export function readListMemory(stored: string | null): Readonly<Record<string, ListChoices>> {
  let found: unknown;
  try {
    found = JSON.parse(stored ?? '{}');
  } catch {
    return {};
  }
  if (typeof found !== 'object' || found === null) return {};
  return Object.fromEntries(
    Object.entries(found).map(([list, choices]: [string, unknown]) => {
      const { columns, saved } = (choices ?? {}) as { columns?: unknown; saved?: unknown };
      return [
        list,
        {
          ...(Array.isArray(columns) && { columns: columns.filter((id) => typeof id === 'string') }),
          saved: Array.isArray(saved) ? saved.filter(isSaved).slice(0, MOST_SAVED) : [],
        },
      ];
    }),
  );
}

function isSaved(value: unknown): value is SavedFilter {
  const { name, query } = (value ?? {}) as Partial<Record<keyof SavedFilter, unknown>>;
  return typeof name === 'string' && typeof query === 'string';
}

export const useListMemory = create<ListMemory>()((set, get) => ({
  lists: readListMemory(globalThis.localStorage?.getItem(KEY) ?? null),
  choose(list, choice) {
    set(({ lists }) => ({ lists: { ...lists, [list]: { ...(lists[list] ?? NONE), ...choice } } }));
    localStorage.setItem(KEY, JSON.stringify(get().lists));
  },
}));

export function useListChoices(list: string): ListChoices {
  return useListMemory(({ lists }) => lists[list]) ?? NONE;
}
