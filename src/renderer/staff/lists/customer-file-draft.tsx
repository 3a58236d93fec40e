/** A file of customers before it is taken in: what its columns are, what each row would do, and what has to be put right. */
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import {
  type CustomerDraftRow,
  type CustomerField,
  type CustomerImport,
  CUSTOMER_FIELDS,
  SECRET_FIELDS,
} from '#shared/desk/credit.ts';
import type { Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { FileButton } from '../components/file-button.tsx';
import { Note } from '../components/note.tsx';
import { useFiles } from '../components/use-files.ts';
import { useKeys } from '../components/use-keys.ts';
import { Key } from '../components/words.tsx';
import { WorkProgress } from '../components/work-progress.tsx';
import { DraftColumns } from '../file-draft/draft-columns.tsx';
import { DraftRows } from '../file-draft/draft-rows.tsx';
import { type DraftBook, useFileDraft } from '../file-draft/use-file-draft.ts';
import { useHeadFocus } from '../file-draft/use-head-focus.ts';
import { useTexts } from '../stores/use-texts.ts';

const CUSTOMER_BOOK: DraftBook<CustomerField, CustomerDraftRow> = {
  read: (csv) => desk.call('customers.read-file', { csv }),
  look: (draft) => desk.call('customers.draft', { draft }),
  drop: (draft) => desk.call('customers.drop-draft', { draft }),
  map: (asked) => desk.call('customers.map-columns', asked),
  rows: (asked) => desk.call('customers.draft-rows', asked),
  repair: (row) => desk.call('customers.repair-row', row),
};
/** Without these no row can stand. */
const NEEDED: readonly CustomerField[] = ['name', 'email', 'card_number', 'expiry', 'limit', 'password'];

export function CustomerFileDraft({
  file,
  onRun,
  onBack,
}: {
  readonly file: File;
  readonly onRun: (begun: Promise<Result<CustomerImport>>) => void;
  readonly onBack: () => void;
}): ReactNode {
  const { common, catalogue, customers, imports } = useTexts();
  const texts = customers.import;
  const followed = useFileDraft<CustomerField, CustomerDraftRow, CustomerImport>(CUSTOMER_BOOK);
  const { draft, encoding, problem } = followed;
  const head = useHeadFocus();
  const over = useFiles(([dropped]) => dropped && void followed.take(dropped));
  const begin = useEffectEvent(() => void followed.take(file));
  useEffect(() => begin(), []);
  function leave(): void {
    followed.forget();
    onBack();
  }
  useKeys({ Escape: leave });
  const missing = draft && draft.header.length > 0 ? NEEDED.filter((field) => !draft.columns.includes(field)) : [];
  const toDo = draft?.state === 'ready' && missing.length === 0 ? draft.counts.new : 0;
  return (
    <div className="screen">
      <header className="screen-head">
        <button type="button" className="button plain" onClick={leave}>
          ← {common.back} <Key name="Esc" />
        </button>
        <h1 ref={head} tabIndex={-1} className="file-title">
          {texts.pageTitle}
        </h1>
        {draft && encoding !== undefined && <span className="meta">{catalogue.readAs(encoding)}</span>}
        <span className="grow" />
        <FileButton
          title={imports.another}
          accept=".csv,.tsv,.txt,text/csv"
          onFiles={([chosen]) => chosen && void followed.take(chosen)}
        />
        {draft && toDo > 0 && (
          <button
            type="button"
            className="button primary"
            onClick={() => onRun(desk.call('customers.run-import', { draft: draft.draft }))}
          >
            {texts.run(toDo)}
          </button>
        )}
      </header>
      <div className="screen-body stack wide-gaps">
        {problem === 'not-text' && <Note sign="stop" title={catalogue.notText} />}
        {problem && problem !== 'not-text' && <FailureNote failure={problem} />}
        {draft?.state === 'reading' && (
          <WorkProgress
            title={texts.pageTitle}
            done={draft.looked}
            of={draft.rows}
            words={imports.reading(draft.looked, draft.rows)}
            onCancel={leave}
          />
        )}
        {draft?.broken !== undefined && <Note sign="look" title={imports.broken(draft.broken)} />}
        {missing.length > 0 && (
          <Note
            sign="look"
            title={texts.missingColumns(missing.map((field) => texts.fields[field]).join(texts.comma))}
          />
        )}
        {draft?.state === 'ready' && (
          <>
            {draft.counts.refused > 0 && <p>{texts.refusedExplain}</p>}
            {draft.counts.new + draft.counts.refused === 0 && draft.counts.unchanged > 0 && (
              <Note sign="done" title={texts.nothing} />
            )}
            <DraftRows
              followed={followed}
              draft={draft}
              titles={texts.fields}
              kinds={['new', 'unchanged', 'refused']}
              secrets={SECRET_FIELDS}
              forms={texts.forms}
              identity={[
                { head: customers.name, render: ({ cells }) => cells.name ?? '–' },
                { head: customers.email, form: 'wide', render: ({ cells }) => cells.email ?? '–' },
                {
                  head: customers.cards,
                  render: ({ cells }) => <span className="number">•••• {cells.card_number}</span>,
                },
              ]}
            />
            <DraftColumns
              draft={draft}
              titles={texts.fields}
              explain={texts.columnsExplain}
              onColumns={(columns) => void followed.map(columns)}
            />
            <p className="meta">
              {texts.columns} <code>{CUSTOMER_FIELDS.join(', ')}</code>
            </p>
          </>
        )}
      </div>
      {over && <div className="drop-veil">{imports.choose}</div>}
    </div>
  );
}
