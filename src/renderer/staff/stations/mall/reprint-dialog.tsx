/** Another copy of a label: of which piece, why, and where it is needed who else agrees. Keys and scans answer. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { type Approver, LONGEST_NAME } from '#shared/desk/accounts.ts';
import { needsApproval, type PackingOrder, type ReprintReason } from '#shared/desk/packing.ts';
import { foldName } from '#shared/domain/staff-secret.ts';
import { Choices } from '../../components/choices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/fields.tsx';
import { useScans } from '../../scanner/scans.ts';
import { useOffice, usePacking } from '../../stores/desk-stores.ts';
import { useMay } from '../../stores/use-may.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { CancelFoot, ReasonChoices } from './paper-dialogs.tsx';

export function ReprintDialog({
  order,
  only,
  onClose,
}: {
  readonly order: PackingOrder;
  /** The piece, where it was chosen before. */
  readonly only?: number;
  readonly onClose: () => void;
}): ReactNode {
  const { packing, bench } = useTexts();
  const { labels, reprint } = usePacking();
  const mayReprint = useMay('reprint');
  const [piece, setPiece] = useState(order.pieces === undefined ? 1 : only);
  const [reason, setReason] = useState<ReprintReason>();
  const printed = labels.find(({ label }) => label?.piece === piece)?.label?.copy ?? order.copies;

  function print(why: ReprintReason, approver?: Approver): void {
    onClose();
    void reprint({ piece: piece ?? 1, reason: why, ...(approver !== undefined && { approver }) });
  }
  function choose(why: ReprintReason): void {
    if (needsApproval({ copy: printed + 1, reason: why, may: mayReprint })) setReason(why);
    else print(why);
  }
  if (piece === undefined) {
    return (
      <Dialog key="piece" title={bench.whichPiece} onClose={onClose}>
        <Choices
          label={bench.whichPiece}
          choices={Array.from({ length: order.pieces ?? 1 }, (_, at) => ({
            value: String(at + 1),
            title: `${at + 1}/${order.pieces}`,
          }))}
          onChoose={(value) => setPiece(Number(value))}
        />
        <CancelFoot onClose={onClose} />
      </Dialog>
    );
  }
  if (reason === undefined) {
    return (
      <Dialog key="reason" title={packing.reprintWhy} onClose={onClose}>
        <p className="dialog-text">{packing.reprintExplain}</p>
        <ReasonChoices label={packing.reprintWhy} onChoose={choose} />
        <CancelFoot onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog key="approver" title={bench.approve} onClose={onClose}>
      <ApproverForm onApprove={(approver) => print(reason, approver)} onClose={onClose} />
    </Dialog>
  );
}

function ApproverForm({
  onApprove,
  onClose,
}: {
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
    <form onSubmit={submit}>
      <p className="dialog-text">{bench.approveExplain}</p>
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
      <TextField title={staff.approve.secret} type="password" value={secret} maxLength={128} wide onText={setSecret} />
      <CancelFoot onClose={onClose}>
        <button type="submit" className="button primary" disabled={name.trim() === '' || own}>
          {bench.approveDo}
        </button>
      </CancelFoot>
    </form>
  );
}
