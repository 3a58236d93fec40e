/** What was asked by message and how it was decided, newest first. What was known of the customer shows when one is opened. */
import { type ReactNode, useState } from 'react';
import { INQUIRY_STATES, type InquiryRow } from '#shared/desk/inquiries.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { NumberText } from '../components/words.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';
import { DecisionRulesDialog } from './decision-rules.tsx';
import { InquiryPage } from './inquiry-file.tsx';
import { LockedWallets } from './locked-wallets.tsx';
import { useReturnFocus } from './use-return-focus.ts';
import { May } from '../components/may.tsx';

const keyOf = ({ id }: InquiryRow): string => id;

export function Inquiries(): ReactNode {
  const { frame, inquiries: texts } = useTexts();
  const [opened, setOpened] = useState<string>();
  const [last, setLast] = useState<string>();
  const [dialog, setDialog] = useState<'rules' | 'locked'>();
  const [done, setDone] = useState<string>();
  const locked = useQuery('wallets.locked', { limit: 1 }, ['inquiries']);
  const money = useMoney();
  const list = useReturnFocus(opened === undefined);

  const columns: readonly RecordColumn<InquiryRow>[] = [
    {
      id: 'purchase',
      head: texts.purchase,
      width: 160,
      render: ({ purchase }) => <PurchaseText purchase={purchase} />,
      csv: ({ purchase }) => purchase,
    },
    {
      id: 'state',
      head: texts.state,
      render: ({ state }) => <StateMark of="inquiry" state={state} />,
      csv: ({ state }) => texts.states[state],
    },
    { id: 'mall', head: texts.mall, width: 180, render: ({ mall }) => mall, csv: ({ mall }) => mall },
    { id: 'flow', head: texts.flow, render: ({ flow }) => texts.flows[flow], csv: ({ flow }) => texts.flows[flow] },
    {
      id: 'why',
      head: texts.why,
      form: 'wide',
      render: ({ reason }) => (reason ? texts.reasons[reason] : '–'),
      csv: ({ reason }) => reason && texts.reasons[reason],
    },
    {
      id: 'amount',
      head: texts.amount,
      form: 'end',
      render: ({ amount }) => <span className="strong">{money(amount)}</span>,
      csv: ({ amount }) => amount,
      money: true,
    },
    { id: 'at', head: texts.at, width: 112, order: true, render: ({ at }) => formatTime(at), csv: ({ at }) => at },
  ];
  if (opened !== undefined) return <InquiryPage id={opened} onBack={() => setOpened(undefined)} />;
  return (
    <ListScreen
      title={frame.screens.inquiries}
      meta={texts.open}
      actions={
        <>
          <button type="button" className="button" onClick={() => setDialog('locked')}>
            {texts.locked(locked.value?.total ?? 0)}
          </button>
          <May permission="limits">
            <button type="button" className="button" onClick={() => setDialog('rules')}>
              {texts.rules}
            </button>
          </May>
        </>
      }
    >
      <div className="screen-body" ref={list}>
        <RecordList
          list="inquiries.list"
          title={frame.screens.inquiries}
          columns={columns}
          keyOf={keyOf}
          topics={['inquiries']}
          states={[INQUIRY_STATES, texts.states]}
          dates={texts.at}
          amounts={texts.amount}
          partners={['mall']}
          notice={done !== undefined && <Note sign="done" title={done} />}
          empty={
            <Empty icon="inquiries" title={texts.emptyTitle}>
              {texts.emptyExplain}
            </Empty>
          }
          opened={last}
          onOpen={({ id }) => {
            setLast(id);
            setOpened(id);
          }}
        />
      </div>
      {dialog === 'rules' && (
        <DecisionRulesDialog
          onDone={() => {
            setDialog(undefined);
            setDone(texts.saved);
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'locked' && (
        <LockedWallets
          onUnlocked={(serial) => {
            setDone(texts.unlocked(serial));
            locked.reload();
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
    </ListScreen>
  );
}

/** A number in its groups; of a hash, which stands for one in variant c, its beginning. */
function PurchaseText({ purchase }: { readonly purchase: string }): ReactNode {
  return /^\d+$/.test(purchase) ? (
    <NumberText number={purchase} />
  ) : (
    <span className="number" title={purchase}>
      {purchase.slice(0, 14)}…
    </span>
  );
}
