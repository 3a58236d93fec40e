/** One account: its rights, a new PIN, its end. Every change says why. */
import { type ReactNode, useState } from 'react';
import type { AccountRow } from '#shared/desk/accounts.ts';
import { checkStaffSecret } from '#shared/domain/staff-secret.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { AccountRights, type Rights } from './account-rights.tsx';

interface FileProps {
  readonly account: AccountRow;
  readonly onDone: (name: string) => void;
  readonly onClose: () => void;
}

export function AccountFile(props: FileProps): ReactNode {
  const { account, onDone, onClose } = props;
  const { file } = useTexts().staff;
  const [rights, setRights] = useState<Rights>(account);
  const [reason, setReason] = useState('');
  const [doing, setDoing] = useState<'reset' | 'close' | 'reopen'>();
  if (doing === 'reset') return <ResetSecret {...props} onClose={() => setDoing(undefined)} />;
  if (doing !== undefined) return <OpenOrClose {...props} doing={doing} onClose={() => setDoing(undefined)} />;
  const { id, name, state } = account;
  const change = { id, rank: rights.rank, more: [...rights.more], less: [...rights.less], reason: reason.trim() };
  return (
    <OrderDialog
      title={name}
      confirm={file.save}
      wide
      disabled={reason.trim() === ''}
      order={() => desk.call('accounts.change', change)}
      onDone={() => onDone(name)}
      onClose={onClose}
    >
      {() => (
        <>
          <div className="row wide-field">
            <button type="button" className="button" onClick={() => setDoing('reset')}>
              {file.reset}
            </button>
            <button type="button" className="button" onClick={() => setDoing(state === 'open' ? 'close' : 'reopen')}>
              {state === 'open' ? file.close : file.reopen}
            </button>
          </div>
          <AccountRights rights={rights} onRights={setRights} />
          <ReasonField value={reason} onText={setReason} />
        </>
      )}
    </OrderDialog>
  );
}

function ResetSecret({ account: { id, name }, onDone, onClose }: FileProps): ReactNode {
  const { file, first } = useTexts().staff;
  const [secret, setSecret] = useState('');
  const [reason, setReason] = useState('');
  return (
    <OrderDialog
      key="reset"
      title={file.resetAsk(name)}
      explain={file.resetExplain}
      confirm={file.reset}
      disabled={reason.trim() === '' || !checkStaffSecret(secret, name).ok}
      order={() => desk.call('accounts.reset', { id, secret, reason: reason.trim() })}
      onDone={() => onDone(name)}
      onClose={onClose}
    >
      {() => (
        <>
          <TextField
            title={file.firstSecret}
            hint={first.secretHint}
            data-first=""
            maxLength={128}
            wide
            value={secret}
            onText={setSecret}
          />
          <ReasonField value={reason} onText={setReason} />
        </>
      )}
    </OrderDialog>
  );
}

function OpenOrClose({
  account: { id, name },
  doing,
  onDone,
  onClose,
}: FileProps & { readonly doing: 'close' | 'reopen' }): ReactNode {
  const { file } = useTexts().staff;
  const [reason, setReason] = useState('');
  const closing = doing === 'close';
  const order = { id, reason: reason.trim() };
  return (
    <OrderDialog
      key={doing}
      title={closing ? file.closeAsk(name) : file.reopenAsk(name)}
      explain={closing ? file.closeExplain : file.reopenExplain}
      confirm={closing ? file.close : file.reopen}
      danger={closing}
      disabled={order.reason === ''}
      order={() => desk.call(closing ? 'accounts.close' : 'accounts.reopen', order)}
      onDone={() => onDone(name)}
      onClose={onClose}
    >
      {() => <ReasonField value={reason} onText={setReason} />}
    </OrderDialog>
  );
}
