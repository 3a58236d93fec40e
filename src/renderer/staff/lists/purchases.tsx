/** Every purchase of the mall, newest first. One opens at the packing station. */
import { type ReactNode, useState } from 'react';
import type { PurchaseRow } from '#shared/desk/mall.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { fitsFilter, ListScreen, OlderButton } from '../components/list-screen.tsx';
import { NumberText, PayMark, SizeText } from '../components/words.tsx';
import { navigate } from '../route.ts';
import { usePacking } from '../stores/desk-stores.ts';
import { usePages } from '../stores/use-query.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';

export function Purchases(): ReactNode {
  const { frame, purchases, packing, purchaseStates, handover, common } = useTexts();
  const money = useMoney();
  const { rows, failure, older } = usePages('purchases.list', ({ placedAt }) => placedAt, ['packing', 'money']);
  const [filter, setFilter] = useState('');
  const columns: readonly Column<PurchaseRow>[] = [
    { head: packing.order, render: ({ purchase }) => <NumberText number={purchase} /> },
    { head: purchases.placed, render: ({ placedAt }) => formatTime(placedAt) },
    {
      head: purchases.state,
      render: ({ state, missed }) =>
        missed ? <span className="mark look">{handover.missedMark}</span> : purchaseStates[state],
    },
    { head: packing.carrier, form: 'wide', render: ({ carrierName }) => carrierName },
    { head: packing.size, render: ({ size }) => <SizeText size={size} /> },
    { head: packing.pay, render: ({ pay }) => <PayMark pay={pay} /> },
    { head: packing.total, form: 'end', render: ({ total }) => money(total) },
    { head: purchases.paid, render: ({ paid }) => (paid ? purchases.yes : purchases.notYet) },
    { head: packing.shipping, render: ({ shipping }) => (shipping ? <NumberText number={shipping} /> : '–') },
    { head: packing.copies, form: 'end', render: ({ copies }) => copies },
  ];
  const shown = rows?.filter((row) =>
    fitsFilter(filter, [row.purchase, row.shipping, row.carrierName, purchaseStates[row.state]]),
  );
  function open({ purchase }: PurchaseRow): void {
    navigate('packing');
    void usePacking.getState().open(purchase);
  }
  return (
    <ListScreen title={frame.screens.purchases} meta={purchases.openHint} filter={filter} onFilter={setFilter}>
      <div className="screen-body">
        {failure && <FailureNote failure={failure} />}
        {rows?.length === 0 && (
          <Empty icon="purchases" title={purchases.emptyTitle}>
            {purchases.emptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && shown?.length === 0 && <p className="meta">{common.nothingFits}</p>}
        {shown && shown.length > 0 && (
          <DataTable
            label={frame.screens.purchases}
            columns={columns}
            rows={shown}
            keyOf={({ purchase }) => purchase}
            onOpen={open}
          />
        )}
        <OlderButton older={older} />
      </div>
    </ListScreen>
  );
}
