/** Which depot hands each mall what its customers send back. */
import { type ReactNode, useState } from 'react';
import type { MallDepot } from '#shared/desk/returns.ts';
import type { DepotRow } from '#shared/desk/routes.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { offerUndo } from '../stores/undo-store.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

export function MallDepots({ depots }: { readonly depots: readonly DepotRow[] }): ReactNode {
  const { returning, undo: undoTexts } = useTexts();
  const { value, failure, reload } = useQuery('mall-depots.list', {}, ['parcels', 'partners']);
  const [refused, setRefused] = useState<Failure>();

  async function choose({ mall, name, depot: before }: MallDepot, depot: string): Promise<void> {
    const done = await desk.call('mall-depots.set', { mall, ...(depot !== '' && { depot }) });
    setRefused(done.ok ? undefined : done.error);
    reload();
    const undo = () => desk.call('mall-depots.set', { mall, ...(before !== undefined && { depot: before }) });
    if (done.ok) offerUndo({ text: undoTexts.mallDepot(name), undo });
  }
  const columns: readonly Column<MallDepot>[] = [
    { head: returning.mall, render: ({ name }) => <span className="strong">{name}</span> },
    {
      head: returning.depot,
      form: 'wide',
      render: (row) => (
        <select
          className="input mall-depot"
          aria-label={returning.depotOf(row.name)}
          value={row.depot ?? ''}
          onChange={(event) => void choose(row, event.target.value)}
        >
          <option value="">{returning.noDepot}</option>
          {depots.map(({ code, name }) => (
            <option key={code} value={code}>
              {code} {name}
            </option>
          ))}
        </select>
      ),
    },
  ];
  return (
    <section className="stack">
      <h2>{returning.depots}</h2>
      <p className="meta">{returning.depotsExplain}</p>
      {(failure ?? refused) && <FailureNote failure={(failure ?? refused)!} />}
      {value?.length === 0 && <p className="meta">{returning.depotsNone}</p>}
      {value && value.length > 0 && (
        <DataTable label={returning.depots} columns={columns} rows={value} keyOf={({ mall }) => mall} />
      )}
    </section>
  );
}
