/** What credit companies paid out, and the claims that they have not paid yet. */
import { type ReactNode, useState } from 'react';
import { MATCHINGS } from '#shared/desk/list.ts';
import type { OpenClaimRow, PayoutRow } from '#shared/desk/mall-money.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { NumberText } from '../components/words.tsx';
import {
  countColumn,
  dayColumn,
  numberColumn,
  referenceColumn,
  textColumn,
  useMoneyColumn,
} from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { addressParts, navigate, useHash } from '../route.ts';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useTexts } from '../stores/use-texts.ts';
import { BreakMark, MoneyBreaks } from './money-breaks.tsx';

const DAY_MS = 86_400_000;

export function Payouts(): ReactNode {
  const { frame, money: texts } = useTexts();
  const hash = useHash();
  const [shown, setShown] = useState<'paid' | 'open'>(() => partIn(hash) ?? 'paid');
  const [known, setKnown] = useState(hash);
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
  return (
    <ListScreen title={frame.screens.payouts}>
      <div className="screen-body">{shown === 'paid' ? <PaidOut tools={tools} /> : <OpenClaims tools={tools} />}</div>
    </ListScreen>
  );
}

const partIn = (hash: string): 'open' | undefined => (addressParts(hash).get('show') === 'open' ? 'open' : undefined);

const payoutKey = ({ payout }: PayoutRow): string => payout;
const claimKey = ({ claim }: OpenClaimRow): string => claim;

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

function OpenClaims({ tools }: { readonly tools: ReactNode }): ReactNode {
  const { money: texts } = useTexts();
  const moneyColumn = useMoneyColumn();
  const nameOf = usePartnerNames();
  const columns: readonly RecordColumn<OpenClaimRow>[] = [
    dayColumn('date', texts.date, ({ date }) => date, { order: true }),
    {
      id: 'age',
      head: texts.age,
      form: 'end',
      render: ({ date }) => texts.waitingDays(Math.max(0, Math.floor((Date.now() - Date.parse(date)) / DAY_MS))),
    },
    textColumn('credit', texts.credit, ({ credit }) => nameOf(credit), { form: 'wide' }),
    numberColumn('purchase', texts.purchase, ({ purchase }) => purchase),
    {
      ...numberColumn<OpenClaimRow>('receipt', texts.receipt, ({ receipt }) => receipt),
      render: ({ receipt }) =>
        receipt === undefined ? <span className="meta">{texts.notTold}</span> : <NumberText number={receipt} />,
    },
    textColumn('part', texts.part, ({ part }) => texts.parts[part]),
    moneyColumn('amount', texts.amount, ({ amount }) => amount),
  ];
  return (
    <RecordList
      list="payouts.open-claims"
      title={texts.openClaims}
      columns={columns}
      keyOf={claimKey}
      topics={['money']}
      dates={texts.date}
      amounts={texts.amount}
      partners={['credit']}
      tools={tools}
      firstOrder="oldest"
      empty={
        <Empty icon="payouts" title={texts.claimsEmpty}>
          {texts.claimsEmptyExplain}
        </Empty>
      }
    />
  );
}
