/** The driver's cash: change at the start, what was collected, and the count at the end of the shift. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ClosedDrawer, Drawer, DrawerReason } from '#shared/desk/drawer.ts';
import { DRAWER_REASONS } from '#shared/desk/drawer.ts';
import { MATCHINGS } from '#shared/desk/list.ts';
import { type Money, yen } from '#shared/domain/money.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { parseAmount } from '../../components/amount.ts';
import { Choices } from '../../components/choices.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { TextField } from '../../components/fields.tsx';
import { ListScreen } from '../../components/list-screen.tsx';
import { Note } from '../../components/note.tsx';
import { Key, NumberText } from '../../components/words.tsx';
import { textColumn, timeColumn, useMoneyColumn } from '../../records/columns.tsx';
import type { RecordColumn } from '../../records/record-column.ts';
import { RecordList } from '../../records/record-list.tsx';
import { play } from '../../stores/desk-stores.ts';
import { useQuery } from '../../stores/use-query.ts';
import { formatTime, useMoney, useTexts } from '../../stores/use-texts.ts';

const keyOf = ({ id }: ClosedDrawer): string => id;

export function DrawerStation(): ReactNode {
  const { frame, depot } = useTexts();
  const { drawer } = depot;
  const money = useMoney();
  const { value, failure, reload } = useQuery('drawer.read', {}, ['money']);
  const [closed, setClosed] = useState<ClosedDrawer>();

  return (
    <ListScreen title={frame.screens.drawer} meta={value ? drawer.since(formatTime(value.openedAt)) : undefined}>
      <div className="screen-body stack wide-gaps">
        {failure && <FailureNote failure={failure} />}
        {closed && (
          <Note sign="done" title={drawer.closed}>
            <p>{drawer.closedWith(money(closed.counted))}</p>
          </Note>
        )}
        {value === null && <Opening onOpened={() => (setClosed(undefined), reload())} />}
        {value && (
          <OpenDrawer key={value.expected.value} drawer={value} onClosed={(done) => (setClosed(done), reload())} />
        )}
        <Earlier />
      </div>
    </ListScreen>
  );
}

function Opening({ onOpened }: { readonly onOpened: () => void }): ReactNode {
  const { drawer } = useTexts().depot;
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const float = typed === '' ? yen(0) : parseAmount(typed, 'JPY');

  async function open(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!float) return;
    const opened = await desk.call('drawer.open', { float });
    setFailure(opened.ok ? undefined : opened.error);
    if (opened.ok) onOpened();
  }
  return (
    <form className="card drawer-card stack" onSubmit={(event) => void open(event)}>
      <h2>{drawer.closedTitle}</h2>
      <p className="meta">{drawer.closedExplain}</p>
      <TextField title={drawer.float} inputMode="numeric" autoFocus value={typed} invalid={!float} onText={setTyped} />
      <button type="submit" className="button primary large" disabled={!float}>
        {drawer.open} <Key name="Enter" />
      </button>
      {failure && <FailureNote failure={failure} />}
    </form>
  );
}

function OpenDrawer({
  drawer: { float, entries, expected },
  onClosed,
}: {
  readonly drawer: Drawer;
  readonly onClosed: (closed: ClosedDrawer) => void;
}): ReactNode {
  const { drawer } = useTexts().depot;
  const money = useMoney();
  const [typed, setTyped] = useState('');
  const [asking, setAsking] = useState<Money>();
  const [failure, setFailure] = useState<Failure>();
  const counted = parseAmount(typed, expected.currency);

  async function close(amount: Money, reason?: DrawerReason): Promise<void> {
    const done = await desk.call('drawer.close', { counted: amount, expected, ...(reason && { reason }) });
    setAsking(undefined);
    setFailure(done.ok ? undefined : done.error);
    play(done.ok ? 'done' : 'look');
    if (done.ok) onClosed(done.value);
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!counted) return;
    if (counted.value === expected.value) return void close(counted);
    play('look');
    setAsking(counted);
  }
  const columns: readonly Column<Drawer['entries'][number]>[] = [
    { head: drawer.number, form: 'wide', render: ({ number }) => <NumberText number={number} /> },
    { head: drawer.at, render: ({ at }) => formatTime(at) },
    { head: drawer.amount, form: 'end', render: ({ amount }) => money(amount) },
  ];
  return (
    <div className="drawer-open">
      <form className="card drawer-card stack" onSubmit={submit}>
        <dl className="drawer-sums">
          <dt>{drawer.float}</dt>
          <dd>{money(float)}</dd>
          <dt className="strong">{drawer.expected}</dt>
          <dd className="drawer-expected">{money(expected)}</dd>
        </dl>
        <p className="meta">{drawer.collectedFrom(entries.length)}</p>
        <TextField
          title={drawer.counted}
          hint={drawer.countExplain}
          inputMode="numeric"
          autoFocus
          value={typed}
          onText={(text) => (setTyped(text), setAsking(undefined))}
        />
        <p className="cash-difference" role="status">
          {counted && <Off by={counted.value - expected.value} currency={expected.currency} />}
        </p>
        {asking ? (
          <>
            <h3>{drawer.why}</h3>
            <Choices
              label={drawer.why}
              choices={DRAWER_REASONS.map((value) => ({ value, title: drawer.reasons[value] }))}
              onChoose={(reason) => void close(asking, reason)}
            />
          </>
        ) : (
          <button type="submit" className="button primary large" disabled={!counted}>
            {drawer.close} <Key name="Enter" />
          </button>
        )}
        {failure && <FailureNote failure={failure} />}
      </form>
      <section className="stack">
        <h2>{drawer.parcels}</h2>
        {entries.length === 0 ? (
          <p className="meta">{drawer.none}</p>
        ) : (
          <DataTable label={drawer.parcels} columns={columns} rows={entries} keyOf={({ number }) => number} />
        )}
      </section>
    </div>
  );
}

function Off({ by, currency }: { readonly by: number; readonly currency: string }): ReactNode {
  const { drawer } = useTexts().depot;
  const money = useMoney();
  if (by === 0) return <span className="mark done">{drawer.exact}</span>;
  const off = money({ value: Math.abs(by), currency });
  return <span className="mark look">{by < 0 ? drawer.short(off) : drawer.over(off)}</span>;
}

function Earlier(): ReactNode {
  const { depot, records } = useTexts();
  const { drawer } = depot;
  const moneyColumn = useMoneyColumn();
  const columns: readonly RecordColumn<ClosedDrawer>[] = [
    timeColumn('ended', drawer.ended, ({ closedAt }) => closedAt, { order: true }),
    textColumn('who', drawer.who, ({ who }) => who, { form: 'wide' }),
    moneyColumn('expected', drawer.expected, ({ expected }) => expected, { width: 128 }),
    moneyColumn('counted', drawer.counted, ({ counted }) => counted),
    {
      id: 'difference',
      head: drawer.difference,
      form: 'end',
      width: 144,
      render: ({ counted, expected }) => <Off by={counted.value - expected.value} currency={counted.currency} />,
      csv: ({ counted, expected }) => ({ value: counted.value - expected.value, currency: counted.currency }),
      money: true,
    },
    textColumn('reason', drawer.reason, ({ reason }) => reason && drawer.reasons[reason], { width: 176 }),
  ];
  return (
    <section className="records-pane drawer-earlier">
      <h2>{drawer.earlier}</h2>
      <RecordList
        list="drawer.list"
        title={drawer.earlier}
        columns={columns}
        keyOf={keyOf}
        topics={['money']}
        states={[MATCHINGS, records.matchings]}
        dates={drawer.ended}
        amounts={drawer.counted}
        empty={<p className="meta">{drawer.earlierNone}</p>}
        scans={false}
      />
    </section>
  );
}
