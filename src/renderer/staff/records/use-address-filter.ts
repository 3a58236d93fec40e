/** The filter of a list, kept in the address: a link leads to the same rows, and so does going back. */
import { useCallback, useEffect, useState } from 'react';
import { useHash } from '../route.ts';
import { readFilter, type RecordFilter, withoutSearch, writeFilter } from './record-filter.ts';

/** The search of a list of persons, kept by its screen alone: in no address, under no name. */
export interface PersonalSearch {
  readonly search: string | undefined;
  readonly onSearch: (search: string | undefined) => void;
}

const queryIn = (hash: string): string => hash.split('?')[1] ?? '';

/**
 * @param isKept not where a screen has a second list
 * @param personal what is searched for is left out, whatever it looks like; the screen remembers it
 */
export function useAddressFilter(
  isKept: boolean,
  personal?: PersonalSearch,
): readonly [RecordFilter, (filter: RecordFilter) => void] {
  const hash = useHash();
  const [filter, setFilter] = useState<RecordFilter>(() => ({
    ...(isKept && readFilter(queryIn(location.hash))),
    ...(personal?.search !== undefined && { search: personal.search }),
  }));
  const [known, setKnown] = useState(hash);
  const query = writeFilter(personal ? withoutSearch(filter) : filter);
  // Somebody followed a link to this list.
  if (isKept && hash !== known) {
    setKnown(hash);
    if (queryIn(hash) !== query) setFilter(readFilter(queryIn(hash)));
  }
  useEffect(() => {
    if (!isKept || queryIn(location.hash) === query) return;
    const screen = location.hash.split('?')[0]!;
    history.replaceState(history.state, '', query === '' ? screen : `${screen}?${query}`);
  }, [isKept, query]);
  return [filter, useCallback((next: RecordFilter) => setFilter(next), [])];
}
