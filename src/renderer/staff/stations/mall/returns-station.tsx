/** The returns bench: what customers send back on the left, the opened return on the right. A scanner and keys are enough. */
import { type ReactNode, useRef, useState } from 'react';
import type { CustomerReturnRow, OpenedReturn } from '#shared/desk/returns.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Note } from '../../components/note.tsx';
import { NumberEntry } from '../../components/number-entry.tsx';
import { Segments } from '../../components/segments.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { Key, shortNumber } from '../../components/words.tsx';
import { numberIn, readings } from '../../scanner/read-scan.ts';
import { useScans, useTypingField } from '../../scanner/scans.ts';
import { play } from '../../stores/desk-stores.ts';
import { useQuery } from '../../stores/use-query.ts';
import { formatAge, useNow, useTexts } from '../../stores/use-texts.ts';
import { ReturnOnBench } from './return-on-bench.tsx';
import { ReturnPeriod } from './return-period.tsx';
import { May } from '../../components/may.tsx';

type Tab = 'open' | 'done';

export function ReturnsStation(): ReactNode {
  const { frame, returning } = useTexts();
  const [tab, setTab] = useState<Tab>('open');
  const [opened, setOpened] = useState<OpenedReturn>();
  const [failure, setFailure] = useState<Failure>();
  const [notice, setNotice] = useState<{ readonly sign: 'done' | 'look'; readonly title: string }>();
  const list = useQuery('returns.list', { decided: tab === 'done' }, ['refunds', 'packing']);
  const field = useRef<HTMLInputElement>(null);

  function close(): void {
    setOpened(undefined);
    setFailure(undefined);
    setNotice(undefined);
    field.current?.focus();
  }
  async function open(text: string): Promise<void> {
    setFailure(undefined);
    setNotice(undefined);
    const found = await desk.call('returns.open', { scan: text });
    play(found.ok ? 'done' : 'look');
    setOpened(found.ok ? found.value : undefined);
    if (!found.ok) setFailure(found.error);
  }
  /** A scan proves that it is here; a click in the list does not, before the carrier has said so. */
  function choose({ number, state }: CustomerReturnRow): void {
    if (state === 'arrived') return void open(number);
    close();
    play('look');
    setNotice({ sign: 'look', title: returning.notArrived });
  }
  useTypingField(field, opened === undefined);
  useKeys({
    F4: () => field.current?.focus(),
    F2: () => setTab(tab === 'open' ? 'done' : 'open'),
    Escape: close,
  });
  useScans((scan) => {
    const texts = readings(scan);
    void open(texts.find((one) => numberIn(one) !== undefined) ?? texts[0] ?? '');
  });

  return (
    <div className="packing">
      <section className="packing-queue returns-side" aria-label={frame.screens.returns}>
        <div className="packing-head">
          <h1>{frame.screens.returns}</h1>
          {list.value && <span className="meta">{returning.returns(list.value.length)}</span>}
        </div>
        <NumberEntry fieldRef={field} onNumber={(text) => void open(text)} />
        <div className="returns-tabs">
          <Segments
            label={returning.show}
            choices={[
              ['open', returning.tabs.open],
              ['done', returning.tabs.done],
            ]}
            chosen={tab}
            onChoose={setTab}
          />
          <Key name="F2" />
        </div>
        {list.failure && <FailureNote failure={list.failure} />}
        <div className="packing-list">
          {list.value && (
            <ReturnRows
              rows={list.value}
              tab={tab}
              selected={opened?.purchase}
              onOpen={tab === 'open' ? choose : undefined}
            />
          )}
        </div>
        <May permission="decide">
          <ReturnPeriod />
        </May>
      </section>
      <section className="packing-order returns-order">
        <div className="packing-note">
          {failure && <FailureNote failure={failure} />}
          {notice && <Note sign={notice.sign} title={notice.title} />}
        </div>
        {opened ? (
          <ReturnOnBench
            key={`${opened.purchase} ${opened.refundable.value}`}
            opened={opened}
            onOpen={(text) => void open(text)}
            onDone={(said) => {
              close();
              setNotice({ sign: 'done', title: said });
            }}
          />
        ) : (
          <Empty icon="returns" title={returning.idleTitle}>
            {returning.idleExplain}
          </Empty>
        )}
      </section>
    </div>
  );
}

function ReturnRows({
  rows,
  tab,
  selected,
  onOpen,
}: {
  readonly rows: readonly CustomerReturnRow[];
  readonly tab: Tab;
  readonly selected: string | undefined;
  readonly onOpen: ((row: CustomerReturnRow) => void) | undefined;
}): ReactNode {
  const texts = useTexts();
  const { returning } = texts;
  const now = useNow();
  if (rows.length === 0) {
    return (
      <Empty icon="returns" title={tab === 'open' ? returning.openEmpty : returning.doneEmpty}>
        {tab === 'open' ? returning.openEmptyExplain : returning.doneEmptyExplain}
      </Empty>
    );
  }
  const since = ({ decidedAt, askedAt, arrivedOn, acceptedOn }: CustomerReturnRow): string | undefined =>
    decidedAt ?? askedAt ?? arrivedOn ?? acceptedOn;
  const columns: readonly Column<CustomerReturnRow>[] = [
    { head: returning.number, render: ({ number }) => <span className="number">{shortNumber(number)}</span> },
    {
      head: returning.state,
      form: 'wide',
      render: ({ state }) => (
        <span className={state === 'arrived' ? 'mark look' : state === 'decided' ? 'mark done' : 'mark'}>
          {returning.states[state]}
        </span>
      ),
    },
    {
      head: returning.since,
      form: 'end',
      render: (row) => {
        const at = since(row);
        return at === undefined ? '–' : formatAge(texts, Date.parse(at), now);
      },
    },
  ];
  return (
    <DataTable
      label={returning.tabs[tab]}
      columns={columns}
      rows={rows}
      keyOf={({ purchase }) => purchase}
      selected={selected}
      {...(onOpen && { onOpen })}
    />
  );
}
