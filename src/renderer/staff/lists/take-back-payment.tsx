/** A payment that was booked for the wrong statement is unknown again; one that never came is struck out. */
import { type ReactNode, useState } from 'react';
import type { ReceivedPayment, TakenBackPayment } from '#shared/desk/billing.ts';
import { formatNumber } from '#shared/domain/number.ts';
import type { Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { useMoney, useTexts } from '../stores/use-texts.ts';

interface Correcting<T> {
  readonly payment: ReceivedPayment;
  readonly onDone: (done: T) => void;
  readonly onClose: () => void;
}

export function TakeBackPayment({ payment, ...rest }: Correcting<TakenBackPayment>): ReactNode {
  const texts = useTexts().billing.received;
  const money = useMoney();
  return (
    <CorrectPayment
      {...rest}
      title={texts.takeBackTitle(money(payment.amount), formatNumber(payment.reference ?? ''))}
      explain={texts.takeBackExplain}
      confirm={texts.takeBack}
      order={(reason) => desk.call('payments.take-back', { payment: payment.id, reason })}
    />
  );
}

export function StrikePayment({ payment, ...rest }: Correcting<void>): ReactNode {
  const texts = useTexts().billing.received;
  const money = useMoney();
  return (
    <CorrectPayment
      {...rest}
      title={texts.strikeTitle(money(payment.amount))}
      explain={texts.strikeExplain}
      confirm={texts.strike}
      order={(reason) => desk.call('payments.strike', { payment: payment.id, reason })}
    />
  );
}

function CorrectPayment<T>({
  order,
  ...rest
}: Omit<Correcting<T>, 'payment'> & {
  readonly title: string;
  readonly explain: string;
  readonly confirm: string;
  readonly order: (reason: string) => Promise<Result<T>>;
}): ReactNode {
  const [reason, setReason] = useState('');
  return (
    <OrderDialog {...rest} danger disabled={reason.trim() === ''} order={() => order(reason.trim())}>
      {() => <ReasonField value={reason} onText={setReason} />}
    </OrderDialog>
  );
}
