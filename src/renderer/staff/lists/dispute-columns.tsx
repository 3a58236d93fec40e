/** Contested charges as rows: the credit company's cases, and what a mall is asked. */
import type { DisputeRow } from '#shared/desk/disputes.ts';
import { numberColumn, textColumn, timeColumn, useMoneyColumn, useStateColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { useTexts } from '../stores/use-texts.ts';
import { DueDay } from './due-day.tsx';

type Contested = Pick<DisputeRow, 'state' | 'about' | 'amount' | 'answer'>;

/** What each of the two calls its own. */
interface Own<T> {
  readonly number: readonly [head: string, of: (row: T) => string];
  readonly partner: readonly [head: string, of: (row: T) => string];
  readonly answer: string;
  /** The day in the file, and the one that still counts. */
  readonly due: readonly [head: string, of: (row: T) => string | undefined, open: (row: T) => string | undefined];
  readonly at: readonly [head: string, of: (row: T) => string];
}

export function useDisputeColumns<T extends Contested>(own: Own<T>): readonly RecordColumn<T>[] {
  const { disputes } = useTexts();
  const moneyColumn = useMoneyColumn();
  const stateColumn = useStateColumn();
  const [due, dueOf, openDue] = own.due;
  return [
    numberColumn('number', ...own.number),
    stateColumn(disputes.state, 'dispute', ({ state }) => state),
    textColumn('partner', ...own.partner, { width: 180 }),
    textColumn('about', disputes.about, ({ about }) => disputes.abouts[about], { form: 'wide' }),
    textColumn('answer', own.answer, ({ answer }) => answer && disputes.answers[answer], { hidden: true }),
    { id: 'due', head: due, width: 160, render: (row) => <DueDay day={openDue(row)} />, csv: dueOf },
    moneyColumn('amount', disputes.amount, ({ amount }) => amount),
    timeColumn('at', ...own.at, { order: true, width: 112 }),
  ];
}
