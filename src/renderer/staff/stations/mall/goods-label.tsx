/** The label of a sealed package as it prints, with what can be done with its PDF. */
import { type ReactNode, useState } from 'react';
import type { PrintedLabel } from '#shared/desk/mall.ts';
import { openPdf, pdfBlob, saveFile } from '../../components/pdf.ts';
import { printPaper } from '../../components/print-paper.ts';
import { useTexts } from '../../stores/use-texts.ts';

export function GoodsLabel({ label }: { readonly label: PrintedLabel | undefined }): ReactNode {
  const { goods } = useTexts();
  const [blocked, setBlocked] = useState(false);
  return (
    <div className="paper">
      <div className="paper-head">
        <h2>{goods.label}</h2>
      </div>
      <div className="paper-sheet">
        {label ? (
          <img src={`data:image/png;base64,${label.preview}`} alt={goods.preview} />
        ) : (
          <p className="meta">{goods.noLabel}</p>
        )}
      </div>
      <div className="paper-tools">
        <button
          type="button"
          className="button"
          disabled={!label}
          onClick={() => label && void printPaper(label).then((printing) => setBlocked(!printing))}
        >
          {goods.print}
        </button>
        <button type="button" className="button" disabled={!label} onClick={() => label && openPdf(label.pdf)}>
          {goods.openPdf}
        </button>
        <button
          type="button"
          className="button"
          disabled={!label}
          onClick={() => label && saveFile(pdfBlob(label.pdf), `label-${label.labelId.slice(0, -6)}.pdf`)}
        >
          {goods.savePdf}
        </button>
      </div>
      {blocked && (
        <p className="meta" role="alert">
          {goods.printBlocked}
        </p>
      )}
    </div>
  );
}
