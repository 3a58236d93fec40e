/** The exceptions workbench: what did not open or match, on the left; the chosen one, its picture and what to do, right. */
import { type ReactNode, useState } from 'react';
import type { ExceptionRow } from '#shared/desk/exceptions.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote, useFailureText } from '../components/failure-note.tsx';
import { ListScreen, OlderButton } from '../components/list-screen.tsx';
import { Segments } from '../components/segments.tsx';
import { NumberText } from '../components/words.tsx';
import { useCursorPages } from '../stores/use-cursor-pages.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { ExceptionDetail } from './exception-detail.tsx';

const cursorOf = ({ decidedAt = '', id }: ExceptionRow): string => `${decidedAt}|${id}`;
const DECIDED = { decided: true };

export function Exceptions(): ReactNode {
  const { frame, exceptions } = useTexts();
  const [shown, setShown] = useState<'open' | 'decided'>('open');
  const [chosen, setChosen] = useState<string>();
  const open = useQuery('exceptions.list', { decided: false, limit: 500 }, ['exceptions']);
  const decided = useCursorPages('exceptions.list', DECIDED, cursorOf, ['exceptions']);
  const rows = shown === 'open' ? open.value : decided.rows;
  const row = rows?.find(({ id }) => id === chosen);
  const failure = open.failure ?? decided.failure;

  return (
    <ListScreen
      title={frame.screens.exceptions}
      meta={open.value && exceptions.openCount(open.value.length)}
      actions={
        <Segments
          label={frame.screens.exceptions}
          choices={[
            ['open', exceptions.open],
            ['decided', exceptions.decided],
          ]}
          chosen={shown}
          onChoose={(choice) => (setShown(choice), setChosen(undefined))}
        />
      }
    >
      <div className="two-panes exceptions">
        <div className="pane">
          {failure && <FailureNote failure={failure} />}
          {shown === 'open' && rows?.length === 0 && (
            <Empty icon="exceptions" title={exceptions.noneTitle}>
              {exceptions.noneExplain}
            </Empty>
          )}
          {shown === 'decided' && rows?.length === 0 && <p className="meta">{exceptions.noneDecided}</p>}
          {rows && rows.length > 0 && <Rows rows={rows} chosen={chosen} onOpen={setChosen} />}
          {shown === 'decided' && <OlderButton older={decided.older} />}
        </div>
        <aside className="card side" aria-live="polite">
          {row ? (
            <ExceptionDetail key={row.id} exception={row} onDecided={() => setChosen(undefined)} />
          ) : (
            <p className="meta">{exceptions.choose}</p>
          )}
        </aside>
      </div>
    </ListScreen>
  );
}

function Rows({
  rows,
  chosen,
  onOpen,
}: {
  readonly rows: readonly ExceptionRow[];
  readonly chosen: string | undefined;
  readonly onOpen: (id: string) => void;
}): ReactNode {
  const { frame, exceptions } = useTexts();
  const textOf = useFailureText();
  const columns: readonly Column<ExceptionRow>[] = [
    { head: exceptions.when, render: ({ at }) => formatTime(at) },
    { head: exceptions.where, render: ({ place, station }) => station ?? exceptions.places[place] },
    {
      head: exceptions.number,
      render: ({ number }) =>
        number === undefined ? <span className="meta">{exceptions.unread}</span> : <NumberText number={number} />,
    },
    {
      head: exceptions.cause,
      form: 'wide',
      render: ({ code }) => causeOf(textOf({ code })),
    },
    {
      head: exceptions.decision,
      render: ({ decision, times }) =>
        decision ? exceptions.decisions[decision] : times > 1 ? exceptions.times(times) : '',
    },
  ];
  return (
    <DataTable
      label={frame.screens.exceptions}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      selected={chosen}
      onOpen={({ id }) => onOpen(id)}
    />
  );
}

/** What happened, without what to do. */
function causeOf(text: string): string {
  return text.split(/(?<=[。.])\s*/)[0] ?? text;
}
