/** What was asked by message and how it was decided, newest first. What was known of the customer shows when one is opened. */
import { type ReactNode, useState } from 'react';
import { inquiryCursor, type InquiryRow } from '#shared/desk/inquiries.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListFilters } from '../components/list-filters.tsx';
import { ListScreen, OlderButton } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { useListFilters } from '../components/use-list-filters.ts';
import { NumberText } from '../components/words.tsx';
import { useCursorPages } from '../stores/use-cursor-pages.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';
import { DecisionRulesDialog } from './decision-rules.tsx';
import { InquiryPage } from './inquiry-file.tsx';
import { InquiryMark } from './inquiry-mark.tsx';
import { LockedWallets } from './locked-wallets.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const STATES = ['waiting', 'yes', 'no', 'again'] as const;

export function Inquiries(): ReactNode {
  const { frame, inquiries: texts } = useTexts();
  const [opened, setOpened] = useState<string>();
  const [last, setLast] = useState<string>();
  const [dialog, setDialog] = useState<'rules' | 'locked'>();
  const [done, setDone] = useState<string>();
  const locked = useQuery('wallets.locked', {}, ['inquiries']);
  const { filter, isFiltered, narrowing } = useListFilters(STATES, 'purchase');
  const { rows, failure, older } = useCursorPages('inquiries.list', filter, inquiryCursor, ['inquiries']);
  const list = useReturnFocus(opened === undefined);

  if (opened !== undefined) return <InquiryPage id={opened} onBack={() => setOpened(undefined)} />;
  return (
    <ListScreen
      title={frame.screens.inquiries}
      meta={texts.open}
      actions={
        <>
          <button type="button" className="button" onClick={() => setDialog('locked')}>
            {texts.locked(locked.value?.length ?? 0)}
          </button>
          <button type="button" className="button" onClick={() => setDialog('rules')}>
            {texts.rules}
          </button>
        </>
      }
    >
      <div className="screen-body stack" ref={list}>
        {done !== undefined && <Note sign="done" title={done} />}
        <ListFilters
          label={texts.state}
          allStates={texts.allStates}
          stateNames={texts.states}
          numberTitle={texts.number}
          narrowing={narrowing}
        />
        {failure && <FailureNote failure={failure} />}
        {rows?.length === 0 && isFiltered && <p className="meta">{texts.nothing}</p>}
        {rows?.length === 0 && !isFiltered && (
          <Empty icon="inquiries" title={texts.emptyTitle}>
            {texts.emptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <Rows
            rows={rows}
            selected={last}
            onOpen={(id) => {
              setLast(id);
              setOpened(id);
            }}
          />
        )}
        <OlderButton older={older} />
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
      {dialog === 'locked' && locked.value && (
        <LockedWallets
          wallets={locked.value}
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

function Rows({
  rows,
  selected,
  onOpen,
}: {
  readonly rows: readonly InquiryRow[];
  readonly selected: string | undefined;
  readonly onOpen: (id: string) => void;
}): ReactNode {
  const { frame, inquiries: texts } = useTexts();
  const money = useMoney();
  const columns: readonly Column<InquiryRow>[] = [
    { head: texts.at, render: ({ at }) => formatTime(at) },
    { head: texts.purchase, render: ({ purchase }) => <PurchaseText purchase={purchase} /> },
    { head: texts.mall, render: ({ mall }) => mall },
    { head: texts.flow, render: ({ flow }) => texts.flows[flow] },
    { head: texts.state, render: ({ state }) => <InquiryMark state={state} /> },
    { head: texts.why, form: 'wide', render: ({ reason }) => (reason ? texts.reasons[reason] : '–') },
    { head: texts.amount, form: 'end', render: ({ amount }) => <span className="strong">{money(amount)}</span> },
  ];
  return (
    <DataTable
      label={frame.screens.inquiries}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      selected={selected}
      onOpen={({ id }) => onOpen(id)}
    />
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
