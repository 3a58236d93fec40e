/** Work that takes a while: how far it is, and the wish to stop it. One of a kind at a time. */
import { fail, type Result } from '#shared/result.ts';
import type { Credit } from './credit.ts';

export type LongWorkKind = 'statements' | 'letters' | 'bank-file';

export interface LongWork {
  /** What is being made or read. */
  readonly about: string;
  done: number;
  of: number;
  stop: boolean;
}
const running = new WeakMap<Credit, Map<LongWorkKind, LongWork>>();

export function longWork(credit: Credit, kind: LongWorkKind): LongWork | undefined {
  return running.get(credit)?.get(kind);
}

/** For screens: where it is under way. */
export function progressOf(credit: Credit, kind: LongWorkKind): { done: number; of: number } | undefined {
  const work = longWork(credit, kind);
  return work && { done: work.done, of: work.of };
}

/** After what is at hand; what was done by then stands. */
export function stopLongWork(credit: Credit, kind: LongWorkKind): void {
  const work = longWork(credit, kind);
  if (work) work.stop = true;
}

/** Fails with `import-running` while another of that kind goes on. */
export async function doLongWork<T>(
  credit: Credit,
  kind: LongWorkKind,
  about: string,
  go: (work: LongWork) => Promise<Result<T>>,
): Promise<Result<T>> {
  const all = running.get(credit) ?? new Map<LongWorkKind, LongWork>();
  running.set(credit, all);
  if (all.has(kind)) return fail('import-running', all.get(kind)!.about);
  const work: LongWork = { about, done: 0, of: 0, stop: false };
  all.set(kind, work);
  try {
    return await go(work);
  } finally {
    all.delete(kind);
    credit.changes.announce('billing');
  }
}
