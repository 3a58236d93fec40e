/** The first label: made by itself, read back, opened; then printed where one likes, and the scanner that reads it. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { FirstLabel } from '#shared/desk/first-label.ts';
import { desk } from '../client.ts';
import { Note } from '../components/note.tsx';
import { pdfBlob, saveFile } from '../components/pdf.ts';
import { printPaper } from '../components/print-paper.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { PrinterDialog } from '../settings/printer-dialog.tsx';
import { BROWSER, PrinterChoice } from './printer-choice.tsx';
import { ScannerCheck } from './scanner-check.tsx';
import { useSetup } from './setup-store.ts';
import { StepForm } from './step-form.tsx';

export function LabelStep(): ReactNode {
  const { label } = useTexts().setup;
  const { fail } = useSetup();
  const language = useSettings((settings) => settings.language);
  const [made, setMade] = useState<FirstLabel>();
  const [making, setMaking] = useState(true);
  const [saved, setSaved] = useState(false);
  const [printer, setPrinter] = useState(BROWSER);
  const [adding, setAdding] = useState(false);
  const begun = useRef(false);

  async function make(): Promise<void> {
    setMaking(true);
    fail(undefined);
    const result = await desk.call('first-label.make', { language });
    setMaking(false);
    if (result.ok) setMade(result.value);
    else fail(result.error);
  }
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void make();
  });
  function save(paper: FirstLabel): void {
    saveFile(pdfBlob(paper.pdf), `${label.picture}.pdf`);
    setSaved(true);
  }
  /** The one that was set up last. */
  async function added(): Promise<void> {
    setAdding(false);
    const printers = await desk.call('printers.list', {});
    const last = printers.ok && printers.value.at(-1);
    if (last) setPrinter(last.id);
  }
  return (
    <>
      <StepForm
        title={label.title}
        explain={label.explain}
        next={made ? label.finish : label.again}
        ready={!making}
        onNext={() => (made ? location.assign('./index.html') : void make())}
      >
        {making && (
          <p className="setup-busy" role="status">
            {label.making}
          </p>
        )}
        {made && (
          <div className="first-label">
            <div className="stack">
              <img alt={label.picture} src={`data:image/png;base64,${made.preview}`} />
              <button type="button" className="button" onClick={() => save(made)}>
                {label.save}
              </button>
              {saved && (
                <p className="meta" role="status">
                  {label.saved}
                </p>
              )}
            </div>
            <div className="stack">
              <Note sign="done" title={label.done((made.took / 1000).toFixed(1))} />
              <dl className="stack proof">
                <dt className="meta">{label.read}</dt>
                <dd>
                  <code className="proof-digits">{made.digits}</code>
                  <span className="meta">{label.digits(made.digits.length)}</span>
                </dd>
                <dt className="meta">{label.opened}</dt>
                <dd>
                  {made.opened.map((line) => (
                    <p key={line} className="strong">
                      {line}
                    </p>
                  ))}
                </dd>
              </dl>
              <PrinterChoice
                chosen={printer}
                onChoose={setPrinter}
                onAdd={() => setAdding(true)}
                onPrintHere={() => void printPaper(made)}
                onFailure={(result) => fail(result.ok ? undefined : result.error)}
              />
            </div>
            <ScannerCheck />
          </div>
        )}
      </StepForm>
      {/* Not in the step's own form: what it submits would go on to the desk. */}
      {adding && <PrinterDialog onDone={() => void added()} onClose={() => setAdding(false)} />}
    </>
  );
}
