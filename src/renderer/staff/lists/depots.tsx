/** The carrier's depots, and which of them hands each mall what its customers send back. */
import { type ReactNode, useState } from 'react';
import type { DepotRow } from '#shared/desk/routes.ts';
import { openingHoursLines } from '#shared/locale/opening-hours.ts';
import { DataTable } from '../components/data-table.tsx';
import { textColumn } from '../records/columns.tsx';
import { ExportDialog } from '../records/export-dialog.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useMay } from '../stores/use-may.ts';
import { useTexts } from '../stores/use-texts.ts';
import { DepotDialog } from './depot-dialog.tsx';
import { MallDepots } from './mall-depots.tsx';

const OLDEST = { order: 'oldest' } as const;

function useDepotColumns(): readonly RecordColumn<DepotRow>[] {
  const { routes } = useTexts().depot;
  const language = useSettings((settings) => settings.language);
  const hoursOf = ({ hours }: DepotRow): string => openingHoursLines(hours, language).join(' · ');
  return [
    {
      ...textColumn<DepotRow>('code', routes.code, ({ code }) => code),
      render: ({ code }) => <span className="strong">{code}</span>,
    },
    textColumn('name', routes.name, ({ name }) => name),
    textColumn('address', routes.address, ({ address }) => address || undefined, { form: 'wide' }),
    textColumn('counter', routes.counter, ({ counter }) => routes.counters[counter]),
    {
      ...textColumn('hours', routes.hours, hoursOf),
      render: (row) => (row.hours.length === 0 ? '–' : <span className="depot-hours">{hoursOf(row)}</span>),
    },
  ];
}

export function Depots({
  depots,
  mayChange,
}: {
  readonly depots: readonly DepotRow[] | undefined;
  readonly mayChange: boolean;
}): ReactNode {
  const { routes } = useTexts().depot;
  const [editing, setEditing] = useState<DepotRow>();
  const columns = useDepotColumns();
  return (
    <div className="screen-body stack wide-gaps">
      <section className="stack">
        <p className="meta">{routes.explain}</p>
        {depots?.length === 0 && <p className="meta">{routes.depotsNone}</p>}
        {depots && depots.length > 0 && (
          <DataTable
            label={routes.depots}
            columns={columns}
            rows={depots}
            keyOf={({ code }) => code}
            {...(mayChange && { onOpen: setEditing })}
          />
        )}
      </section>
      {mayChange && depots && depots.length > 0 && <MallDepots depots={depots} />}
      {editing && <DepotDialog depot={editing} onClose={() => setEditing(undefined)} />}
    </div>
  );
}

export function DepotExport({ total }: { readonly total: number }): ReactNode {
  const { depot, records } = useTexts();
  const isStation = useOffice(({ office }) => office?.station !== undefined);
  const mayExport = useMay('export') && !isStation;
  const [exporting, setExporting] = useState(false);
  const columns = useDepotColumns();
  if (!mayExport || total === 0) return null;
  return (
    <>
      <button type="button" className="button" onClick={() => setExporting(true)}>
        {records.export}
      </button>
      {exporting && (
        <ExportDialog
          list="depots.rows"
          title={depot.routes.depots}
          filter={OLDEST}
          total={total}
          columns={columns}
          shown={columns}
          onClose={() => setExporting(false)}
        />
      )}
    </>
  );
}
