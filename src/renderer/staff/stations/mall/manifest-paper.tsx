/** A manifest's paper as it prints, and its signed file. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { LookDialog } from '../../components/look-dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { openPdf, saveFile } from '../../components/pdf.ts';
import { printPaper } from '../../components/print-paper.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';

export function ManifestPaper({
  manifest,
  title,
  onClose,
  children,
}: {
  readonly manifest: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}): ReactNode {
  const { handover } = useTexts();
  const language = useSettings((settings) => settings.language);
  const { value, failure } = useQuery('handover.papers', { manifest, language });
  const [blocked, setBlocked] = useState(false);
  const print = useRef<HTMLButtonElement>(null);
  // The button can be pressed once there is a paper.
  const isReady = value !== undefined;
  useEffect(() => {
    if (isReady) print.current?.focus();
  }, [isReady]);

  function save(): void {
    if (!value) return;
    const csv = Uint8Array.from(atob(value.csv), (character) => character.charCodeAt(0));
    saveFile(new Blob([csv], { type: 'text/csv' }), `manifest-${value.number}.csv`);
    saveFile(new Blob([value.jws], { type: 'application/jose' }), `manifest-${value.number}.jws`);
  }
  return (
    <LookDialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" disabled={!value} onClick={save}>
            {handover.saveFiles}
          </button>
          <button type="button" className="button" disabled={!value} onClick={() => value && openPdf(value.pdf)}>
            {handover.open}
          </button>
          <button
            ref={print}
            type="button"
            className="button primary"
            data-first=""
            disabled={!value}
            onClick={() => value && void printPaper(value).then((printing) => setBlocked(!printing))}
          >
            {handover.print}
          </button>
        </>
      }
    >
      {children}
      {failure && <FailureNote failure={failure} />}
      <div className="paper-sheet handover-paper">
        {value && <img src={`data:image/png;base64,${value.preview}`} alt={handover.preview} />}
      </div>
      {blocked && (
        <p className="meta" role="alert">
          {handover.printBlocked}
        </p>
      )}
    </LookDialog>
  );
}
