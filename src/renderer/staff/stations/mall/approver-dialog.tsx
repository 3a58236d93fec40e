/** Somebody else agrees at the same bench: by name – a badge can be scanned – and PIN. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { type Approver, LONGEST_NAME } from '#shared/desk/accounts.ts';
import { foldName } from '#shared/domain/staff-secret.ts';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/fields.tsx';
import { useScans } from '../../scanner/scans.ts';
import { useOffice } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { CancelFoot } from './paper-dialogs.tsx';

export function ApproverDialog({
  explain,
  confirm,
  onApprove,
  onClose,
}: {
  readonly explain: string;
  /** What will happen. */
  readonly confirm: string;
  readonly onApprove: (approver: Approver) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { bench, staff } = useTexts();
  const who = useOffice((store) => store.office?.who) ?? '';
  const [name, setName] = useState('');
  const [secret, setSecret] = useState('');
  const own = name.trim() !== '' && foldName(name) === foldName(who);
  const ready = name.trim() !== '' && secret !== '' && !own;
  // A name badge; never a PIN.
  useScans((scan) => setName((scan.asTyped ?? scan.text).trim().slice(0, LONGEST_NAME)));
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (ready) return onApprove({ name: name.trim(), secret });
    if (name.trim() !== '' && !own) event.currentTarget.querySelector<HTMLElement>('[type=password]')?.focus();
  }
  return (
    <Dialog title={bench.approve} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="dialog-text">{explain}</p>
        <TextField
          title={bench.approver}
          value={name}
          invalid={own}
          maxLength={LONGEST_NAME}
          autoComplete="username"
          wide
          data-first=""
          onText={setName}
          {...(own && { hint: bench.approveOwn })}
        />
        <TextField
          title={staff.approve.secret}
          type="password"
          value={secret}
          maxLength={128}
          wide
          onText={setSecret}
        />
        <CancelFoot onClose={onClose}>
          <button type="submit" className="button primary" disabled={name.trim() === '' || own}>
            {confirm}
          </button>
        </CancelFoot>
      </form>
    </Dialog>
  );
}
