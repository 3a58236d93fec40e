/** The carrier's depots, and which of them hands each mall what its customers send back. */
import { type ReactNode, useState } from 'react';
import type { DepotRow } from '#shared/desk/routes.ts';
import { openingHoursLines } from '#shared/locale/opening-hours.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { DepotDialog } from './depot-dialog.tsx';
import { MallDepots } from './mall-depots.tsx';

export function Depots({
  depots,
  mayChange,
}: {
  readonly depots: readonly DepotRow[] | undefined;
  readonly mayChange: boolean;
}): ReactNode {
  const { routes } = useTexts().depot;
  const language = useSettings((settings) => settings.language);
  const [editing, setEditing] = useState<DepotRow>();
  const columns: readonly Column<DepotRow>[] = [
    { head: routes.code, render: ({ code }) => <span className="strong">{code}</span> },
    { head: routes.name, render: ({ name }) => name },
    { head: routes.address, form: 'wide', render: ({ address }) => address || '–' },
    { head: routes.counter, render: ({ counter }) => routes.counters[counter] },
    {
      head: routes.hours,
      render: ({ hours }) => {
        const lines = openingHoursLines(hours, language);
        return lines.length === 0 ? '–' : <span className="depot-hours">{lines.join(' · ')}</span>;
      },
    },
  ];
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
