/** The label or the slip as it will print, with what can be done with its PDF. */
import { type ReactNode, useState } from 'react';
import { openPdf, pdfBlob, saveFile } from '../../components/pdf.ts';
import { printPaper } from '../../components/print-paper.ts';
import { Segments } from '../../components/segments.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';

export function PaperView({ purchase }: { readonly purchase: string }): ReactNode {
  const { packing } = useTexts();
  const { papers, showing, show } = usePacking();
  const [blocked, setBlocked] = useState(false);
  const paper = papers[showing] ?? papers.label ?? papers.slip;
  const label = papers.label;
  return (
    <div className="paper">
      <div className="paper-head">
        {label && papers.slip ? (
          <Segments
            label={packing.label}
            choices={[
              ['label', packing.label],
              ['slip', packing.slip],
            ]}
            chosen={showing}
            onChoose={show}
          />
        ) : (
          <h2>{paper?.kind === 'slip' ? packing.slip : packing.label}</h2>
        )}
        {paper?.copy !== undefined && (
          <span className={paper.copy > 1 ? 'mark look' : 'mark'}>{packing.copyOf(paper.copy)}</span>
        )}
      </div>
      <div className="paper-sheet">
        {paper ? (
          <img
            src={`data:image/png;base64,${paper.preview}`}
            alt={paper.kind === 'label' ? packing.previewLabel(paper.copy ?? 1) : packing.previewSlip}
          />
        ) : (
          <p className="meta">{packing.noLabel}</p>
        )}
      </div>
      <div className="paper-tools">
        <button
          type="button"
          className="button"
          disabled={!paper}
          onClick={() => paper && void printPaper(paper).then((printing) => setBlocked(!printing))}
        >
          {packing.printAgain}
        </button>
        <button type="button" className="button" disabled={!paper} onClick={() => paper && openPdf(paper.pdf)}>
          {packing.open}
        </button>
        <button
          type="button"
          className="button"
          disabled={!paper}
          onClick={() => paper && saveFile(pdfBlob(paper.pdf), `${paper.kind}-${purchase}.pdf`)}
        >
          {packing.save}
        </button>
      </div>
      {blocked && (
        <p className="meta" role="alert">
          {packing.printBlocked}
        </p>
      )}
    </div>
  );
}
