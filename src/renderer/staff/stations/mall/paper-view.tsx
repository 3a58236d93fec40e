/** The labels and the slip as they will print, with what can be done with their PDF. */
import { type ReactNode, useState } from 'react';
import { openPdf, pdfBlob, saveFile } from '../../components/pdf.ts';
import { printPaper } from '../../components/print-paper.ts';
import { Segments } from '../../components/segments.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';

export function PaperView({ purchase }: { readonly purchase: string }): ReactNode {
  const { packing, bench } = useTexts();
  const { labels, slip, showing, show } = usePacking();
  const [blocked, setBlocked] = useState(false);
  const paper = showing === 'slip' ? slip : (labels[showing] ?? labels[0] ?? slip);
  const label = paper?.label;
  const choices: readonly (readonly [string, string])[] = [
    ...labels.map(
      ({ label: one }, at) => [String(at), one && one.of > 1 ? `${one.piece}/${one.of}` : packing.label] as const,
    ),
    ...(slip ? [['slip', packing.slip] as const] : []),
  ];
  return (
    <div className="paper">
      <div className="paper-head">
        {choices.length > 1 ? (
          <Segments
            label={packing.label}
            choices={choices}
            chosen={String(showing)}
            onChoose={(value) => show(value === 'slip' ? 'slip' : Number(value))}
          />
        ) : (
          <h2>{paper?.kind === 'slip' ? packing.slip : packing.label}</h2>
        )}
        {label && <span className={label.copy > 1 ? 'mark look' : 'mark'}>{packing.copyOf(label.copy)}</span>}
      </div>
      {label && label.of > 1 && <p className="strong">{bench.stick(label.piece, label.of)}</p>}
      <div className="paper-sheet">
        {paper ? (
          <img
            src={`data:image/png;base64,${paper.preview}`}
            alt={paper.kind === 'label' ? packing.previewLabel(label?.copy ?? 1) : packing.previewSlip}
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
          onClick={() => paper && saveFile(pdfBlob(paper.pdf), `${paper.kind}-${label?.labelId ?? purchase}.pdf`)}
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
