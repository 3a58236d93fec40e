/** Every paper that was printed for a parcel: copy n of m, when, who, why, who agreed, and which are void. */
import { type ReactNode, useState } from 'react';
import type { LabelCopy } from '#shared/desk/packing.ts';
import { Choices } from '../../components/choices.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { LookDialog } from '../../components/look-dialog.tsx';
import { Key } from '../../components/words.tsx';
import { useLoneKeys } from '../../scanner/scans.ts';
import { usePacking } from '../../stores/desk-stores.ts';
import { useQuery } from '../../stores/use-query.ts';
import { formatTime, useTexts } from '../../stores/use-texts.ts';
import { CancelFoot, ReasonChoices } from './paper-dialogs.tsx';

export function LineageDialog({
  purchase,
  onClose,
}: {
  readonly purchase: string;
  readonly onClose: () => void;
}): ReactNode {
  const { bench, packing } = useTexts();
  const { value: copies, failure } = useQuery('packing.labels', { purchase }, ['packing']);
  const { showCopy, voidLabel } = usePacking();
  const [voiding, setVoiding] = useState<'which' | LabelCopy>();
  const valid = copies?.filter(({ voided }) => !voided) ?? [];
  const nameOf = ({ piece, of, copy }: LabelCopy): string => `${piece}/${of} · ${packing.copyOf(copy)}`;

  if (voiding === 'which') {
    return (
      <Dialog key="which" title={bench.whichLabel} onClose={onClose}>
        <Choices
          label={bench.whichLabel}
          choices={valid.map((label) => ({ value: label.labelId, title: nameOf(label) }))}
          onChoose={(id) => setVoiding(valid.find(({ labelId }) => labelId === id))}
        />
        <CancelFoot onClose={onClose} />
      </Dialog>
    );
  }
  if (voiding !== undefined) {
    return (
      <Dialog key="why" title={bench.voidTitle(nameOf(voiding))} onClose={onClose}>
        <p className="dialog-text">{bench.voidExplain}</p>
        <ReasonChoices
          label={bench.reason}
          onChoose={(reason) => {
            onClose();
            void voidLabel({ piece: voiding.piece, copy: voiding.copy, reason });
          }}
        />
        <CancelFoot onClose={onClose} />
      </Dialog>
    );
  }
  const most = (label: LabelCopy): number =>
    Math.max(...(copies ?? []).filter(({ piece }) => piece === label.piece).map(({ copy }) => copy));
  const columns: readonly Column<LabelCopy>[] = [
    { head: bench.pieceHead, render: ({ piece, of }) => <span className="number">{`${piece}/${of}`}</span> },
    { head: bench.copyHead, render: (label) => bench.copyOf(label.copy, most(label)) },
    { head: bench.printedAt, render: ({ printedAt }) => formatTime(printedAt) },
    { head: bench.clerk, render: ({ who }) => who ?? '–' },
    { head: bench.reason, form: 'wide', render: ({ reason }) => (reason ? packing.reasons[reason] : bench.firstPrint) },
    { head: bench.approver, render: ({ approver }) => approver ?? '–' },
    {
      head: bench.standing,
      render: ({ voided }) =>
        voided ? (
          <span className="mark stop">{bench.voided(voided.who)}</span>
        ) : (
          <span className="mark done">{bench.valid}</span>
        ),
    },
  ];
  const askVoid = (): void => setVoiding(valid.length === 1 ? valid[0] : 'which');
  return (
    <LookDialog
      title={bench.lineage}
      onClose={onClose}
      actions={
        <button type="button" className="button" disabled={valid.length === 0} onClick={askVoid}>
          {bench.voidIt} <Key name="V" />
        </button>
      }
    >
      {failure && <FailureNote failure={failure} />}
      {valid.length > 0 && <VoidKey onVoid={askVoid} />}
      {copies && (
        <DataTable
          label={bench.lineage}
          columns={columns}
          rows={copies}
          keyOf={({ labelId }) => labelId}
          onOpen={({ piece, copy }) => {
            onClose();
            void showCopy({ piece, copy });
          }}
        />
      )}
    </LookDialog>
  );
}

function VoidKey({ onVoid }: { readonly onVoid: () => void }): ReactNode {
  useLoneKeys((character) => character.toLowerCase() === 'v' && onVoid());
  return null;
}
