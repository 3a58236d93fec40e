/** Asks the office when a screen opens, after every entry, and whenever something behind the screen changed. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CommandName, Input, Output, Topic } from '#shared/desk/contract.ts';
import type { Failure, Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { useOffice } from './desk-stores.ts';

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
      // Asked again once somebody sits here.
      if (useOffice.getState().locked) return;
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
