/** A product entered or changed by hand, and taken out of the shop. Orders that are placed know it by what they sealed. */
import { enterProduct, type ProductCells } from '#shared/domain/product-entry.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { bringBackFor } from './bring-back.ts';
import type { Mall } from './mall.ts';
import { changesBetween, productCells, toColumns } from './product-values.ts';
import type { MallTables } from './tables.ts';

interface Saved {
  readonly sku: string;
  readonly revision: number;
  /** Names of fields, or that it is new; nothing where nothing changed. */
  readonly changed: string;
  /** There is some of it again: what waits for it may be packed. */
  readonly filled: boolean;
}

/**
 * `revision` is the one that was changed; `null` enters a new product, behind all others. Cells that are absent stay.
 * Fails with the first problem of `enterProduct`, naming its field, with `changed-since`, `product-known`,
 * `product-unknown` or `product-has-files`.
 */
export async function saveProduct(
  mall: Mall,
  who: string,
  { cells, revision }: { readonly cells: ProductCells; readonly revision: number | null },
): Promise<Result<{ revision: number }>> {
  const saved = await writeResult(mall.storage, async (db) => {
    const done = revision === null ? await enterNew(db, cells) : await changeKnown(db, cells, revision);
    if (!done.ok || done.value.changed === '') return done;
    const { sku: subject, changed: detail } = done.value;
    await recordDeed(db, { at: mall.clock(), who, action: 'catalogue.saved', subject, detail });
    mall.changes.announce('catalogue');
    return done;
  });
  if (!saved.ok) return saved;
  if (saved.value.filled) await bringBackFor(mall, who, new Set([saved.value.sku]));
  return ok({ revision: saved.value.revision });
}

async function enterNew(db: Writable<MallTables>, cells: ProductCells): Promise<Result<Saved>> {
  const entered = enterProduct(cells);
  if (!entered.ok) return fail(entered.problems[0]!.code, entered.problems[0]!.field);
  const columns = toColumns(entered.values);
  const { sku } = columns;
  const known = await db.selectFrom('product').select('sku').where('sku', '=', sku).executeTakeFirst();
  if (known) return fail('product-known', 'sku');
  const position = (await lastPosition(db)) + 1;
  await db
    .insertInto('product')
    .values({ ...columns, position, revision: 1 })
    .execute();
  return ok({ sku, revision: 1, changed: 'new', filled: false });
}

async function changeKnown(db: Writable<MallTables>, cells: ProductCells, revision: number): Promise<Result<Saved>> {
  const sku = cells.sku ?? '';
  const row = await db.selectFrom('product').selectAll().where('sku', '=', sku).executeTakeFirst();
  if (!row) return fail('product-unknown', 'sku');
  if (row.revision !== revision) return fail('changed-since');
  const before = productCells(row);
  const entered = enterProduct(cells, before);
  if (!entered.ok) return fail(entered.problems[0]!.code, entered.problems[0]!.field);
  const columns = toColumns(entered.values);
  if (columns.length_mm !== null && (await hasFiles(db, sku))) return fail('product-has-files', 'length_mm');
  const fields = changesBetween(before, productCells(columns)).map(({ field }) => field);
  if (fields.length === 0) return ok({ sku, revision, changed: '', filled: false });
  await db
    .updateTable('product')
    .set({ ...columns, revision: revision + 1 })
    .where('sku', '=', sku)
    .execute();
  const filled = fields.includes('stock') && columns.stock !== 0;
  return ok({ sku, revision: revision + 1, changed: fields.join(' '), filled });
}

export async function lastPosition(db: Readable<MallTables>): Promise<number> {
  const { last } = await db
    .selectFrom('product')
    .select((eb) => eb.fn.max('position').as('last'))
    .executeTakeFirstOrThrow();
  return Number(last ?? 0);
}

async function hasFiles(db: Readable<MallTables>, sku: string): Promise<boolean> {
  return (await db.selectFrom('product_file').select('sku').where('sku', '=', sku).executeTakeFirst()) !== undefined;
}

/** Out of the shop, or back into it. Fails with `product-unknown`, naming the first; then nothing was changed. */
export async function offerProducts(
  mall: Mall,
  who: string,
  { skus, onSale }: { readonly skus: readonly string[]; readonly onSale: boolean },
): Promise<Result<{ changed: number }>> {
  const action = onSale ? 'catalogue.offered' : 'catalogue.withdrawn';
  return writeResult(mall.storage, async (db) => {
    let changed = 0;
    for (const sku of new Set(skus)) {
      const row = await db.selectFrom('product').select('on_sale').where('sku', '=', sku).executeTakeFirst();
      if (!row) return fail('product-unknown', sku);
      if ((row.on_sale === 1) === onSale) continue;
      await db
        .updateTable('product')
        .set((eb) => ({ on_sale: onSale ? 1 : 0, revision: eb('revision', '+', 1) }))
        .where('sku', '=', sku)
        .execute();
      await recordDeed(db, { at: mall.clock(), who, action, subject: sku });
      changed++;
    }
    mall.changes.announce('catalogue');
    return ok({ changed });
  });
}
