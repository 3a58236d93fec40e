/** Counting by scans, one after the other in the order they came; every one is heard. */
import { useRef, useState } from 'react';
import type { CountedPiece } from '#shared/desk/handover.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { numberIn } from '../../scanner/read-scan.ts';
import { play } from '../../stores/desk-stores.ts';

export type CountNotice =
  | { readonly kind: 'counted'; readonly counted: CountedPiece }
  | { readonly kind: 'taken-back'; readonly number: string }
  | { readonly kind: 'stopped'; readonly failure: Failure; readonly number?: string };

export interface Counting {
  readonly notice?: CountNotice;
  take(scan: string): Promise<void>;
  takeBack(piece: { readonly purchase: string; readonly shipping: string; readonly piece: number }): Promise<void>;
}

export function useCount(carrier: string | undefined): Counting {
  const [said, setSaid] = useState<{ readonly notice: CountNotice; readonly carrier: string }>();
  const working = useRef<Promise<unknown>>(Promise.resolve());

  async function say(work: (id: string) => Promise<CountNotice>, id: string): Promise<void> {
    const notice = await work(id);
    play(notice.kind === 'stopped' ? 'look' : 'done');
    setSaid({ notice, carrier: id });
  }
  function inTurn(work: (id: string) => Promise<CountNotice>): Promise<void> {
    if (carrier === undefined) return Promise.resolve();
    const turn = working.current.then(() => say(work, carrier));
    working.current = turn.catch(() => undefined);
    return turn;
  }
  return {
    ...(said?.carrier === carrier && said && { notice: said.notice }),
    take: (scan) =>
      inTurn(async (id) => {
        const counted = await desk.call('handover.count', { carrier: id, scan });
        if (counted.ok) return { kind: 'counted', counted: counted.value };
        const number = numberIn(scan);
        return { kind: 'stopped', failure: counted.error, ...(number !== undefined && { number }) };
      }),
    takeBack: ({ purchase, shipping, piece }) =>
      inTurn(async () => {
        const back = await desk.call('handover.take-back', { purchase, piece });
        return back.ok
          ? { kind: 'taken-back', number: shipping }
          : { kind: 'stopped', failure: back.error, number: shipping };
      }),
  };
}
