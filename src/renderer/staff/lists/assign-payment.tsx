/** A clerk found whose money it is. */
import { type ReactNode, useState } from 'react';
import type { ReceivedPayment } from '#shared/desk/billing.ts';
import { isReference } from '#shared/domain/statement-reference.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { bestReading } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';

export function AssignPayment({
  payment,
  onDone,
  onClose,
}: {
  readonly payment: ReceivedPayment;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.received;
  const money = useMoney();
  const [reference, setReference] = useState('');
  // The number on the statement is for this field, not for the form behind.
  useScans((scan) => setReference(bestReading(scan)), 'first', isReference);
  return (
    <OrderDialog
      title={texts.assignTitle(money(payment.amount))}
      explain={`${showDay(payment.date)}  ${payment.text}`}
      confirm={texts.assign}
      disabled={reference.trim() === ''}
      order={() => desk.call('payments.assign', { payment: payment.id, reference })}
      onDone={onDone}
      onClose={onClose}
    >
      {() => (
        <TextField
          title={billing.reference}
          hint={billing.referenceHint}
          wide
          data-first=""
          data-number=""
          value={reference}
          onText={setReference}
        />
      )}
    </OrderDialog>
  );
}
