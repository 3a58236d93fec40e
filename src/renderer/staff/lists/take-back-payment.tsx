/** A payment that was booked for the wrong statement is unknown again; one that never came is struck out. */
import { type ReactNode, useState } from 'react';
import type { ReceivedPayment, TakenBackPayment } from '#shared/desk/billing.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { desk } from '../client.ts';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { useMoney, useTexts } from '../stores/use-texts.ts';

export function TakeBackPayment({
  payment: { id, amount, reference = '' },
  onDone,
  onClose,
}: {
  readonly payment: ReceivedPayment;
  readonly onDone: (taken: TakenBackPayment) => void;
  readonly onClose: () => void;
}): ReactNode {
  const texts = useTexts().billing.received;
  const money = useMoney();
  const [reason, setReason] = useState('');
  return (
    <OrderDialog
      title={texts.takeBackTitle(money(amount), formatNumber(reference))}
      explain={texts.takeBackExplain}
      confirm={texts.takeBack}
      danger
      disabled={reason.trim() === ''}
      order={() => desk.call('payments.take-back', { payment: id, reason: reason.trim() })}
      onDone={onDone}
      onClose={onClose}
    >
      {() => <ReasonField value={reason} onText={setReason} />}
    </OrderDialog>
  );
}

export function StrikePayment({
  payment: { id, amount },
  onDone,
  onClose,
}: {
  readonly payment: ReceivedPayment;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const texts = useTexts().billing.received;
  const money = useMoney();
  const [reason, setReason] = useState('');
  return (
    <OrderDialog
      title={texts.strikeTitle(money(amount))}
      explain={texts.strikeExplain}
      confirm={texts.strike}
      danger
      disabled={reason.trim() === ''}
      order={() => desk.call('payments.strike', { payment: id, reason: reason.trim() })}
      onDone={onDone}
      onClose={onClose}
    >
      {() => <ReasonField value={reason} onText={setReason} />}
    </OrderDialog>
  );
}
