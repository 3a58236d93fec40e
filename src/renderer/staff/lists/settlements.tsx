/** What customers have paid, newest first. Whose it is shows when one is opened. */
import { type ReactNode, useState } from 'react';
import { settlementCursor } from '#shared/desk/credit.ts';
import { SETTLEMENT, type SettlementState } from '#shared/domain/states.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListFilters } from '../components/list-filters.tsx';
import { ListScreen, OlderButton } from '../components/list-screen.tsx';
import { useListFilters } from '../components/use-list-filters.ts';
import { useCursorPages } from '../stores/use-cursor-pages.ts';
import { useTexts } from '../stores/use-texts.ts';
import { SettlementPage } from './settlement-file.tsx';
import { SettlementTable } from './settlement-table.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const STATES = Object.keys(SETTLEMENT.next) as SettlementState[];

export function Settlements(): ReactNode {
  const { frame, customers } = useTexts();
  const { settlements } = customers;
  const [opened, setOpened] = useState<string>();
  const [last, setLast] = useState<string>();
  const { filter, isFiltered, narrowing } = useListFilters(STATES, 'number');
  const { rows, failure, older } = useCursorPages('settlements.list', filter, settlementCursor, ['settlements']);
  const list = useReturnFocus(opened === undefined);

  if (opened !== undefined) return <SettlementPage receipt={opened} onBack={() => setOpened(undefined)} />;
  return (
    <ListScreen title={frame.screens.settlements} meta={settlements.open}>
      <div className="screen-body stack" ref={list}>
        <ListFilters
          label={settlements.state}
          allStates={settlements.allStates}
          stateNames={settlements.states}
          numberTitle={settlements.number}
          narrowing={narrowing}
        />
        {failure && <FailureNote failure={failure} />}
        {rows?.length === 0 && isFiltered && <p className="meta">{settlements.nothing}</p>}
        {rows?.length === 0 && !isFiltered && (
          <Empty icon="settlements" title={settlements.emptyTitle}>
            {settlements.emptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <SettlementTable
            rows={rows}
            selected={last}
            onOpen={(receipt) => {
              setLast(receipt);
              setOpened(receipt);
            }}
          />
        )}
        <OlderButton older={older} />
      </div>
    </ListScreen>
  );
}
