/** Lines of a payout or an invoice that were not booked. */
import type { ReactNode } from 'react';
import type { BreakLine } from '#shared/desk/mall-money.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { NumberText } from '../components/words.tsx';
import { useMoney, useTexts } from '../stores/use-texts.ts';

export function MoneyBreaks({ breaks }: { readonly breaks: readonly BreakLine[] }): ReactNode {
  const { money: texts } = useTexts();
  const show = useMoney();
  const columns: readonly Column<BreakLine>[] = [
    { head: texts.kind, render: ({ kind }) => texts.kinds[kind] },
    { head: texts.number, render: ({ number }) => (number === undefined ? '–' : <NumberText number={number} />) },
    { head: texts.amount, form: 'end', render: ({ amount }) => show(amount) },
    { head: texts.expected, form: 'end', render: ({ expected }) => (expected ? show(expected) : '–') },
    { head: texts.reason, form: 'wide', render: ({ reason }) => texts.reasons[reason] },
    {
      head: texts.reference,
      // Enough of it to find the line together on the telephone; the whole would push the reason out.
      render: ({ subject }) => (
        <span className="meta" title={subject}>
          {subject.slice(0, 8)}
        </span>
      ),
    },
  ];
  return (
    <DataTable label={texts.breaks} columns={columns} rows={breaks} keyOf={({ kind, subject }) => kind + subject} />
  );
}

/** How many lines differ, with the way to them. */
export function BreakMark({ breaks, onShow }: { readonly breaks: number; readonly onShow: () => void }): ReactNode {
  const { money: texts } = useTexts();
  if (breaks === 0) return <span className="meta">{texts.breaksNone}</span>;
  return (
    <>
      <span className="mark look">{texts.breaksSome(breaks)}</span>{' '}
      <button
        type="button"
        className="button slim"
        onClick={(event) => {
          event.stopPropagation();
          onShow();
        }}
      >
        {texts.show}
      </button>
    </>
  );
}
