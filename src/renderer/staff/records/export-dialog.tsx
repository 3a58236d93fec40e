/** Takes a list out as a CSV file: why, with which columns; how far it is; stopped at any time. */
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Failure } from '#shared/result.ts';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { Note } from '../components/note.tsx';
import { saveFile } from '../components/pdf.ts';
import { ReasonField } from '../components/reason-field.tsx';
import { Segments } from '../components/segments.tsx';
import { formatDay, useTexts } from '../stores/use-texts.ts';
import { exportList, type Progress } from './export-list.ts';
import type { RecordColumn } from './record-column.ts';
import type { CsvColumn } from './record-csv.ts';

export function ExportDialog<T>({
  list,
  title,
  filter,
  total,
  columns,
  shown,
  onClose,
}: {
  readonly list: string;
  readonly title: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly total: number;
  readonly columns: readonly RecordColumn<T>[];
  readonly shown: readonly RecordColumn<T>[];
  readonly onClose: () => void;
}): ReactNode {
  const { records, common } = useTexts();
  const [reason, setReason] = useState('');
  const [which, setWhich] = useState<'shown' | 'all'>('shown');
  const [progress, setProgress] = useState<Progress>();
  const [failure, setFailure] = useState<Failure>();
  const [saved, setSaved] = useState<number>();
  const stopped = useRef(false);
  useEffect(() => {
    stopped.current = false;
    return () => {
      stopped.current = true;
    };
  }, []);
  const closing = useRef<HTMLButtonElement>(null);
  // The button that had the focus is gone.
  useEffect(() => {
    if (saved !== undefined) closing.current?.focus();
  }, [saved]);
  const isRunning = progress !== undefined && saved === undefined && failure === undefined;

  async function start(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isRunning || reason.trim() === '') return;
    setFailure(undefined);
    setProgress({ rows: 0, total });
    const chosen = (which === 'all' ? columns : shown).filter(
      (column): column is RecordColumn<T> & CsvColumn<T> => column.csv !== undefined,
    );
    const order = { list, filter, reason, columns: chosen, currencyOf: records.currencyOf };
    const done = await exportList(order, () => stopped.current, setProgress);
    if (stopped.current) return;
    if (!done.ok) return setFailure(done.error);
    if (!done.value) return;
    saveFile(done.value.file, `${title} ${formatDay(new Date())}.csv`);
    setSaved(done.value.rows);
  }
  return (
    <Dialog title={records.exportTitle(title)} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void start(event)}>
        {saved === undefined ? (
          <>
            <p>{records.exportExplain(total)}</p>
            <div className="row">
              <Segments
                label={records.columns}
                choices={[
                  ['shown', records.shownColumns],
                  ['all', records.allColumns],
                ]}
                chosen={which}
                onChoose={setWhich}
              />
            </div>
            <ReasonField value={reason} onText={setReason} />
            <div className="export-progress" aria-live="polite">
              {isRunning && (
                <>
                  <progress aria-label={records.exporting} max={Math.max(1, progress.total)} value={progress.rows} />
                  <span className="meta">{records.exported(progress.rows, progress.total)}</span>
                </>
              )}
            </div>
          </>
        ) : (
          <Note sign="done" title={records.exportDone(saved)} />
        )}
        {failure && <FailureNote failure={failure} />}
        <div className="dialog-foot">
          <button ref={closing} type="button" className="button" onClick={onClose}>
            {saved === undefined ? common.cancel : common.close}
          </button>
          {saved === undefined && (
            <button type="submit" className="button primary" disabled={isRunning || reason.trim() === ''}>
              {records.exportNow}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
