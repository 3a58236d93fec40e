/** What customers have paid, newest first. Whose it is shows when one is opened. */
import { type ReactNode, useState } from 'react';
import { settlementCursor } from '#shared/desk/credit.ts';
import { SETTLEMENT, type SettlementState } from '#shared/domain/states.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListFilters } from '../components/list-filters.tsx';
import { ListScreen, OlderButton } from '../components/list-screen.tsx';
import { useCursorPages } from '../stores/use-cursor-pages.ts';
import { useTexts } from '../stores/use-texts.ts';
import { SettlementPage } from './settlement-file.tsx';
import { SettlementTable } from './settlement-table.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const STATES = ['all', ...(Object.keys(SETTLEMENT.next) as SettlementState[])] as const;

export function Settlements(): ReactNode {
  const { frame, customers } = useTexts();
  const { settlements } = customers;
  const [state, setState] = useState<(typeof STATES)[number]>('all');
  const [mall, setMall] = useState<string>();
  const [number, setNumber] = useState('');
  const [opened, setOpened] = useState<string>();
  const [last, setLast] = useState<string>();
  const filter = { ...(state !== 'all' && { state }), ...(mall !== undefined && { mall }), ...(number && { number }) };
  const { rows, failure, older } = useCursorPages('settlements.list', filter, settlementCursor, ['settlements']);
  const list = useReturnFocus(opened === undefined);
  const isFiltered = Object.keys(filter).length > 0;

  if (opened !== undefined) return <SettlementPage receipt={opened} onBack={() => setOpened(undefined)} />;
  return (
    <ListScreen title={frame.screens.settlements} meta={settlements.open}>
      <div className="screen-body stack" ref={list}>
        <ListFilters
          label={settlements.state}
          states={STATES.map((name) => [name, name === 'all' ? settlements.allStates : settlements.states[name]])}
          state={state}
          onState={setState}
          mall={mall}
          onMall={setMall}
          numberTitle={settlements.number}
          onNumber={setNumber}
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
