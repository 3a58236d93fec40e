/** Asks the office when a screen opens, after every entry, and whenever something behind the screen changed. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ParcelRow } from '#shared/desk/carrier.ts';
import type { CommandName, Input, Output, Topic } from '#shared/desk/contract.ts';
import type { PurchaseRow } from '#shared/desk/mall.ts';
import type { TrailRow } from '#shared/desk/office.ts';
import type { Failure, Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { useOffice } from './desk-stores.ts';
import { joinPages } from './join-pages.ts';

export interface Query<T> {
  /** The last answer; stays while a newer one is being asked for, so that nothing moves. */
  readonly value?: T;
  readonly failure?: Failure;
  reload(): void;
}

export function useQuery<N extends CommandName>(
  name: N,
  input: Input<N>,
  topics: readonly Topic[] = [],
): Query<Output<N>> {
  const [answer, setAnswer] = useState<Result<Output<N>>>();
  const [last, setLast] = useState<Output<N>>();
  const asking = useRef<() => void>(undefined);
  const entries = useOffice((store) => store.entries);
  const inputText = JSON.stringify(input);
  const topicText = topics.join();

  useEffect(() => {
    let turn = 0;
    const ask = async (): Promise<void> => {
      const mine = ++turn;
      const result = await desk.call(name, JSON.parse(inputText) as Input<N>);
      if (mine !== turn) return;
      setAnswer(result);
      if (result.ok) setLast(result.value);
    };
    asking.current = () => void ask();
    if (entries > 0) void ask();
    return () => void (turn = -1);
  }, [name, inputText, entries]);
  const reload = useCallback(() => asking.current?.(), []);

  useEffect(() => {
    const stops = (topicText === '' ? [] : (topicText.split(',') as Topic[])).map((topic) =>
      desk.onChanged(topic, reload),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [topicText, reload]);

  return {
    ...(last !== undefined && { value: last }),
    ...(answer && !answer.ok && { failure: answer.error }),
    reload,
  };
}

interface ListRows {
  readonly 'purchases.list': PurchaseRow;
  readonly 'parcels.list': ParcelRow;
  readonly 'trail.list': TrailRow;
}
type ListName = keyof ListRows;
type Row<N extends ListName> = ListRows[N];

export interface Pages<T> {
  readonly rows?: readonly T[];
  readonly failure?: Failure;
  readonly older?: () => void;
}

const PAGE = 100;

/** A list with older pages; `timeOf` is the time that the next page begins before. */
export function usePages<N extends ListName>(
  name: N,
  timeOf: (row: Row<N>) => string,
  topics: readonly Topic[] = [],
): Pages<Row<N>> {
  const first = useQuery(name as ListName, { limit: PAGE }, topics);
  const newest = first.value as readonly unknown[] | undefined as readonly Row<N>[] | undefined;
  const [rows, setRows] = useState<readonly Row<N>[]>();
  const [failure, setFailure] = useState<Failure>();
  const [end, setEnd] = useState(false);
  const [joined, setJoined] = useState(newest);
  const asking = useRef(false);
  if (newest !== joined) {
    setJoined(newest);
    setRows(newest && joinPages(newest, rows ?? [], timeOf));
  }
  const last = rows?.at(-1);

  async function older(): Promise<void> {
    if (last === undefined || asking.current) return;
    asking.current = true;
    const page = await desk.call(name as ListName, { limit: PAGE, before: timeOf(last) });
    asking.current = false;
    if (!page.ok) return setFailure(page.error);
    setFailure(undefined);
    const found = page.value as readonly unknown[] as readonly Row<N>[];
    setRows((known) => [...(known ?? []), ...found]);
    if (found.length < PAGE) setEnd(true);
  }

  const problem = failure ?? first.failure;
  return {
    ...(rows && { rows }),
    ...(problem && { failure: problem }),
    ...(rows && rows.length >= PAGE && !end && { older: () => void older() }),
  };
}
