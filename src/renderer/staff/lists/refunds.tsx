/** Orders called off, parcels that came back, money on its way. Any number or code opens its order beside the list. */
import { type ReactNode, useRef, useState } from 'react';
import type { ReceivedParcel } from '#shared/desk/mall-refunds.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { NumberEntry } from '../components/number-entry.tsx';
import { Segments } from '../components/segments.tsx';
import { useKeys } from '../components/use-keys.ts';
import { isWholeLabel, numberIn, readings } from '../scanner/read-scan.ts';
import { useScans, useTypingField } from '../scanner/scans.ts';
import { type Boxes, ONE_BOX, tickUnits, untickUnit } from '../stations/mall/ticks.ts';
import { play } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { OrderAccountView } from './order-account.tsx';
import { ReceiveReturn } from './receive-return.tsx';
import { RefundRows, ReturnRows } from './refund-rows.tsx';

/** For their number alone. */
const ASKED = { states: ['asked' as const], limit: 1 };

type Tab = 'back' | 'asked' | 'done';
type Shown =
  | { readonly kind: 'account'; readonly number: string }
  | { readonly kind: 'return'; readonly parcel: ReceivedParcel; readonly boxes: Boxes };

export function Refunds(): ReactNode {
  const { frame, refunds } = useTexts();
  const [tab, setTab] = useState<Tab>('back');
  const [shown, setShown] = useState<Shown>();
  const [failure, setFailure] = useState<Failure>();
  const [notice, setNotice] = useState<{ readonly sign: 'done' | 'look'; readonly title: string }>();
  const field = useRef<HTMLInputElement>(null);
  const back = useQuery('returns.waiting', {}, ['packing', 'refunds']);
  const list = useQuery('refunds.list', ASKED, ['refunds', 'money']);

  useTypingField(field);
  useKeys({ F4: () => field.current?.focus(), Escape: close });
  useScans((scan) => {
    const texts = readings(scan);
    const text = texts.find((one) => numberIn(one) !== undefined);
    if (text !== undefined) return void open(text);
    if (shown?.kind !== 'return') return look(refunds.pickTitle);
    const { boxes, outcome } = tickUnits(shown.parcel.items, shown.boxes, texts);
    if (outcome.kind === 'not-in-order') return look(refunds.notInParcel(outcome.sku));
    if (outcome.kind === 'too-many') return look(refunds.enough(outcome.sku));
    play('done');
    setNotice(undefined);
    setShown({ ...shown, boxes });
  });

  function look(title: string): void {
    play('look');
    setNotice({ sign: 'look', title });
  }
  function close(): void {
    setShown(undefined);
    setFailure(undefined);
    setNotice(undefined);
  }
  function stop(error: Failure): void {
    play('look');
    setFailure(error);
  }
  /** A parcel that came back opens with what is in it, everything else with its account. */
  async function open(text: string): Promise<void> {
    close();
    const found = await desk.call('orders.find', { number: text });
    if (!found.ok) return stop(found.error);
    const parcel = found.value.parts.find(({ part }) => part === 'parcel');
    const waits = parcel?.state === 'returned' && !parcel.received;
    if (waits || isWholeLabel(text)) return receive(text);
    play('done');
    setShown({ kind: 'account', number: found.value.parts[0]!.number });
  }
  async function receive(scan: string): Promise<void> {
    const parcel = await desk.call('returns.receive', { scan });
    if (!parcel.ok) return stop(parcel.error);
    play('done');
    const { purchase, account } = parcel.value;
    const dealtWith = account.parts.find(({ part }) => part === 'parcel')?.received;
    setShown(
      dealtWith ? { kind: 'account', number: purchase } : { kind: 'return', parcel: parcel.value, boxes: ONE_BOX },
    );
  }
  function finish(number: string, title: string): void {
    play('done');
    setNotice({ sign: 'done', title });
    setShown({ kind: 'account', number });
    back.reload();
    list.reload();
  }
  function say(title: string): void {
    play('done');
    setNotice({ sign: 'done', title });
    list.reload();
  }

  const title = (name: Tab, count?: number): readonly [Tab, string] => [
    name,
    count ? `${refunds.tabs[name]} ${count}` : refunds.tabs[name],
  ];
  const problem = back.failure ?? list.failure;
  return (
    <ListScreen
      title={frame.screens.refunds}
      actions={
        <>
          <NumberEntry fieldRef={field} onNumber={(typed) => void open(typed)} />
          <Segments
            label={frame.screens.refunds}
            choices={[title('back', back.value?.length), title('asked', list.value?.total), title('done')]}
            chosen={tab}
            onChoose={setTab}
          />
        </>
      }
    >
      <div className="two-panes refunds">
        <section className="pane" aria-label={refunds.tabs[tab]}>
          {problem && <FailureNote failure={problem} />}
          {tab === 'back' ? (
            <ReturnRows
              rows={back.value}
              selected={shown?.kind === 'return' ? shown.parcel.purchase : undefined}
              onOpen={({ purchase }) => void open(purchase)}
            />
          ) : (
            <RefundRows
              kind={tab}
              selected={shown?.kind === 'account' ? shown.number : undefined}
              onOpen={({ number }) => void open(number)}
              onSay={say}
              onFailure={stop}
            />
          )}
        </section>
        <aside className="pane stack" aria-live="polite">
          {failure && <FailureNote failure={failure} />}
          {notice && <Note sign={notice.sign} title={notice.title} />}
          {shown === undefined && !failure && (
            <div className="card stack">
              <h2>{refunds.pickTitle}</h2>
              <p className="meta">{refunds.pickExplain}</p>
            </div>
          )}
          {shown?.kind === 'account' && (
            <OrderAccountView
              key={shown.number}
              number={shown.number}
              onReceive={(number) => void receive(number)}
              onSay={(text) => finish(shown.number, text)}
            />
          )}
          {shown?.kind === 'return' && (
            <ReceiveReturn
              key={shown.parcel.purchase}
              parcel={shown.parcel}
              boxes={shown.boxes}
              onTick={(sku) => setShown({ ...shown, boxes: tickUnits(shown.parcel.items, shown.boxes, [sku]).boxes })}
              onUntick={(sku) => setShown({ ...shown, boxes: untickUnit(shown.boxes, sku) })}
              onDone={(text) => finish(shown.parcel.purchase, text)}
            />
          )}
        </aside>
      </div>
    </ListScreen>
  );
}
