/** What malls claim for what they dispatched, and whether the books that it stands in balance. */
import type { ReactNode } from 'react';
import { CLAIM_STATES, claimCursor, type ClaimRow } from '#shared/desk/credit.ts';
import { yen } from '#shared/domain/money.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { Glyph } from '../components/glyph.tsx';
import { ListFilters } from '../components/list-filters.tsx';
import { ListScreen, OlderButton } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { useListFilters } from '../components/use-list-filters.ts';
import { NumberText } from '../components/words.tsx';
import { useCursorPages } from '../stores/use-cursor-pages.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { ClaimMark } from './claim-mark.tsx';

export function Claims(): ReactNode {
  const { frame, customers } = useTexts();
  const { claims, settlements } = customers;
  const money = useMoney();
  const { filter, isFiltered, narrowing } = useListFilters(CLAIM_STATES, 'number');
  const { rows, failure, older } = useCursorPages('claims.list', filter, claimCursor, ['settlements', 'billing']);
  const columns: readonly Column<ClaimRow>[] = [
    { head: claims.date, render: ({ date }) => showDay(date) },
    { head: settlements.receipt, render: ({ receipt }) => <NumberText number={receipt} /> },
    { head: settlements.mall, form: 'wide', render: (row) => row.mall },
    { head: settlements.state, render: (row) => <ClaimMark claim={row} /> },
    { head: claims.payout, render: ({ payout }) => <span className="meta">{payout?.slice(0, 8) ?? '–'}</span> },
    { head: claims.amount, form: 'end', render: ({ amount }) => <span className="strong">{money(amount)}</span> },
  ];
  return (
    <ListScreen title={frame.screens.claims} actions={<LedgerMark />}>
      <div className="screen-body stack">
        <LedgerTrouble />
        <ListFilters
          label={settlements.state}
          allStates={claims.allStates}
          stateNames={claims.states}
          numberTitle={claims.number}
          narrowing={narrowing}
        />
        {failure && <FailureNote failure={failure} />}
        {rows?.length === 0 && isFiltered && <p className="meta">{settlements.nothing}</p>}
        {rows?.length === 0 && !isFiltered && (
          <Empty icon="claims" title={claims.emptyTitle}>
            {claims.emptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <DataTable label={frame.screens.claims} columns={columns} rows={rows} keyOf={({ claim }) => claim} />
        )}
        <OlderButton older={older} />
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
