/** The sheet of command bar codes, to look at and to print. */
import type { ReactNode } from 'react';
import { FailureNote } from '../components/failure-note.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { pdfBlob, saveFile } from '../components/pdf.ts';
import { printPaper } from '../components/print-paper.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

export function CommandSheetDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { sheet } = useTexts().scanner;
  const { value, failure } = useQuery('scanner.sheet', {}, []);
  return (
    <LookDialog
      title={sheet.dialog}
      onClose={onClose}
      actions={
        value && (
          <>
            <button type="button" className="button" onClick={() => saveFile(pdfBlob(value.pdf), 'commands.pdf')}>
              {sheet.save}
            </button>
            <button
              type="button"
              className="button primary"
              data-first=""
              autoFocus
              onClick={() => void printPaper(value)}
            >
              {sheet.print}
            </button>
          </>
        )
      }
    >
      {failure && <FailureNote failure={failure} />}
      {!value && !failure && <p className="meta">{sheet.making}</p>}
      {value && <img className="sheet-picture" src={`data:image/png;base64,${value.preview}`} alt={sheet.alt} />}
    </LookDialog>
  );
}
