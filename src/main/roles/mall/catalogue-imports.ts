/** Imports of the catalogue as screens see them: drafts in memory, one import or undo at a time, those that are past. */
import {
  type DraftRow,
  type ImportDraft,
  type ImportOutcome,
  type ImportReport,
  type ImportWork,
  type MissingChoice,
  type PastImport,
  type UndoCheck,
} from '#shared/desk/catalogue.ts';
import type { DraftKind } from '#shared/desk/file-draft.ts';
import type { ProductCells, ProductField } from '#shared/domain/product-entry.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { randomToken } from '#main/vault/index.ts';
import type { CatalogueImportTable } from './catalogue-tables.ts';
import { CatalogueDraft } from './import-draft.ts';
import { runImport, type Watch } from './import-run.ts';
import { undoImport } from './import-undo.ts';
import type { Mall } from './mall.ts';

/** The oldest goes when there are more: fifty thousand rows take some fifty megabytes. */
const MOST_DRAFTS = 4;
const SHOWN = 30;
/** So long an import can be undone. */
const UNDO_DAYS = 30;
/** The answer waits until a file of so many characters was looked at; a longer one is asked after. */
const SHORT = 200_000;

export interface CatalogueImports {
  read(csv: string): Promise<Result<ImportDraft>>;
  draft(id: string): Result<ImportDraft>;
  drop(id: string): Result<void>;
  map(id: string, columns: readonly (ProductField | null)[]): Promise<Result<ImportDraft>>;
  rows(
    id: string,
    asked: { readonly kind: DraftKind; readonly offset: number; readonly limit: number },
  ): Result<{ rows: DraftRow[]; total: number }>;
  repair(
    id: string,
    row: { readonly line: number; readonly cells: ProductCells },
  ): Result<{ row: DraftRow; counts: ImportDraft['counts'] }>;
  /** Fails with `import-running`, with `wrong-state` while the draft is being read, and as `draft`. */
  run(who: string, id: string, missing: MissingChoice): Promise<Result<ImportOutcome>>;
  undo(who: string, id: string): Promise<Result<UndoCheck>>;
  stop(): Result<void>;
  list(): Promise<Result<{ imports: PastImport[]; work?: ImportWork }>>;
}

export function openCatalogueImports(mall: Mall): CatalogueImports {
  const drafts = new Map<string, CatalogueDraft>();
  let work: ImportWork | undefined;

  const withDraft = <T>(id: string, act: (draft: CatalogueDraft) => T): Result<T> => {
    const draft = drafts.get(id);
    return draft ? ok(act(draft)) : fail('not-found');
  };
  const watchAs =
    (act: ImportWork['act'], id: string): Watch =>
    (done, all) => {
      const stopping = work?.stopping === true;
      work = { act, import: id, done, all, stopping };
      return stopping ? 'stop' : 'go-on';
    };
  async function alone<T>(act: ImportWork['act'], id: string, all: number, run: (watch: Watch) => Promise<T>) {
    work = { act, import: id, done: 0, all, stopping: false };
    try {
      return await run(watchAs(act, id));
    } finally {
      work = undefined;
    }
  }

  return {
    async read(csv) {
      const id = randomToken();
      const draft = new CatalogueDraft(mall, csv);
      drafts.set(id, draft);
      for (const old of [...drafts.keys()].slice(0, -MOST_DRAFTS)) drafts.delete(old);
      const reading = draft.read();
      if (csv.length < SHORT) await reading;
      else reading.catch(() => drafts.delete(id));
      return ok(draft.summary(id));
    },
    draft: (id) => withDraft(id, (draft) => draft.summary(id)),
    drop: (id) => {
      drafts.delete(id);
      return ok();
    },
    async map(id, columns) {
      const draft = drafts.get(id);
      if (!draft) return fail('not-found');
      const reading = draft.map(columns);
      if (draft.length < 1000) await reading;
      else reading.catch(() => drafts.delete(id));
      return ok(draft.summary(id));
    },
    rows: (id, { kind, offset, limit }) => withDraft(id, (draft) => draft.rows(kind, offset, limit)),
    repair(id, { line, cells }) {
      const repaired = withDraft(id, (draft) => ({ row: draft.repair(line, cells), counts: draft.counts }));
      if (!repaired.ok) return repaired;
      const { row, counts } = repaired.value;
      return row ? ok({ row, counts }) : fail('not-found', String(line));
    },
    async run(who, id, missing) {
      const draft = drafts.get(id);
      if (!draft) return fail('not-found');
      if (draft.summary(id).state !== 'ready') return fail('wrong-state', 'reading');
      if (work) return fail('import-running');
      const outcome = await alone('import', id, draft.planned().length, (watch) =>
        runImport(mall, who, { draft, missing }, watch),
      );
      drafts.delete(id);
      return ok(outcome);
    },
    async undo(who, id) {
      if (work) return fail('import-running');
      return alone('undo', id, 0, (watch) => undoImport(mall, who, id, watch));
    },
    stop: () => {
      if (work) work = { ...work, stopping: true };
      return ok();
    },
    async list() {
      const rows = await mall.storage.read
        .selectFrom('catalogue_import')
        .selectAll()
        .select((eb) =>
          eb
            .exists(
              eb
                .selectFrom('catalogue_import_row')
                .select('sku')
                .whereRef('catalogue_import_row.import', '=', 'catalogue_import.id'),
            )
            .as('kept'),
        )
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(SHOWN)
        .execute();
      return ok({ imports: rows.map((row) => toPastImport(row, Boolean(row.kept))), ...(work && { work }) });
    },
  };
}

