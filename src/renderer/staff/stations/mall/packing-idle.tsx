/** No order open: what to do, and what just happened. */
import type { ReactNode } from 'react';
import { Empty } from '../../components/empty.tsx';
import { useTexts } from '../../stores/use-texts.ts';
import { PackingNoteLine } from './packing-notice.tsx';

export function PackingIdle(): ReactNode {
  const { packing } = useTexts();
  return (
    <section className="packing-order">
      <PackingNoteLine />
      <Empty icon="packing" title={packing.idleTitle}>
        {packing.idleExplain}
      </Empty>
    </section>
  );
}
