/** What a list at the party is narrowed to: a state, a mall, a number. `ListFilters` shows it. */
import { useState } from 'react';

export interface ListNarrowing<S extends string> {
  readonly states: readonly S[];
  readonly state: S | 'all';
  readonly onState: (state: S | 'all') => void;
  readonly mall: string | undefined;
  readonly onMall: (mall: string | undefined) => void;
  readonly onNumber: (number: string) => void;
}

/** What the party is asked for; what is not narrowed is absent. */
type Filter<S extends string, N extends string> = { readonly state?: S; readonly mall?: string } & Readonly<
  Partial<Record<N, string>>
>;

/** @param numberName how the party's list calls the number that it can be found by */
export function useListFilters<S extends string, N extends string>(
  states: readonly S[],
  numberName: N,
): { readonly filter: Filter<S, N>; readonly isFiltered: boolean; readonly narrowing: ListNarrowing<S> } {
  const [state, onState] = useState<S | 'all'>('all');
  const [mall, onMall] = useState<string>();
  const [typed, onNumber] = useState('');
  const number = typed.trim().slice(0, 64);
  const filter = {
    ...(state !== 'all' && { state }),
    ...(mall !== undefined && { mall }),
    ...(number !== '' && { [numberName]: number }),
  } as Filter<S, N>;
  const narrowing = { states, state, onState, mall, onMall, onNumber };
  return { filter, isFiltered: Object.keys(filter).length > 0, narrowing };
}
