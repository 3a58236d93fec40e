/** The open order: its items and pieces, its labels, and the one thing to do next. */
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { PackingOrder } from '#shared/desk/packing.ts';
import { useKeys } from '../../components/use-keys.ts';
import { Key, PayMark } from '../../components/words.tsx';
import { useLoneKeys } from '../../scanner/scans.ts';
import { usePacking } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { BenchEntry } from './bench-entry.tsx';
import { LineageDialog } from './lineage-dialog.tsx';
import { MarksDialog, SizeDialog } from './parcel-dialogs.tsx';
import { OutOfStockDialog } from './out-of-stock-dialog.tsx';
import { PackingAside } from './packing-aside.tsx';
import { PackingEnded } from './packing-ended.tsx';
import { PackingHead } from './packing-head.tsx';
import { focusedItem, PackingItems } from './packing-items.tsx';
import { PackingNoteLine } from './packing-notice.tsx';
import { PackingPieces } from './packing-pieces.tsx';
import { focusedOrder } from './packing-queue.tsx';
import { ENDED } from './packing-store.ts';
import { SlipDialog } from './paper-dialogs.tsx';
import { PaperView } from './paper-view.tsx';
import { ReprintDialog } from './reprint-dialog.tsx';
import { countUnits, ONE_BOX, unitsLeft } from './ticks.ts';

/** A second press of Enter meant for the label must not hand the parcel over (ms). */
const SETTLE = 500;

type Asking = 'reprint' | 'slip' | 'lineage' | 'marks' | 'size' | { readonly missing: number };

