/** Depots, and which of them delivers where: for the sorters' screens. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { DepotRow, RouteImportReport, RouteRow } from '#shared/desk/carrier.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote, useFailureText } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { FileButton } from '../components/file-button.tsx';
import { fitsFilter, ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { useFiles } from '../components/use-files.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { decodeCsv } from './csv-file.ts';
import { MallDepots } from './mall-depots.tsx';
import { May } from '../components/may.tsx';
import { useMay } from '../stores/use-may.ts';

/** Rows drawn at once; the filter finds the others. */
const MOST_SHOWN = 500;

export function Routes(): ReactNode {
  const { frame, common, catalogue, depot } = useTexts();
  const { routes } = depot;
  const depots = useQuery('depots.list', {}, ['parcels']);
  const table = useQuery('routes.list', {}, ['parcels']);
  const [filter, setFilter] = useState('');
  const [editing, setEditing] = useState<DepotRow | 'new'>();
  const [report, setReport] = useState<RouteImportReport>();
  const [problem, setProblem] = useState<Failure | 'not-text'>();

  async function importFile(file: File | undefined): Promise<void> {
    if (!file) return;
    setReport(undefined);
    setProblem(undefined);
    const text = decodeCsv(new Uint8Array(await file.arrayBuffer()));
    if (!text) return setProblem('not-text');
    const done = await desk.call('routes.import', { csv: text.csv });
    if (done.ok) setReport(done.value);
    else setProblem(done.error);
    table.reload();
  }
  const mayChange = useMay('catalogue');
  const over = useFiles(([file]) => mayChange && void importFile(file));

  const depotColumns: readonly Column<DepotRow>[] = [
    { head: routes.code, render: ({ code }) => <span className="strong">{code}</span> },
    { head: routes.name, render: ({ name }) => name },
    { head: routes.address, form: 'wide', render: ({ address }) => address || '–' },
  ];
  const routeColumns: readonly Column<RouteRow>[] = [
    { head: routes.country, render: ({ country }) => country },
    { head: routes.prefix, form: 'wide', render: ({ prefix }) => prefix || routes.rest },
    { head: routes.depot, render: ({ depot: code }) => code },
    { head: routes.route, render: ({ route }) => route },
  ];
  const shown = table.value?.filter((row) => fitsFilter(filter, [row.country, row.prefix, row.depot, row.route]));
  const failure = depots.failure ?? table.failure;
  return (
    <ListScreen
      title={frame.screens.routes}
      meta={table.value && routes.count(table.value.length)}
      filter={filter}
      onFilter={setFilter}
      actions={
        <May permission="catalogue">
          <button type="button" className="button" onClick={() => setEditing('new')}>
            {routes.add}
          </button>
          <FileButton
            title={routes.import}
            accept=".csv,text/csv"
            primary
            onFiles={([file]) => void importFile(file)}
          />
        </May>
      }
    >
      <div className="screen-body stack wide-gaps">
        <p className="meta">{routes.explain}</p>
        {failure && <FailureNote failure={failure} />}
        {problem === 'not-text' && <Note sign="stop" title={catalogue.notText} />}
        {problem && problem !== 'not-text' && <FailureNote failure={problem} />}
        {report && <Report report={report} />}
        <section className="stack">
          <h2>{routes.depots}</h2>
          {depots.value?.length === 0 && <p className="meta">{routes.depotsNone}</p>}
          {depots.value && depots.value.length > 0 && (
            <DataTable
              label={routes.depots}
              columns={depotColumns}
              rows={depots.value}
              keyOf={({ code }) => code}
              {...(mayChange && { onOpen: setEditing })}
            />
          )}
        </section>
        {mayChange && depots.value && depots.value.length > 0 && <MallDepots depots={depots.value} />}
        <section className="stack">
          <h2>{routes.table}</h2>
          {table.value?.length === 0 && (
            <Empty icon="routes" title={routes.none}>
              <p>{routes.noneExplain}</p>
              <code>country,prefix,depot,route</code>
            </Empty>
          )}
          {shown && shown.length > 0 && (
            <DataTable
              label={routes.table}
              columns={routeColumns}
              rows={shown.slice(0, MOST_SHOWN)}
              keyOf={({ country, prefix }) => `${country} ${prefix}`}
            />
          )}
          {table.value && table.value.length > 0 && shown?.length === 0 && <p className="meta">{common.nothingFits}</p>}
        </section>
      </div>
      {editing && (
        <DepotDialog
          depot={editing === 'new' ? undefined : editing}
          onDone={() => {
            setEditing(undefined);
            depots.reload();
          }}
        />
      )}
      {over && mayChange && <div className="drop-veil">{routes.import}</div>}
    </ListScreen>
  );
}

function Report({ report: { imported, refused } }: { readonly report: RouteImportReport }): ReactNode {
  const { routes } = useTexts().depot;
  const { catalogue } = useTexts();
  const textOf = useFailureText();
  if (refused.length === 0) {
    return (
      <Note sign="done" title={routes.imported(imported)}>
        <p>{routes.importedExplain}</p>
      </Note>
    );
  }
  const columns: readonly Column<RouteImportReport['refused'][number]>[] = [
    { head: catalogue.line, form: 'end', render: ({ line }) => line },
    { head: catalogue.field, render: ({ field }) => field },
    { head: catalogue.why, form: 'wide', render: ({ code }) => textOf({ code }) },
  ];
  return (
    <section className="stack">
      <Note sign="stop" title={routes.refused(refused.length)} />
      <DataTable
        label={routes.refused(refused.length)}
        columns={columns}
        rows={refused}
        keyOf={({ line, field }) => `${line} ${field}`}
      />
    </section>
  );
}

function DepotDialog({
  depot,
  onDone,
}: {
  readonly depot: DepotRow | undefined;
  readonly onDone: () => void;
}): ReactNode {
  const { common, depot: texts } = useTexts();
  const { routes } = texts;
  const [entry, setEntry] = useState<DepotRow>(depot ?? { code: '', name: '', address: '' });
  const [failure, setFailure] = useState<Failure>();
  const change = (part: Partial<DepotRow>): void => setEntry((before) => ({ ...before, ...part }));

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const saved = await desk.call('depots.save', { ...entry, code: entry.code.toUpperCase() });
    setFailure(saved.ok ? undefined : saved.error);
    if (saved.ok) onDone();
  }
  return (
    <Dialog title={depot ? routes.edit : routes.add} onClose={onDone}>
      <form className="stack" onSubmit={(event) => void save(event)}>
        <TextField
          title={routes.code}
          value={entry.code}
          maxLength={12}
          readOnly={depot !== undefined}
          data-first={depot ? undefined : ''}
          onText={(code) => change({ code })}
        />
        <TextField
          title={routes.name}
          value={entry.name}
          maxLength={40}
          data-first={depot ? '' : undefined}
          onText={(name) => change({ name })}
        />
        <TextField
          title={routes.address}
          hint={routes.addressHint}
          value={entry.address}
          maxLength={200}
          wide
          onText={(address) => change({ address })}
        />
        {failure && <FailureNote failure={failure} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onDone}>
            {common.cancel}
          </button>
          <button type="submit" className="button primary" disabled={entry.code === '' || entry.name === ''}>
            {routes.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
