/** One order's parts and money, and the one thing that can be done with each part. */
import { type ReactNode, useRef, useState } from 'react';
import type { AccountPart, CancelReason, OrderAccount, RefundReason } from '#shared/desk/mall-refunds.ts';
import type { Money } from '#shared/domain/money.ts';
import type { GoodsState, PurchaseState } from '#shared/domain/states.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { Glyph } from '../components/glyph.tsx';
import { HowOrdered } from '../components/how-ordered.tsx';
import { KnowledgeButton } from '../components/knowledge-button.tsx';
import { NumberText, PayMark } from '../components/words.tsx';
import { play } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { GiveDialog } from './give-dialog.tsx';
import { carrierReason } from './refund-rows.tsx';
import { useMay } from '../stores/use-may.ts';

type Asking = { readonly kind: 'cancel' | 'give'; readonly part: AccountPart };

export function OrderAccountView({
  number,
  onReceive,
  onSay,
}: {
  readonly number: string;
  /** What came back is taken in; absent where that is not done. */
  readonly onReceive?: (number: string) => void;
  readonly onSay: (title: string) => void;
}): ReactNode {
  const { refunds } = useTexts();
  const money = useMoney();
  const { value: account, failure, reload } = useQuery('orders.find', { number }, ['refunds', 'packing', 'goods']);
  const [asking, setAsking] = useState<Asking>();
  const [refused, setRefused] = useState<Failure>();
  const head = useRef<HTMLHeadingElement>(null);

  async function cancel({ number, refundable }: AccountPart, reason: CancelReason): Promise<void> {
    setAsking(undefined);
    const result = await desk.call('orders.cancel', { number, reason });
    reload();
    if (!result.ok) return stop(result.error);
    // The button that was pressed goes with what it did.
    head.current?.focus();
    onSay(refundable.value > 0 ? refunds.cancelledMoney(money(refundable)) : refunds.cancelled);
  }
  async function give({ number, way }: AccountPart, amount: Money, reason: RefundReason): Promise<void> {
    setAsking(undefined);
    const result = await desk.call('refunds.make', { number, amount, reason });
    reload();
    if (!result.ok) return stop(result.error);
    head.current?.focus();
    onSay(way === 'waived' ? refunds.waived(money(amount)) : refunds.given(money(amount)));
  }
  function stop(error: Failure): void {
    play('look');
    setRefused(error);
  }
  if (!account) return failure ? <FailureNote failure={failure} /> : null;
  return (
    <div className="card stack">
      <header className="account-head">
        <h2 ref={head} tabIndex={-1} className="file-title">
          {refunds.order(formatTime(account.placedAt))}
        </h2>
        <PayMark pay={account.pay} />
      </header>
      {refused && <FailureNote failure={refused} />}
      {account.parts.map((part) => (
        <PartView
          key={part.part}
          part={part}
          onAsk={(kind) => setAsking({ kind, part })}
          onReceive={onReceive && (() => onReceive(part.number))}
        />
      ))}
      {account.payment && <PaymentLine payment={account.payment} />}
      <div className="row">
        {account.payment && <HowOrdered number={number} />}
        <KnowledgeButton number={number} />
      </div>
      {account.refunds.length > 0 && <RefundLines account={account} />}
      {asking?.kind === 'cancel' && (
        <CancelDialog
          part={asking.part}
          onClose={() => setAsking(undefined)}
          onCancel={(reason) => void cancel(asking.part, reason)}
        />
      )}
      {asking?.kind === 'give' && (
        <GiveDialog
          account={account}
          part={asking.part}
          onClose={() => setAsking(undefined)}
          onGive={(amount, reason) => void give(asking.part, amount, reason)}
        />
      )}
    </div>
  );
}

function PartView({
  part,
  onAsk,
  onReceive,
}: {
  readonly part: AccountPart;
  readonly onAsk: (kind: Asking['kind']) => void;
  readonly onReceive: (() => void) | undefined;
}): ReactNode {
  const { refunds, purchaseStates, scan } = useTexts();
  const money = useMoney();
  const { standing, calledOff, way } = part;
  const mayCancel = useMay('decide');
  const mayGive = useMay('money');
  const state =
    part.part === 'parcel'
      ? purchaseStates[part.state as PurchaseState]
      : refunds.goodsStates[part.state as GoodsState];
  const explain = standing === 'refundable' && way === 'waived' ? refunds.unpaidLater : refunds.standing[standing];
  const canComeBack = onReceive !== undefined && part.part === 'parcel' && part.state === 'delivered' && !part.received;
  return (
    <section className="account-part" aria-label={refunds.parts[part.part]}>
      <h3>
        {refunds.parts[part.part]} <span className="mark">{state}</span>
      </h3>
      <p className="account-price">{money(part.price)}</p>
      <p className="account-number">
        <NumberText number={part.number} /> <span className="meta">{part.partnerName}</span>
      </p>
      {part.returnReason !== undefined && (
        <p className="meta">
          {refunds.carrierReason}: {carrierReason(scan.reasons, part.returnReason)}
        </p>
      )}
      {part.received && <p className="meta">{refunds.received}</p>}
      {calledOff && (
        <p className={`account-line ${calledOff}`}>
          <Glyph sign={({ asked: 'wait', confirmed: 'done', refused: 'stop' } as const)[calledOff]} size={16} />
          {refunds.calledOff[calledOff]}
        </p>
      )}
      {calledOff === undefined && <p className="meta">{explain}</p>}
      <div className="row">
        {standing === 'cancellable' && mayCancel && (
          <button type="button" className="button danger" onClick={() => onAsk('cancel')}>
            {refunds.cancel}
          </button>
        )}
        {standing === 'refundable' && mayGive && (
          <button type="button" className="button" onClick={() => onAsk('give')}>
            {refunds.give}
          </button>
        )}
        {canComeBack && (
          <button type="button" className="button" onClick={onReceive}>
            {refunds.takeIn}
          </button>
        )}
      </div>
    </section>
  );
}

function PaymentLine({ payment }: { readonly payment: NonNullable<OrderAccount['payment']> }): ReactNode {
  const { refunds } = useTexts();
  const money = useMoney();
  const { companyName, amount, claimed, released, refunded } = payment;
  const facts = [
    [refunds.paid, amount],
    [refunds.claimed, claimed],
    [refunds.released, released],
    [refunds.refunded, refunded],
  ] as const;
  return (
    <section className="account-payment" aria-label={companyName}>
      <h3>{companyName}</h3>
      <dl>
        {facts.map(([name, sum]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{money(sum)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function RefundLines({ account }: { readonly account: OrderAccount }): ReactNode {
  const { refunds } = useTexts();
  const money = useMoney();
  return (
    <section className="stack" aria-label={refunds.refunds}>
      <h3>{refunds.refunds}</h3>
      <ul className="account-refunds">
        {account.refunds.map(({ refund, amount, way, reason, state, doneAt, askedAt, refused }) => (
          <li key={refund}>
            <Glyph sign={refused ? 'stop' : state === 'done' ? 'done' : 'wait'} size={16} />
            <span className="strong">{money(amount)}</span>
            <span>
              {refunds.reasons[reason]} · {refunds.ways[way]}
            </span>
            <span className="meta">{showDay((doneAt ?? askedAt).slice(0, 10))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
