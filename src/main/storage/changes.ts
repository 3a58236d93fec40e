/** Tells listeners which topics changed, after the change is durable and never before. */
import type { Storage } from './storage.ts';

export interface Changes<Topic extends string> {
  /** Called inside or before a unit of work; heard after its commit. */
  announce(topic: Topic): void;
  /** Returns the function that ends listening. */
  listen(listener: (topic: Topic) => void): () => void;
}

export function openChanges<Topic extends string, DB>(storage: Storage<DB>): Changes<Topic> {
  const announced = new Set<Topic>();
  const listeners = new Set<(topic: Topic) => void>();
  storage.onCommit(() => {
    const topics = [...announced];
    announced.clear();
    for (const topic of topics) for (const listener of listeners) listener(topic);
  });
  return {
    announce: (topic) => announced.add(topic),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
