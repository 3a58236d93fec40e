/** Orders sealed one after the other, oldest first: how far that is, and the way to stop after the one in hand. */
import { useEffect, useRef, useState } from 'react';
import { type BulkOutcome, inBulk } from '#shared/desk/list.ts';
import type { GoodsRow } from '#shared/desk/mall-goods.ts';
import { ok } from '#shared/result.ts';
import { desk } from '../../client.ts';
import type { BulkAction } from '../../records/bulk-bar.tsx';

export interface SealingRun {
  readonly done: number;
  readonly of: number;
  cancel(): void;
}

export function useSealing(): { readonly run?: SealingRun; readonly seal: BulkAction<GoodsRow>['start'] } {
  const [run, setRun] = useState<SealingRun>();
  const isStopped = useRef(false);
  // Whoever leaves the station wants no more of it; what is sealed stays sealed.
  useEffect(() => () => void (isStopped.current = true), []);

  const seal: BulkAction<GoodsRow>['start'] = async (rows, finish) => {
    isStopped.current = false;
    const outcome: { done: number; refused: BulkOutcome['refused'] } = { done: 0, refused: [] };
    const cancel = (): void => void (isStopped.current = true);
    const waiting = rows.toSorted((a, b) => (a.placedAt < b.placedAt ? -1 : 1));
    for (const [at, { purchase }] of waiting.entries()) {
      if (isStopped.current) break;
      setRun({ done: at, of: waiting.length, cancel });
      const { done, refused } = await inBulk([purchase], () => desk.call('goods.seal', { purchase }));
      outcome.done += done;
      outcome.refused = [...outcome.refused, ...refused];
    }
    setRun(undefined);
    finish(ok(outcome));
  };
  return { ...(run && { run }), seal };
}
