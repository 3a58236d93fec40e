/** The filter of a list, kept in the address: a link leads to the same rows, and so does going back. */
import { useCallback, useEffect, useState } from 'react';
import { useHash } from '../route.ts';
import { readFilter, type RecordFilter, writeFilter } from './record-filter.ts';

const queryIn = (hash: string): string => hash.split('?')[1] ?? '';

/** @param isKept not where a screen has a second list */
export function useAddressFilter(isKept: boolean): readonly [RecordFilter, (filter: RecordFilter) => void] {
  const hash = useHash();
  const [filter, setFilter] = useState<RecordFilter>(() => (isKept ? readFilter(queryIn(location.hash)) : {}));
  const [known, setKnown] = useState(hash);
  // Somebody followed a link to this list.
  if (isKept && hash !== known) {
    setKnown(hash);
    if (queryIn(hash) !== writeFilter(filter)) setFilter(readFilter(queryIn(hash)));
  }
  const query = writeFilter(filter);
  useEffect(() => {
    if (!isKept || queryIn(location.hash) === query) return;
    const screen = location.hash.split('?')[0]!;
    history.replaceState(history.state, '', query === '' ? screen : `${screen}?${query}`);
  }, [isKept, query]);
  return [filter, useCallback((next: RecordFilter) => setFilter(next), [])];
}