function toPastImport(row: CatalogueImportTable, kept: boolean): PastImport {
  const { id, at, who, state, rows, added, changed, withdrawn, refused, undone_at, undone_by } = row;
  return {
    id,
    at,
    who,
    state,
    rows,
    added,
    changed,
    withdrawn,
    refused,
    undoable: kept && (state === 'done' || state === 'stopped'),
    ...(undone_at !== null && { undoneAt: undone_at }),
    ...(undone_by !== null && { undoneBy: undone_by }),
  };
}

/** Columns without which a file is no catalogue. */
const COLUMNS: readonly ProductField[] = [
  'sku',
  'name',
  'price',
  'currency',
  'tax_percent',
  'length_mm',
  'width_mm',
  'height_mm',
  'grams',
  'specification',
];

/**
 * Takes in a catalogue in one go. Rows that can't stand are named by line, sku and field; all others are imported, new or
 * over the product of the same sku. A file without the columns fails with `catalogue-columns`.
 */
export async function importCatalogue(mall: Mall, who: string, csv: string): Promise<Result<ImportReport>> {
  const draft = new CatalogueDraft(mall, csv);
  await draft.read();
  const missing = COLUMNS.find((field) => !draft.columns.includes(field));
  if (missing !== undefined) return fail('catalogue-columns', missing);
  const before = draft.rows('refused', 0, draft.length).rows;
  const outcome = await runImport(mall, who, { draft, missing: 'nothing' });
  const refused = [
    ...before.map(({ line, sku, problems }) => ({ line, sku, ...problems[0]! })),
    ...outcome.refused.map((row) => ({ ...row, field: 'row' })),
    ...(draft.broken === undefined
      ? []
      : [{ line: draft.broken, sku: '', code: 'field-invalid' as const, field: 'row' }]),
  ];
  return ok({ imported: draft.counts.unchanged + outcome.added + outcome.changed, refused });
}

/** When the service starts: an import that the end of the program cut off was stopped; it can be undone. */
export async function endCutOffImports(mall: Mall): Promise<void> {
  await mall.storage.write(async (db) => {
    await db.updateTable('catalogue_import').set({ state: 'stopped' }).where('state', '=', 'running').execute();
  });
}

/** What is too old to be undone is forgotten, but for its counts. Run from time to time. */
export async function forgetOldImports(mall: Mall): Promise<void> {
  const before = new Date(mall.clock().getTime() - UNDO_DAYS * 86_400_000).toISOString();
  const old = await mall.storage.read
    .selectFrom('catalogue_import')
    .innerJoin('catalogue_import_row', 'catalogue_import_row.import', 'catalogue_import.id')
    .select('catalogue_import.id')
    .distinct()
    .where('catalogue_import.at', '<', before)
    .execute();
  for (const { id } of old) {
    await mall.storage.write((db) => db.deleteFrom('catalogue_import_row').where('import', '=', id).execute());
  }
}
