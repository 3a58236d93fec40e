/** One purchase out of the list: how it stands, its order's parts and money, and the way to the packing station. */
import { type ReactNode, useState } from 'react';
import type { PurchaseRow } from '#shared/desk/mall.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { FilePage } from '../components/file-page.tsx';
import { Note } from '../components/note.tsx';
import { useKeys } from '../components/use-keys.ts';
import { Key, NumberText, PayMark, SizeText } from '../components/words.tsx';
import { navigate } from '../route.ts';
import { usePacking } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';
import { OrderAccountView } from './order-account.tsx';

export function PurchasePage({
  purchase: listed,
  onBack,
}: {
  readonly purchase: PurchaseRow;
  readonly onBack: () => void;
}): ReactNode {
  const { purchases, packing, purchaseStates } = useTexts();
  const money = useMoney();
  const [happened, setHappened] = useState<string>();
  // It moves on while it is looked at.
  const { value: found } = useQuery('purchases.list', { search: listed.purchase, limit: 1 }, ['packing', 'money']);
  const purchase = found?.rows[0] ?? listed;
  const { placedAt, carrierName, size, pay, total, paid, shipping, copies } = purchase;
  function pack(): void {
    navigate('packing');
    void usePacking.getState().open(purchase.purchase);
  }
  useKeys({ F2: pack });
  const facts: readonly (readonly [name: string, fact: ReactNode])[] = [
    [purchases.placed, formatTime(placedAt)],
    [packing.carrier, carrierName],
    [packing.shipping, shipping === undefined ? '–' : <NumberText key="shipping" number={shipping} />],
    [packing.size, <SizeText key="size" size={size} />],
    [packing.pay, <PayMark key="pay" pay={pay} />],
    [packing.total, money(total)],
    [purchases.paid, paid ? purchases.yes : purchases.notYet],
    [packing.copies, copies],
  ];
  return (
    <FilePage
      title={formatNumber(purchase.purchase)}
      mark={<span className="mark">{purchaseStates[purchase.state]}</span>}
      onBack={onBack}
      actions={
        <button type="button" className="button" onClick={pack}>
          <Key name="F2" /> {purchases.toPacking}
        </button>
      }
      side={
        <dl className="facts">
          {facts.map(([name, fact]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
        </dl>
      }
    >
      {happened !== undefined && <Note sign="done" title={happened} />}
      <OrderAccountView number={purchase.purchase} onSay={setHappened} />
    </FilePage>
  );
}
