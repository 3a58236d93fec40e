/** Closing a customer's account, and reopening it. What is open is said before anybody tries. */
import { type ReactNode, useState } from 'react';
import type { CustomerFile } from '#shared/desk/credit.ts';
import { desk } from '../client.ts';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { useMoney, useTexts } from '../stores/use-texts.ts';

interface Part {
  readonly file: CustomerFile;
  readonly onDone: (sentence: string) => void;
  readonly onClose: () => void;
}

export function CloseAccount({ file, onDone, onClose }: Part): ReactNode {
  const { customers } = useTexts();
  const [reason, setReason] = useState('');
  const open = useOpenMoney(file);
  return (
    <OrderDialog
      title={customers.closeTitle(file.name)}
      {...(open.length === 0 && { explain: customers.closeExplain })}
      confirm={customers.close}
      danger
      disabled={reason.trim() === '' || open.length > 0}
      order={() => desk.call('customers.close', { id: file.id, reason })}
      onDone={() => onDone(customers.closedNow)}
      onClose={onClose}
    >
      {() =>
        open.length > 0 ? (
          <div className="wide-field">
            <Note sign="look" title={customers.closeBlocked}>
              <ul>
                {open.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </Note>
          </div>
        ) : (
          <ReasonField value={reason} onText={setReason} />
        )
      }
    </OrderDialog>
  );
}

function useOpenMoney({ open, owed }: CustomerFile): readonly string[] {
  const { customers } = useTexts();
  const money = useMoney();
  const { currency } = owed;
  const { statements, holds, disputes, owed: owes, credit } = open;
  const texts = customers.openMoney;
  return [
    ...(statements > 0 ? [texts.statements(statements)] : []),
    ...(holds > 0 ? [texts.holds(holds)] : []),
    ...(disputes > 0 ? [texts.disputes(disputes)] : []),
    ...(owes > 0 ? [texts.owed(money({ value: owes, currency }))] : []),
    ...(credit > 0 ? [texts.credit(money({ value: credit, currency }))] : []),
  ];
}

export function ReopenAccount({ file, onDone, onClose }: Part): ReactNode {
  const { customers } = useTexts();
  const [reason, setReason] = useState('');
  return (
    <OrderDialog
      title={customers.reopenTitle(file.name)}
      explain={customers.reopenExplain}
      confirm={customers.reopen}
      disabled={reason.trim() === ''}
      order={() => desk.call('customers.reopen', { id: file.id, reason })}
      onDone={() => onDone(customers.reopened)}
      onClose={onClose}
    >
      {() => <ReasonField value={reason} onText={setReason} />}
    </OrderDialog>
  );
}
