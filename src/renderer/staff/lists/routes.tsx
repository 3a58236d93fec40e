/** Which depot delivers where, and the depots: for the sorters' screens, and where customers fetch their parcels. */
import { type ReactNode, useState } from 'react';
import type { RouteRow } from '#shared/desk/routes.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { FileButton } from '../components/file-button.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { May } from '../components/may.tsx';
import { Segments } from '../components/segments.tsx';
import { useFiles } from '../components/use-files.ts';
import { textColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { navigate } from '../route.ts';
import { useMay } from '../stores/use-may.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { DepotDialog } from './depot-dialog.tsx';
import { DepotExport, Depots } from './depots.tsx';
import { RouteDialog } from './route-dialog.tsx';
import { RouteImport } from './route-import.tsx';

const keyOf = ({ country, prefix }: RouteRow): string => `${country} ${prefix}`;

export function Routes(): ReactNode {
  const { frame, depot } = useTexts();
  const { routes } = depot;
  const [shown, setShown] = useState<'routes' | 'depots'>('routes');
  const [adding, setAdding] = useState<'route' | 'depot'>();
  const [importing, setImporting] = useState<File | 'none'>();
  const depots = useQuery('depots.list', {}, ['parcels']);
  const mayChange = useMay('catalogue');
  const over = useFiles(([file]) => mayChange && file && setImporting(file));
  function show(which: 'routes' | 'depots'): void {
    navigate('routes');
    setShown(which);
  }
  if (importing !== undefined) {
    return <RouteImport {...(importing !== 'none' && { file: importing })} onBack={() => setImporting(undefined)} />;
  }
  return (
    <ListScreen
      title={frame.screens.routes}
      actions={
        <>
          <Segments
            label={frame.screens.routes}
            choices={[
              ['routes', routes.table],
              ['depots', routes.depots],
            ]}
            chosen={shown}
            onChoose={show}
          />
          {shown === 'depots' && <DepotExport total={depots.value?.length ?? 0} />}
          <May permission="catalogue">
            {shown === 'depots' ? (
              <button type="button" className="button primary" onClick={() => setAdding('depot')}>
                {routes.add}
              </button>
            ) : (
              <>
                <button
                  type="button"
                  className="button"
                  disabled={!depots.value?.length}
                  onClick={() => setAdding('route')}
                >
                  {routes.addRoute}
                </button>
                <FileButton
                  title={routes.import}
                  accept=".csv,.tsv,.txt,text/csv"
                  primary
                  onFiles={([file]) => file && setImporting(file)}
                />
              </>
            )}
          </May>
        </>
      }
    >
      {depots.failure && <FailureNote failure={depots.failure} />}
      {shown === 'depots' ? (
        <Depots depots={depots.value} mayChange={mayChange} />
      ) : (
        <RouteList mayChange={mayChange} onImport={() => setImporting('none')} />
      )}
      {adding === 'depot' && <DepotDialog onClose={() => setAdding(undefined)} />}
      {adding === 'route' && <RouteDialog depots={depots.value ?? []} onClose={() => setAdding(undefined)} />}
      {over && mayChange && <div className="drop-veil">{routes.import}</div>}
    </ListScreen>
  );
}

function RouteList({ mayChange, onImport }: { readonly mayChange: boolean; readonly onImport: () => void }): ReactNode {
  const { routes } = useTexts().depot;
  const depots = useQuery('depots.list', {}, ['parcels']);
  const [opened, setOpened] = useState<RouteRow>();
  const columns: readonly RecordColumn<RouteRow>[] = [
    textColumn('country', routes.country, ({ country }) => country, { width: 80, order: true }),
    {
      ...textColumn<RouteRow>('prefix', routes.prefix, ({ prefix }) => prefix, { width: 200 }),
      render: ({ prefix }) =>
        prefix === '' ? <span className="meta">{routes.rest}</span> : <span className="number">{prefix}</span>,
    },
    textColumn('depot', routes.depot, ({ depot }) => depot, { width: 120 }),
    textColumn('route', routes.route, ({ route }) => route, { form: 'wide' }),
  ];
  return (
    <div className="screen-body">
      <RecordList
        list="routes.list"
        title={routes.table}
        columns={columns}
        keyOf={keyOf}
        topics={['parcels']}
        firstOrder="oldest"
        empty={
          <Empty icon="routes" title={routes.none}>
            <p>{depots.value?.length === 0 ? routes.depotsNone : routes.noneExplain}</p>
            <code>country,prefix,depot,route</code>
            {mayChange && (
              <p>
                <button type="button" className="button" onClick={onImport}>
                  {routes.importing.title}
                </button>
              </p>
            )}
          </Empty>
        }
        {...(mayChange && { onOpen: setOpened })}
        opened={opened && keyOf(opened)}
      />
      {opened && <RouteDialog route={opened} depots={depots.value ?? []} onClose={() => setOpened(undefined)} />}
    </div>
  );
}
