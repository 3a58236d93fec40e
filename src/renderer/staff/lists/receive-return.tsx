/** A parcel that came back lies on the bench: tick what is whole, say what goes back, done. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ReceivedParcel, RefundReason } from '#shared/desk/mall-refunds.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { amountWithin } from '../components/amount.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { NumberText, PayMark } from '../components/words.tsx';
import { PackingItems } from '../stations/mall/packing-items.tsx';
import { type Boxes, countUnits, ticksOf } from '../stations/mall/ticks.ts';
import { play } from '../stores/desk-stores.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { AmountField, ReasonSegments, throughWhom } from './give-dialog.tsx';
import { carrierReason } from './refund-rows.tsx';

export function ReceiveReturn({
  parcel: { purchase, items, account },
  boxes,
  onTick,
  onUntick,
  onDone,
}: {
  readonly parcel: ReceivedParcel;
  /** What of it is whole. */
  readonly boxes: Boxes;
  readonly onTick: (sku: string) => void;
  readonly onUntick: (sku: string) => void;
  readonly onDone: (title: string) => void;
}): ReactNode {
  const { refunds, scan } = useTexts();
  const money = useMoney();
  const part = account.parts.find(({ number }) => number === purchase)!;
  const { refundable, way, standing, partnerName } = part;
  const gives = standing === 'refundable' && way !== undefined;
  const [typed, setTyped] = useState(() => String(refundable.value));
  const [reason, setReason] = useState<RefundReason>(part.returnReason === 'refused' ? 'refused' : 'returned');
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const { done, all } = countUnits(items, boxes);
  const nothing = { value: 0, currency: refundable.currency };
  // An amount of nothing takes the parcel back all the same.
  const amount = gives && typed.trim() !== '0' ? amountWithin(typed, refundable) : nothing;

  async function finish(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!amount || busy) return;
    setBusy(true);
    const restock = items
      .map(({ sku }) => ({ sku, quantity: ticksOf(boxes, sku) }))
      .filter(({ quantity }) => quantity > 0);
    const result = await desk.call('refunds.make', { number: purchase, amount, reason, restock });
    setBusy(false);
    if (!result.ok) {
      play('look');
      return setFailure(result.error);
    }
    const said = way === 'waived' ? refunds.finishedWaived : refunds.finishedMoney;
    onDone(amount.value === 0 ? refunds.finished : said(money(amount)));
  }
  const verb = way === 'waived' ? refunds.finishWaive : refunds.finishMoney;
  return (
    <form className="card stack" onSubmit={(event) => void finish(event)}>
      <header className="account-head">
        <h2>
          <NumberText number={purchase} />
        </h2>
        <PayMark pay={account.pay} />
      </header>
      {part.returnReason !== undefined && (
        <p className="meta">
          {partnerName}: {carrierReason(scan.reasons, part.returnReason)}
        </p>
      )}
      <h3>{refunds.receiveTitle}</h3>
      <p className="meta">{items.length === 0 ? refunds.receiveNamed : refunds.receiveExplain}</p>
      {items.length > 0 && (
        <>
          <PackingItems items={items} boxes={boxes} fixed={false} onTick={onTick} onUntick={onUntick} />
          <p className="strong" role="status">
            {refunds.receiveCount(done, all)}
          </p>
        </>
      )}
      {gives ? (
        <>
          <AmountField typed={typed} most={refundable} onType={setTyped} />
          <ReasonSegments reason={reason} onChoose={setReason} />
          <p className="meta">{refunds.wayExplain[way](throughWhom(account, part))}</p>
        </>
      ) : (
        <p>{refunds.standing[standing]}</p>
      )}
      {failure && <FailureNote failure={failure} />}
      <button type="submit" className="button primary large" disabled={!amount || busy}>
        {amount && amount.value > 0 ? verb(money(amount)) : refunds.finish}
      </button>
    </form>
  );
}
