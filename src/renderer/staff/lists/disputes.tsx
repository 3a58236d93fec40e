/** Charges that customers contest: the credit company's cases, and at a mall the questions about them. */
import { type ReactNode, useState } from 'react';
import { DISPUTE_STATES, type DisputeRow } from '#shared/desk/disputes.ts';
import { Empty } from '../components/empty.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { RecordList } from '../records/record-list.tsx';
import { addressParts } from '../route.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';
import { AskedDisputes } from './asked-disputes.tsx';
import { useDisputeColumns } from './dispute-columns.tsx';
import { DisputePage } from './dispute-file.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const keyOf = ({ dispute }: DisputeRow): string => dispute;

export function Disputes(): ReactNode {
  const role = useOffice((store) => store.office?.role);
  return role === 'mall' ? <AskedDisputes /> : <DisputeCases />;
}

function DisputeCases(): ReactNode {
  const { frame, disputes } = useTexts();
  // A settlement's file leads here to one of its own.
  const [opened, setOpened] = useState(() => addressParts(location.hash).get('open') ?? undefined);
  const [last, setLast] = useState<string>();
  const list = useReturnFocus(opened === undefined);
  const columns = useDisputeColumns<DisputeRow>({
    number: [disputes.receipt, ({ receipt }) => receipt],
    partner: [disputes.mall, ({ mall }) => mall],
    answer: disputes.answer,
    due: [disputes.due, ({ dueOn }) => dueOn, ({ dueOn }) => dueOn],
    at: [disputes.opened, ({ openedAt }) => openedAt],
  });
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
