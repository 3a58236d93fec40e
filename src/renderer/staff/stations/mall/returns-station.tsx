/** The returns bench: what customers send back on the left, the opened return on the right. A scanner and keys are enough. */
import { type ReactNode, useRef, useState } from 'react';
import type { CustomerReturnRow, OpenedReturn } from '#shared/desk/returns.ts';
import { CUSTOMER_RETURN_STATES } from '#shared/domain/states.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Note } from '../../components/note.tsx';
import { NumberEntry } from '../../components/number-entry.tsx';
import { Segments } from '../../components/segments.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { Key } from '../../components/words.tsx';
import { numberColumn, textColumn } from '../../records/columns.tsx';
import type { RecordColumn } from '../../records/record-column.ts';
import { RecordList } from '../../records/record-list.tsx';
import { navigate } from '../../route.ts';
import { numberIn, readings } from '../../scanner/read-scan.ts';
import { useScans, useTypingField } from '../../scanner/scans.ts';
import { play } from '../../stores/desk-stores.ts';
import { formatAge, useNow, useTexts } from '../../stores/use-texts.ts';
import { ReturnOnBench } from './return-on-bench.tsx';
import { ReturnPeriod } from './return-period.tsx';
import { May } from '../../components/may.tsx';

type Tab = 'open' | 'done';
const STATES = {
  open: { states: CUSTOMER_RETURN_STATES.filter((state) => state !== 'decided') },
  done: { states: ['decided'] },
} as const;

export function ReturnsStation(): ReactNode {
  const { frame, returning } = useTexts();
  const [tab, setTab] = useState<Tab>('open');
  const [opened, setOpened] = useState<OpenedReturn>();
  const [failure, setFailure] = useState<Failure>();
  const [notice, setNotice] = useState<{ readonly sign: 'done' | 'look'; readonly title: string }>();
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
  /** The filters of one are not those of the other. */
  function show(which: Tab): void {
    navigate('returns');
    setTab(which);
  }
  useTypingField(field, opened === undefined);
  useKeys({
    F4: () => field.current?.focus(),
    F2: () => show(tab === 'open' ? 'done' : 'open'),
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
            onChoose={show}
          />
          <Key name="F2" />
        </div>
        <div className="packing-list">
          <ReturnRows tab={tab} opened={opened?.purchase} onOpen={choose} />
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

const keyOf = ({ purchase }: CustomerReturnRow): string => purchase;

function ReturnRows({
  tab,
  opened,
  onOpen,
}: {
  readonly tab: Tab;
  readonly opened: string | undefined;
  readonly onOpen: (row: CustomerReturnRow) => void;
}): ReactNode {
  const texts = useTexts();
  const { returning } = texts;
  const now = useNow();
  const columns: readonly RecordColumn<CustomerReturnRow>[] = [
    { ...numberColumn('number', returning.number, ({ number }: CustomerReturnRow) => number), width: 168 },
    {
      id: 'state',
      head: returning.state,
      form: 'wide',
      width: 96,
      render: ({ state }) => (
        <span className={state === 'arrived' ? 'mark look' : state === 'decided' ? 'mark done' : 'mark'}>
          {returning.states[state]}
        </span>
      ),
      csv: ({ state }) => returning.states[state],
    },
    {
      id: 'since',
      head: returning.since,
      form: 'end',
      width: 72,
      order: true,
      render: ({ since }) => formatAge(texts, Date.parse(since), now),
      csv: ({ since }) => since,
    },
    textColumn('reason', returning.reason, ({ reason }) => reason && returning.reasons[reason], { hidden: true }),
    textColumn('carrier', texts.packing.carrier, ({ carrierName }) => carrierName, { hidden: true }),
  ];
  return (
    <RecordList
      key={tab}
      list="returns.list"
      title={returning.tabs[tab]}
      columns={columns}
      keyOf={keyOf}
      topics={['refunds', 'packing']}
      fixed={STATES[tab]}
      firstOrder={tab === 'open' ? 'oldest' : 'newest'}
      dates={returning.since}
      empty={
        <Empty icon="returns" title={tab === 'open' ? returning.openEmpty : returning.doneEmpty}>
          {tab === 'open' ? returning.openEmptyExplain : returning.doneEmptyExplain}
        </Empty>
      }
      opened={opened}
      {...(tab === 'open' && { onOpen })}
      scans={false}
    />
  );
}
