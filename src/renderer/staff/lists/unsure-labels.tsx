/** Labels of which nobody can say whether they came out: a person looks, and answers with one key each. */
import { type ReactNode, useState } from 'react';
import { isLive, type PrintJobRow } from '#shared/desk/printing.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { Key, NumberText } from '../components/words.tsx';
import { useLoneKeys } from '../scanner/scans.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

const MOST = 500;

export function UnsureLabels({ job }: { readonly job: PrintJobRow }): ReactNode {
  const { printing } = useTexts();
  const asked = useQuery('jobs.items', { job: job.id, states: ['unsure'], after: 0, limit: MOST }, ['printing']);
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const items = asked.value ?? [];
  const [first] = items;

  async function answer(positions: readonly number[], cameOut: boolean): Promise<void> {
    if (busy || positions.length === 0) return;
    setBusy(true);
    const result = await desk.call('jobs.decide', { job: job.id, positions: [...positions], cameOut });
    setBusy(false);
    setFailure(result.ok ? undefined : result.error);
    asked.reload();
  }
  useLoneKeys((character) => {
    const key = character.toLowerCase();
    if (first && (key === 'y' || key === 'n')) void answer([first.position], key === 'y');
  });
  if (!first) return null;
  const all = items.map(({ position }) => position);
  return (
    <div className="unsure" role="alert">
      <p className="strong">{printing.unsureTitle(job.unsure)}</p>
      <p className="unsure-ask">{printing.unsureAsk(first.position, job.total)}</p>
      <p className="unsure-number">
        <LabelNumber reference={first.reference} />
      </p>
      <div className="row">
        <button
          type="button"
          className="button large"
          disabled={busy}
          onClick={() => void answer([first.position], true)}
        >
          {printing.yes} <Key name="Y" />
        </button>
        <button
          type="button"
          className="button large"
          disabled={busy}
          onClick={() => void answer([first.position], false)}
        >
          {isLive(job) ? printing.no : printing.noOver} <Key name="N" />
        </button>
      </div>
      {items.length > 1 && (
        <div className="row">
          <button type="button" className="button slim" disabled={busy} onClick={() => void answer(all, true)}>
            {printing.allCame}
          </button>
          <button type="button" className="button slim" disabled={busy} onClick={() => void answer(all, false)}>
            {printing.noneCame}
          </button>
        </div>
      )}
      <p className="meta">{printing.unsureExplain}</p>
      {failure && <FailureNote failure={failure} />}
    </div>
  );
}

export function LabelNumber({ reference }: { readonly reference: string }): ReactNode {
  const label = parseLabelId(reference);
  return label.ok ? <NumberText number={label.value.number} /> : <span>{reference}</span>;
}
