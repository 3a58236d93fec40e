/** Orders that a carrier has accepted, oldest first. */
import type { ReactNode } from 'react';
import type { PurchaseRow } from '#shared/desk/mall.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { PayMark, shortNumber } from '../../components/words.tsx';
import { formatAge, useNow, useTexts } from '../../stores/use-texts.ts';

export function PackingQueue({
  rows,
  open,
  onOpen,
}: {
  readonly rows: readonly PurchaseRow[];
  readonly open: string | undefined;
  readonly onOpen: (purchase: string) => void;
}): ReactNode {
  const texts = useTexts();
  const { packing } = texts;
  const now = useNow();
  if (rows.length === 0) {
    return (
      <Empty icon="packing" title={packing.emptyTitle}>
        {packing.emptyExplain}
      </Empty>
    );
  }
  const columns: readonly Column<PurchaseRow>[] = [
    { head: packing.order, render: ({ purchase }) => <span className="number">{shortNumber(purchase)}</span> },
    { head: packing.age, form: 'end', render: ({ placedAt }) => formatAge(texts, Date.parse(placedAt), now) },
    { head: packing.carrier, form: 'wide', render: ({ carrierName }) => carrierName },
    { head: packing.size, form: 'end', render: ({ size }) => size.size },
    { head: packing.pay, render: ({ pay }) => <PayMark pay={pay} /> },
    { head: packing.copies, form: 'end', render: ({ copies }) => copies },
  ];
  return (
    <DataTable
      label={packing.queue}
      columns={columns}
      rows={rows}
      keyOf={({ purchase }) => purchase}
      selected={open}
      onOpen={({ purchase }) => onOpen(purchase)}
    />
  );
}
