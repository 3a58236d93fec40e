/** The printers of this party: what each is, how it stands now, and which is this bench's own. */
import { type ReactNode, useEffect, useState } from 'react';
import { LONGEST_EXPIRY, type PrinterRow } from '#shared/desk/printing.ts';
import type { PrinterSetting, PrinterState } from '#shared/domain/printer.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { Glyph, type Sign } from '../components/glyph.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { SelectField } from '../components/select-field.tsx';
import { play, useOffice } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { offerUndo } from '../stores/undo-store.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { PrinterDialog } from './printer-dialog.tsx';
import { PrinterSample } from './printer-sample.tsx';
import { May } from '../components/may.tsx';
import { useMay } from '../stores/use-may.ts';

export function Printers(): ReactNode {
  const { printing, undo } = useTexts();
  const { printers: texts } = printing;
  const { value: rows, failure } = useQuery('printers.list', {}, ['printing']);
  const { printer: own, choose } = useSettings();
  // A bench that stands elsewhere prints; it is the office that sets printers up.
  const atOffice = useOffice((store) => store.office?.station === undefined);
  const maySet = useMay('partners') && atOffice;
  const [editing, setEditing] = useState<PrinterSetting | 'new'>();
  const [removing, setRemoving] = useState<PrinterSetting>();
  const [sampling, setSampling] = useState<PrinterSetting>();
  const [said, setSaid] = useState<string>();
  const [problem, setProblem] = useState<Failure>();

  async function test({ id, name }: PrinterSetting): Promise<void> {
    const result = await desk.call('printers.test', { id });
    setProblem(result.ok ? undefined : result.error);
    setSaid(result.ok ? texts.tested(name) : undefined);
    play(result.ok ? 'done' : 'look');
  }
  const columns: readonly Column<PrinterRow>[] = [
    { head: texts.name, render: ({ name }) => <span className="strong">{name}</span> },
    { head: texts.kind, form: 'wide', render: (row) => <Way setting={row} /> },
    {
      head: texts.size,
      render: ({ media }) => (
        <span title={`${media.dpi} dpi`}>
          {texts.sizes[media.size]}
          {media.sheet && ` · ${texts.sheets[media.sheet]}`}
        </span>
      ),
    },
    { head: texts.status, render: ({ id }) => <PrinterStanding id={id} /> },
    {
      head: '',
      form: 'end',
      render: (row) => (
        <span className="printer-tools">
          <button type="button" className="button slim" onClick={() => setSampling(row)}>
            {texts.sampleShow}
          </button>
          <button type="button" className="button slim" onClick={() => void test(row)}>
            {texts.test}
          </button>
          {maySet && (
            <>
              <button type="button" className="button slim" onClick={() => setEditing(row)}>
                {texts.edit}
              </button>
              <button type="button" className="button slim" onClick={() => setRemoving(row)}>
                {texts.remove}
              </button>
            </>
          )}
        </span>
      ),
    },
  ];
  return (
    <div className="stack printers">
      {(problem ?? failure) && <FailureNote failure={(problem ?? failure)!} />}
      {said !== undefined && <Note sign="done" title={said} />}
      {rows?.length === 0 && <p className="meta">{texts.empty}</p>}
      {rows && rows.length > 0 && (
        <DataTable label={texts.title} columns={columns} rows={rows} keyOf={({ id }) => id} />
      )}
      {maySet && (
        <div className="row">
          <button type="button" className="button" onClick={() => setEditing('new')}>
            {texts.add}
          </button>
        </div>
      )}
      <div className="printer-choices">
        <SelectField
          title={texts.own}
          hint={texts.ownHint}
          value={rows?.some(({ id }) => id === own) ? own : ''}
          options={[['', texts.ownNone], ...(rows ?? []).map(({ id, name }) => [id, name] as const)]}
          onChoose={(printer) => choose({ printer })}
        />
        {atOffice && (
          <May permission="decide">
            <Expiry onFailure={setProblem} />
          </May>
        )}
      </div>
      {editing && (
        <PrinterDialog
          {...(editing !== 'new' && { setting: editing })}
          onDone={(name) => {
            setEditing(undefined);
            setProblem(undefined);
            setSaid(texts.saved(name));
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
      {sampling && <PrinterSample setting={sampling} onClose={() => setSampling(undefined)} />}
      {removing && (
        <OrderDialog
          title={texts.removeTitle(removing.name)}
          explain={texts.removeExplain}
          confirm={texts.remove}
          danger
          order={() => desk.call('printers.remove', { id: removing.id })}
          onDone={() => {
            if (own === removing.id) choose({ printer: '' });
            offerUndo({
              text: undo.printerRemoved(removing.name),
              undo: () => desk.call('printers.save', { printer: removing }),
            });
            setRemoving(undefined);
          }}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </div>
  );
}

function Way({ setting: { way } }: { readonly setting: PrinterSetting }): ReactNode {
  const { kindShort } = useTexts().printing.printers;
  const text =
    way.kind === 'zpl'
      ? `${way.host}:${way.port}`
      : way.kind === 'cups'
        ? way.queue
        : way.kind === 'folder'
          ? way.folder
          : way.device;
  return (
    <span title={text}>
      {kindShort[way.kind]} <span className="meta">{text}</span>
    </span>
  );
}

const SIGNS: Readonly<Record<PrinterState, Sign>> = {
  ready: 'done',
  printing: 'scan',
  'paper-out': 'stop',
  'ribbon-out': 'stop',
  'head-open': 'stop',
  paused: 'look',
  failing: 'stop',
  offline: 'stop',
  unknown: 'look',
};
const ASK_MS = 5000;

/** Asked again and again while it is on the screen. */
function PrinterStanding({ id }: { readonly id: string }): ReactNode {
  const { printers: texts } = useTexts().printing;
  const { value, reload } = useQuery('printers.status', { id }, ['printing']);
  useEffect(() => {
    const timer = setInterval(reload, ASK_MS);
    return () => clearInterval(timer);
  }, [reload]);
  if (!value) return null;
  const sign = SIGNS[value.state];
  return (
    <span className={sign === 'stop' ? 'mark stop' : sign === 'look' ? 'mark look' : 'mark'}>
      <Glyph sign={sign} size={14} />
      {texts.states[value.state]}
      {value.remaining !== undefined && value.remaining > 0 && ` · ${texts.remaining(value.remaining)}`}
    </span>
  );
}

const HOURS = [1, 2, 4, 8, 12, 24, 48, LONGEST_EXPIRY];

function Expiry({ onFailure }: { readonly onFailure: (failure: Failure | undefined) => void }): ReactNode {
  const { printing, undo } = useTexts();
  const { printers: texts } = printing;
  const { value } = useQuery('jobs.expiry', {}, ['printing']);
  if (!value) return null;
  const { hours: before } = value;
  async function change(hours: number): Promise<void> {
    const result = await desk.call('jobs.change-expiry', { hours });
    onFailure(result.ok ? undefined : result.error);
    if (result.ok) offerUndo({ text: undo.expiry, undo: () => desk.call('jobs.change-expiry', { hours: before }) });
  }
  const hours = HOURS.includes(value.hours) ? HOURS : [...HOURS, value.hours].sort((a, b) => a - b);
  return (
    <SelectField
      title={texts.expiry}
      hint={texts.expiryHint}
      value={String(value.hours)}
      options={hours.map((each) => [String(each), texts.expiryHours(each)] as const)}
      onChoose={(chosen) => void change(Number(chosen))}
    />
  );
}
