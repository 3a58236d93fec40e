/** The open order: its items, its label, and the one thing to do next. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { PackingOrder } from '#shared/desk/mall.ts';
import { HowOrdered } from '../../components/how-ordered.tsx';
import { printPaper } from '../../components/print-paper.ts';
import { useKeys } from '../../components/use-keys.ts';
import { Key, NumberText, PayMark, SizeText } from '../../components/words.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { formatAge, useMoney, useNow, useTexts } from '../../stores/use-texts.ts';
import { OrderHead } from './order-head.tsx';
import { PackingItems } from './packing-items.tsx';
import { PackingNoteLine } from './packing-notice.tsx';
import { PaperView } from './paper-view.tsx';
import { ReprintDialog, SlipDialog } from './paper-dialogs.tsx';
import type { Paper } from './packing-store.ts';
import { countUnits } from './ticks.ts';

const NO_TICKS = {};
/** A second press of Enter meant for the label must not hand the parcel over (ms). */
const SETTLE = 500;

export function PackingOrderView({ order }: { readonly order: PackingOrder }): ReactNode {
  const { packing, purchaseStates } = useTexts();
  const { busy, tick, untick, print, handOver, close } = usePacking();
  const ticks = usePacking((store) => store.ticks[order.purchase]) ?? NO_TICKS;
  const printAtOnce = useSettings((settings) => settings.printAtOnce);
  const [asking, setAsking] = useState<'reprint' | 'slip'>();
  const nextButton = useRef<HTMLButtonElement>(null);
  const settledAt = useRef(0);

  const { done, all } = countUnits(order.items, ticks);
  const packable = order.state === 'accepted';
  const packed = order.state === 'packed';
  const ready = packable && done === all;

  useEffect(() => {
    if (packed) settledAt.current = performance.now() + SETTLE;
    // A button that is busy can't take the focus.
    if ((ready || packed) && !busy) nextButton.current?.focus();
  }, [ready, packed, busy]);

  function printOut(paper: Paper | undefined): void {
    if (paper && printAtOnce) void printPaper(paper);
  }
  useKeys({
    Escape: close,
    F7: () => setAsking('slip'),
    F8: () => packed && setAsking('reprint'),
  });

  return (
    <section className="packing-order" aria-labelledby="packing-number">
      <PackingHead order={order} onClose={close} />
      <div className="packing-work">
        <div className="packing-items">
          <PackingNoteLine />
          <div className="packing-items-head">
            <h2>{packing.items}</h2>
            <span className={done === all || !packable ? 'mark done' : 'mark'}>
              {packable ? packing.checked(done, all) : purchaseStates[order.state]}
            </span>
          </div>
          <PackingItems items={order.items} ticks={ticks} fixed={!packable} onTick={tick} onUntick={untick} />
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
              ref={nextButton}
              type="button"
              className="button primary large"
              disabled={!ready || busy}
              onClick={() => void print().then(printOut)}
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
          {!packable && !packed && <p className="meta">{packing.stateNow(purchaseStates[order.state])}</p>}
          <button type="button" className="button" disabled={busy} onClick={() => setAsking('slip')}>
            {packing.slip} <Key name="F7" />
          </button>
          <button type="button" className="button" disabled={busy || !packed} onClick={() => setAsking('reprint')}>
            {packing.reprint} <Key name="F8" />
          </button>
        </div>
      </div>
      {asking === 'reprint' && <ReprintDialog onPaper={printOut} onClose={() => setAsking(undefined)} />}
      {asking === 'slip' && <SlipDialog onPaper={printOut} onClose={() => setAsking(undefined)} />}
    </section>
  );
}

function PackingHead({ order, onClose }: { readonly order: PackingOrder; readonly onClose: () => void }): ReactNode {
  const texts = useTexts();
  const { packing } = texts;
  const money = useMoney();
  const now = useNow();
  const facts: readonly (readonly [string, ReactNode])[] = [
    [packing.carrier, order.carrierName],
    [packing.size, <SizeText key="size" size={order.size} />],
    [packing.shipping, order.shipping ? <NumberText key="shipping" number={order.shipping} /> : packing.noShipping],
    [packing.age, formatAge(texts, Date.parse(order.placedAt), now)],
    order.collect ? [packing.collect, money(order.collect)] : [packing.total, money(order.total)],
  ];
  return (
    <OrderHead
      id="packing-number"
      number={order.purchase}
      marks={
        <>
          <PayMark pay={order.pay} />
          {order.pay === 'settled' && <HowOrdered number={order.purchase} plain />}
          {order.copies > 1 && <span className="mark look">{packing.copyOf(order.copies)}</span>}
        </>
      }
      close={packing.closeOrder}
      facts={facts}
      onClose={onClose}
    />
  );
}
