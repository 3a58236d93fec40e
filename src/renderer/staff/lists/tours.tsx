/** What goes out today, tour by tour. Numbers only: an address is opened for the paper that it is printed on. */
import { type ReactNode, useMemo, useState } from 'react';
import type { TourRow } from '#shared/desk/tours.ts';
import { dayInJapan } from '#shared/domain/day.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { countColumn, textColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { TourFile } from './tour-file.tsx';

const keyOf = ({ depot, route }: Pick<TourRow, 'depot' | 'route'>): string => `${depot} ${route}`;

export function Tours(): ReactNode {
  const { frame, tours } = useTexts();
  const money = useMoney();
  const [date, setDate] = useState(() => dayInJapan(new Date()));
  const [chosen, setChosen] = useState<string>();
  const [rows, setRows] = useState<readonly TourRow[]>([]);
  const fixed = useMemo(() => ({ date }), [date]);
  const tour = rows.find((row) => keyOf(row) === chosen) ?? rows[0];
  const dueText = ({ due }: TourRow): string => due.map((sum) => money(sum)).join(' + ');
  const columns: readonly RecordColumn<TourRow>[] = [
    textColumn('depot', tours.depot, ({ depot }) => depot, { width: 80, order: true }),
    {
      ...textColumn<TourRow>('route', tours.route, ({ route }) => route, { form: 'wide', width: 72 }),
      render: ({ route }) => <span className="strong">{route}</span>,
    },
    countColumn('stops', tours.stops, ({ stops }) => stops, { width: 56 }),
    countColumn('pieces', tours.pieces, ({ pieces }) => pieces, { width: 60, hidden: true }),
    { id: 'due', head: tours.due, form: 'end', width: 88, render: (row) => dueText(row) || '–', csv: dueText },
  ];
  return (
    <ListScreen
      title={frame.screens.tours}
      actions={
        <label className="field tour-day">
          <span>{tours.day}</span>
          <input
            className="input"
            type="date"
            required
            value={date}
            onChange={({ target }) => target.value !== '' && setDate(target.value)}
          />
        </label>
      }
    >
      <div className="two-panes tours">
        <div className="pane">
          <RecordList
            list="tours.list"
            title={tours.tours}
            columns={columns}
            keyOf={keyOf}
            topics={['parcels']}
            fixed={fixed}
            firstOrder="oldest"
            amounts={tours.due}
            empty={
              <Empty icon="tours" title={tours.none}>
                {tours.noneExplain}
              </Empty>
            }
            opened={tour && keyOf(tour)}
            onOpen={(row) => setChosen(keyOf(row))}
            onRows={setRows}
            scans={false}
          />
        </div>
        {tour && <TourFile key={`${keyOf(tour)} ${date}`} depot={tour.depot} route={tour.route} date={date} />}
      </div>
    </ListScreen>
  );
}
