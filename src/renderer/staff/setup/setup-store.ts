/** Where the first run stands for this screen. What people type – passphrases above all – stays in the fields' own state. */
import { create } from 'zustand';
import type { DeskRequest } from '#shared/desk/contract.ts';
import type { SetupCommandName, SetupInput, SetupOutput, SetupState } from '#shared/desk/setup.ts';
import type { Failure, Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import type { LineState } from '../desk-client.ts';

/** The setup answers over the desk's own line. */
export function callSetup<N extends SetupCommandName>(name: N, input: SetupInput<N>): Promise<Result<SetupOutput<N>>> {
  const call = desk.call as unknown as (name: DeskRequest['command'], input: unknown) => Promise<Result<unknown>>;
  return call(name, input) as Promise<Result<SetupOutput<N>>>;
}

interface SetupStore {
  readonly line: LineState;
  readonly state?: SetupState;
  readonly failure?: Failure;
  readonly busy: boolean;
  /** The setup is over: whoever answers is the party's desk. */
  readonly atDesk: boolean;
  /** Asks for something that leads to another state; what fails stays on the screen until the next. */
  go<N extends GoingOn>(name: N, input: SetupInput<N>): Promise<boolean>;
  /** Puts the party in place; the screen then waits for its desk. */
  finish(): Promise<boolean>;
  fail(failure: Failure | undefined): void;
  take(state: SetupState): void;
}
/** Commands that answer where one stands then. */
type GoingOn = {
  [N in SetupCommandName]: SetupOutput<N> extends SetupState ? N : never;
}[SetupCommandName];

export const useSetup = create<SetupStore>()((set) => ({
  line: 'connecting',
  busy: false,
  atDesk: false,
  async go(name, input) {
    set({ busy: true, failure: undefined });
    const result = (await callSetup(name, input)) as Result<SetupState>;
    set(result.ok ? { busy: false, state: result.value } : { busy: false, failure: result.error });
    return result.ok;
  },
  async finish() {
    set({ busy: true, failure: undefined });
    const result = await callSetup('setup.finish', {});
    set(result.ok ? { busy: false } : { busy: false, failure: result.error });
    if (result.ok) void look();
    return result.ok;
  },
  fail: (failure) => set({ failure }),
  take: (state) => set({ state }),
}));

/** A desk knows no setup: its answer says that the party runs. In the desktop app the line never goes down meanwhile. */
async function look(): Promise<void> {
  const result = await callSetup('setup.look', {});
  if (result.ok) {
    useSetup.setState({ state: result.value });
  } else if (result.error.code === 'not-found' || result.error.code === 'not-signed-in') {
    useSetup.setState({ atDesk: true });
  } else {
    setTimeout(() => void look(), LOOK_AGAIN_MS);
  }
}
const LOOK_AGAIN_MS = 200;

desk.onLine((line) => {
  useSetup.setState({ line });
  if (line === 'open') void look();
});