export function PackingOrderView({
  order,
  entryField,
}: {
  readonly order: PackingOrder;
  readonly entryField: RefObject<HTMLInputElement | null>;
}): ReactNode {
  const { packing, bench, purchaseStates } = useTexts();
  const { busy, last, tick, untick, pointAt, addPiece, removePiece, print, handOver, close, mark } = usePacking();
  const boxes = usePacking((store) => store.boxes[order.purchase]) ?? ONE_BOX;
  const [asking, setAsking] = useState<Asking>();
  const nextButton = useRef<HTMLButtonElement>(null);
  const settledAt = useRef(0);

  const { done, all } = countUnits(order.items, boxes);
  const ended = ENDED.includes(order.state);
  const packable = order.state === 'accepted' && order.aside === undefined;
  const packed = order.state === 'packed';

  useEffect(() => {
    if (!packed) return;
    settledAt.current = performance.now() + SETTLE;
    // A button that is busy can't take the focus.
    if (!busy) nextButton.current?.focus();
  }, [packed, busy]);

  /** The item under the cursor, or the first that is not complete. */
  function itemInHand(): number {
    const sku = focusedItem() ?? last;
    const at = order.items.findIndex((item) => item.sku === sku && unitsLeft(boxes, item) > 0);
    return at >= 0 ? at : order.items.findIndex((item) => unitsLeft(boxes, item) > 0);
  }
  function askMissing(): void {
    const missing = itemInHand();
    if (packable && missing >= 0) setAsking({ missing });
  }
  function tickRest(): void {
    const item = order.items[itemInHand()];
    if (packable && item) void tick(item.sku, unitsLeft(boxes, item));
  }
  useKeys({
    Escape: close,
    F7: () => ended || setAsking('slip'),
    F8: () => packed && setAsking('reprint'),
    Enter: (event) => {
      // A row takes Space; Enter on it, or on nothing, asks for the labels.
      const free = event.target === document.body || focusedItem() !== undefined;
      if (!packable || !free) return false;
      return void print();
    },
  });
  useLoneKeys((character) => {
    const row = focusedOrder();
    if (character === '+' && row !== undefined) return mark(row);
    if (busy || ended) return undefined;
    switch (character.toLowerCase()) {
      case '+':
        return packable ? addPiece() : undefined;
      case '-':
        return packable ? removePiece() : undefined;
      case '*':
        return tickRest();
      case 'o':
        return askMissing();
      case 'm':
        return setAsking('marks');
      case 's':
        return setAsking('size');
      case 'l':
        return order.copies > 0 ? setAsking('lineage') : undefined;
      default:
        return undefined;
    }
  });
  const stopAsking = (): void => setAsking(undefined);

  if (ended) return <PackingEnded order={order} onClose={close} />;
  return (
    <section className="packing-order bench-order" aria-labelledby="packing-number">
      <PackingHead order={order} onAsk={setAsking} onClose={close} />
      <PackingNoteLine />
      <div className="packing-work">
        <div className="packing-items">
          {order.aside && <PackingAside order={order} aside={order.aside} />}
          {packable && <BenchEntry fieldRef={entryField} onRest={tickRest} />}
          <div className="packing-items-head">
            <h2>{packing.items}</h2>
            {packable && (
              <button type="button" className="button" disabled={busy || done === all} onClick={askMissing}>
                {bench.outOfStock} <Key name="O" />
              </button>
            )}
            {order.aside ? (
              <span className="mark look">{bench.asideTitle}</span>
            ) : (
              <span className={done === all || !packable ? 'mark done' : 'mark'}>
                {packable ? packing.checked(done, all) : purchaseStates[order.state]}
              </span>
            )}
          </div>
          <PackingItems
            items={order.items}
            boxes={boxes}
            fixed={!packable && order.aside === undefined}
            still={order.aside !== undefined}
            last={last}
            takesFocus
            onTick={(sku) => void tick(sku)}
            onUntick={untick}
            onPoint={pointAt}
          />
          {packable && <PackingPieces boxes={boxes} onAdd={addPiece} onRemove={removePiece} />}
          {order.pay === 'later' && (
            <p className="packing-hint">
              <PayMark pay="later" /> {packing.slipLater}
            </p>
          )}
        </div>
        <div className="packing-paper">
          <PaperView purchase={order.purchase} />
          {packable && (
            <button
              type="button"
              className="button primary large"
              disabled={busy}
              onKeyDown={(event) => event.repeat && event.preventDefault()}
              onClick={() => void print()}
            >
              {busy ? packing.printing : packing.print} <Key name="Enter" />
            </button>
          )}
          {packed && (
            <button
              ref={nextButton}
              type="button"
              className="button primary large"
              disabled={busy}
              onKeyDown={(event) => event.repeat && event.preventDefault()}
              onClick={() => performance.now() >= settledAt.current && void handOver()}
            >
              {packing.handOver} <Key name="Enter" />
            </button>
          )}
          {!packable && !packed && !order.aside && (
            <p className="meta">{packing.stateNow(purchaseStates[order.state])}</p>
          )}
          <div className="packing-papers">
            <button type="button" className="button" disabled={busy} onClick={() => setAsking('slip')}>
              {packing.slip} <Key name="F7" />
            </button>
            <button
              type="button"
              className="button"
              disabled={busy || order.copies === 0}
              title={bench.lineage}
              onClick={() => setAsking('lineage')}
            >
              {bench.copies} <Key name="L" />
            </button>
          </div>
          <button type="button" className="button" disabled={busy || !packed} onClick={() => setAsking('reprint')}>
            {packing.reprint} <Key name="F8" />
          </button>
        </div>
      </div>
      {asking === 'reprint' && <ReprintDialog order={order} onClose={stopAsking} />}
      {asking === 'slip' && <SlipDialog onClose={stopAsking} />}
      {asking === 'lineage' && <LineageDialog purchase={order.purchase} onClose={stopAsking} />}
      {asking === 'marks' && <MarksDialog marks={order.marks} onClose={stopAsking} />}
      {asking === 'size' && <SizeDialog order={order} onClose={stopAsking} />}
      {typeof asking === 'object' && (
        <OutOfStockDialog order={order} boxes={boxes} item={asking.missing} onClose={stopAsking} />
      )}
    </section>
  );
}
