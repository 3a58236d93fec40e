/** Settlements as rows, in a customer's file. */
import type { ReactNode } from 'react';
import type { SettlementRow } from '#shared/desk/credit.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { NumberText } from '../components/words.tsx';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';

export function SettlementTable({
  rows,
  selected,
  narrow,
  onOpen,
}: {
  readonly rows: readonly SettlementRow[];
  /** Beside something else: without what its own file says. */
  readonly narrow?: boolean;
  readonly selected?: string | undefined;
  readonly onOpen: (receipt: string) => void;
}): ReactNode {
  const { frame, customers } = useTexts();
  const { settlements } = customers;
  const money = useMoney();
  const columns: readonly Column<SettlementRow>[] = [
    { head: settlements.at, render: ({ at }) => formatTime(at) },
    { head: settlements.receipt, render: ({ receipt }) => <NumberText number={receipt} /> },
    { head: settlements.mall, form: 'wide', render: ({ mall }) => mall },
    { head: settlements.card, render: ({ lastFour }) => <span className="number">•••• {lastFour}</span> },
    { head: settlements.state, render: ({ state }) => <StateMark of="settlement" state={state} /> },
    { head: settlements.until, render: ({ state, until }) => (state === 'held' ? formatTime(until) : '–') },
    {
      head: settlements.refunded,
      form: 'end',
      render: ({ refunded }) => (refunded.value === 0 ? '–' : money(refunded)),
    },
    {
      head: settlements.captured,
      form: 'end',
      render: ({ captured }) => (captured.value === 0 ? '–' : money(captured)),
    },
    { head: settlements.amount, form: 'end', render: ({ amount }) => <span className="strong">{money(amount)}</span> },
  ];
  return (
    <DataTable
      label={frame.screens.settlements}
      columns={
        narrow ? columns.filter(({ head }) => head !== settlements.until && head !== settlements.refunded) : columns
      }
      rows={rows}
      keyOf={({ receipt }) => receipt}
      selected={selected}
      onOpen={({ receipt }) => onOpen(receipt)}
    />
  );
}
