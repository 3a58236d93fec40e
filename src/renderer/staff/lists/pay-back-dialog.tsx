/** What stands to a customer's credit goes back to them: entered once the bank has the transfer. */
import { type ReactNode, useState } from 'react';
import type { CustomerFile } from '#shared/desk/credit.ts';
import { desk } from '../client.ts';
import { amountWithin } from '../components/amount.ts';
import { AmountUpTo } from '../components/amount-up-to.tsx';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { formatDay, useMoney, useTexts } from '../stores/use-texts.ts';

export function PayBackDialog({
  file: { id, name, owed },
  onDone,
  onClose,
}: {
  readonly file: CustomerFile;
  readonly onDone: (sentence: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { customers, billing } = useTexts();
  const texts = customers.payBack;
  const money = useMoney();
  const most = { ...owed, value: -owed.value };
  /** The same however often it is sent: whoever presses again after a lost answer means the same money. */
  const [entry] = useState(() => crypto.randomUUID());
  const [typed, setTyped] = useState(String(most.value));
  const [today] = useState(() => formatDay(new Date()));
  const [date, setDate] = useState(today);
  const [reason, setReason] = useState('');
  const amount = amountWithin(typed, most);
  return (
    <OrderDialog
      title={texts.title(name)}
      explain={texts.explain(money(most))}
      confirm={texts.confirm}
      disabled={!amount || date === '' || reason.trim() === ''}
      order={() =>
        desk.call('payments.pay-back', { customer: id, amount: amount!, date, reason: reason.trim(), entry })
      }
      onDone={() => onDone(texts.done(money(amount!)))}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <AmountUpTo
            title={billing.amount}
            most={most}
            bad={texts.amountBad}
            refused={refused === 'amount'}
            typed={typed}
            onText={setTyped}
          />
          <TextField
            title={texts.date}
            type="date"
            required
            invalid={refused === 'date'}
            value={date}
            onText={setDate}
          />
          <ReasonField value={reason} onText={setReason} />
        </>
      )}
    </OrderDialog>
  );
}
