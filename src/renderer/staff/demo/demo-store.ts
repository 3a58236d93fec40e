/** How the story stands, asked again every second while the window is open. */
import { create } from 'zustand';
import type { DemoCommandName, DemoInput, DemoOutput, DemoState } from '#shared/desk/demo.ts';
import type { Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import type { LineState } from '../desk-client.ts';

const ASK_MS = 1000;

/** Answered over the line that a desk's page would have. */
export function callDemo<N extends DemoCommandName>(name: N, input: DemoInput<N>): Promise<Result<DemoOutput<N>>> {
  const call = desk.call as unknown as (name: string, input: unknown) => Promise<Result<unknown>>;
  return call(name, input) as Promise<Result<DemoOutput<N>>>;
}

interface DemoStore {
  readonly line: LineState;
  readonly state?: DemoState;
  look(): Promise<void>;
  again(): Promise<void>;
}

export const useDemo = create<DemoStore>()((set) => ({
  line: 'connecting',
  async look() {
    const answer = await callDemo('demo.look', {});
    if (answer.ok) set({ state: answer.value });
  },
  async again() {
    const answer = await callDemo('demo.again', {});
    if (answer.ok) set({ state: answer.value });
  },
}));

desk.onLine((line) => {
  useDemo.setState({ line });
  if (line === 'open') void useDemo.getState().look();
});
setInterval(() => {
  if (useDemo.getState().line === 'open') void useDemo.getState().look();
}, ASK_MS);
