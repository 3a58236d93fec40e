/** What customers send back, from the driver's hands to its mall's, and how far one of them is. Numbers alone. */
import { Fragment, type ReactNode, useState } from 'react';
import { CARRIED_RETURN_STATES, type ReturnParcelRow } from '#shared/desk/carrier.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { NumberText } from '../components/words.tsx';
import { numberColumn, textColumn, timeColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { navigate } from '../route.ts';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { play } from '../stores/desk-stores.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';

const keyOf = ({ number }: ReturnParcelRow): string => number;

export function CarriedReturns(): ReactNode {
  const { frame, carried } = useTexts();
  const [chosen, setChosen] = useState<ReturnParcelRow | 'unknown'>();
  async function find(text: string): Promise<void> {
    const number = numberIn(text) ?? text;
    const page = await desk.call('return-parcels.list', { search: number.slice(0, 80), limit: 20 });
    const found = page.ok ? page.value.rows.find((row) => row.number === number || row.parcel === number) : undefined;
    play(found ? 'done' : 'look');
    setChosen(found ?? 'unknown');
  }
  useScans((scan) => void find(bestReading(scan)));
  const columns: readonly RecordColumn<ReturnParcelRow>[] = [
    numberColumn('number', carried.number, keyOf),
    textColumn('state', carried.state, ({ state }) => carried.states[state]),
    textColumn('mall', carried.mall, ({ mall }) => mall, { form: 'wide' }),
    textColumn('depot', carried.depot, ({ depot }) => depot, { width: 80 }),
    timeColumn('accepted', carried.accepted, ({ acceptedAt }) => acceptedAt, { order: true }),
    timeColumn('arrived', carried.arrived, ({ arrivedAt }) => arrivedAt, { hidden: true }),
    timeColumn('handed', carried.handed, ({ handedAt }) => handedAt),
    numberColumn('parcel', carried.parcel, ({ parcel }) => parcel, { hidden: true }),
    textColumn('billed', carried.billed, ({ billed }) => (billed ? carried.yes : carried.notYet), { hidden: true }),
  ];
  const row = chosen === 'unknown' ? undefined : chosen;
  return (
    <ListScreen title={frame.screens.carriedReturns}>
      <div className="two-panes narrow">
        <div className="pane">
          <RecordList
            list="return-parcels.list"
            title={frame.screens.carriedReturns}
            columns={columns}
            keyOf={keyOf}
            topics={['parcels', 'money']}
            states={[CARRIED_RETURN_STATES, carried.states]}
            dates={carried.accepted}
            partners={['mall']}
            empty={
              <Empty icon="carriedReturns" title={carried.emptyTitle}>
                {carried.emptyExplain}
              </Empty>
            }
            opened={row?.number}
            onOpen={setChosen}
            scans={false}
          />
        </div>
        <aside className="card side" aria-live="polite">
          <h2>{carried.about}</h2>
          {chosen === undefined && <p className="meta">{carried.aboutEmpty}</p>}
          {chosen === 'unknown' && <Note sign="look" title={carried.unknown} />}
          {row && <About row={row} />}
        </aside>
      </div>
    </ListScreen>
  );
}

function About({ row }: { readonly row: ReturnParcelRow }): ReactNode {
  const { carried } = useTexts();
  const facts: readonly (readonly [string, ReactNode])[] = [
    [carried.mall, row.mall],
    [carried.state, carried.states[row.state]],
    [carried.accepted, formatTime(row.acceptedAt)],
    ...(row.arrivedAt === undefined ? [] : [[carried.arrived, formatTime(row.arrivedAt)] as const]),
    ...(row.handedAt === undefined ? [] : [[carried.handed, formatTime(row.handedAt)] as const]),
    [carried.depot, row.depot ?? '–'],
    ...(row.handedAt === undefined ? [[carried.goesTo, row.goesTo ?? carried.anyDepot] as const] : []),
    [carried.billed, row.billed ? carried.yes : carried.notYet],
    [carried.parcel, <NumberText key="parcel" number={row.parcel} />],
  ];
  return (
    <div className="stack">
      <p className="history-number">
        <NumberText number={row.number} />
      </p>
      <dl className="facts">
        {facts.map(([head, text]) => (
          <Fragment key={head}>
            <dt>{head}</dt>
            <dd>{text}</dd>
          </Fragment>
        ))}
      </dl>
      <div className="row">
        <button type="button" className="button" onClick={() => navigate('parcels', `search=${row.parcel}`)}>
          {carried.showParcel}
        </button>
      </div>
    </div>
  );
}
