/** What customers have paid, newest first. Whose it is shows when one is opened. */
import { type ReactNode, useState } from 'react';
import { SETTLEMENT_STATES, type SettlementRow } from '#shared/desk/credit.ts';
import type { Money } from '#shared/domain/money.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { numberColumn, textColumn, timeColumn, useMoneyColumn, useStateColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { SettlementPage } from './settlement-file.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const orNone = (amount: Money): Money | undefined => (amount.value === 0 ? undefined : amount);
const keyOf = ({ receipt }: SettlementRow): string => receipt;

export function Settlements(): ReactNode {
  const { frame, customers } = useTexts();
  const { settlements } = customers;
  const moneyColumn = useMoneyColumn();
  const stateColumn = useStateColumn();
  const [opened, setOpened] = useState<string>();
  const [last, setLast] = useState<string>();
  const list = useReturnFocus(opened === undefined);
  const columns: readonly RecordColumn<SettlementRow>[] = [
    numberColumn('receipt', settlements.receipt, keyOf),
    stateColumn(settlements.state, 'settlement', ({ state }) => state),
    textColumn('mall', settlements.mall, ({ mall }) => mall, { form: 'wide' }),
    {
      ...textColumn<SettlementRow>('card', settlements.card, ({ lastFour }) => lastFour, { width: 96 }),
      render: ({ lastFour }) => <span className="number">•••• {lastFour}</span>,
    },
    {
      ...timeColumn<SettlementRow>('until', settlements.until, ({ until }) => until, { width: 112 }),
      render: ({ state, until }) => (state === 'held' ? formatTime(until) : '–'),
    },
    moneyColumn('refunded', settlements.refunded, ({ refunded }) => orNone(refunded)),
    moneyColumn('captured', settlements.captured, ({ captured }) => orNone(captured)),
    moneyColumn('amount', settlements.amount, ({ amount }) => amount),
    timeColumn('at', settlements.at, ({ at }) => at, { order: true, width: 112 }),
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
