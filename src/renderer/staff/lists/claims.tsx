/** What malls claim for what they dispatched, and whether the books that it stands in balance. */
import type { ReactNode } from 'react';
import { CLAIM_STATES, type ClaimRow } from '#shared/desk/credit.ts';
import { yen } from '#shared/domain/money.ts';
import { Empty } from '../components/empty.tsx';
import { Glyph } from '../components/glyph.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { dayColumn, numberColumn, textColumn, useMoneyColumn, useStateColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';

const keyOf = ({ claim }: ClaimRow): string => claim;

export function Claims(): ReactNode {
  const { frame, customers } = useTexts();
  const { claims, settlements } = customers;
  const moneyColumn = useMoneyColumn();
  const stateColumn = useStateColumn();
  const columns: readonly RecordColumn<ClaimRow>[] = [
    numberColumn('receipt', settlements.receipt, ({ receipt }) => receipt),
    stateColumn(settlements.state, 'claim', ({ state }) => state, { width: 192 }),
    textColumn('mall', settlements.mall, ({ mall }) => mall, { form: 'wide' }),
    {
      ...textColumn<ClaimRow>('payout', claims.payout, ({ payout }) => payout),
      render: ({ payout }) => <span className="meta">{payout?.slice(0, 8) ?? '–'}</span>,
    },
    moneyColumn('amount', claims.amount, ({ amount }) => amount, { width: 120 }),
    dayColumn('date', claims.date, ({ date }) => date, { order: true }),
  ];
  return (
    <ListScreen title={frame.screens.claims} actions={<LedgerMark />}>
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
          notice={<LedgerTrouble />}
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
