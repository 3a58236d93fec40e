/** A statement as it prints. */
import { type ReactNode } from 'react';
import { FailureNote } from '../components/failure-note.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { openPdf, pdfBlob, saveFile } from '../components/pdf.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

export function StatementPaperView({
  reference,
  onClose,
}: {
  readonly reference: string;
  readonly onClose: () => void;
}): ReactNode {
  const { billing, common } = useTexts();
  const texts = billing.statements;
  const { value: paper, failure } = useQuery('statements.paper', { reference });
  return (
    <LookDialog
      title={texts.title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" disabled={!paper} onClick={() => paper && openPdf(paper.pdf)}>
            {texts.openPdf}
          </button>
          <button
            type="button"
            className="button primary"
            data-first=""
            disabled={!paper}
            onClick={() => paper && saveFile(pdfBlob(paper.pdf), `statement-${reference}.pdf`)}
          >
            {texts.savePdf}
          </button>
        </>
      }
    >
      {failure && <FailureNote failure={failure} />}
      {!paper && !failure && <p className="meta">{common.loading}</p>}
      {paper && (
        <div className="paper-scroll" tabIndex={0} role="group" aria-label={texts.paperAlt}>
          <img className="statement-paper" src={`data:image/png;base64,${paper.preview}`} alt={texts.paperAlt} />
        </div>
      )}
    </LookDialog>
  );
}
