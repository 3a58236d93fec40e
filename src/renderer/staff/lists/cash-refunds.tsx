/** Cash that malls want given back to addressees: the oldest first. An address is opened for one refund, for a minute. */
import { type ReactNode, useRef, useState } from 'react';
import type { CashRefundRow, CashRefundState } from '#shared/desk/carrier-money.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { AddressLines } from '../components/address-lines.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { NumberEntry } from '../components/number-entry.tsx';
import { Segments } from '../components/segments.tsx';
import { useKeys } from '../components/use-keys.ts';
import { useStay } from '../components/use-stay.ts';
import { NumberText } from '../components/words.tsx';
import { numberColumn, textColumn, timeColumn, useMoneyColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { addressParts } from '../route.ts';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans, useTypingField } from '../scanner/scans.ts';
import { play } from '../stores/desk-stores.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';

const keyOf = ({ refund }: CashRefundRow): string => refund;
const FIXED = { asked: { states: ['asked'] }, done: { states: ['done'] } } as const;

export function CashRefunds(): ReactNode {
  const { frame, refunds } = useTexts();
  const texts = refunds.cash;
  const money = useMoney();
  const moneyColumn = useMoneyColumn();
  const [shown, setShown] = useState<CashRefundState>(() =>
    addressParts(location.hash).get('states') === 'done' ? 'done' : 'asked',
  );
  const [chosen, setChosen] = useState<CashRefundRow>();
  const [notice, setNotice] = useState<{ readonly sign: 'done' | 'look'; readonly title: string }>();
  const [failure, setFailure] = useState<Failure>();
  const field = useRef<HTMLInputElement>(null);

  useTypingField(field);
  useKeys({ F4: () => field.current?.focus() });
  useScans((scan) => void find(bestReading(scan)));
  async function find(text: string): Promise<void> {
    const number = numberIn(text) ?? text;
    const asked = { search: number.slice(0, 80), states: ['asked' as const], order: 'oldest' as const, limit: 20 };
    const page = await desk.call('cash-refunds.list', asked);
    const found = page.ok ? page.value.rows.find((one) => one.number === number) : undefined;
    play(found ? 'done' : 'look');
    setFailure(page.ok ? undefined : page.error);
    setNotice(found || !page.ok ? undefined : { sign: 'look', title: texts.none });
    setChosen(found);
  }
  function choose(row: CashRefundRow): void {
    setNotice(undefined);
    setFailure(undefined);
    setChosen(row);
  }
  const isDone = shown === 'done';
  const columns: readonly RecordColumn<CashRefundRow>[] = [
    numberColumn('number', texts.number, ({ number }) => number),
    moneyColumn('amount', refunds.amount, ({ amount }) => amount),
    textColumn('mall', texts.mall, ({ mall }) => mall, { form: 'wide' }),
    textColumn('why', refunds.why, ({ reason }) => texts.reasons[reason], isDone ? { hidden: true } : {}),
    timeColumn('asked', refunds.asked, ({ askedAt }) => askedAt, isDone ? { hidden: true } : { order: true }),
    ...(isDone
      ? [
          timeColumn<CashRefundRow>('done', refunds.done, ({ doneAt }) => doneAt, { order: true }),
          textColumn<CashRefundRow>('by', refunds.by, ({ who }) => who),
          textColumn<CashRefundRow>('billed', texts.billed, ({ billed }) => (billed ? texts.yes : texts.notYet)),
        ]
      : []),
  ];
  return (
    <ListScreen
      title={frame.screens.cashRefunds}
      actions={
        <>
          <NumberEntry fieldRef={field} onNumber={(typed) => void find(typed)} />
          <Segments
            label={frame.screens.cashRefunds}
            choices={[
              ['asked', texts.open],
              ['done', texts.done],
            ]}
            chosen={shown}
            onChoose={(which) => {
              setShown(which);
              setChosen(undefined);
              setNotice(undefined);
            }}
          />
        </>
      }
    >
      <div className="two-panes refunds">
        <div className="pane">
          <RecordList
            key={shown}
            list="cash-refunds.list"
            title={isDone ? texts.done : texts.open}
            columns={columns}
            keyOf={keyOf}
            topics={['refunds', 'money']}
            fixed={FIXED[shown]}
            firstOrder={isDone ? 'newest' : 'oldest'}
            dates={isDone ? refunds.done : refunds.asked}
            amounts={refunds.amount}
            partners={['mall']}
            empty={
              isDone ? (
                <p className="meta">{texts.doneEmpty}</p>
              ) : (
                <Empty icon="cashRefunds" title={texts.openEmpty}>
                  {texts.openEmptyExplain}
                </Empty>
              )
            }
            opened={chosen && keyOf(chosen)}
            {...(!isDone && { onOpen: choose })}
            scans={false}
          />
        </div>
        <aside className="pane stack" aria-live="polite">
          {failure && <FailureNote failure={failure} />}
          {notice && (
            <Note sign={notice.sign} title={notice.title}>
              {notice.sign === 'look' && <p>{texts.noneDo}</p>}
            </Note>
          )}
          {chosen ? (
            <OpenRefund
              key={chosen.refund}
              row={chosen}
              onDone={() => {
                setNotice({ sign: 'done', title: texts.finished(money(chosen.amount)) });
                setChosen(undefined);
              }}
            />
          ) : (
            !isDone && (
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

function OpenRefund({ row, onDone }: { readonly row: CashRefundRow; readonly onDone: () => void }): ReactNode {
  const { refunds, common } = useTexts();
  const texts = refunds.cash;
  const money = useMoney();
  const { refund } = row;
  const amount = money(row.amount);
  const [addressee, setAddressee] = useState<Addressee>();
  const [failure, setFailure] = useState<Failure>();
  const [asking, setAsking] = useState(false);
  const forget = (): void => setAddressee(undefined);
  useStay(addressee, forget);
  useKeys({ Escape: () => addressee !== undefined && forget() });

  async function show(): Promise<void> {
    const opened = await desk.call('cash-refunds.open', { refund });
    setFailure(opened.ok ? undefined : opened.error);
    play(opened.ok ? 'done' : 'look');
    if (opened.ok) setAddressee(opened.value.addressee);
  }
  async function finish(): Promise<void> {
    setAsking(false);
    const result = await desk.call('cash-refunds.done', { refund });
    play(result.ok ? 'done' : 'look');
    if (!result.ok) return setFailure(result.error);
    onDone();
  }
  return (
    <div className="card stack cash-refund">
      <p className="cash-refund-amount">{amount}</p>
      <p>
        <NumberText number={row.number} /> <span className="meta">{row.mall}</span>
      </p>
      {failure && <FailureNote failure={failure} />}
      {addressee ? <AddressLines addressee={addressee} /> : <p className="meta">{texts.showExplain}</p>}
      <p className="meta">{texts.pay}</p>
      <div className="row">
        {!addressee && (
          <button type="button" className="button" onClick={() => void show()}>
            {texts.show}
          </button>
        )}
        <button type="button" className="button primary" onClick={() => setAsking(true)}>
          {texts.finish(amount)}
        </button>
      </div>
      {asking && (
        <Dialog title={texts.finishAsk(amount)} onClose={() => setAsking(false)}>
          <p>{texts.finishExplain}</p>
          <div className="dialog-foot">
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {common.cancel}
            </button>
            <button type="button" className="button primary" data-first="" onClick={() => void finish()}>
              {texts.finishConfirm}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
