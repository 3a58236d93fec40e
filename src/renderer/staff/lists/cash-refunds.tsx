/** Cash that malls want given back to addressees: the oldest first. An address is opened for one refund, for a minute. */
import { type ReactNode, useRef, useState } from 'react';
import type { CashRefundRow } from '#shared/desk/carrier-money.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { AddressLines } from '../components/address-lines.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { NumberEntry } from '../components/number-entry.tsx';
import { useKeys } from '../components/use-keys.ts';
import { useStay } from '../components/use-stay.ts';
import { NumberText } from '../components/words.tsx';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans, useTypingField } from '../scanner/scans.ts';
import { play } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';

export function CashRefunds(): ReactNode {
  const { frame, refunds } = useTexts();
  const texts = refunds.cash;
  const money = useMoney();
  const { value: rows, failure, reload } = useQuery('cash-refunds.list', {}, ['refunds', 'money']);
  const [chosen, setChosen] = useState<string>();
  const [notice, setNotice] = useState<{ readonly sign: 'done' | 'look'; readonly title: string }>();
  const field = useRef<HTMLInputElement>(null);
  const open = rows?.filter(({ state }) => state === 'open');
  const done = rows?.filter(({ state }) => state === 'done');
  const row = open?.find(({ refund }) => refund === chosen);

  useTypingField(field);
  useKeys({ F4: () => field.current?.focus() });
  useScans((scan) => find(bestReading(scan)));
  function find(text: string): void {
    const number = numberIn(text) ?? text;
    const found = open?.find((one) => one.number === number);
    play(found ? 'done' : 'look');
    setNotice(found ? undefined : { sign: 'look', title: texts.none });
    setChosen(found?.refund);
  }
  function choose({ refund }: CashRefundRow): void {
    setNotice(undefined);
    setChosen(refund);
  }
  const shared: readonly Column<CashRefundRow>[] = [
    { head: texts.number, render: ({ number }) => <NumberText number={number} /> },
    { head: refunds.amount, form: 'end', render: ({ amount }) => <span className="strong">{money(amount)}</span> },
    { head: texts.mall, form: 'wide', render: ({ mall }) => mall },
    { head: refunds.why, render: ({ reason }) => texts.reasons[reason] },
  ];
  const openColumns: readonly Column<CashRefundRow>[] = [
    ...shared,
    { head: refunds.asked, render: ({ askedAt }) => formatTime(askedAt) },
  ];
  const doneColumns: readonly Column<CashRefundRow>[] = [
    ...shared,
    { head: refunds.done, render: ({ doneAt }) => (doneAt === undefined ? '–' : formatTime(doneAt)) },
    { head: refunds.by, render: ({ who }) => who ?? '–' },
    { head: texts.billed, render: ({ billed }) => (billed ? texts.yes : texts.notYet) },
  ];
  return (
    <ListScreen title={frame.screens.cashRefunds} actions={<NumberEntry fieldRef={field} onNumber={find} />}>
      <div className="two-panes refunds">
        <div className="pane stack wide-gaps">
          {failure && <FailureNote failure={failure} />}
          <section className="stack" aria-labelledby="cash-open">
            <h2 id="cash-open">{texts.open}</h2>
            {open?.length === 0 && (
              <Empty icon="cashRefunds" title={texts.openEmpty}>
                {texts.openEmptyExplain}
              </Empty>
            )}
            {open && open.length > 0 && (
              <DataTable
                label={texts.open}
                columns={openColumns}
                rows={open}
                keyOf={({ refund }) => refund}
                selected={chosen}
                onOpen={choose}
              />
            )}
          </section>
          <section className="stack" aria-labelledby="cash-done">
            <h2 id="cash-done">{texts.done}</h2>
            {done?.length === 0 && <p className="meta">{texts.doneEmpty}</p>}
            {done && done.length > 0 && (
              <DataTable label={texts.done} columns={doneColumns} rows={done} keyOf={({ refund }) => refund} />
            )}
          </section>
        </div>
        <aside className="pane stack" aria-live="polite">
          {notice && (
            <Note sign={notice.sign} title={notice.title}>
              {notice.sign === 'look' && <p>{texts.noneDo}</p>}
            </Note>
          )}
          {row ? (
            <OpenRefund
              key={row.refund}
              row={row}
              onDone={() => {
                setNotice({ sign: 'done', title: texts.finished(money(row.amount)) });
                setChosen(undefined);
                reload();
              }}
            />
          ) : (
            <div className="card stack">
              <h2>{texts.pickTitle}</h2>
              <p className="meta">{texts.pickExplain}</p>
            </div>
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
