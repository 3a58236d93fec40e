/** What goes out today, tour by tour. Numbers only: an address is opened for the paper that it is printed on. */
import { type ReactNode, useState } from 'react';
import type { TourRow } from '#shared/desk/tours.ts';
import { dayInJapan } from '#shared/domain/day.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { TourFile } from './tour-file.tsx';

const keyOf = ({ depot, route }: Pick<TourRow, 'depot' | 'route'>): string => `${depot} ${route}`;

export function Tours(): ReactNode {
  const { frame, tours } = useTexts();
  const money = useMoney();
  const [date, setDate] = useState(() => dayInJapan(new Date()));
  const [chosen, setChosen] = useState<string>();
  const { value: rows, failure } = useQuery('tours.list', { date }, ['parcels']);
  const tour = rows?.find((row) => keyOf(row) === chosen) ?? rows?.[0];
  const columns: readonly Column<TourRow>[] = [
    { head: tours.depot, render: ({ depot }) => depot },
    { head: tours.route, form: 'wide', render: ({ route }) => <span className="strong">{route}</span> },
    { head: tours.stops, form: 'end', render: ({ stops }) => stops },
    { head: tours.pieces, form: 'end', render: ({ pieces }) => pieces },
    {
      head: tours.due,
      form: 'end',
      render: ({ due }) => (due.length === 0 ? '–' : due.map((sum) => money(sum)).join(' + ')),
    },
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
        <div className="pane stack">
          {failure && <FailureNote failure={failure} />}
          {rows?.length === 0 && (
            <Empty icon="tours" title={tours.none}>
              {tours.noneExplain}
            </Empty>
          )}
          {rows && rows.length > 0 && (
            <DataTable
              label={tours.tours}
              columns={columns}
              rows={rows}
              keyOf={keyOf}
              selected={tour && keyOf(tour)}
              onOpen={(row) => setChosen(keyOf(row))}
            />
          )}
        </div>
        {tour && <TourFile key={`${keyOf(tour)} ${date}`} depot={tour.depot} route={tour.route} date={date} />}
      </div>
    </ListScreen>
  );
}
