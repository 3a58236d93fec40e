/** The first label: made, read back, opened, printed; and the scanner that reads it. */
import { type ReactNode, useEffect, useState } from 'react';
import type { FirstLabel } from '#shared/desk/first-label.ts';
import type { SystemPrinter } from '#shared/domain/printer.ts';
import { desk } from '../client.ts';
import { Note } from '../components/note.tsx';
import { pdfBlob, saveFile } from '../components/pdf.ts';
import { printPaper } from '../components/print-paper.ts';
import { SelectField } from '../components/select-field.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { ScannerCheck } from './scanner-check.tsx';
import { useSetup } from './setup-store.ts';
import { StepForm } from './step-form.tsx';

const BROWSER = '';

export function LabelStep(): ReactNode {
  const { label } = useTexts().setup;
  const { fail } = useSetup();
  const { language, choose } = useSettings();
  const [found, setFound] = useState<readonly SystemPrinter[]>([]);
  const [printer, setPrinter] = useState(BROWSER);
  const [made, setMade] = useState<FirstLabel>();
  const [making, setMaking] = useState(false);
  const [said, setSaid] = useState<string>();
  useEffect(() => {
    // A role without printers of its own prints by the browser's dialog.
    void desk.call('printers.found', {}).then((printers) => printers.ok && setFound(printers.value));
  }, []);

  async function make(): Promise<void> {
    setMaking(true);
    fail(undefined);
    const result = await desk.call('first-label.make', { language });
    setMaking(false);
    if (!result.ok) return fail(result.error);
    setMade(result.value);
    const chosen = found.find(({ name }) => name === printer);
    if (chosen) await printOn(chosen);
  }
  async function printOn({ kind, name, label: title }: SystemPrinter): Promise<void> {
    const id = crypto.randomUUID();
    const way = kind === 'cups' ? { kind, queue: name } : { kind, device: name };
    const setting = { id, name: title.slice(0, 40), way, media: { size: '100x150' as const, dpi: 203 as const } };
    const saved = await desk.call('printers.save', { printer: setting });
    if (!saved.ok) return fail(saved.error);
    choose({ printer: id });
    const tested = await desk.call('printers.test', { id });
    if (!tested.ok) return fail(tested.error);
    setSaid(label.given(title));
  }
  function save(): void {
    if (!made) return;
    saveFile(pdfBlob(made.pdf), 'tokumei-label.pdf');
    setSaid(label.saved);
  }
  return (
    <StepForm
      title={label.title}
      explain={label.explain}
      next={made ? label.finish : label.make}
      ready={!making}
      onNext={() => (made ? location.assign('./index.html') : void make())}
    >
      {!made && (
        <SelectField
          title={label.printer}
          value={printer}
          options={[[BROWSER, label.browser], ...found.map((each) => [each.name, each.label] as const)]}
          onChoose={setPrinter}
        />
      )}
      {making && (
        <p className="setup-busy" role="status">
          {label.making}
        </p>
      )}
      {made && (
        <div className="first-label">
          <img alt={label.picture} src={`data:image/png;base64,${made.preview}`} />
          <div className="stack">
            <Note sign="done" title={label.done((made.took / 1000).toFixed(1))}>
              {said !== undefined && <p>{said}</p>}
            </Note>
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
            <div className="row">
              <button type="button" className="button" onClick={() => void printPaper(made)}>
                {label.print}
              </button>
              <button type="button" className="button" onClick={save}>
                {label.save}
              </button>
            </div>
            <ScannerCheck />
          </div>
        </div>
      )}
    </StepForm>
  );
}
