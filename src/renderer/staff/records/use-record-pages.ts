/** The rows of a long list as they are looked at: asked for page by page, renewed when something behind them changed. */
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { CommandName, Input, Output, Topic } from '#shared/desk/contract.ts';
import type { ListPage } from '#shared/desk/list.ts';
import type { Failure, Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { addPage, missingPlaces, PAGE, type PageBook, placeInput, rowAt, rowsAtHand, startBook } from './page-book.ts';

/** Commands that answer a `ListPage`. */
export type ListName = { [N in CommandName]: Output<N> extends ListPage<unknown> ? N : never }[CommandName];
export type RowOf<N extends ListName> = Output<N> extends ListPage<infer R> ? R : never;

export interface RecordPages<T> {
  /** Absent until the first answer. */
  readonly total?: number;
  /** `undefined` where the row is not at hand yet. */
  at(index: number): T | undefined;
  /** These are looked at: asks for what is missing of them. */
  want(first: number, last: number): void;
  /** Those at hand, of which the first are the list's first. */
  readonly rows: readonly T[];
  readonly failure?: Failure;
  reload(): void;
}

/** Scrolling comes to rest for so long (ms) before pages are asked for. */
const REST = 60;
const AT_ONCE = 2;

export function askPage<N extends ListName>(
  list: N,
  filter: string,
  page: { limit: number; before?: string; skip?: number },
): Promise<Result<ListPage<RowOf<N>>>> {
  const input = { ...(JSON.parse(filter) as object), ...page } as Input<N>;
  return desk.call(list, input) as Promise<Result<ListPage<RowOf<N>>>>;
}

interface Held<T> {
  /** The filter that the rows fit. */
  readonly filter: string;
  readonly book: PageBook<T>;
  /** Counts the answers that began the list anew: under another filter, or after a change. */
  readonly turn: number;
}

/**
 * Rows of another filter stay until those of the new one come, so that nothing flickers.
 *
 * @param isIdle nothing is asked for yet
 */
export function useRecordPages<N extends ListName>(
  list: N,
  asked: object,
  topics: readonly Topic[],
  isIdle = false,
): RecordPages<RowOf<N>> {
  type Row = RowOf<N>;
  const [held, setHeld] = useState<Held<Row>>();
  const [failure, setFailure] = useState<Failure>();
  const entries = useOffice((store) => store.entries);
  const filter = JSON.stringify(asked);
  const topicText = topics.join();
  const current = useRef<Held<Row>>(undefined);
  const looked = useRef({ first: 0, last: PAGE - 1 });
  const underway = useRef(new Set<number>());
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const renewing = useRef<() => void>(undefined);

  const hold = useCallback((next: Held<Row>): void => {
    current.current = next;
    setHeld(next);
  }, []);

  const fetchMissing = useCallback(async (): Promise<void> => {
    for (;;) {
      const now = current.current;
      if (!now || underway.current.size >= AT_ONCE) return;
      const { first, last } = looked.current;
      const place = missingPlaces(now.book, first, last).find((each) => !underway.current.has(each));
      if (place === undefined) return;
      underway.current.add(place);
      const page = await askPage(list, now.filter, { limit: PAGE, ...placeInput(now.book, place) });
      underway.current.delete(place);
      const then = current.current;
      if (!then || then.turn !== now.turn) return;
      if (!page.ok) return setFailure(page.error);
      const middle = Math.floor((looked.current.first + looked.current.last) / 2 / PAGE);
      hold({ ...then, book: addPage(then.book, place, page.value, middle) });
    }
  }, [list, hold]);

  const want = useCallback(
    (first: number, last: number): void => {
      looked.current = { first, last };
      clearTimeout(resting.current);
      resting.current = setTimeout(() => void fetchMissing(), REST);
    },
    [fetchMissing],
  );
  useEffect(() => () => clearTimeout(resting.current), []);

  const renew = useEffectEvent(async (list: N, filter: string, isCurrent: () => boolean): Promise<void> => {
    const first = await askPage(list, filter, { limit: PAGE });
    if (!isCurrent()) return;
    setFailure(first.ok ? undefined : first.error);
    if (!first.ok) return;
    let book = startBook<Row>(first.value);
    const before = current.current;
    // Under the same filter one may look far down: what is looked at comes before anything is exchanged.
    if (before?.filter === filter) {
      for (const place of missingPlaces(book, looked.current.first, looked.current.last)) {
        const page = await askPage(list, filter, { limit: PAGE, ...placeInput(book, place) });
        if (!isCurrent()) return;
        if (page.ok) book = addPage(book, place, page.value);
      }
    }
    underway.current.clear();
    hold({ filter, book, turn: (before?.turn ?? 0) + 1 });
    void fetchMissing();
  });

  useEffect(() => {
    if (isIdle) return;
    let stopped = false;
    let running = false;
    let again = false;
    // Changes come in bursts: one renewal at a time, and one more behind it.
    const run = async (): Promise<void> => {
      again = running;
      if (running) return;
      running = true;
      await renew(list, filter, () => !stopped);
      running = false;
      if (again && !stopped) void run();
    };
    renewing.current = () => void run();
    if (entries > 0) void run();
    const heard = topicText === '' ? [] : (topicText.split(',') as Topic[]);
    const stops = heard.map((topic) => desk.onChanged(topic, () => void run()));
    return () => {
      stopped = true;
      for (const stop of stops) stop();
    };
  }, [list, filter, topicText, entries, isIdle]);
  const book = held?.book;
  const rows = useMemo(() => (book ? rowsAtHand(book) : []), [book]);
  const reload = useCallback(() => renewing.current?.(), []);

  return {
    ...(held && { total: held.book.total }),
    rows,
    at: (index) => held && rowAt(held.book, index),
    want,
    ...(failure && { failure }),
    reload,
  };
}
