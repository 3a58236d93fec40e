/** Charges that customers contest: the credit company's cases, and at a mall the questions about them. */
import { type ReactNode, useState } from 'react';
import { DISPUTE_STATES, type DisputeRow } from '#shared/desk/disputes.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { NumberText } from '../components/words.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { addressParts } from '../route.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';
import { AskedDisputes } from './asked-disputes.tsx';
import { DisputePage } from './dispute-file.tsx';
import { DisputeMark, DueDay } from './dispute-mark.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const keyOf = ({ dispute }: DisputeRow): string => dispute;

export function Disputes(): ReactNode {
  const role = useOffice((store) => store.office?.role);
  return role === 'mall' ? <AskedDisputes /> : <DisputeCases />;
}

function DisputeCases(): ReactNode {
  const { frame, disputes } = useTexts();
  const money = useMoney();
  // A settlement's file leads here to one of its own.
  const [opened, setOpened] = useState(() => addressParts(location.hash).get('open') ?? undefined);
  const [last, setLast] = useState<string>();
  const list = useReturnFocus(opened === undefined);
  const columns: readonly RecordColumn<DisputeRow>[] = [
    {
      id: 'receipt',
      head: disputes.receipt,
      width: 160,
      render: ({ receipt }) => <NumberText number={receipt} />,
      csv: ({ receipt }) => receipt,
    },
    {
      id: 'state',
      head: disputes.state,
      render: ({ state }) => <DisputeMark state={state} />,
      csv: ({ state }) => disputes.states[state],
    },
    { id: 'mall', head: disputes.mall, width: 180, render: ({ mall }) => mall, csv: ({ mall }) => mall },
    {
      id: 'about',
      head: disputes.about,
      form: 'wide',
      render: ({ about }) => disputes.abouts[about],
      csv: ({ about }) => disputes.abouts[about],
    },
    {
      id: 'answer',
      head: disputes.answer,
      hidden: true,
      render: ({ answer }) => (answer ? disputes.answers[answer] : '–'),
      csv: ({ answer }) => answer && disputes.answers[answer],
    },
    {
      id: 'due',
      head: disputes.due,
      width: 160,
      render: ({ dueOn }) => <DueDay day={dueOn} />,
      csv: ({ dueOn }) => dueOn,
    },
    {
      id: 'amount',
      head: disputes.amount,
      form: 'end',
      render: ({ amount }) => <span className="strong">{money(amount)}</span>,
      csv: ({ amount }) => amount,
      money: true,
    },
    {
      id: 'opened',
      head: disputes.opened,
      width: 112,
      order: true,
      render: ({ openedAt }) => formatTime(openedAt),
      csv: ({ openedAt }) => openedAt,
    },
  ];
  if (opened !== undefined) return <DisputePage dispute={opened} onBack={() => setOpened(undefined)} />;
  return (
    <ListScreen title={frame.screens.disputes} meta={disputes.open}>
      <div className="screen-body" ref={list}>
        <RecordList
          list="disputes.list"
          title={frame.screens.disputes}
          columns={columns}
          keyOf={keyOf}
          topics={['disputes']}
          states={[DISPUTE_STATES, disputes.states]}
          dates={disputes.opened}
          amounts={disputes.amount}
          partners={['mall']}
          empty={
            <Empty icon="disputes" title={disputes.emptyTitle}>
              {disputes.emptyExplain}
            </Empty>
          }
          opened={last}
          onOpen={({ dispute }) => {
            setLast(dispute);
            setOpened(dispute);
          }}
        />
      </div>
    </ListScreen>
  );
}
