/** Where this screen stands: the line, and whether the office let the clerk in. */
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Office } from '#shared/desk/office.ts';
import type { Failure } from '#shared/result.ts';
import type { DeskClient, LineState } from '../desk-client.ts';

export interface OfficeStore {
  readonly line: LineState;
  /** Kept while the line is down, so that the screen stays as it is. */
  readonly office?: Office;
  /** Counts entries: after each, screens ask for their data again. */
  readonly entries: number;
  readonly failure?: Failure;
  /** Names the clerk; also again after every reconnection. */
  enter(clerk: string): Promise<void>;
}

export function createOfficeStore(desk: DeskClient, rememberedClerk: string): UseBoundStore<StoreApi<OfficeStore>> {
  let clerk = rememberedClerk;
  const store = create<OfficeStore>()((set, get) => ({
    line: 'connecting',
    entries: 0,
    async enter(name) {
      clerk = name;
      const office = await desk.call('office.enter', { clerk });
      if (office.ok) set({ office: office.value, entries: get().entries + 1, failure: undefined });
      else if (office.error.code === 'not-signed-in') set({ line: 'locked' });
      else set({ failure: office.error });
    },
  }));
  desk.onLine((line) => {
    store.setState({ line });
    if (line === 'open' && clerk !== '') void store.getState().enter(clerk);
  });
  return store;
}
