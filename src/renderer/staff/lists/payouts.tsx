/** What credit companies paid out, and the claims that they have not paid yet. */
import { type ReactNode, useState } from 'react';
import { MATCHINGS } from '#shared/desk/list.ts';
import type { OpenClaimRow, PayoutRow } from '#shared/desk/mall-money.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { countColumn, dayColumn, referenceColumn, textColumn, useMoneyColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { addressParts, navigate, useHash } from '../route.ts';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useTexts } from '../stores/use-texts.ts';
import { BreakMark, MoneyBreaks } from './money-breaks.tsx';
import { ClaimPage, OpenClaims } from './open-claims.tsx';
import { useReturnFocus } from './use-return-focus.ts';

export function Payouts(): ReactNode {
  const { frame, money: texts } = useTexts();
  const hash = useHash();
  const [shown, setShown] = useState<'paid' | 'open'>(() => partIn(hash) ?? 'paid');
  const [known, setKnown] = useState(hash);
  const [claim, setClaim] = useState<OpenClaimRow>();
  const [last, setLast] = useState<OpenClaimRow>();
  const list = useReturnFocus(claim === undefined);
  // Somebody followed a link.
  if (hash !== known) {
    setKnown(hash);
    setShown(partIn(hash) ?? shown);
  }
  // The filters of one are not those of the other.
  function show(which: 'paid' | 'open'): void {
    navigate('payouts');
    setShown(which);
  }
  const tools = (
    <Segments
      label={frame.screens.payouts}
      choices={[
        ['paid', texts.payouts],
        ['open', texts.openClaims],
      ]}
      chosen={shown}
      onChoose={show}
    />
  );
  function open(row: OpenClaimRow): void {
    setLast(row);
    setClaim(row);
  }
  if (claim) return <ClaimPage claim={claim} onBack={() => setClaim(undefined)} />;
  return (
    <ListScreen title={frame.screens.payouts}>
      <div className="screen-body" ref={list}>
        {shown === 'paid' ? <PaidOut tools={tools} /> : <OpenClaims tools={tools} last={last} onOpen={open} />}
      </div>
    </ListScreen>
  );
}

const partIn = (hash: string): 'open' | undefined => (addressParts(hash).get('show') === 'open' ? 'open' : undefined);

const payoutKey = ({ payout }: PayoutRow): string => payout;

function PaidOut({ tools }: { readonly tools: ReactNode }): ReactNode {
  const { frame, money: texts, records } = useTexts();
  const moneyColumn = useMoneyColumn();
  const nameOf = usePartnerNames();
  const [opened, setOpened] = useState<PayoutRow>();
  const columns: readonly RecordColumn<PayoutRow>[] = [
    dayColumn('date', texts.date, ({ date }) => date, { order: true }),
    textColumn('credit', texts.credit, ({ credit }) => nameOf(credit), { form: 'wide' }),
    countColumn('claims', texts.claims, ({ claims }) => claims),
    moneyColumn('claimed', texts.claimed, ({ claimed }) => claimed),
    moneyColumn('refunded', texts.refunded, ({ refunded }) => (refunded.value === 0 ? undefined : refunded)),
    moneyColumn('fee', texts.fee, ({ fee }) => fee),
    moneyColumn('total', texts.arrived, ({ total }) => total),
    {
      id: 'breaks',
      head: texts.breaks,
      width: 200,
      render: (row) => <BreakMark breaks={row.breaks} onShow={() => setOpened(row)} />,
      csv: ({ breaks }) => breaks,
    },
    referenceColumn('reference', texts.reference, payoutKey),
  ];
  return (
    <>
      <RecordList
        list="payouts.list"
        title={frame.screens.payouts}
        columns={columns}
        keyOf={payoutKey}
        topics={['money']}
        states={[MATCHINGS, records.matchings]}
        dates={texts.date}
        amounts={texts.arrived}
        partners={['credit']}
        tools={tools}
        empty={
          <Empty icon="payouts" title={texts.payoutsEmpty}>
            {texts.payoutsEmptyExplain}
          </Empty>
        }
        opened={opened?.payout}
        onOpen={setOpened}
      />
      {opened && (
        <LookDialog
          title={texts.breaksTitle(nameOf(opened.credit), showDay(opened.date))}
          onClose={() => setOpened(undefined)}
        >
          {opened.breaks > 0 ? <Breaks payout={opened.payout} /> : <p>{texts.allBooked(opened.claims)}</p>}
        </LookDialog>
      )}
    </>
  );
}

function Breaks({ payout }: { readonly payout: string }): ReactNode {
  const { money: texts } = useTexts();
  const { value: breaks, failure } = useQuery('payouts.breaks', { payout });
  return (
    <div className="stack">
      <p>{texts.breaksExplain}</p>
      {failure && <FailureNote failure={failure} />}
      {breaks && <MoneyBreaks breaks={breaks} />}
    </div>
  );
}
