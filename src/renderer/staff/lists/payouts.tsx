/** What credit companies paid out, and the claims that they have not paid yet. */
import { type ReactNode, useState } from 'react';
import type { OpenClaimRow, PayoutRow } from '#shared/desk/mall-money.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { NumberText } from '../components/words.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { BreakMark, MoneyBreaks } from './money-breaks.tsx';

const DAY_MS = 86_400_000;

export function Payouts(): ReactNode {
  const { frame, money: texts } = useTexts();
  const [shown, setShown] = useState<'paid' | 'open'>('paid');
  return (
    <ListScreen
      title={frame.screens.payouts}
      actions={
        <Segments
          label={frame.screens.payouts}
          choices={[
            ['paid', texts.payouts],
            ['open', texts.openClaims],
          ]}
          chosen={shown}
          onChoose={setShown}
        />
      }
    >
      <div className="screen-body">{shown === 'paid' ? <PaidOut /> : <OpenClaims />}</div>
    </ListScreen>
  );
}

function PaidOut(): ReactNode {
  const { frame, money: texts } = useTexts();
  const show = useMoney();
  const nameOf = usePartnerNames();
  const { value: rows, failure } = useQuery('payouts.list', {}, ['money']);
  const [opened, setOpened] = useState<PayoutRow>();
  const columns: readonly Column<PayoutRow>[] = [
    { head: texts.date, render: ({ date }) => showDay(date) },
    { head: texts.credit, form: 'wide', render: ({ credit }) => nameOf(credit) },
    { head: texts.claims, form: 'end', render: ({ claims }) => claims },
    { head: texts.claimed, form: 'end', render: ({ claimed }) => show(claimed) },
    { head: texts.refunded, form: 'end', render: ({ refunded }) => (refunded.value === 0 ? '–' : show(refunded)) },
    { head: texts.fee, form: 'end', render: ({ fee }) => show(fee) },
    { head: texts.arrived, form: 'end', render: ({ total }) => <strong>{show(total)}</strong> },
    { head: texts.breaks, render: (row) => <BreakMark breaks={row.breaks} onShow={() => setOpened(row)} /> },
    { head: texts.reference, render: ({ payout }) => <span className="meta">{payout}</span> },
  ];
  return (
    <>
      {failure && <FailureNote failure={failure} />}
      {rows?.length === 0 && (
        <Empty icon="payouts" title={texts.payoutsEmpty}>
          {texts.payoutsEmptyExplain}
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <DataTable label={frame.screens.payouts} columns={columns} rows={rows} keyOf={({ payout }) => payout} />
      )}
      {opened && (
        <LookDialog
          title={texts.breaksTitle(nameOf(opened.credit), showDay(opened.date))}
          onClose={() => setOpened(undefined)}
        >
          <Breaks payout={opened.payout} />
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

function OpenClaims(): ReactNode {
  const { money: texts } = useTexts();
  const show = useMoney();
  const nameOf = usePartnerNames();
  const { value: rows, failure } = useQuery('payouts.open-claims', {}, ['money']);
  const columns: readonly Column<OpenClaimRow>[] = [
    { head: texts.date, render: ({ date }) => showDay(date) },
    {
      head: texts.age,
      form: 'end',
      render: ({ date }) => texts.waitingDays(Math.max(0, Math.floor((Date.now() - Date.parse(date)) / DAY_MS))),
    },
    { head: texts.credit, form: 'wide', render: ({ credit }) => nameOf(credit) },
    { head: texts.purchase, render: ({ purchase }) => <NumberText number={purchase} /> },
    {
      head: texts.receipt,
      render: ({ receipt }) =>
        receipt === undefined ? <span className="meta">{texts.notTold}</span> : <NumberText number={receipt} />,
    },
    { head: texts.part, render: ({ part }) => texts.parts[part] },
    { head: texts.amount, form: 'end', render: ({ amount }) => show(amount) },
  ];
  return (
    <>
      {failure && <FailureNote failure={failure} />}
      {rows?.length === 0 && (
        <Empty icon="payouts" title={texts.claimsEmpty}>
          {texts.claimsEmptyExplain}
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <DataTable label={texts.openClaims} columns={columns} rows={rows} keyOf={({ claim }) => claim} />
      )}
    </>
  );
}
