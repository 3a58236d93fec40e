/** Gift cards to be written, the oldest first. The words are opened for one look, and go after a minute. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { GiftRow } from '#shared/desk/gifts.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { NumberEntry } from '../components/number-entry.tsx';
import { useKeys } from '../components/use-keys.ts';
import { useStay } from '../components/use-stay.ts';
import { Key, NumberText } from '../components/words.tsx';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans, useTypingField } from '../scanner/scans.ts';
import { play } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';

type GiftName = Pick<GiftRow, 'mall' | 'purchase'>;

/** What the last look, entry or deed came to. */
type Notice = { readonly sign: 'done' | 'look'; readonly title: string; readonly more: string } | { failure: Failure };

const keyOf = ({ mall, purchase }: GiftName): string => `${mall}|${purchase}`;

export function Gifts(): ReactNode {
  const { frame, gifts: texts } = useTexts();
  const { value: rows, failure, reload } = useQuery('gifts.list', {}, ['gifts', 'partners']);
  const [chosen, setChosen] = useState<string>();
  const [words, setWords] = useState<{ readonly key: string; readonly text: string }>();
  const [notice, setNotice] = useState<Notice>();
  const field = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const goOn = useRef(false);
  const open = rows?.filter(({ state }) => state === 'open');
  const done = rows?.filter(({ state }) => state === 'done');
  const row = rows?.find((one) => keyOf(one) === chosen);
  const shown = words !== undefined && words.key === chosen ? words.text : undefined;
  const hide = (): void => setWords(undefined);

  useEffect(() => {
    // The row that had the focus is gone: Enter opens the next.
    if (goOn.current) pane.current?.querySelector<HTMLElement>('#gifts-open ~ table tr.opens')?.focus();
    goOn.current = false;
  }, [rows]);
  useStay(words, hide);
  useTypingField(field);
  useKeys({
    F2: () => (row?.state === 'open' ? void finish(row) : false),
    F4: () => field.current?.focus(),
    Escape: () => (words === undefined ? false : hide()),
  });
  useScans((scan) => find(bestReading(scan)));

  function find(text: string): void {
    const number = numberIn(text) ?? text;
    const found = rows?.find(({ purchase }) => purchase === number);
    if (found) return void look(found);
    play('look');
    setChosen(undefined);
    hide();
    setNotice({ sign: 'look', title: texts.none, more: texts.noneDo });
  }
  async function look({ mall, purchase }: GiftName): Promise<void> {
    const key = keyOf({ mall, purchase });
    setNotice(undefined);
    setChosen(key);
    hide();
    const opened = await desk.call('gifts.open', { mall, purchase });
    play(opened.ok ? 'done' : 'look');
    if (opened.ok) setWords({ key, text: opened.value.text });
    else setNotice({ failure: opened.error });
  }
  async function finish({ mall, purchase }: GiftName): Promise<void> {
    const result = await desk.call('gifts.done', { mall, purchase });
    play(result.ok ? 'done' : 'look');
    goOn.current = result.ok;
    reload();
    if (!result.ok) return setNotice({ failure: result.error });
    setChosen(undefined);
    hide();
    setNotice({ sign: 'done', title: texts.finished, more: texts.finishedDo });
  }

  const shared: readonly Column<GiftRow>[] = [
    { head: texts.number, render: ({ purchase }) => <NumberText number={purchase} /> },
    { head: texts.mall, form: 'wide', render: ({ mallName }) => mallName },
    { head: texts.received, render: ({ at }) => formatTime(at) },
  ];
  const doneColumns: readonly Column<GiftRow>[] = [
    ...shared,
    { head: texts.doneAt, render: ({ doneAt }) => (doneAt === undefined ? '–' : formatTime(doneAt)) },
  ];
  const table = (label: string, columns: readonly Column<GiftRow>[], list: readonly GiftRow[]): ReactNode => (
    <DataTable
      label={label}
      columns={columns}
      rows={list}
      keyOf={keyOf}
      selected={chosen}
      onOpen={(gift) => void look(gift)}
    />
  );
  return (
    <ListScreen title={frame.screens.gifts} actions={<NumberEntry fieldRef={field} onNumber={find} />}>
      <div className="two-panes gifts">
        <div ref={pane} className="pane stack wide-gaps">
          {failure && <FailureNote failure={failure} />}
          <section className="stack" aria-labelledby="gifts-open">
            <h2 id="gifts-open">{texts.open}</h2>
            {open?.length === 0 && (
              <Empty icon="gifts" title={texts.openEmpty}>
                {texts.openEmptyExplain}
              </Empty>
            )}
            {open && open.length > 0 && table(texts.open, shared, open)}
          </section>
          <section className="stack" aria-labelledby="gifts-done">
            <h2 id="gifts-done">{texts.done}</h2>
            {done?.length === 0 && <p className="meta">{texts.doneEmpty}</p>}
            {done && done.length > 0 && table(texts.done, doneColumns, done)}
          </section>
        </div>
        <aside className="pane stack" aria-live="polite">
          {notice && 'failure' in notice && <FailureNote failure={notice.failure} />}
          {notice && 'sign' in notice && (
            <Note sign={notice.sign} title={notice.title}>
              <p>{notice.more}</p>
            </Note>
          )}
          {row ? (
            <OpenGift row={row} text={shown} onShow={() => void look(row)} onFinish={() => void finish(row)} />
          ) : (
            rows &&
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
      </div>
    </div>
  );
}
