/** What customers have paid, newest first. Whose it is shows when one is opened. */
import { type ReactNode, useState } from 'react';
import { SETTLEMENT_STATES, type SettlementRow } from '#shared/desk/credit.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { NumberText } from '../components/words.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';
import { SettlementPage } from './settlement-file.tsx';
import { SettlementMark } from './settlement-table.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const keyOf = ({ receipt }: SettlementRow): string => receipt;

export function Settlements(): ReactNode {
  const { frame, customers } = useTexts();
  const { settlements } = customers;
  const money = useMoney();
  const [opened, setOpened] = useState<string>();
  const [last, setLast] = useState<string>();
  const list = useReturnFocus(opened === undefined);
  const columns: readonly RecordColumn<SettlementRow>[] = [
    {
      id: 'receipt',
      head: settlements.receipt,
      width: 160,
      render: ({ receipt }) => <NumberText number={receipt} />,
      csv: ({ receipt }) => receipt,
    },
    {
      id: 'state',
      head: settlements.state,
      render: ({ state }) => <SettlementMark state={state} />,
      csv: ({ state }) => settlements.states[state],
    },
    { id: 'mall', head: settlements.mall, form: 'wide', render: ({ mall }) => mall, csv: ({ mall }) => mall },
    {
      id: 'card',
      head: settlements.card,
      width: 96,
      render: ({ lastFour }) => <span className="number">•••• {lastFour}</span>,
      csv: ({ lastFour }) => lastFour,
    },
    {
      id: 'until',
      head: settlements.until,
      width: 112,
      render: ({ state, until }) => (state === 'held' ? formatTime(until) : '–'),
      csv: ({ until }) => until,
    },
    {
      id: 'refunded',
      head: settlements.refunded,
      form: 'end',
      render: ({ refunded }) => (refunded.value === 0 ? '–' : money(refunded)),
      csv: ({ refunded }) => refunded,
      money: true,
    },
    {
      id: 'captured',
      head: settlements.captured,
      form: 'end',
      render: ({ captured }) => (captured.value === 0 ? '–' : money(captured)),
      csv: ({ captured }) => captured,
      money: true,
    },
    {
      id: 'amount',
      head: settlements.amount,
      form: 'end',
      render: ({ amount }) => <span className="strong">{money(amount)}</span>,
      csv: ({ amount }) => amount,
      money: true,
    },
    {
      id: 'at',
      head: settlements.at,
      width: 112,
      order: true,
      render: ({ at }) => formatTime(at),
      csv: ({ at }) => at,
    },
  ];
  if (opened !== undefined) return <SettlementPage receipt={opened} onBack={() => setOpened(undefined)} />;
  return (
    <ListScreen title={frame.screens.settlements} meta={settlements.open}>
      <div className="screen-body" ref={list}>
        <RecordList
          list="settlements.list"
          title={frame.screens.settlements}
          columns={columns}
          keyOf={keyOf}
          topics={['settlements']}
          states={[SETTLEMENT_STATES, settlements.states]}
          dates={settlements.at}
          amounts={settlements.amount}
          partners={['mall']}
          empty={
            <Empty icon="settlements" title={settlements.emptyTitle}>
              {settlements.emptyExplain}
            </Empty>
          }
          opened={last}
          onOpen={({ receipt }) => {
            setLast(receipt);
            setOpened(receipt);
          }}
        />
      </div>
    </ListScreen>
  );
}
