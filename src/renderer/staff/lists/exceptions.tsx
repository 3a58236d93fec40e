/** The exceptions workbench: what did not open or match, on the left; the chosen one, its picture and what to do, right. */
import { type ReactNode, useState } from 'react';
import { DECISIONS, type ExceptionRow } from '#shared/desk/exceptions.ts';
import type { BulkOutcome } from '#shared/desk/list.ts';
import type { Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Choices } from '../components/choices.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Empty } from '../components/empty.tsx';
import { useFailureText } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Segments } from '../components/segments.tsx';
import { NumberText } from '../components/words.tsx';
import type { BulkAction } from '../records/bulk-bar.tsx';
import { numberColumn, textColumn, timeColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { useMay } from '../stores/use-may.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { ExceptionDetail } from './exception-detail.tsx';

const keyOf = ({ id }: ExceptionRow): string => id;
const OPEN = { states: ['open'] };
const DECIDED = { states: ['decided'] };
/** A number is typed for one alone. */
const CHOSEN = DECISIONS.filter((decision) => decision !== 'entered');

interface Deciding {
  readonly ids: string[];
  readonly finish: (outcome: Result<BulkOutcome>) => void;
}

export function Exceptions(): ReactNode {
  const { frame, exceptions } = useTexts();
  const textOf = useFailureText();
  const mayDecide = useMay('decide');
  const [shown, setShown] = useState<'open' | 'decided'>('open');
  const [chosen, setChosen] = useState<string>();
  const [rows, setRows] = useState<readonly ExceptionRow[]>([]);
  const [deciding, setDeciding] = useState<Deciding>();
  const { value: count } = useQuery('exceptions.count', {}, ['exceptions']);
  const row = rows.find(({ id }) => id === chosen);
  const columns: readonly RecordColumn<ExceptionRow>[] = [
    timeColumn('when', exceptions.when, ({ at, decidedAt }) => (shown === 'open' ? at : decidedAt), { order: true }),
    textColumn('where', exceptions.where, ({ place, station }) => station ?? exceptions.places[place], { width: 104 }),
    {
      ...numberColumn<ExceptionRow>('number', exceptions.number, ({ number }) => number),
      render: ({ number }) =>
        number === undefined ? <span className="meta">{exceptions.unread}</span> : <NumberText number={number} />,
    },
    textColumn('cause', exceptions.cause, ({ code }) => causeOf(textOf({ code })), { form: 'wide' }),
    textColumn(
      'decision',
      exceptions.decision,
      ({ decision, times }) => (decision ? exceptions.decisions[decision] : times > 1 ? exceptions.times(times) : ''),
      { width: shown === 'open' ? 72 : 160 },
    ),
    textColumn('by', exceptions.by, ({ who }) => who, { hidden: true }),
  ];
  const actions: readonly BulkAction<ExceptionRow>[] = [
    {
      title: exceptions.decideMany,
      hotkey: 'F8',
      start: (many, finish) => setDeciding({ ids: many.map(keyOf), finish }),
    },
  ];
  function show(which: 'open' | 'decided'): void {
    setShown(which);
    setChosen(undefined);
    setRows([]);
  }
  return (
    <ListScreen title={frame.screens.exceptions} meta={count && exceptions.openCount(count.open)}>
      <div className="two-panes exceptions">
        <div className="pane">
          <RecordList
            key={shown}
            list="exceptions.list"
            title={frame.screens.exceptions}
            columns={columns}
            keyOf={keyOf}
            topics={['exceptions']}
            fixed={shown === 'open' ? OPEN : DECIDED}
            firstOrder={shown === 'open' ? 'oldest' : 'newest'}
            dates={exceptions.when}
            tools={
              <Segments
                label={frame.screens.exceptions}
                choices={[
                  ['open', exceptions.open],
                  ['decided', exceptions.decided],
                ]}
                chosen={shown}
                onChoose={show}
              />
            }
            empty={
              shown === 'open' ? (
                <Empty icon="exceptions" title={exceptions.noneTitle}>
                  {exceptions.noneExplain}
                </Empty>
              ) : (
                <p className="meta">{exceptions.noneDecided}</p>
              )
            }
            onRows={setRows}
            opened={chosen}
            onOpen={({ id }) => setChosen(id)}
            {...(shown === 'open' && mayDecide && { actions })}
            scans={false}
          />
        </div>
        <aside className="card side" aria-live="polite">
          {row ? (
            <ExceptionDetail key={row.id} exception={row} onDecided={() => setChosen(undefined)} />
          ) : (
            <p className="meta">{exceptions.choose}</p>
          )}
        </aside>
      </div>
      {deciding && (
        <Dialog title={exceptions.decideManyTitle(deciding.ids.length)} onClose={() => setDeciding(undefined)}>
          <p className="meta">{exceptions.decideExplain}</p>
          <Choices
            label={exceptions.decide}
            choices={CHOSEN.map((value) => ({ value, title: exceptions.decisions[value] }))}
            onChoose={async (decision) => {
              setDeciding(undefined);
              deciding.finish(await desk.call('exceptions.decide-many', { ids: deciding.ids, decision }));
            }}
          />
        </Dialog>
      )}
    </ListScreen>
  );
}

/** What happened, without what to do. */
function causeOf(text: string): string {
  return text.split(/(?<=[。.])\s*/)[0] ?? text;
}
