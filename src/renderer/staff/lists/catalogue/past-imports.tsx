/** Imports that are past, and taking one back. */
import type { ReactNode } from 'react';
import type { PastImport, UndoCheck } from '#shared/desk/catalogue.ts';
import { desk } from '../../client.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { OrderDialog } from '../../components/order-dialog.tsx';
import { useQuery } from '../../stores/use-query.ts';
import { formatTime, useTexts } from '../../stores/use-texts.ts';

export function PastImports({
  imports: rows,
  onUndo,
}: {
  readonly imports: readonly PastImport[];
  readonly onUndo: (id: string) => void;
}): ReactNode {
  const { imports } = useTexts();
  if (rows.length === 0) return null;
  const columns: readonly Column<PastImport>[] = [
    { head: imports.when, render: ({ at }) => formatTime(at) },
    { head: imports.who, render: ({ who }) => who },
    {
      head: imports.what,
      form: 'wide',
      render: ({ added, changed, withdrawn, refused }) => imports.did(added, changed, withdrawn, refused),
    },
    {
      head: '',
      render: ({ state, undoneAt, undoneBy }) => (
        <span className="mark" title={undoneAt && `${formatTime(undoneAt)} ${undoneBy}`}>
          {imports.states[state]}
        </span>
      ),
    },
    {
      head: '',
      form: 'end',
      render: ({ id, undoable, at }) =>
        undoable && (
          <button
            type="button"
            className="button slim"
            aria-label={`${imports.undo} ${formatTime(at)}`}
            onClick={() => onUndo(id)}
          >
            {imports.undo}
          </button>
        ),
    },
  ];
  return (
    <section className="stack">
      <h2>{imports.past}</h2>
      <DataTable label={imports.past} columns={columns} rows={rows} keyOf={({ id }) => id} />
    </section>
  );
}

export function UndoDialog({
  id,
  onDone,
  onClose,
}: {
  readonly id: string;
  readonly onDone: (undone: UndoCheck) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { imports } = useTexts();
  const { value: check, failure } = useQuery('catalogue.check-undo', { import: id });
  return (
    <OrderDialog
      title={imports.undoTitle}
      confirm={imports.undo}
      disabled={!check || check.restored === 0}
      order={() => desk.call('catalogue.undo-import', { import: id })}
      onDone={onDone}
      onClose={onClose}
    >
      {() => (
        <div className="stack wide-field">
          {failure && <FailureNote failure={failure} />}
          {check && <p>{imports.undoExplain(check.restored)}</p>}
          <p className="meta">{imports.undoNew}</p>
          {check && check.left > 0 && <p>{imports.undoLeft(check.left, check.leftSkus.join(', '))}</p>}
        </div>
      )}
    </OrderDialog>
  );
}
