/** Orders that malls want confirmed, newest first, and how each ended. Nothing here names a customer. */
import type { ReactNode } from 'react';
import { agencyCursor, type AgencyRequestRow } from '#shared/desk/agency.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListFilters } from '../components/list-filters.tsx';
import { ListScreen, OlderButton } from '../components/list-screen.tsx';
import { useListFilters } from '../components/use-list-filters.ts';
import { NumberText } from '../components/words.tsx';
import { useCursorPages } from '../stores/use-cursor-pages.ts';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';

type State = AgencyRequestRow['state'];

const STATES = ['open', 'sent', 'again', 'yes', 'no', 'expired'] as const;
const MARKS: Readonly<Record<State, string>> = {
  open: 'mark',
  sent: 'mark',
  again: 'mark look',
  yes: 'mark done',
  no: 'mark stop',
  expired: 'mark look',
};

export function AgencyRequests(): ReactNode {
  const { frame, agency: texts } = useTexts();
  const money = useMoney();
  const nameOf = usePartnerNames();
  const { filter, isFiltered, narrowing } = useListFilters(STATES, 'purchase');
  const { rows, failure, older } = useCursorPages('agency.requests', filter, agencyCursor, ['agency']);
  const columns: readonly Column<AgencyRequestRow>[] = [
    { head: texts.at, render: ({ at }) => formatTime(at) },
    { head: texts.purchase, render: ({ purchase }) => <NumberText number={purchase} /> },
    { head: texts.mall, form: 'wide', render: ({ mall }) => nameOf(mall) },
    { head: texts.state, render: ({ state }) => <span className={MARKS[state]}>{texts.states[state]}</span> },
    { head: texts.changed, render: ({ changedAt }) => formatTime(changedAt) },
    { head: texts.quantity, form: 'end', render: ({ quantity }) => quantity },
    { head: texts.amount, form: 'end', render: ({ amount }) => <span className="strong">{money(amount)}</span> },
  ];
  return (
    <ListScreen title={frame.screens.agencyRequests} meta={texts.meta}>
      <div className="screen-body stack">
        <ListFilters
          label={texts.state}
          allStates={texts.allStates}
          stateNames={texts.states}
          numberTitle={texts.number}
          narrowing={narrowing}
        />
        {failure && <FailureNote failure={failure} />}
        {rows?.length === 0 && isFiltered && <p className="meta">{texts.nothing}</p>}
        {rows?.length === 0 && !isFiltered && (
          <Empty icon="agencyRequests" title={texts.emptyTitle}>
            {texts.emptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <DataTable label={frame.screens.agencyRequests} columns={columns} rows={rows} keyOf={({ id }) => id} />
        )}
        <OlderButton older={older} />
      </div>
    </ListScreen>
  );
}
