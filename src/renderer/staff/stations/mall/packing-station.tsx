/** Packing: the queue on the left, the open order on the right. A scanner and Enter are enough. */
import { type ReactNode, useEffect, useRef } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { NumberEntry } from '../../components/number-entry.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { useScans, useTypingField } from '../../scanner/scans.ts';
import { usePacking } from '../../stores/desk-stores.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { PackingOrderView } from './packing-order.tsx';
import { PackingIdle } from './packing-idle.tsx';
import { PackingQueue } from './packing-queue.tsx';

export function PackingStation(): ReactNode {
  const { packing } = useTexts();
  const { order, open, take, sync } = usePacking();
  const queue = useQuery('packing.queue', {}, ['packing']);
  const numberField = useRef<HTMLInputElement>(null);
  const purchase = order?.purchase;

  useScans((scan) => void take(scan));
  useTypingField(numberField);
  useKeys({ F4: () => numberField.current?.focus() });
  useEffect(() => {
    if (queue.value) sync(queue.value);
  }, [queue.value, sync]);
  useEffect(() => {
    if (purchase === undefined) numberField.current?.focus();
  }, [purchase]);

  return (
    <div className="packing">
      <section className="packing-queue" aria-labelledby="packing-queue">
        <div className="packing-head">
          <h1 id="packing-queue">{packing.queue}</h1>
          {queue.value && <span className="meta">{packing.queueCount(queue.value.length)}</span>}
        </div>
        <NumberEntry fieldRef={numberField} onNumber={(text) => void take({ text })} />
        {queue.failure && <FailureNote failure={queue.failure} />}
        <div className="packing-list">
          {queue.value && <PackingQueue rows={queue.value} open={purchase} onOpen={(number) => void open(number)} />}
        </div>
      </section>
      {order ? <PackingOrderView order={order} key={order.purchase} /> : <PackingIdle />}
    </div>
  );
}
