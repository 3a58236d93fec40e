/** What is to be known of the open order, and what of its parcel the bench may change by key. */
import type { ReactNode } from 'react';
import { uniteMarks } from '#shared/domain/handling-mark.ts';
import type { PackingOrder } from '#shared/desk/packing.ts';
import { HowOrdered } from '../../components/how-ordered.tsx';
import { KnowledgeButton } from '../../components/knowledge-button.tsx';
import { Key, NumberText, PayMark, SizeText } from '../../components/words.tsx';
import { formatAge, useMoney, useNow, useTexts } from '../../stores/use-texts.ts';
import { OrderHead } from './order-head.tsx';

export function PackingHead({
  order,
  onAsk,
  onClose,
}: {
  readonly order: PackingOrder;
  readonly onAsk: (what: 'marks' | 'size') => void;
  readonly onClose: () => void;
}): ReactNode {
  const texts = useTexts();
  const { packing, bench } = texts;
  const money = useMoney();
  const now = useNow();
  const { corrected, marks, collect, goesBack } = order;
  const all = uniteMarks(marks.always, marks.chosen).map((mark) => bench.markNames[mark]);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [packing.carrier, order.carrierName],
    [
      packing.size,
      <button key="size" type="button" className="button plain fact" onClick={() => onAsk('size')}>
        <SizeText size={order.size} />
        {corrected && <span className="mark look">{bench.corrected(corrected.was, corrected.by)}</span>}
        <Key name="S" />
      </button>,
    ],
    [
      bench.marks,
      <button key="marks" type="button" className="button plain fact" onClick={() => onAsk('marks')}>
        {all.length === 0 ? bench.noMarks : all.join(' · ')} <Key name="M" />
      </button>,
    ],
    [packing.shipping, order.shipping ? <NumberText key="shipping" number={order.shipping} /> : packing.noShipping],
    [packing.age, formatAge(texts, Date.parse(order.placedAt), now)],
    collect ? [packing.collect, money(collect)] : [packing.total, money(order.total)],
    ...(goesBack
      ? [
          [
            bench.goesBackHead,
            <span
              key="back"
              className="mark look"
              title={(collect ? bench.goesBackCash : bench.goesBack)(money(goesBack))}
            >
              {money(goesBack)}
            </span>,
          ] as const,
        ]
      : []),
  ];
  return (
    <OrderHead
      id="packing-number"
      number={order.purchase}
      marks={
        <>
          <PayMark pay={order.pay} />
          {order.pay === 'settled' && <HowOrdered number={order.purchase} plain />}
          <KnowledgeButton number={order.purchase} plain />
          {order.copies > 1 && <span className="mark look">{packing.copyOf(order.copies)}</span>}
          {order.missed && <span className="mark look">{texts.handover.missedMark}</span>}
        </>
      }
      close={packing.closeOrder}
      facts={facts}
      onClose={onClose}
    />
  );
}
