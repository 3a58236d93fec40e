/**
 * An import taken back, once: what it changed becomes what it was, what it brought goes again – unless somebody changed
 * the product since, or an order may name it.
 */
import { setTimeout } from 'node:timers/promises';
import type { UndoCheck } from '#shared/desk/catalogue.ts';
import { enterProduct, type ProductCells } from '#shared/domain/product-entry.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { Readable, Writable } from '#main/storage/index.ts';
import type { CatalogueImportRowTable, CatalogueImportTable, ProductTable } from './catalogue-tables.ts';
import { REST_MS, UNIT, type Watch } from './import-run.ts';
import type { Mall } from './mall.ts';
import { productCells, toColumns } from './product-values.ts';
import type { MallTables } from './tables.ts';

const MOST_NAMED = 100;

async function findUndoable(mall: Mall, id: string): Promise<Result<CatalogueImportTable>> {
  const row = await mall.storage.read
    .selectFrom('catalogue_import')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return fail('not-found');
  return row.state === 'done' || row.state === 'stopped' ? ok(row) : fail('wrong-state', row.state);
}

/** What an undo would do now. Fails with `not-found`, or `wrong-state` where it was undone or still runs. */
export async function checkUndo(mall: Mall, id: string): Promise<Result<UndoCheck>> {
  const found = await findUndoable(mall, id);
  if (!found.ok) return found;
  const rows = mall.storage.read
    .selectFrom('catalogue_import_row as row')
    .leftJoin('product', 'product.sku', 'row.sku')
    .where('row.import', '=', id);
  const changed = rows.where((eb) =>
    eb.or([eb('product.revision', 'is', null), eb('product.revision', '!=', eb.ref('row.revision'))]),
  );
  const { all } = await rows.select((eb) => eb.fn.countAll<number>().as('all')).executeTakeFirstOrThrow();
  const { left } = await changed.select((eb) => eb.fn.countAll<number>().as('left')).executeTakeFirstOrThrow();
  const named = await changed.select('row.sku').orderBy('row.sku').limit(MOST_NAMED).execute();
  return ok({ restored: Number(all) - Number(left), left: Number(left), leftSkus: named.map(({ sku }) => sku) });
}

/** In small units of work; after a stop the rest can be undone as before. Fails as `checkUndo`. */
export async function undoImport(
  mall: Mall,
  who: string,
  id: string,
  watch: Watch = () => 'go-on',
): Promise<Result<UndoCheck>> {
  const found = await findUndoable(mall, id);
  if (!found.ok) return found;
  const { all } = await countRows(mall.storage.read, id);
  let restored = 0;
  const left: string[] = [];
  for (let last = ''; ;) {
    if (watch(restored + left.length, all) === 'stop') return ok(toCheck(restored, left));
    const done = await mall.storage.write((db) => undoUnit(db, found.value, last));
    restored += done.restored;
    left.push(...done.left);
    if (done.last === undefined) break;
    last = done.last;
    await setTimeout(REST_MS);
  }
  await mall.storage.write(async (db) => {
    const at = mall.clock();
    await db
      .updateTable('catalogue_import')
      .set({ state: 'undone', undone_at: at.toISOString(), undone_by: who })
      .where('id', '=', id)
      .execute();
    await db.deleteFrom('catalogue_import_row').where('import', '=', id).execute();
    const detail = `${restored}/${restored + left.length}`;
    await recordDeed(db, { at, who, action: 'catalogue.undone', subject: mall.self, detail });
    mall.changes.announce('catalogue');
  });
  return ok(toCheck(restored, left));
}

function toCheck(restored: number, left: readonly string[]): UndoCheck {
  return { restored, left: left.length, leftSkus: left.slice(0, MOST_NAMED) };
}

async function countRows(db: Readable<MallTables>, id: string): Promise<{ all: number }> {
  const { all } = await db
    .selectFrom('catalogue_import_row')
    .select((eb) => eb.fn.countAll<number>().as('all'))
    .where('import', '=', id)
    .executeTakeFirstOrThrow();
  return { all: Number(all) };
}

/** The rows behind `last`; those that are put back are forgotten with it, those that are left stay until the end. */
async function undoUnit(
  db: Writable<MallTables>,
  { id, at }: CatalogueImportTable,
  last: string,
): Promise<{ restored: number; left: string[]; last?: string }> {
  const rows = await db
    .selectFrom('catalogue_import_row')
    .selectAll()
    .where('import', '=', id)
    .where('sku', '>', last)
    .orderBy('sku')
    .limit(UNIT)
    .execute();
  if (rows.length === 0) return { restored: 0, left: [] };
  const skus = rows.map(({ sku }) => sku);
  const known = await db.selectFrom('product').selectAll().where('sku', 'in', skus).execute();
  const products = new Map(known.map((row) => [row.sku, row]));
  const named = await mayBeNamed(db, at, skus);
  const done: string[] = [];
  for (const row of rows) {
    const product = products.get(row.sku);
    if (product?.revision !== row.revision) continue;
    if (row.before === null && !named(row.sku)) await db.deleteFrom('product').where('sku', '=', row.sku).execute();
    else await putBack(db, row, product);
    done.push(row.sku);
  }
  if (done.length > 0) {
    await db.deleteFrom('catalogue_import_row').where('import', '=', id).where('sku', 'in', done).execute();
  }
  const left = skus.filter((sku) => !done.includes(sku));
  return { restored: done.length, left, last: skus.at(-1)! };
}

/**
 * What an order holds stands in its sealed contents alone: where any was placed since the import, it may name any of the
 * products that came with it. So may files and pictures that were given to one.
 */
async function mayBeNamed(
  db: Readable<MallTables>,
  since: string,
  skus: readonly string[],
): Promise<(sku: string) => boolean> {
  const order = await db
    .selectFrom('customer_order')
    .select('id')
    .where('placed_at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  if (order) return () => true;
  const files = await db.selectFrom('product_file').select('sku').where('sku', 'in', skus).execute();
  const pictures = await db.selectFrom('product_picture').select('sku').where('sku', 'in', skus).execute();
  const used = new Set([...files, ...pictures].map(({ sku }) => sku));
  return (sku) => used.has(sku);
}

/** The changed fields as they were; a new product that can't go is taken out of the shop. */
async function putBack(db: Writable<MallTables>, row: CatalogueImportRowTable, product: ProductTable): Promise<void> {
  const before = row.before === null ? { on_sale: 'no' } : (JSON.parse(row.before) as ProductCells);
  const after = JSON.parse(row.after) as ProductCells;
  const cells = { ...before, ...stockBefore(before, after, product) };
  const entered = enterProduct(cells, productCells(product));
  if (!entered.ok) throw new Error('what stood in the catalogue can’t stand in it');
  await db
    .updateTable('product')
    .set({ ...toColumns(entered.values), revision: product.revision + 1 })
    .where('sku', '=', row.sku)
    .execute();
}

/** Pieces that were sold or came back since the import stay sold or back. */
function stockBefore(before: ProductCells, after: ProductCells, { stock }: ProductTable): ProductCells {
  if (!before.stock || !after.stock || stock === null) return {};
  return { stock: String(Math.max(0, stock + Number(before.stock) - Number(after.stock))) };
}
