/**
 * The calling end of the staff contract over any line: numbers the requests, pairs the replies, spreads the events.
 * A call made while the line is down, or cut off by it, fails with `unavailable`; nothing waits in a queue.
 */
import type { CommandName, DeskMessage, DeskRequest, Input, Output, Topic } from '#shared/desk/contract.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** `locked`: the service is there and does not know this screen. */
export type LineState = 'connecting' | 'open' | 'down' | 'locked';

export interface Line {
  send(request: DeskRequest): void;
}

export interface LineEnd {
  receive(message: DeskMessage): void;
  turn(state: LineState): void;
}

/** Opens a line and keeps it up by itself. */
export type OpenLine = (end: LineEnd) => Line;

export interface DeskClient {
  call<N extends CommandName>(name: N, input: Input<N>): Promise<Result<Output<N>>>;
  onChanged(topic: Topic, listener: () => void): () => void;
  /** Nobody sits at this screen any more, as far as the service knows: an answer to some call said so. */
  onSignedOut(listener: () => void): () => void;
  /** Tells the present state at once, then every change. */
  onLine(listener: (state: LineState) => void): () => void;
}

/** A reply that has not come after this long (ms) will not: imports and batches are the slowest. */
const PATIENCE = 120_000;

export function createDeskClient(open: OpenLine, patience = PATIENCE): DeskClient {
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  const topics = new Map<Topic, Set<() => void>>();
  const lineListeners = new Set<(state: LineState) => void>();
  const outListeners = new Set<() => void>();
  let lineState: LineState = 'connecting';
  let lastId = 0;

  const line = open({
    receive(message) {
      if ('changed' in message) {
        for (const listener of topics.get(message.changed) ?? []) listener();
        return;
      }
      const answer = waiting.get(message.id);
      waiting.delete(message.id);
      answer?.(message.ok ? ok(message.value) : { ok: false, error: message.error });
    },
    turn(state) {
      lineState = state;
      if (state !== 'open') {
        for (const answer of waiting.values()) answer(fail('unavailable'));
        waiting.clear();
      }
      for (const listener of lineListeners) listener(state);
    },
  });

  return {
    async call(name, input) {
      if (lineState !== 'open') return fail('unavailable', 'not-sent');
      const id = ++lastId;
      const reply = new Promise<Result<unknown>>((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          resolve(fail('unavailable'));
        }, patience);
        waiting.set(id, (result) => {
          clearTimeout(timer);
          resolve(result);
        });
      });
      line.send({ id, command: name, input });
      const result = (await reply) as Result<Output<typeof name>>;
      if (!result.ok && result.error.code === 'not-signed-in' && !name.startsWith('office.')) {
        for (const listener of outListeners) listener();
      }
      return result;
    },
    onChanged(topic, listener) {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(listener));
      return () => void listeners.delete(listener);
    },
    onSignedOut(listener) {
      outListeners.add(listener);
      return () => void outListeners.delete(listener);
    },
    onLine(listener) {
      lineListeners.add(listener);
      listener(lineState);
      return () => void lineListeners.delete(listener);
    },
  };
}
