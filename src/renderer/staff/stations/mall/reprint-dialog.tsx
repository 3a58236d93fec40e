/** Another copy of a label: of which piece, why, and where it is needed who else agrees. Keys and scans answer. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { needsApproval, type PackingOrder, type ReprintReason } from '#shared/desk/packing.ts';
import { Choices } from '../../components/choices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/fields.tsx';
import { useScans } from '../../scanner/scans.ts';
import { usePacking } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
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
  const [piece, setPiece] = useState(order.pieces === undefined ? 1 : only);
  const [reason, setReason] = useState<ReprintReason>();
  const printed = labels.find(({ label }) => label?.piece === piece)?.label?.copy ?? order.copies;

  function print(why: ReprintReason, approver?: string): void {
    onClose();
    void reprint({ piece: piece ?? 1, reason: why, ...(approver !== undefined && { approver }) });
  }
  function choose(why: ReprintReason): void {
    if (needsApproval({ copy: printed + 1, reason: why })) setReason(why);
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
      <ApproverForm onApprove={(name) => print(reason, name)} onClose={onClose} />
    </Dialog>
  );
}

function ApproverForm({
  onApprove,
  onClose,
}: {
  readonly onApprove: (name: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { bench } = useTexts();
  const clerk = useSettings((settings) => settings.clerk);
  const [name, setName] = useState('');
  const own = name.trim() !== '' && name.trim().toLowerCase() === clerk.trim().toLowerCase();
  // A name badge.
  useScans((scan) => setName((scan.asTyped ?? scan.text).trim().slice(0, 40)));
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (name.trim() !== '' && !own) onApprove(name.trim());
  }
  return (
    <form onSubmit={submit}>
      <p className="dialog-text">{bench.approveExplain}</p>
      <TextField
        title={bench.approver}
        value={name}
        invalid={own}
        maxLength={40}
        wide
        data-first=""
        onText={setName}
        {...(own && { hint: bench.approveOwn })}
      />
      <CancelFoot onClose={onClose}>
        <button type="submit" className="button primary" disabled={name.trim() === '' || own}>
          {bench.approveDo}
        </button>
      </CancelFoot>
    </form>
  );
}
