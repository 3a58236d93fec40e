/** Every purchase of the mall. One opens at the packing station; labels of several are printed together. */
import { type ReactNode, useState } from 'react';
import type { BulkOutcome } from '#shared/desk/list.ts';
import type { PurchaseRow } from '#shared/desk/mall.ts';
import { PURCHASE_STATES } from '#shared/domain/states.ts';
import type { Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import type { BulkAction } from '../records/bulk-bar.tsx';
import {
  countColumn,
  numberColumn,
  sizeColumn,
  textColumn,
  timeColumn,
  useMoneyColumn,
  usePayColumn,
} from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { navigate } from '../route.ts';
import { usePacking } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { ChoosePrinter } from './choose-printer.tsx';

const keyOf = ({ purchase }: PurchaseRow): string => purchase;
const waits = ({ state }: PurchaseRow): boolean => state === 'accepted';

interface Printing {
  readonly purchases: string[];
  readonly finish: (outcome: Result<BulkOutcome>) => void;
}

export function Purchases(): ReactNode {
  const { frame, purchases, packing, purchaseStates, handover } = useTexts();
  const moneyColumn = useMoneyColumn();
  const payColumn = usePayColumn();
  const { value: printers } = useQuery('printers.list', {}, ['printing']);
  const [printing, setPrinting] = useState<Printing>();
  const columns: readonly RecordColumn<PurchaseRow>[] = [
    numberColumn('purchase', packing.order, keyOf),
    timeColumn('placed', purchases.placed, ({ placedAt }) => placedAt, { order: true }),
    {
      id: 'state',
      head: purchases.state,
      width: 160,
      render: ({ state, missed }) =>
        missed ? <span className="mark look">{handover.missedMark}</span> : purchaseStates[state],
      csv: ({ state, missed }) => (missed ? handover.missedMark : purchaseStates[state]),
    },
    textColumn('carrier', packing.carrier, ({ carrierName }) => carrierName, { form: 'wide' }),
    sizeColumn('size', packing.size, ({ size }) => size),
    payColumn('pay', packing.pay, ({ pay }) => pay),
    moneyColumn('total', packing.total, ({ total }) => total),
    textColumn('paid', purchases.paid, ({ paid }) => (paid ? purchases.yes : purchases.notYet), { width: 80 }),
    numberColumn('shipping', packing.shipping, ({ shipping }) => shipping),
    countColumn('copies', packing.copies, ({ copies }) => copies, { hidden: true }),
  ];
  const actions: readonly BulkAction<PurchaseRow>[] = [
    {
      title: purchases.printLabels,
      hotkey: 'F8',
      fits: waits,
      start: (rows, finish) => setPrinting({ purchases: rows.map(keyOf), finish }),
    },
    {
      title: purchases.setAside,
      fits: waits,
      start: async (rows, finish) => finish(await desk.call('packing.set-aside-many', { purchases: rows.map(keyOf) })),
    },
  ];
  function open({ purchase }: PurchaseRow): void {
    navigate('packing');
    void usePacking.getState().open(purchase);
  }
  return (
    <ListScreen title={frame.screens.purchases} meta={purchases.openHint}>
      <div className="screen-body">
        <RecordList
          list="purchases.list"
          title={frame.screens.purchases}
          columns={columns}
          keyOf={keyOf}
          topics={['packing', 'money']}
          states={[PURCHASE_STATES, purchaseStates]}
          dates={purchases.placed}
          amounts={packing.total}
          partners={['carrier']}
          empty={
            <Empty icon="purchases" title={purchases.emptyTitle}>
              {purchases.emptyExplain}
            </Empty>
          }
          onOpen={open}
          actions={actions}
          scans={false}
        />
      </div>
      {printing && (
        <ChoosePrinter
          count={printing.purchases.length}
          printers={printers ?? []}
          onClose={() => setPrinting(undefined)}
          onChoose={async (printer) => {
            const { purchases: chosen, finish } = printing;
            setPrinting(undefined);
            finish(await desk.call('batch.print-chosen', { purchases: chosen, printer }));
          }}
        />
      )}
    </ListScreen>
  );
}
