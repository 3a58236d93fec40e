/** Orders that malls want confirmed, newest first, and how each ended. Nothing here names a customer. */
import { type ReactNode, useState } from 'react';
import type { AgencyRequestRow } from '#shared/desk/agency.ts';
import { CONFIRMATION_STATES, type ConfirmationState } from '#shared/protocol/agency-order.ts';
import { Empty } from '../components/empty.tsx';
import { KnowledgeDialog } from '../components/knowledge-button.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { countColumn, numberColumn, textColumn, timeColumn, useMoneyColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useTexts } from '../stores/use-texts.ts';

const keyOf = ({ id }: AgencyRequestRow): string => id;

const MARKS: Readonly<Record<ConfirmationState, string>> = {
  open: 'mark',
  sent: 'mark',
  again: 'mark look',
  yes: 'mark done',
  no: 'mark stop',
  expired: 'mark look',
};

export function AgencyRequests(): ReactNode {
  const { frame, agency: texts } = useTexts();
  const moneyColumn = useMoneyColumn();
  const nameOf = usePartnerNames();
  const [asked, setAsked] = useState<AgencyRequestRow>();
  const columns: readonly RecordColumn<AgencyRequestRow>[] = [
    numberColumn('purchase', texts.purchase, ({ purchase }) => purchase),
    {
      id: 'state',
      head: texts.state,
      width: 176,
      render: ({ state }) => <span className={MARKS[state]}>{texts.states[state]}</span>,
      csv: ({ state }) => texts.states[state],
    },
    textColumn('mall', texts.mall, ({ mall }) => nameOf(mall), { form: 'wide' }),
    countColumn('quantity', texts.quantity, ({ quantity }) => quantity),
    moneyColumn('amount', texts.amount, ({ amount }) => amount),
    timeColumn('at', texts.at, ({ at }) => at, { order: true }),
    timeColumn('changed', texts.changed, ({ changedAt }) => changedAt),
  ];
  return (
    <ListScreen title={frame.screens.agencyRequests} meta={texts.meta}>
      <div className="screen-body">
        <RecordList
          list="agency.requests"
          title={frame.screens.agencyRequests}
          columns={columns}
          keyOf={keyOf}
          topics={['agency']}
          states={[CONFIRMATION_STATES, texts.states]}
          dates={texts.at}
          amounts={texts.amount}
          partners={['mall']}
          empty={
            <Empty icon="agencyRequests" title={texts.emptyTitle}>
              {texts.emptyExplain}
            </Empty>
          }
          onOpen={setAsked}
        />
      </div>
      {asked && <KnowledgeDialog number={asked.purchase} mall={asked.mall} onClose={() => setAsked(undefined)} />}
    </ListScreen>
  );
}
