/** Every purchase of the mall. One opens in the list's place; labels of several are printed together. */
import { type ReactNode, useState } from 'react';
import type { BulkOutcome } from '#shared/desk/list.ts';
import type { PurchaseRow } from '#shared/desk/mall.ts';
import { PURCHASE_STATES } from '#shared/domain/states.ts';
import { ok, type Result } from '#shared/result.ts';
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
import { offerUndo } from '../stores/undo-store.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { ChoosePrinter } from './choose-printer.tsx';
import { PurchasePage } from './purchase-file.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const keyOf = ({ purchase }: PurchaseRow): string => purchase;
const waits = ({ state }: PurchaseRow): boolean => state === 'accepted';

interface Printing {
  readonly purchases: string[];
  readonly finish: (outcome: Result<BulkOutcome>) => void;
}

/** All of them, though one is not there any more; says what became of that one. */
async function bringBack(numbers: readonly string[]): Promise<Result<unknown>> {
  let failed: Result<unknown> | undefined;
  for (const purchase of numbers) {
    const back = await desk.call('packing.bring-back', { purchase });
    if (!back.ok) failed ??= back;
  }
  return failed ?? ok();
}

export function Purchases(): ReactNode {
  const { frame, purchases, packing, purchaseStates, handover, undo } = useTexts();
  const moneyColumn = useMoneyColumn();
  const payColumn = usePayColumn();
  const { value: printers } = useQuery('printers.list', {}, ['printing']);
  const [printing, setPrinting] = useState<Printing>();
  const [opened, setOpened] = useState<PurchaseRow>();
  const [last, setLast] = useState<string>();
  const list = useReturnFocus(opened === undefined);
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
  async function setAside(numbers: readonly string[], finish: Printing['finish']): Promise<void> {
    const outcome = await desk.call('packing.set-aside-many', { purchases: [...numbers] });
    finish(outcome);
    if (!outcome.ok || outcome.value.done === 0) return;
    const refused = new Set(outcome.value.refused.map(({ id }) => id));
    const done = numbers.filter((number) => !refused.has(number));
    offerUndo({ text: undo.setAsideMany(done.length), undo: () => bringBack(done) });
  }
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
      start: (rows, finish) => void setAside(rows.map(keyOf), finish),
    },
  ];
  if (opened) return <PurchasePage purchase={opened} onBack={() => setOpened(undefined)} />;
  return (
    <ListScreen title={frame.screens.purchases} meta={purchases.openHint}>
      <div className="screen-body" ref={list}>
        <RecordList
          list="purchases.list"
          title={frame.screens.purchases}
          columns={columns}
          keyOf={keyOf}
          topics={['packing', 'money']}
          states={[PURCHASE_STATES, purchaseStates]}
          dates={purchases.placed}
          otherDates={['labelled', purchases.labelled]}
          amounts={packing.total}
          partners={['carrier']}
          empty={
            <Empty icon="purchases" title={purchases.emptyTitle}>
              {purchases.emptyExplain}
            </Empty>
          }
          opened={last}
          onOpen={(row) => {
            setLast(row.purchase);
            setOpened(row);
          }}
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
