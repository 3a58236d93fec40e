/**
 * A file of routes: looked at, put right, and put in place of the whole table, or of nothing. Half a table would send
 * parcels astray, so a row that can't stand is mended or left out first.
 */
import type { ReactNode } from 'react';
import {
  ROUTE_FIELDS,
  type RouteDraft,
  type RouteDraftRow,
  type RouteField,
  type RouteImportOutcome,
} from '#shared/desk/routes.ts';
import { desk } from '../client.ts';
import { Note } from '../components/note.tsx';
import { WorkProgress } from '../components/work-progress.tsx';
import { DraftColumns } from '../file-draft/draft-columns.tsx';
import { DraftPage } from '../file-draft/draft-page.tsx';
import { DraftRows } from '../file-draft/draft-rows.tsx';
import { type DraftBook, useFileDraft } from '../file-draft/use-file-draft.ts';
import { offerUndo } from '../stores/undo-store.ts';
import { useTexts } from '../stores/use-texts.ts';

const BOOK: DraftBook<RouteField, RouteDraftRow> = {
  read: (csv) => desk.call('routes.read-file', { csv }),
  look: (draft) => desk.call('routes.draft', { draft }),
  drop: (draft) => desk.call('routes.drop-draft', { draft }),
  map: (asked) => desk.call('routes.map-columns', asked),
  rows: (asked) => desk.call('routes.draft-rows', asked),
  repair: (row) => desk.call('routes.repair-row', row),
  followsRun: true,
};

export function RouteImport({ file, onBack }: { readonly file?: File; readonly onBack: () => void }): ReactNode {
  const { routes } = useTexts().depot;
  const words = routes.importing;
  const followed = useFileDraft<RouteField, RouteDraftRow, RouteImportOutcome>(BOOK);
  const { draft, outcome, running } = followed;

  const titles = { country: routes.country, prefix: routes.prefix, depot: routes.depot, route: routes.route };
  async function run(): Promise<void> {
    await followed.run(async (id) => {
      const done = await desk.call('routes.run-import', { draft: id });
      const made = done.ok ? done.value.import : undefined;
      if (made !== undefined && done.ok) {
        const undo = () => desk.call('routes.undo-import', { import: made });
        offerUndo({ text: routes.imported(done.value.rows), undo });
      }
      return done;
    });
  }
  const isReady = draft?.state === 'ready' && !running;
  const toRun = isReady ? rowsToRun(draft) : 0;
  return (
    <DraftPage
      title={words.title}
      followed={followed}
      file={file}
      run={toRun > 0 ? { title: words.run(toRun), start: run } : undefined}
      onBack={onBack}
    >
      {outcome && outcome.import === undefined && <Note sign="look" title={words.stopped} />}
      {outcome && outcome.import !== undefined && (
        <Note sign="done" title={routes.imported(outcome.rows)}>
          <p>{routes.importedExplain}</p>
        </Note>
      )}
      {!draft && !outcome && (
        <>
          <p>{words.explain}</p>
          <p>
            <code>{ROUTE_FIELDS.join(',')}</code>
          </p>
        </>
      )}
      {draft && (running || draft.state !== 'ready') && (
        <WorkProgress
          title={running ? words.running : words.title}
          done={draft.looked}
          of={draft.rows}
          words={words.progress(draft.looked, draft.rows)}
          onCancel={followed.forget}
        />
      )}
      {isReady && <Standing draft={draft} />}
      {isReady && (
        <>
          <DraftRows
            followed={followed}
            draft={draft}
            titles={titles}
            identity={[
              { head: routes.country, render: ({ cells }) => cells.country },
              { head: routes.prefix, render: ({ cells }) => cells.prefix || routes.rest },
              { head: routes.depot, render: ({ cells }) => cells.depot },
              { head: routes.route, form: 'wide', render: ({ cells }) => cells.route },
            ]}
            canLeaveOut
          />
          <DraftColumns
            draft={draft}
            titles={titles}
            explain={words.columnsExplain}
            onColumns={(columns) => void followed.map(columns)}
          />
        </>
      )}
    </DraftPage>
  );
}

/** 0 where nothing would change, or nothing may. */
function rowsToRun({ counts, broken }: RouteDraft): number {
  const rows = counts.new + counts.changed + counts.unchanged;
  const changes = counts.new + counts.changed + counts.missing;
  return counts.refused > 0 || broken !== undefined || changes === 0 ? 0 : rows;
}

/** What stands in the way, and what the file would take away. */
function Standing({ draft: { counts, columns, broken, rows } }: { readonly draft: RouteDraft }): ReactNode {
  const { depot, imports } = useTexts();
  const { routes } = depot;
  const words = routes.importing;
  const absent = ROUTE_FIELDS.filter((field) => !columns.includes(field));
  return (
    <>
      {broken !== undefined && <Note sign="stop" title={imports.broken(broken)} />}
      {rows > 0 && absent.length > 0 && (
        <Note sign="stop" title={words.noColumn(absent.map((field) => routes[field]).join(', '))} />
      )}
      {counts.refused > 0 && absent.length === 0 && <Note sign="look" title={words.refused(counts.refused)} />}
      {counts.missing > 0 && <Note sign="look" title={words.missing(counts.missing)} />}
      {rows > 0 && counts.new + counts.changed + counts.missing + counts.refused === 0 && (
        <Note sign="done" title={words.nothing} />
      )}
    </>
  );
}
