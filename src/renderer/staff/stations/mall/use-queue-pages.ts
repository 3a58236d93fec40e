/** The bench's queue, page by page, oldest first. Every change asks again for all that is shown: rows leave it anywhere. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type QueuePlace, queueCursor, type QueueRow } from '#shared/desk/packing.ts';
import type { Failure, Result } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { useOffice } from '../../stores/desk-stores.ts';

const PAGE = 100;

export interface QueuePages {
  readonly rows?: readonly QueueRow[];
  readonly failure?: Failure;
  readonly more?: () => void;
}

export function useQueuePages(place: QueuePlace, carrier: string): QueuePages {
  const [shown, setShown] = useState<{ readonly rows: readonly QueueRow[]; readonly end: boolean }>();
  const [failure, setFailure] = useState<Failure>();
  const entries = useOffice((store) => store.entries);
  const pages = useRef(1);
  const turn = useRef(0);

  const ask = useCallback(
    async (isLeft: () => boolean = () => false): Promise<void> => {
      const mine = ++turn.current;
      const found: QueueRow[] = [];
      let end = false;
      for (let page = 0; page < pages.current && !end; page++) {
        const last = found.at(-1);
        const answer: Result<QueueRow[]> = await desk.call('packing.queue', {
          place,
          limit: PAGE,
          ...(carrier !== '' && { carrier }),
          ...(last && { after: queueCursor(last) }),
        });
        if (mine !== turn.current || isLeft()) return;
        setFailure(answer.ok ? undefined : answer.error);
        if (!answer.ok) return;
        found.push(...answer.value);
        end = answer.value.length < PAGE;
      }
      setShown({ rows: found, end });
    },
    [place, carrier],
  );

  useEffect(() => {
    let left = false;
    const isLeft = (): boolean => left;
    pages.current = 1;
    if (entries > 0) void ask(isLeft);
    const stopListening = desk.onChanged('packing', () => void ask(isLeft));
    return () => {
      // Whatever is still on its way belongs to another list.
      left = true;
      stopListening();
    };
  }, [ask, entries]);

  return {
    ...(shown && { rows: shown.rows }),
    ...(failure && { failure }),
    ...(shown &&
      !shown.end && {
        more: () => {
          pages.current++;
          void ask();
        },
      }),
  };
}
