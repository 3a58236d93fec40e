/** One purchase out of the list: how it stands, its order's parts and money, and the way to the packing station. */
import type { ReactNode } from 'react';
import type { PurchaseRow } from '#shared/desk/mall.ts';
import { useKeys } from '../components/use-keys.ts';
import { Key, NumberText, PayMark, SizeText } from '../components/words.tsx';
import { navigate } from '../route.ts';
import { usePacking } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';
import { type Facts, OrderFile } from './order-file.tsx';

export function PurchasePage({
  purchase: listed,
  onBack,
}: {
  readonly purchase: PurchaseRow;
  readonly onBack: () => void;
}): ReactNode {
  const { purchases, packing, purchaseStates } = useTexts();
  const money = useMoney();
  // It moves on while it is looked at.
  const { value: found } = useQuery('purchases.list', { search: listed.purchase, limit: 1 }, ['packing', 'money']);
  const purchase = found?.rows[0] ?? listed;
  const { placedAt, carrierName, size, pay, total, paid, shipping, copies } = purchase;
  function pack(): void {
    navigate('packing');
    void usePacking.getState().open(purchase.purchase);
  }
  useKeys({ F2: pack });
  const facts: Facts = [
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
    <OrderFile
      purchase={purchase.purchase}
      facts={facts}
      mark={<span className="mark">{purchaseStates[purchase.state]}</span>}
      actions={
        <button type="button" className="button" onClick={pack}>
          <Key name="F2" /> {purchases.toPacking}
        </button>
      }
      onBack={onBack}
    />
  );
}
