/** Another copy of a label: of which piece, why, and where it is needed who else agrees. Keys and scans answer. */
import { type ReactNode, useState } from 'react';
import type { Approver } from '#shared/desk/accounts.ts';
import { needsApproval, type PackingOrder, type ReprintReason } from '#shared/desk/packing.ts';
import { Choices } from '../../components/choices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { useMay } from '../../stores/use-may.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { ApproverDialog } from './approver-dialog.tsx';
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
    <ApproverDialog
      key="approver"
      explain={bench.approveExplain}
      confirm={bench.approveDo}
      onApprove={(approver) => print(reason, approver)}
      onClose={onClose}
    />
  );
}
