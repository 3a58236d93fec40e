/**
 * The import of products, step by step: bring a table, look at what its columns are taken for and what each row would
 * do, put right what was refused, run it, and take it back where it was wrong.
 */
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
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
import { FileButton } from '../../components/file-button.tsx';
import { Note } from '../../components/note.tsx';
import { Segments } from '../../components/segments.tsx';
import { useFiles } from '../../components/use-files.ts';
import { useKeys } from '../../components/use-keys.ts';
import { Key } from '../../components/words.tsx';
import { DraftColumns } from '../../file-draft/draft-columns.tsx';
import { DraftRows } from '../../file-draft/draft-rows.tsx';
import { useFileDraft } from '../../file-draft/use-file-draft.ts';
import { usePastedTable } from '../../file-draft/use-pasted-table.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { PastImports, UndoDialog } from './past-imports.tsx';
import { PRODUCT_BOOK } from './product-book.ts';

const LOOK_MS = 400;

export function ImportPage({ file, onBack }: { readonly file?: File; readonly onBack: () => void }): ReactNode {
  const { common, catalogue, imports, product } = useTexts();
  const followed = useFileDraft<ProductField, DraftRow, ImportOutcome>(PRODUCT_BOOK);
  const { draft, encoding, problem, outcome, running } = followed;
  const [missing, setMissing] = useState<MissingChoice>('nothing');
  const [undoing, setUndoing] = useState<string>();
  const [undone, setUndone] = useState<number>();
  const past = useQuery('catalogue.imports', {}, ['catalogue']);
  const work = past.value?.work;
  const over = useFiles(([dropped]) => dropped && void followed.take(dropped));
  useKeys({ Escape: () => (draft && !running ? followed.forget() : onBack()) });
  const begin = useEffectEvent(() => file && void followed.take(file));
  useEffect(() => void begin(), []);
  // Rows that are being written announce nothing: the screen looks by itself.
  const look = past.reload;
  useEffect(() => {
    if (!running && !work) return;
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [running, work, look]);
  usePastedTable((text) => void followed.takeText(text));

  const run = (): Promise<void> => followed.run((read) => desk.call('catalogue.run-import', { draft: read, missing }));
  const counts = draft?.counts;
  const toDo = counts ? counts.new + counts.changed + (missing === 'withdraw' ? counts.missing : 0) : 0;
  const noSku = draft !== undefined && draft.header.length > 0 && !draft.columns.includes('sku');
  return (
    <div className="screen">
      <header className="screen-head">
        <button type="button" className="button plain" onClick={onBack}>
          ← {common.back} <Key name="Esc" />
        </button>
        <h1>{imports.title}</h1>
        {draft && encoding !== undefined && <span className="meta">{catalogue.readAs(encoding)}</span>}
        <span className="grow" />
        {!running && (
          <FileButton
            title={draft || outcome ? imports.another : imports.choose}
            accept=".csv,.tsv,.txt,text/csv"
            primary={!draft && !outcome}
            onFiles={([chosen]) => chosen && void followed.take(chosen)}
          />
        )}
        {draft && counts && !running && draft.state === 'ready' && toDo > 0 && !noSku && (
          <button type="button" className="button primary" onClick={() => void run()}>
            {imports.run(toDo)}
          </button>
        )}
      </header>
      <div className="screen-body stack wide-gaps">
        {problem === 'not-text' && <Note sign="stop" title={catalogue.notText} />}
        {problem && problem !== 'not-text' && <FailureNote failure={problem} />}
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
        {draft && !running && draft.state === 'ready' && (
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
      </div>
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
      {over && <div className="drop-veil">{imports.choose}</div>}
    </div>
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
