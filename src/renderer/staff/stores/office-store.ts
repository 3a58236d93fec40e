/** Where this screen stands: the line, who sits here, and whether the screen is locked. */
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { DoorSign, Office } from '#shared/desk/office.ts';
import type { Failure } from '#shared/result.ts';
import type { DeskClient, LineState } from '../desk-client.ts';

export interface OfficeStore {
  readonly line: LineState;
  /** Kept while the line is down or the screen is locked, so that the screen stays as it is. */
  readonly office?: Office;
  /** What stands at the door, once it was asked for. */
  readonly sign?: DoorSign;
  /** Nobody may see or do anything until somebody signs in. */
  readonly locked: boolean;
  /** Counts entries: after each, screens ask for their data again. */
  readonly entries: number;
  /** Whose secret is asked for. */
  readonly asked?: string;
  readonly failure?: Failure;
  /** Sits down; without a secret the office says whether it wants one. */
  enter(clerk: string, secret?: string): Promise<void>;
  /** The administrator's account, where nobody has one. */
  makeFirst(name: string, secret: string): Promise<void>;
  /** Back to the names. */
  askName(): void;
  lock(): void;
}

/**
 * @param forget takes names and addresses off the screen, whenever it is locked
 * @param greeted told whoever sat down
 */
export function createOfficeStore(
  desk: DeskClient,
  rememberedClerk: string,
  forget: () => void = () => undefined,
  greeted: (name: string) => void = () => undefined,
): UseBoundStore<StoreApi<OfficeStore>> {
  let clerk = rememberedClerk;
  /** Instead of the secret, after a lost line: in this page's memory alone. */
  let ticket: string | undefined;

  const store = create<OfficeStore>()((set, get) => {
    async function readSign(): Promise<void> {
      const sign = await desk.call('office.sign', {});
      if (sign.ok) set({ sign: sign.value });
    }

    async function sitDown(entry: { readonly clerk: string; readonly secret?: string; readonly ticket?: string }) {
      const answer = await desk.call('office.enter', entry);
      if (answer.ok) {
        const office = answer.value;
        ticket = office.ticket;
        clerk = office.who;
        greeted(clerk);
        set({ office, locked: false, entries: get().entries + 1, failure: undefined, asked: undefined });
        return;
      }
      const { error } = answer;
      if (error.code === 'not-signed-in') return set({ line: 'locked' });
      if (error.code === 'unavailable') return set({ failure: error });
      ticket = undefined;
      // A screen that somebody sat at is not shown to whoever comes next.
      if (get().office) lockNow();
      if (error.code === 'first-account') return void readSign();
      if (error.code === 'account-unknown') return set({ asked: undefined, failure: error });
      set({ asked: entry.clerk, failure: error.code === 'secret-needed' ? undefined : error });
    }

    function lockNow(): void {
      if (get().locked) return;
      ticket = undefined;
      forget();
      set({ locked: true, asked: undefined, failure: undefined });
    }

    return {
      line: 'connecting',
      locked: false,
      entries: 0,
      enter: (name, secret) => sitDown({ clerk: name, ...(secret !== undefined && { secret }) }),
      makeFirst: async (name, secret) => {
        const made = await desk.call('accounts.first', { name, secret });
        if (!made.ok) return set({ failure: made.error });
        await sitDown({ clerk: name, secret });
        await readSign();
      },
      askName: () => set({ asked: undefined, failure: undefined }),
      lock: () => {
        if (!get().office || get().locked) return;
        void desk.call('office.leave', {});
        lockNow();
      },
    };
  });

  desk.onLine((line) => {
    store.setState({ line });
    if (line !== 'open') return;
    const { office, locked, enter } = store.getState();
    void desk.call('office.sign', {}).then((sign) => sign.ok && store.setState({ sign: sign.value }));
    if (locked) return;
    if (office && ticket !== undefined) void reenter(office.who, ticket);
    else if (clerk !== '') void enter(clerk);
  });
  // The account was closed, has another secret, or the service began anew: out at once.
  desk.onSignedOut(() => {
    const { office, lock } = store.getState();
    if (office) lock();
  });

  async function reenter(name: string, held: string): Promise<void> {
    const answer = await desk.call('office.enter', { clerk: name, ticket: held });
    if (!answer.ok) {
      if (answer.error.code !== 'unavailable') store.getState().lock();
      return;
    }
    ticket = answer.value.ticket;
    store.setState(({ entries }) => ({ office: answer.value, entries: entries + 1 }));
  }
  return store;
}
