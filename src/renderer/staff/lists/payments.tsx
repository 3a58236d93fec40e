/** Pay-later payments, known by the purchase number alone: typed, scanned from the slip, or chosen from the unpaid. */
import { type ReactNode, useRef, useState } from 'react';
import type { PurchaseRow } from '#shared/desk/mall.ts';
import type { Money } from '#shared/domain/money.ts';
import { formatNumber, normalizeNumber, numberKind } from '#shared/domain/number.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { numberColumn, textColumn, timeColumn, useMoneyColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { PaymentForm } from './payment-form.tsx';
import { May } from '../components/may.tsx';

type Outcome = { readonly recorded: string } | { readonly failure: Failure };

const TOPICS = ['packing', 'money'] as const;
const CARRIERS = ['carrier'] as const;
const OWED = { owed: true };
const keyOf = ({ purchase }: PurchaseRow): string => purchase;

/** What is to be paid, less what was waived for goods that came back. */
function dueOf({ total, waived }: Pick<PurchaseRow, 'total' | 'waived'>): Money {
  return waived ? { ...total, value: total.value - waived.value } : total;
}

export function Payments(): ReactNode {
  const { frame, payments, packing, purchaseStates, purchases } = useTexts();
  const money = useMoney();
  const moneyColumn = useMoneyColumn();
  const [rows, setRows] = useState<readonly PurchaseRow[]>([]);
  const [typed, setTyped] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const amountField = useRef<HTMLInputElement>(null);

  const purchase = normalizeNumber(typed);
  const known = rows.find((row) => row.purchase === purchase);

  function choose(number: string): void {
    setTyped(formatNumber(number));
    setOutcome(undefined);
    amountField.current?.focus();
  }
  useScans((scan) => {
    const text = bestReading(scan);
    choose(numberIn(text) ?? text);
  });
  async function record(amount: Money, date: string): Promise<boolean> {
    if (numberKind(purchase) !== 'purchase') {
      setOutcome({ failure: { code: 'bad-number' } });
      return false;
    }
    const result = await desk.call('payments.record', { purchase, amount, date });
    setOutcome(result.ok ? { recorded: purchase } : { failure: result.error });
    return result.ok;
  }
  const { title, explain, purchase: number, amount, amountBad, date, record: button } = payments;
  const columns: readonly RecordColumn<PurchaseRow>[] = [
    numberColumn('purchase', packing.order, keyOf),
    timeColumn('placed', purchases.placed, ({ placedAt }) => placedAt, { order: true }),
    textColumn('state', purchases.state, ({ state }) => purchaseStates[state], { form: 'wide' }),
    moneyColumn('due', packing.total, dueOf),
  ];
  return (
    <ListScreen title={frame.screens.payments}>
      <div className="two-panes">
        <section className="pane records-pane" aria-labelledby="payments-open">
          <h2 id="payments-open">{payments.open}</h2>
          <RecordList
            list="purchases.list"
            title={payments.open}
            columns={columns}
            keyOf={keyOf}
            topics={TOPICS}
            fixed={OWED}
            dates={purchases.placed}
            amounts={packing.total}
            partners={CARRIERS}
            empty={
              <Empty icon="payments" title={payments.emptyTitle}>
                {payments.emptyExplain}
              </Empty>
            }
            onRows={setRows}
            opened={purchase}
            onOpen={(row) => choose(row.purchase)}
            scans={false}
          />
        </section>
        <May permission="money">
          <PaymentForm
            texts={{ title, explain, number, amount, amountBad, date, record: button }}
            typed={typed}
            onTyped={setTyped}
            amountField={amountField}
            currency={known?.total.currency ?? 'JPY'}
            hintOf={({ value }) =>
              known && value !== dueOf(known).value ? payments.differs(money(dueOf(known))) : undefined
            }
            onRecord={record}
          >
            {outcome && 'failure' in outcome && <FailureNote failure={outcome.failure} />}
            {outcome && 'recorded' in outcome && (
              <Note sign="done" title={payments.recorded(formatNumber(outcome.recorded))} />
            )}
          </PaymentForm>
        </May>
      </div>
    </ListScreen>
  );
}
