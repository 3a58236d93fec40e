/**
 * The import of products, step by step: bring a table, look at what its columns are taken for and what each row would
 * do, put right what was refused, run it, and take it back where it was wrong.
 */
import { type ReactNode, useEffect, useState } from 'react';
import {
  type DraftRow,
  type ImportOutcome,
  type ImportWork,
  MISSING_CHOICES,
  type MissingChoice,
} from '#shared/desk/catalogue.ts';
import type { ProductField } from '#shared/domain/product-entry.ts';
import { desk } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Note } from '../../components/note.tsx';
import { Segments } from '../../components/segments.tsx';
import { DraftColumns } from '../../file-draft/draft-columns.tsx';
import { DraftPage } from '../../file-draft/draft-page.tsx';
import { DraftRows } from '../../file-draft/draft-rows.tsx';
import { useFileDraft } from '../../file-draft/use-file-draft.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { PastImports, UndoDialog } from './past-imports.tsx';
import { PRODUCT_BOOK } from './product-book.ts';

const LOOK_MS = 400;

export function ImportPage({ file, onBack }: { readonly file?: File; readonly onBack: () => void }): ReactNode {
  const { catalogue, imports, product } = useTexts();
  const followed = useFileDraft<ProductField, DraftRow, ImportOutcome>(PRODUCT_BOOK);
  const { draft, outcome, running } = followed;
  const [missing, setMissing] = useState<MissingChoice>('nothing');
  const [undoing, setUndoing] = useState<string>();
  const [undone, setUndone] = useState<number>();
  const past = useQuery('catalogue.imports', {}, ['catalogue']);
  const work = past.value?.work;
  // Rows that are being written announce nothing: the screen looks by itself.
  const look = past.reload;
  useEffect(() => {
    if (!running && !work) return;
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [running, work, look]);

  const run = (): Promise<void> => followed.run((read) => desk.call('catalogue.run-import', { draft: read, missing }));
  const counts = draft?.counts;
  const toDo = counts ? counts.new + counts.changed + (missing === 'withdraw' ? counts.missing : 0) : 0;
  const isReady = draft?.state === 'ready' && !running;
  const noSku = draft !== undefined && draft.header.length > 0 && !draft.columns.includes('sku');
  return (
    <DraftPage
      title={imports.title}
      followed={followed}
      file={file}
      run={isReady && toDo > 0 && !noSku ? { title: imports.run(toDo), start: run } : undefined}
      onBack={onBack}
    >
      {undone !== undefined && <Note sign="done" title={imports.undone(undone)} />}
      {work && <Working work={work} />}
      {outcome && <Outcome outcome={outcome} onUndo={() => setUndoing(outcome.import)} />}
      {!draft && !outcome && !work && <p>{imports.chooseExplain}</p>}
      {draft?.state === 'reading' && (
        <p className="row" role="status">
          <progress max={Math.max(1, draft.rows)} value={draft.looked} aria-label={imports.title} />
          {imports.reading(draft.looked, draft.rows)}
        </p>
      )}
      {draft?.broken !== undefined && <Note sign="look" title={imports.broken(draft.broken)} />}
      {noSku && <Note sign="look" title={imports.noSku} />}
      {isReady && (
        <>
          {toDo === 0 && counts?.refused === 0 && !noSku && <Note sign="done" title={imports.nothing} />}
          <DraftRows
            followed={followed}
            draft={draft}
            titles={product.fields}
            identity={[
              { head: catalogue.sku, render: ({ sku }) => sku },
              { head: catalogue.name, form: 'wide', render: ({ name }) => name },
            ]}
          />
          {counts !== undefined && counts.missing > 0 && (
            <div className="row">
              <span>{imports.missing}</span>
              <Segments
                label={imports.missing}
                choices={MISSING_CHOICES.map((each) => [each, imports.missingChoices[each]] as const)}
                chosen={missing}
                onChoose={setMissing}
              />
            </div>
          )}
          <DraftColumns draft={draft} titles={product.fields} onColumns={(columns) => void followed.map(columns)} />
        </>
      )}
      {!draft && past.value && <PastImports imports={past.value.imports} onUndo={setUndoing} />}
      {past.failure && <FailureNote failure={past.failure} />}
      {undoing !== undefined && (
        <UndoDialog
          id={undoing}
          onDone={({ restored }) => {
            setUndoing(undefined);
            followed.forget();
            setUndone(restored);
            past.reload();
          }}
          onClose={() => setUndoing(undefined)}
        />
      )}
    </DraftPage>
  );
}

function Working({ work: { act, done, all, stopping } }: { readonly work: ImportWork }): ReactNode {
  const { imports } = useTexts();
  return (
    <section className="notice import-running" aria-label={imports.title}>
      <div className="stack">
        <p className="strong" role="status">
          {act === 'import' ? imports.running(done, all) : imports.undoing(done, all)}
        </p>
        <progress max={Math.max(1, all)} value={done} aria-label={imports.title} />
        <p className="meta">{imports.runningExplain}</p>
      </div>
      <button
        type="button"
        className="button"
        disabled={stopping}
        onClick={() => void desk.call('catalogue.stop-import', {})}
      >
        {imports.stop}
      </button>
    </section>
  );
}

function Outcome({
  outcome: { state, added, changed, withdrawn, refused },
  onUndo,
}: {
  readonly outcome: ImportOutcome;
  readonly onUndo: () => void;
}): ReactNode {
  const { imports } = useTexts();
  const title = state === 'stopped' ? imports.stopped(added, changed) : imports.finished(added, changed);
  return (
    <Note sign={state === 'stopped' || refused.length > 0 ? 'look' : 'done'} title={title}>
      {withdrawn > 0 && <p>{imports.withdrew(withdrawn)}</p>}
      {refused.length > 0 && (
        <p>
          {imports.changedSince(
            refused
              .slice(0, 20)
              .map(({ sku }) => sku)
              .join(', '),
          )}
        </p>
      )}
      {added + changed + withdrawn > 0 && (
        <button type="button" className="button slim" onClick={onUndo}>
          {imports.undo}
        </button>
      )}
    </Note>
  );
}
