/** What credit companies have not paid yet; each opens its order in the list's place. */
import type { ReactNode } from 'react';
import type { OpenClaimRow } from '#shared/desk/mall-money.ts';
import { Empty } from '../components/empty.tsx';
import { NumberText } from '../components/words.tsx';
import { dayColumn, numberColumn, textColumn, useMoneyColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { usePartnerNames } from '../stores/use-partner-names.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { type Facts, OrderFile } from './order-file.tsx';

const DAY_MS = 86_400_000;
const claimKey = ({ claim }: OpenClaimRow): string => claim;

export function OpenClaims({
  tools,
  last,
  onOpen,
}: {
  readonly tools: ReactNode;
  /** The claim that was opened last. */
  readonly last: OpenClaimRow | undefined;
  readonly onOpen: (row: OpenClaimRow) => void;
}): ReactNode {
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
      opened={last?.claim}
      onOpen={onOpen}
    />
  );
}

export function ClaimPage({
  claim: { purchase, receipt, credit, part, amount, date },
  onBack,
}: {
  readonly claim: OpenClaimRow;
  readonly onBack: () => void;
}): ReactNode {
  const { money: texts } = useTexts();
  const money = useMoney();
  const nameOf = usePartnerNames();
  const facts: Facts = [
    [texts.date, showDay(date)],
    [texts.credit, nameOf(credit)],
    [texts.receipt, receipt === undefined ? texts.notTold : <NumberText key="receipt" number={receipt} />],
    [texts.part, texts.parts[part]],
    [texts.amount, money(amount)],
  ];
  return <OrderFile purchase={purchase} facts={facts} onBack={onBack} />;
}
