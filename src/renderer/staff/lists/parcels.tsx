/** The carrier's parcels, and what happened to one of them. No names: those come out of a scan alone. */
import { type ReactNode, useState } from 'react';
import type { ParcelRow } from '#shared/desk/carrier.ts';
import { PARCEL_STATES } from '#shared/domain/states.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { numberColumn, sizeColumn, textColumn, timeColumn, useMoneyColumn, usePayColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { useTexts } from '../stores/use-texts.ts';
import { ParcelDetail } from './parcel-detail.tsx';

const keyOf = ({ number }: ParcelRow): string => number;

export function Parcels(): ReactNode {
  const { frame, parcels, packing, parcelStates } = useTexts();
  const moneyColumn = useMoneyColumn();
  const payColumn = usePayColumn();
  const [chosen, setChosen] = useState<string>();
  useScans((scan) => {
    const text = bestReading(scan);
    setChosen(numberIn(text) ?? text);
  });
  const columns: readonly RecordColumn<ParcelRow>[] = [
    numberColumn('number', packing.shipping, keyOf),
    textColumn('state', parcels.state, ({ state }) => parcelStates[state]),
    textColumn('mall', parcels.mall, ({ mall }) => mall, { form: 'wide' }),
    { ...sizeColumn<ParcelRow>('size', parcels.size, ({ size }) => size), hidden: true },
    payColumn('pay', parcels.pay, ({ pay }) => pay),
    moneyColumn('due', parcels.due, ({ due }) => due),
    moneyColumn('collected', parcels.collected, ({ collected }) => collected),
    textColumn('depot', parcels.depot, ({ depot }) => depot, { width: 80, hidden: true }),
    timeColumn('agreed', parcels.agreed, ({ agreedAt }) => agreedAt, { order: true }),
    timeColumn('changed', parcels.changed, ({ changedAt }) => changedAt, { hidden: true }),
  ];
  return (
    <ListScreen title={frame.screens.parcels}>
      <div className="two-panes narrow">
        <div className="pane">
          <RecordList
            list="parcels.list"
            title={frame.screens.parcels}
            columns={columns}
            keyOf={keyOf}
            topics={['parcels', 'money']}
            states={[PARCEL_STATES, parcelStates]}
            dates={parcels.agreed}
            amounts={parcels.due}
            partners={['mall']}
            empty={
              <Empty icon="parcels" title={parcels.emptyTitle}>
                {parcels.emptyExplain}
              </Empty>
            }
            opened={chosen}
            onOpen={({ number }) => setChosen(number)}
            scans={false}
          />
        </div>
        <aside className="card side" aria-live="polite">
          <h2>{parcels.history}</h2>
          {chosen === undefined ? (
            <p className="meta">{parcels.historyEmpty}</p>
          ) : (
            <ParcelDetail key={chosen} number={chosen} />
          )}
        </aside>
      </div>
    </ListScreen>
  );
}
