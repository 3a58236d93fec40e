/** What a bank's file would book, line by line, before anything is. */
import { type ReactNode, useState } from 'react';
import type { BankFile, BankLine, BookedFile } from '#shared/desk/billing.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { WorkProgress } from '../components/work-progress.tsx';
import { NumberText } from '../components/words.tsx';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';

export const sumOf = (counts: BankFile['counts']): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Line numbers that are named. */
const NAMED = 20;

export function BankPreview({
  file,
  preview,
  onBooked,
  onClose,
}: {
  /** Base64. */
  readonly file: string;
  readonly preview: BankFile;
  readonly onBooked: (booked: BookedFile) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { billing } = useTexts();
  const texts = billing.received;
  const money = useMoney();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const { value: now } = useQuery('payments.now', {}, ['billing']);
  const { lines, counts, refused, skipped } = preview;
  const all = sumOf(counts);
  const fresh = all - counts.known;

  async function book(): Promise<void> {
    setBusy(true);
    const booked = await desk.call('payments.import', { file });
    setBusy(false);
    if (booked.ok) onBooked(booked.value);
    else setFailure(booked.error);
  }
  const columns: readonly Column<BankLine>[] = [
    { head: texts.line, form: 'end', render: ({ line }) => line },
    { head: billing.date, render: ({ date }) => showDay(date) },
    {
      head: billing.reference,
      render: ({ reference }) => (reference === undefined ? '–' : <NumberText number={reference} />),
    },
    { head: texts.text, form: 'wide', render: ({ text }) => <span className="meta">{text}</span> },
    { head: texts.owed, form: 'end', render: ({ owed }) => (owed ? money(owed) : '–') },
    { head: billing.amount, form: 'end', render: ({ amount }) => <strong>{money(amount)}</strong> },
    { head: texts.outcome, render: ({ state }) => <StateMark of="bankLine" state={state} /> },
  ];
  return (
    <Dialog title={texts.previewTitle} wide onClose={busy ? undefined : onClose}>
      <div className="stack">
        {failure && <FailureNote failure={failure} />}
        {lines.length === 0 && <p>{texts.noLines}</p>}
        {lines.length > 0 && fresh === 0 && <p>{texts.nothingNew}</p>}
        {lines.length > 0 && (
          <div className="bank-lines" tabIndex={0} role="group" aria-label={texts.previewTitle}>
            <DataTable label={texts.previewTitle} columns={columns} rows={lines} keyOf={({ line }) => String(line)} />
          </div>
        )}
        {lines.length < all && <p className="meta">{texts.shownFirst(lines.length, all)}</p>}
        {refused.length > 0 && (
          <p className="meta">
            {texts.refused(refused.length)}:{' '}
            {refused
              .slice(0, NAMED)
              .map(({ line }) => line)
              .join(', ')}
            {refused.length > NAMED && ' …'}
          </p>
        )}
        <p className="meta">
          {texts.readAs(preview.encoding)}
          {skipped > 0 && ` · ${texts.skipped(skipped)}`}
        </p>
        {busy && (
          <WorkProgress
            title={texts.booking}
            done={now?.running?.done ?? 0}
            of={now?.running?.of ?? 0}
            words={now?.running ? billing.doneOf(now.running.done, now.running.of) : ''}
            onCancel={() => void desk.call('payments.stop', {})}
          />
        )}
      </div>
      {!busy && (
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {texts.cancel}
          </button>
          <button
            type="button"
            className="button primary"
            data-first=""
            disabled={fresh === 0}
            onClick={() => void book()}
          >
            {texts.toBook(fresh)}
          </button>
        </div>
      )}
    </Dialog>
  );
}
