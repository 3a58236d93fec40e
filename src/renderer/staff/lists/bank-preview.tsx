/** What a bank's file would book, line by line, before anything is. */
import { type ReactNode, useState } from 'react';
import type { BankFile, BankLine, BankLineState } from '#shared/desk/billing.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { NumberText } from '../components/words.tsx';
import { showDay, useMoney, useTexts } from '../stores/use-texts.ts';

const STYLE: Readonly<Record<BankLineState, string>> = {
  exact: 'mark done',
  part: 'mark look',
  over: 'mark look',
  unknown: 'mark stop',
  known: 'mark',
};

export function BankPreview({
  file,
  preview,
  onBooked,
  onClose,
}: {
  /** Base64. */
  readonly file: string;
  readonly preview: BankFile;
  readonly onBooked: (booked: BankFile) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { billing, common } = useTexts();
  const texts = billing.received;
  const money = useMoney();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const fresh = preview.lines.filter(({ state }) => state !== 'known').length;

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
    { head: texts.outcome, render: ({ state }) => <span className={STYLE[state]}>{texts.outcomes[state]}</span> },
  ];
  return (
    <Dialog title={texts.previewTitle} wide onClose={onClose}>
      <div className="stack">
        {failure && <FailureNote failure={failure} />}
        {preview.lines.length === 0 && <p>{texts.noLines}</p>}
        {preview.lines.length > 0 && fresh === 0 && <p>{texts.nothingNew}</p>}
        {preview.lines.length > 0 && (
          <div className="bank-lines" tabIndex={0} role="group" aria-label={texts.previewTitle}>
            <DataTable
              label={texts.previewTitle}
              columns={columns}
              rows={preview.lines}
              keyOf={({ line }) => String(line)}
            />
          </div>
        )}
        {preview.refused.length > 0 && (
          <p className="meta">
            {texts.refused(preview.refused.length)}: {preview.refused.map(({ line }) => line).join(', ')}
          </p>
        )}
        <p className="meta">
          {texts.readAs(preview.encoding)}
          {preview.skipped > 0 && ` · ${texts.skipped(preview.skipped)}`}
        </p>
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {texts.cancel}
        </button>
        <button
          type="button"
          className="button primary"
          data-first=""
          disabled={fresh === 0 || busy}
          onClick={() => void book()}
        >
          {busy ? common.loading : texts.toBook(fresh)}
        </button>
      </div>
    </Dialog>
  );
}
