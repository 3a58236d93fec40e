/** Gift cards to be written, the oldest first. The words are opened for one look, and go after a minute. */
import { type ReactNode, useRef, useState } from 'react';
import type { GiftRow, GiftState } from '#shared/desk/gifts.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { KnowledgeButton } from '../components/knowledge-button.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { NumberEntry } from '../components/number-entry.tsx';
import { Segments } from '../components/segments.tsx';
import { useKeys } from '../components/use-keys.ts';
import { useStay } from '../components/use-stay.ts';
import { Key, NumberText } from '../components/words.tsx';
import { numberColumn, textColumn, timeColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { addressParts } from '../route.ts';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans, useTypingField } from '../scanner/scans.ts';
import { play } from '../stores/desk-stores.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';

type GiftName = Pick<GiftRow, 'mall' | 'purchase'>;

/** What the last look, entry or deed came to. */
type Notice = { readonly sign: 'done' | 'look'; readonly title: string; readonly more: string } | { failure: Failure };

const keyOf = ({ mall, purchase }: GiftName): string => `${mall}|${purchase}`;
const FIXED = { open: { states: ['open'] }, done: { states: ['done'] } } as const;
const TOPICS = ['gifts', 'partners'] as const;

export function Gifts(): ReactNode {
  const { frame, gifts: texts } = useTexts();
  const [shown, setShown] = useState<GiftState>(() =>
    addressParts(location.hash).get('states') === 'done' ? 'done' : 'open',
  );
  const [rows, setRows] = useState<readonly GiftRow[]>([]);
  const [row, setRow] = useState<GiftRow>();
  const [words, setWords] = useState<{ readonly key: string; readonly text: string }>();
  const [notice, setNotice] = useState<Notice>();
  const field = useRef<HTMLInputElement>(null);
  const chosen = row && keyOf(row);
  const text = words !== undefined && words.key === chosen ? words.text : undefined;
  const hide = (): void => setWords(undefined);

  useStay(words, hide);
  useTypingField(field);
  useKeys({
    F2: () => (row?.state === 'open' ? void finish(row) : false),
    F4: () => field.current?.focus(),
    Escape: () => (words === undefined ? false : hide()),
  });
  useScans((scan) => void find(bestReading(scan)));

  /** A written one, too. */
  async function find(typed: string): Promise<void> {
    const number = numberIn(typed) ?? typed;
    const page = await desk.call('gifts.list', { search: number.slice(0, 80), limit: 20 });
    const found = page.ok ? page.value.rows.find(({ purchase }) => purchase === number) : undefined;
    if (found) return look(found);
    play('look');
    setRow(undefined);
    hide();
    setNotice(page.ok ? { sign: 'look', title: texts.none, more: texts.noneDo } : { failure: page.error });
  }
  async function look(gift: GiftRow): Promise<void> {
    const { mall, purchase } = gift;
    setNotice(undefined);
    setRow(gift);
    hide();
    const opened = await desk.call('gifts.open', { mall, purchase });
    play(opened.ok ? 'done' : 'look');
    if (opened.ok) setWords({ key: keyOf(gift), text: opened.value.text });
    else setNotice({ failure: opened.error });
  }
  async function finish({ mall, purchase }: GiftName): Promise<void> {
    const result = await desk.call('gifts.done', { mall, purchase });
    play(result.ok ? 'done' : 'look');
    if (!result.ok) return setNotice({ failure: result.error });
    setRow(undefined);
    hide();
    setNotice({ sign: 'done', title: texts.finished, more: texts.finishedDo });
  }

  const isDone = shown === 'done';
  const columns: readonly RecordColumn<GiftRow>[] = [
    numberColumn('number', texts.number, ({ purchase }) => purchase),
    textColumn('mall', texts.mall, ({ mallName }) => mallName, { form: 'wide' }),
    timeColumn('received', texts.received, ({ at }) => at, isDone ? {} : { order: true }),
    ...(isDone ? [timeColumn<GiftRow>('done', texts.doneAt, ({ doneAt }) => doneAt, { order: true })] : []),
  ];
  return (
    <ListScreen
      title={frame.screens.gifts}
      actions={
        <>
          <NumberEntry fieldRef={field} onNumber={(typed) => void find(typed)} />
          <Segments
            label={frame.screens.gifts}
            choices={[
              ['open', texts.open],
              ['done', texts.done],
            ]}
            chosen={shown}
            onChoose={(which) => {
              setShown(which);
              setRows([]);
              setRow(undefined);
              setNotice(undefined);
              hide();
            }}
          />
        </>
      }
    >
      <div className="two-panes gifts">
        <div className="pane">
          <RecordList
            key={shown}
            list="gifts.list"
            title={isDone ? texts.done : texts.open}
            columns={columns}
            keyOf={keyOf}
            topics={TOPICS}
            fixed={FIXED[shown]}
            firstOrder={isDone ? 'newest' : 'oldest'}
            dates={isDone ? texts.doneAt : texts.received}
            partners={['mall']}
            empty={
              isDone ? (
                <p className="meta">{texts.doneEmpty}</p>
              ) : (
                <Empty icon="gifts" title={texts.openEmpty}>
                  {texts.openEmptyExplain}
                </Empty>
              )
            }
            onRows={setRows}
            opened={chosen}
            onOpen={(gift) => void look(gift)}
            scans={false}
          />
        </div>
        <aside className="pane stack" aria-live="polite">
          {notice && 'failure' in notice && <FailureNote failure={notice.failure} />}
          {notice && 'sign' in notice && (
            <Note sign={notice.sign} title={notice.title}>
              <p>{notice.more}</p>
            </Note>
          )}
          {row ? (
            <OpenGift row={row} text={text} onShow={() => void look(row)} onFinish={() => void finish(row)} />
          ) : (
            rows.length > 0 && (
              <div className="card stack">
                <h2>{texts.pickTitle}</h2>
                <p className="meta">{texts.pickExplain}</p>
              </div>
            )
          )}
        </aside>
      </div>
    </ListScreen>
  );
}

function OpenGift({
  row,
  text,
  onShow,
  onFinish,
}: {
  readonly row: GiftRow;
  readonly text: string | undefined;
  readonly onShow: () => void;
  readonly onFinish: () => void;
}): ReactNode {
  const { gifts: texts } = useTexts();
  return (
    <div className="card stack">
      <h2 className="gift-head">
        <NumberText number={row.purchase} /> <span className="meta">{row.mallName}</span>
      </h2>
      {text === undefined ? (
        <p className="gift-words hidden">{texts.hidden}</p>
      ) : (
        <blockquote className="gift-words" aria-label={texts.words} data-words="">
          {text}
        </blockquote>
      )}
      <p className="meta">{text === undefined ? texts.pickExplain : texts.stay}</p>
      {row.doneAt !== undefined && <p className="meta">{texts.writtenAt(formatTime(row.doneAt))}</p>}
      <div className="row">
        {text === undefined && (
          <button type="button" className="button" onClick={onShow}>
            {texts.show}
          </button>
        )}
        {row.state === 'open' && (
          <button type="button" className="button primary" onClick={onFinish}>
            {texts.finish} <Key name="F2" />
          </button>
        )}
        <KnowledgeButton number={row.purchase} mall={row.mall} />
      </div>
    </div>
  );
}
