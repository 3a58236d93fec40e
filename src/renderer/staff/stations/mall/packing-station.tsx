/** Packing: the queue on the left, the open order on the right. A scanner is enough; every key has a word beside it. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { QueuePlace } from '#shared/desk/packing.ts';
import { QUEUE_PLACES } from '#shared/desk/packing.ts';
import { desk } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { NumberEntry } from '../../components/number-entry.tsx';
import { Segments } from '../../components/segments.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { Key } from '../../components/words.tsx';
import { useScans, useTypingField } from '../../scanner/scans.ts';
import { usePacking } from '../../stores/desk-stores.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { BatchButton } from './batch-button.tsx';
import { readEntry } from './bench-entry.tsx';
import { PackingIdle } from './packing-idle.tsx';
import { PackingOrderView } from './packing-order.tsx';
import { PackingQueue } from './packing-queue.tsx';
import { PickDialog } from './pick-dialog.tsx';
import { findItem } from './ticks.ts';

export function PackingStation(): ReactNode {
  const { frame, bench } = useTexts();
  const { order, take, refresh } = usePacking();
  const [place, setPlace] = useState<QueuePlace>('waiting');
  const [carrier, setCarrier] = useState('');
  const [picking, setPicking] = useState(false);
  const counts = useQuery('packing.counts', {}, ['packing']);
  const numberField = useRef<HTMLInputElement>(null);
  const entryField = useRef<HTMLInputElement>(null);
  const queue = useRef<HTMLDivElement>(null);
  const purchase = order?.purchase;
  const isOpen = order?.state === 'accepted';

  useScans(
    (scan) => {
      const field = entryField.current;
      const units = readEntry(field);
      // Digits of the scan brought the focus here; letters are keys again.
      if (field && document.activeElement === field && field.value === '') field.blur();
      void take(scan, units);
    },
    'first',
    (text) => order !== undefined && findItem(order.items, [text]) !== undefined,
  );
  useTypingField(isOpen ? entryField : numberField);
  // With an order open letters are keys; before that they may begin a carrier's number.
  useEffect(() => {
    numberField.current?.toggleAttribute('data-digits', purchase !== undefined);
  }, [purchase]);
  useEffect(() => desk.onChanged('packing', () => void refresh()), [refresh]);
  useEffect(() => {
    if (purchase === undefined) numberField.current?.focus();
  }, [purchase]);

  const carriers = counts.value?.carriers ?? [];
  const chosen = carriers.some((one) => one.carrier === carrier) ? carrier : '';
  const waiting = carriers.reduce((sum, one) => sum + one.waiting, 0);
  const titles: Readonly<Record<QueuePlace, string>> = {
    waiting: `${bench.places.waiting} ${waiting}`,
    packed: `${bench.places.packed} ${counts.value?.packed ?? 0}`,
    aside: `${bench.places.aside} ${counts.value?.aside ?? 0}`,
  };
  const after = <T,>(list: readonly T[], at: number): T => list[(at + 1) % list.length]!;
  useKeys({
    F2: () => setPlace(after(QUEUE_PLACES, QUEUE_PLACES.indexOf(place))),
    F4: () => numberField.current?.focus(),
    F6: () => {
      const all = ['', ...carriers.map((one) => one.carrier)];
      setCarrier(after(all, all.indexOf(chosen)));
    },
    F10: () => setPicking(true),
    // From the entry straight into the queue.
    ArrowDown: ({ target }) => {
      if (target !== numberField.current) return false;
      queue.current?.querySelector<HTMLElement>('tr.opens')?.focus();
      return true;
    },
  });

  return (
    <div className="packing">
      <section className="packing-queue" aria-labelledby="packing-queue">
        <div className="packing-head">
          <h1 id="packing-queue">{frame.screens.packing}</h1>
          <span className="grow" />
          <BatchButton />
          <button type="button" className="button" onClick={() => setPicking(true)}>
            {bench.pick} <Key name="F10" />
          </button>
        </div>
        <NumberEntry fieldRef={numberField} onNumber={(text) => void take({ text })} />
        <div className="packing-filters">
          <div className="packing-filter">
            <Key name="F2" />
            <Segments
              label={bench.placeLabel}
              choices={QUEUE_PLACES.map((name) => [name, titles[name]] as const)}
              chosen={place}
              onChoose={setPlace}
            />
          </div>
          {carriers.length > 1 && (
            <div className="packing-filter">
              <Key name="F6" />
              <Segments
                label={bench.carriers}
                choices={[
                  ['', bench.allCarriers] as const,
                  ...carriers.map((one) => [one.carrier, `${one.name} ${one.waiting}`] as const),
                ]}
                chosen={chosen}
                onChoose={setCarrier}
              />
            </div>
          )}
        </div>
        {counts.failure && <FailureNote failure={counts.failure} />}
        <div ref={queue} className="packing-list">
          <PackingQueue place={place} carrier={chosen} />
        </div>
      </section>
      {order ? <PackingOrderView order={order} entryField={entryField} key={order.purchase} /> : <PackingIdle />}
      {picking && <PickDialog carrier={chosen} waiting={waiting} onClose={() => setPicking(false)} />}
    </div>
  );
}
