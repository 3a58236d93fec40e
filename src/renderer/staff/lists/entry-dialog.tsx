/** One row of a table that staff keep: its fields, saved or removed by whoever may, and what stood in the way of it. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Failure, Result } from '#shared/result.ts';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { offerUndo } from '../stores/undo-store.ts';
import { useTexts } from '../stores/use-texts.ts';

/** What is done with the row, and how that is taken back. */
export interface EntryDeed {
  start(): Promise<Result<unknown>>;
  readonly done: string;
  undo(): Promise<Result<unknown>>;
}

export function EntryDialog({
  title,
  wide = false,
  save,
  remove,
  onClose,
  children,
}: {
  readonly title: string;
  readonly wide?: boolean;
  /** Absent while a field can't stand. */
  readonly save: EntryDeed | undefined;
  /** Absent for a new row. */
  readonly remove: EntryDeed | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { common, depot } = useTexts();
  const { routes } = depot;
  const [failure, setFailure] = useState<Failure>();

  async function go({ start, done: text, undo }: EntryDeed): Promise<void> {
    const done = await start();
    setFailure(done.ok ? undefined : done.error);
    if (!done.ok) return;
    offerUndo({ text, undo });
    onClose();
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (save) void go(save);
  }
  return (
    <Dialog wide={wide} title={title} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {children}
        {failure && <FailureNote failure={failure} />}
        <div className="dialog-foot">
          {remove && (
            <>
              <button type="button" className="button" onClick={() => void go(remove)}>
                {routes.remove}
              </button>
              <span className="grow" />
            </>
          )}
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button primary" disabled={!save}>
            {routes.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
