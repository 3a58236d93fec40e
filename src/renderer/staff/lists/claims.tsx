/** What malls claim for what they dispatched, and whether the books that it stands in balance. */
import type { ReactNode } from 'react';
import { CLAIM_STATES, type ClaimRow } from '#shared/desk/credit.ts';
import { yen } from '#shared/domain/money.ts';
import { Empty } from '../components/empty.tsx';
import { Glyph } from '../components/glyph.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { NumberText } from '../components/words.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { ClaimMark } from './claim-mark.tsx';

const keyOf = ({ claim }: ClaimRow): string => claim;

export function Claims(): ReactNode {
  const { frame, customers } = useTexts();
  const { claims, settlements } = customers;
  const money = useMoney();
  const columns: readonly RecordColumn<ClaimRow>[] = [
    {
      id: 'receipt',
      head: settlements.receipt,
      width: 160,
      render: ({ receipt }) => <NumberText number={receipt} />,
      csv: ({ receipt }) => receipt,
    },
    {
      id: 'state',
      head: settlements.state,
      render: (row) => <ClaimMark claim={row} />,
      csv: ({ state }) => claims.states[state],
    },
    { id: 'mall', head: settlements.mall, form: 'wide', render: ({ mall }) => mall, csv: ({ mall }) => mall },
    {
      id: 'payout',
      head: claims.payout,
      render: ({ payout }) => <span className="meta">{payout?.slice(0, 8) ?? '–'}</span>,
      csv: ({ payout }) => payout,
    },
    {
      id: 'amount',
      head: claims.amount,
      form: 'end',
      render: ({ amount }) => <span className="strong">{money(amount)}</span>,
      csv: ({ amount }) => amount,
      money: true,
    },
    {
      id: 'date',
      head: claims.date,
      width: 112,
      order: true,
      render: ({ date }) => showDay(date),
      csv: ({ date }) => date,
    },
  ];
  return (
    <ListScreen title={frame.screens.claims} actions={<LedgerMark />}>
      <LedgerTrouble />
      <div className="screen-body">
        <RecordList
          list="claims.list"
          title={frame.screens.claims}
          columns={columns}
          keyOf={keyOf}
          topics={['settlements', 'billing']}
          states={[CLAIM_STATES, claims.states]}
          dates={claims.date}
          amounts={claims.amount}
          partners={['mall']}
          empty={
            <Empty icon="claims" title={claims.emptyTitle}>
              {claims.emptyExplain}
            </Empty>
          }
        />
      </div>
    </ListScreen>
  );
}

function useLedger() {
  const { value } = useQuery('ledger.check', {}, ['settlements', 'billing']);
  return value && { ...value, right: value.sum === 0 && value.differing.length === 0 };
}

/** Calm as long as there is nothing to say. */
function LedgerMark(): ReactNode {
  const { customers } = useTexts();
  const ledger = useLedger();
  return ledger?.right ? (
    <span className="mark done" role="status">
      <Glyph sign="done" size={12} />
      {customers.claims.balanced}
    </span>
  ) : null;
}

function LedgerTrouble(): ReactNode {
  const { customers } = useTexts();
  const { claims } = customers;
  const money = useMoney();
  const ledger = useLedger();
  if (!ledger || ledger.right) return null;
  return (
    <Note sign="stop" title={claims.unbalanced(ledger.differing.length)}>
      {ledger.sum !== 0 && <p>{claims.sumWrong(money(yen(ledger.sum)))}</p>}
      {ledger.differing.length > 0 && (
        <>
          <p>{claims.differing}</p>
          <p className="meta">{ledger.differing.slice(0, 20).join(', ')}</p>
        </>
      )}
    </Note>
  );
}
