/** No order open: what to do, and what just happened. */
import type { ReactNode } from 'react';
import { Empty } from '../../components/empty.tsx';
import { useLoneKeys } from '../../scanner/scans.ts';
import { usePacking } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { PackingNoteLine } from './packing-notice.tsx';
import { focusedOrder } from './packing-queue.tsx';

export function PackingIdle(): ReactNode {
  const { packing, bench } = useTexts();
  const mark = usePacking((store) => store.mark);
  useLoneKeys((character) => {
    const purchase = focusedOrder();
    if (character === '+' && purchase !== undefined) mark(purchase);
  });
  return (
    <section className="packing-order">
      <PackingNoteLine />
      <Empty icon="packing" title={packing.idleTitle}>
        {packing.idleExplain}
        <br />
        {bench.pickHint}
      </Empty>
    </section>
  );
}
