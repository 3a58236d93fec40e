/** What can be done with the chosen rows, and what became of them: each that could not be done is named. */
import type { ReactNode } from 'react';
import type { BulkOutcome } from '#shared/desk/list.ts';
import type { Result } from '#shared/result.ts';
import { FailureNote, useFailureText } from '../components/failure-note.tsx';
import { Note } from '../components/note.tsx';
import { Key, NumberText } from '../components/words.tsx';
import { useTexts } from '../stores/use-texts.ts';

export interface BulkAction<T> {
  readonly title: string;
  /** A function key; pressed while rows are chosen. */
  readonly hotkey?: string;
  /** Rows that it can be done with; the button is off where none of the chosen is. */
  readonly fits?: (row: T) => boolean;
  /** Does it, or opens a dialog that will; `finish` says what became of it. */
  readonly start: (rows: readonly T[], finish: (outcome: Result<BulkOutcome>) => void) => unknown;
}

export function BulkBar<T>({
  rows,
  total,
  actions,
  isBusy,
  onStart,
  onClear,
}: {
  readonly rows: readonly T[];
  readonly total: number;
  readonly actions: readonly BulkAction<T>[];
  readonly isBusy: boolean;
  readonly onStart: (action: BulkAction<T>) => void;
  readonly onClear: () => void;
}): ReactNode {
  const { records } = useTexts();
  return (
    <div className="bulk-bar" role="group" aria-label={records.chosenRows}>
      <span className="strong" role="status">
        {records.chosen(rows.length, total)}
      </span>
      {actions.map((action) => {
        const fitting = action.fits ? rows.filter(action.fits).length : rows.length;
        return (
          <button
            key={action.title}
            type="button"
            className="button"
            disabled={fitting === 0 || isBusy}
            onClick={() => onStart(action)}
          >
            {action.hotkey !== undefined && <Key name={action.hotkey} />} {action.title}
            {fitting < rows.length && <span className="meta">{fitting}</span>}
          </button>
        );
      })}
      <button type="button" className="button plain" onClick={onClear}>
        {records.clearChoice}
      </button>
    </div>
  );
}

export function BulkResult({ outcome }: { readonly outcome: Result<BulkOutcome> }): ReactNode {
  const { records } = useTexts();
  const textOf = useFailureText();
  if (!outcome.ok) return <FailureNote failure={outcome.error} />;
  const { done, refused } = outcome.value;
  return (
    <>
      {done > 0 && <Note sign="done" title={records.bulkDone(done)} />}
      {refused.length > 0 && (
        <Note sign="look" title={records.bulkRefused(refused.length)}>
          <ul className="bulk-refused">
            {refused.map(({ id, ...failure }) => (
              <li key={id}>
                <NumberText number={id} /> {textOf(failure)}
              </li>
            ))}
          </ul>
        </Note>
      )}
    </>
  );
}
