/** Another member of staff: name, rank and a first PIN, which the person changes at the first sign-in. */
import { type ReactNode, useState } from 'react';
import { LONGEST_NAME } from '#shared/desk/accounts.ts';
import { checkStaffSecret } from '#shared/domain/staff-secret.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { AccountRights, type Rights } from './account-rights.tsx';

export function NewAccount({
  onDone,
  onClose,
}: {
  readonly onDone: (name: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { file, first, list } = useTexts().staff;
  const [name, setName] = useState('');
  const [secret, setSecret] = useState('');
  const [rights, setRights] = useState<Rights>({ rank: 'clerk', more: [], less: [] });
  const account = { name: name.trim(), secret, ...rights, more: [...rights.more], less: [...rights.less] };
  return (
    <OrderDialog
      title={file.addTitle}
      explain={file.addExplain}
      confirm={list.add}
      wide
      disabled={account.name === '' || !checkStaffSecret(secret, name).ok}
      order={() => desk.call('accounts.add', account)}
      onDone={() => onDone(account.name)}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <TextField
            title={list.name}
            hint={first.nameHint}
            data-first=""
            required
            maxLength={LONGEST_NAME}
            invalid={refused === 'name'}
            value={name}
            onText={setName}
          />
          <TextField
            title={file.firstSecret}
            hint={first.secretHint}
            required
            maxLength={128}
            value={secret}
            onText={setSecret}
          />
          <AccountRights rights={rights} onRights={setRights} />
        </>
      )}
    </OrderDialog>
  );
}
