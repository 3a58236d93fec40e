/** The payouts of one run, mall by mall. */
import type { ReactNode } from 'react';
import type { MadePayout } from '#shared/desk/billing.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';

export function PayRunDialog({ run, onClose }: { readonly run: string; readonly onClose: () => void }): ReactNode {
  const { billing } = useTexts();
  const texts = billing.payouts;
  const money = useMoney();
  const { value: made, failure } = useQuery('payouts.run', { run });
  const columns: readonly Column<MadePayout>[] = [
    { head: billing.mall, form: 'wide', render: ({ mallName }) => mallName },
    { head: texts.parts, form: 'end', render: ({ parts }) => parts },
    { head: texts.claims, form: 'end', render: ({ claims }) => money(claims) },
    { head: texts.refunds, form: 'end', render: ({ refunds }) => (refunds.value === 0 ? '–' : money(refunds)) },
    { head: texts.fee, form: 'end', render: ({ fee }) => (fee.value === 0 ? '–' : money(fee)) },
    { head: billing.statements.sum, form: 'end', render: ({ total }) => <strong>{money(total)}</strong> },
    {
      head: texts.payout,
      // Enough of it to find the payout together on the telephone.
      render: ({ payout }) => (
        <span className="meta" title={payout}>
          {payout.slice(0, 8)}
        </span>
      ),
    },
  ];
  const title = made ? texts.runTitle(showDay(made.date)) : texts.runs;
  return (
    <LookDialog title={title} onClose={onClose}>
      {failure && <FailureNote failure={failure} />}
      {made && (
        <>
          <DataTable label={title} columns={columns} rows={made.payouts} keyOf={({ payout }) => payout} />
          <p className="sum-line">
            <span>{billing.statements.sum}</span>
            <strong>{money(made.total)}</strong>
          </p>
        </>
      )}
    </LookDialog>
  );
}
