/** Where the test label comes out: the browser's own dialog, or a printer of this party; and whether it did. */
import { type ReactNode, useState } from 'react';
import type { PrinterWay, SystemPrinter } from '#shared/domain/printer.ts';
import type { Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Note } from '../components/note.tsx';
import { SelectField } from '../components/select-field.tsx';
import { useCauseText } from '../lists/job-words.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';

/** Others are the id of a printer that was set up, or the name of one that the system has. */
export const BROWSER = '';

/** A role without printers of its own has the browser's dialog alone. */
export function PrinterChoice({
  chosen,
  onChoose,
  onAdd,
  onPrintHere,
  onFailure,
}: {
  readonly chosen: string;
  readonly onChoose: (printer: string) => void;
  readonly onAdd: () => void;
  readonly onPrintHere: () => void;
  readonly onFailure: (result: Result<unknown>) => void;
}): ReactNode {
  const { label } = useTexts().setup;
  const saved = useQuery('printers.list', {}, ['printing']);
  const found = useQuery('printers.found', {});
  const choose = useSettings((settings) => settings.choose);
  const [job, setJob] = useState<string>();
  const ofSystem = (found.value ?? []).filter(({ name }) => !saved.value?.some(({ way }) => nameOf(way) === name));
  const hasPrinters = saved.value !== undefined;

  async function print(): Promise<void> {
    setJob(undefined);
    if (chosen === BROWSER) return onPrintHere();
    const system = ofSystem.find(({ name }) => name === chosen);
    const id = system ? await setUp(system) : chosen;
    if (id === undefined) return;
    choose({ printer: id });
    const given = await desk.call('printers.test', { id });
    onFailure(given);
    if (given.ok) setJob(given.value.job);
  }
  async function setUp({ kind, name, label: title }: SystemPrinter): Promise<string | undefined> {
    const id = crypto.randomUUID();
    const way = kind === 'cups' ? { kind, queue: name } : { kind, device: name };
    const setting = { id, name: title.slice(0, 40), way, media: { size: '100x150' as const, dpi: 203 as const } };
    const kept = await desk.call('printers.save', { printer: setting });
    onFailure(kept);
    if (!kept.ok) return undefined;
    onChoose(id);
    return id;
  }
  return (
    <section className="stack" aria-label={label.printer}>
      {hasPrinters && (
        <div className="printer-line">
          <SelectField
            title={label.printer}
            value={chosen}
            options={[
              [BROWSER, label.browser],
              ...saved.value.map(({ id, name }) => [id, name] as const),
              ...ofSystem.map((each) => [each.name, each.label] as const),
            ]}
            onChoose={onChoose}
          />
          <button type="button" className="button" onClick={onAdd}>
            {label.addPrinter}
          </button>
        </div>
      )}
      <div className="row">
        <button type="button" className="button" onClick={() => void print()}>
          {chosen === BROWSER ? label.print : label.printTest}
        </button>
      </div>
      {job !== undefined && <JobNote job={job} />}
    </section>
  );
}

/** As the system calls it. */
function nameOf(way: PrinterWay): string | undefined {
  return way.kind === 'cups' ? way.queue : way.kind === 'shell' ? way.device : undefined;
}

/** What came of the test print. */
function JobNote({ job: id }: { readonly job: string }): ReactNode {
  const { label } = useTexts().setup;
  const { value } = useQuery('jobs.list', { limit: 10 }, ['printing']);
  const causeText = useCauseText();
  const job = value?.rows.find((row) => row.id === id);
  if (job === undefined) return null;
  const { printerName } = job;
  if (job.state === 'done') return <Note sign="done" title={label.cameOut(printerName)} />;
  if (job.state === 'stopped') {
    return (
      <Note sign="stop" title={label.stuck(printerName)}>
        <p>{causeText(job.cause)}</p>
      </Note>
    );
  }
  return (
    <p className="setup-busy" role="status">
      {label.given(printerName)}
    </p>
  );
}
