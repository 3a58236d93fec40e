/** Orders that malls want confirmed, newest first, and how each ended. Nothing here names a customer. */
import { type ReactNode, useState } from 'react';
import { agencyCursor, type AgencyRequestRow } from '#shared/desk/agency.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListFilters } from '../components/list-filters.tsx';
import { ListScreen, OlderButton } from '../components/list-screen.tsx';
import { NumberText } from '../components/words.tsx';
import { useCursorPages } from '../stores/use-cursor-pages.ts';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';

type State = AgencyRequestRow['state'];

const STATES = ['all', 'open', 'sent', 'again', 'yes', 'no', 'expired'] as const;
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
  const [state, setState] = useState<(typeof STATES)[number]>('all');
  const [mall, setMall] = useState<string>();
  const [number, setNumber] = useState('');
  const filter = {
    ...(state !== 'all' && { state }),
    ...(mall !== undefined && { mall }),
    ...(number.trim() !== '' && { purchase: number.trim().slice(0, 64) }),
  };
  const { rows, failure, older } = useCursorPages('agency.requests', filter, agencyCursor, ['agency']);
  const isFiltered = Object.keys(filter).length > 0;
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
          states={STATES.map((name) => [name, name === 'all' ? texts.allStates : texts.states[name]])}
          state={state}
          onState={setState}
          mall={mall}
          onMall={setMall}
          numberTitle={texts.number}
          onNumber={setNumber}
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
