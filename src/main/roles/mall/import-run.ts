/**
 * A draft becomes the catalogue: in small units of work, each with the products it changes and how they were before, so
 * that the shop is never kept waiting and whatever was done can be undone. A row that no longer fits – somebody changed
 * its product since it was looked at – is refused alone.
 */
import { setTimeout } from 'node:timers/promises';
import type { ImportOutcome, ImportState, MissingChoice } from '#shared/desk/catalogue.ts';
import { enterProduct, type ProductCells } from '#shared/domain/product-entry.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { bringBackFor } from './bring-back.ts';
import type { CatalogueImportRowTable, ProductTable } from './catalogue-tables.ts';
import type { CatalogueDraft, PlannedRow } from './import-draft.ts';
import type { Mall } from './mall.ts';
import { productCells, toColumns } from './product-values.ts';
import { lastPosition } from './save-product.ts';
import type { MallTables } from './tables.ts';

/** Products of one unit of work: some ten milliseconds, in which nobody else can write. */
export const UNIT = 100;
/** Between two units others have their turn. */
export const REST_MS = 4;

/** Told after each unit; what was done by then stands when it answers `stop`. */
export type Watch = (done: number, all: number) => 'go-on' | 'stop';

export async function runImport(
  mall: Mall,
  who: string,
  { draft, missing }: { readonly draft: CatalogueDraft; readonly missing: MissingChoice },
  watch: Watch = () => 'go-on',
): Promise<ImportOutcome> {
  const id = randomUuid();
  const rows = [...draft.planned(), ...(missing === 'withdraw' ? draft.missing() : [])];
  const refusedBefore = draft.counts.refused;
  const outcome = { added: 0, changed: 0, withdrawn: 0 };
  const refused: { line: number; sku: string; code: 'changed-since' }[] = [];
  const filled = new Set<string>();
  await mall.storage.write(async (db) => {
    const counts = { rows: draft.length, added: 0, changed: 0, withdrawn: 0, refused: refusedBefore };
    const undone = { undone_at: null, undone_by: null };
    const start = { id, at: mall.clock().toISOString(), who, state: 'running' as const, ...counts, ...undone };
    await db.insertInto('catalogue_import').values(start).execute();
  });
  let state: ImportState = 'done';
  for (let at = 0; at < rows.length; at += UNIT) {
    if (watch(at, rows.length) === 'stop') {
      state = 'stopped';
      break;
    }
    const unit = rows.slice(at, at + UNIT);
    const done = await mall.storage.write((db) => applyUnit(db, id, unit));
    outcome.added += done.added;
    outcome.changed += done.changed;
    outcome.withdrawn += done.withdrawn;
    refused.push(...done.refused);
    for (const sku of done.filled) filled.add(sku);
    await setTimeout(REST_MS);
  }
  await mall.storage.write(async (db) => {
    const counts = { ...outcome, refused: refusedBefore + refused.length };
    await db
      .updateTable('catalogue_import')
      .set({ state, ...counts })
      .where('id', '=', id)
      .execute();
    const taken = draft.counts.unchanged + outcome.added + outcome.changed;
    await recordDeed(db, {
      at: mall.clock(),
      who,
      action: 'catalogue.imported',
      subject: mall.self,
      detail: `${taken}/${draft.length}${state === 'stopped' ? ' stopped' : ''}`,
    });
    mall.changes.announce('catalogue');
  });
  await bringBackFor(mall, who, filled);
  return { import: id, state, ...outcome, refused };
}

interface UnitDone {
  added: number;
  changed: number;
  withdrawn: number;
  refused: { line: number; sku: string; code: 'changed-since' }[];
  filled: string[];
}

/** Announced at the end alone: screens that asked for their list after each unit would slow it down. */
async function applyUnit(db: Writable<MallTables>, id: string, unit: readonly PlannedRow[]): Promise<UnitDone> {
  const done: UnitDone = { added: 0, changed: 0, withdrawn: 0, refused: [], filled: [] };
  const skus = unit.map(({ sku }) => sku);
  const current = await db.selectFrom('product').selectAll().where('sku', 'in', skus).execute();
  const known = new Map(current.map((row) => [row.sku, row]));
  let position = await lastPosition(db);
  const products: ProductTable[] = [];
  const noted: CatalogueImportRowTable[] = [];
  for (const row of unit) {
    const product = known.get(row.sku);
    const applied = product?.revision === row.revision ? applyRow(row, product) : undefined;
    if (!applied) {
      done.refused.push({ line: row.line, sku: row.sku, code: 'changed-since' });
      continue;
    }
    const revision = (product?.revision ?? 0) + 1;
    products.push({ ...applied.columns, position: product?.position ?? ++position, revision });
    const before = product ? JSON.stringify(applied.before) : null;
    noted.push({ import: id, sku: row.sku, revision, before, after: JSON.stringify(applied.after) });
    if (row.kind === 'missing') done.withdrawn++;
    else if (product) done.changed++;
    else done.added++;
    const { stock } = applied.columns;
    if (row.cells.stock !== undefined && stock !== 0) done.filled.push(row.sku);
  }
  if (products.length === 0) return done;
  await db
    .insertInto('product')
    .values(products)
    .onConflict((conflict) =>
      conflict.column('sku').doUpdateSet((eb) =>
        Object.fromEntries(
          Object.keys(products[0]!)
            .filter((column) => column !== 'sku' && column !== 'position')
            .map((column) => [column, eb.ref(`excluded.${column as keyof ProductTable}`)]),
        ),
      ),
    )
    .execute();
  await db.insertInto('catalogue_import_row').values(noted).execute();
  return done;
}

/** The changed fields over the product as it is in this moment: what was sold meanwhile stays sold. */
function applyRow({ changes }: PlannedRow, product: ProductTable | undefined) {
  const cells = (part: 'before' | 'after'): ProductCells =>
    Object.fromEntries(changes.map((change) => [change.field, change[part]]));
  const entered = enterProduct(cells('after'), product && productCells(product));
  return entered.ok
    ? { columns: toColumns(entered.values), before: cells('before'), after: cells('after') }
    : undefined;
}
