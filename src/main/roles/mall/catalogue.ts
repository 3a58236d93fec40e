import { z } from 'zod';
import { type ImportReport, LARGEST_STOCK, type ProductRow } from '#shared/desk/mall.ts';
import { HANDLING_MARKS, uniteMarks } from '#shared/domain/handling-mark.ts';
import { enterText } from '#shared/domain/entry.ts';
import { estimateParcelSize, type PackedItem } from '#shared/domain/parcel-size.ts';
import { ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { readCsvRows, type Readable } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import { readMarks } from './packing-tables.ts';
import { bringBackFor } from './bring-back.ts';
import type { MallTables, ProductTable } from './tables.ts';

const COLUMNS = [
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
] as const;

const whole = (least: number, most: number) =>
  z.string().trim().regex(/^\d+$/).transform(Number).pipe(z.int().min(least).max(most));
const text = (most: number, required: boolean) =>
  z.string().transform((value, context) => {
    const entered = enterText('', value, { most, required });
    if (entered.ok) return entered.value;
    context.addIssue({ code: 'custom', message: entered.error.code });
    return z.NEVER;
  });
const measure = (most: number) => z.union([z.literal('').transform(() => null), whole(1, most)]);

/** Letters, digits and signs as a scanner can send them, or a shelf be called. */
const printable = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N} ._/+-]+$/u)
    .max(most);
/** Names of handling marks with spaces between. */
const marksText = () =>
  z
    .string()
    .transform((words) => words.split(/\s+/).filter((word) => word !== ''))
    .pipe(z.array(z.enum(HANDLING_MARKS)))
    .transform((marks) => uniteMarks(marks).join(' '));

const rowSchema = z
  .object({
    sku: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9._-]{1,40}$/),
    name: text(120, true),
    price: whole(1, 100_000_000),
    currency: z.literal('JPY'),
    tax_percent: whole(0, 50),
    length_mm: measure(3000),
    width_mm: measure(3000),
    height_mm: measure(3000),
    grams: measure(100_000),
    specification: text(240, false),
    /** Absent: the file does not count. Empty: nobody counts this one. */
    stock: z.union([z.literal('').transform(() => null), whole(0, LARGEST_STOCK)]).optional(),
    /** Absent: what was known stays. Empty: none. */
    barcode: z.union([z.literal('').transform(() => null), printable(40)]).optional(),
    shelf: z.union([z.literal('').transform(() => null), printable(20)]).optional(),
    marks: z.union([z.literal('').transform(() => null), marksText()]).optional(),
  })
  .superRefine((row, context) => {
    const sizes = ['length_mm', 'width_mm', 'height_mm', 'grams'] as const;
    const missing = sizes.find((field) => row[field] === null);
    if (missing !== undefined && sizes.some((field) => row[field] !== null)) {
      context.addIssue({ code: 'custom', message: 'field-missing', path: [missing] });
    }
  });

/** Without one of these columns what was known of it stays. */
type Optional = 'stock' | 'barcode' | 'shelf' | 'marks';
type ImportedProduct = Omit<ProductTable, Optional> & { [K in Optional]?: ProductTable[K] | undefined };
type Refused = ImportReport['refused'][number];

/**
 * Takes in a catalogue as CSV; columns `stock`, `barcode`, `shelf` and `marks` may be among the others. Rows that can't stand are named
 * by line, sku and field; all others are imported, new or over the product of the same sku. A file without the columns
 * fails with `catalogue-columns`.
 */
export async function importCatalogue(mall: Mall, who: string, csv: string): Promise<Result<ImportReport>> {
  const read = readCsvRows(csv, COLUMNS);
  if (!read.ok) return read;
  const { rows, broken } = read.value;
  const products: ImportedProduct[] = [];
  const refused: Refused[] = [];
  const seen = new Set<string>();
  for (const { line, record } of rows) {
    const sku = (record['sku'] ?? '').slice(0, 40);
    const parsed = rowSchema.safeParse(record);
    if (!parsed.success) {
      const field = String(parsed.error.issues[0]?.path[0] ?? 'row');
      refused.push({ line, sku, code: record[field]?.trim() ? 'field-invalid' : 'field-missing', field });
    } else if (seen.has(parsed.data.sku)) {
      refused.push({ line, sku, code: 'field-invalid', field: 'sku' });
    } else {
      seen.add(parsed.data.sku);
      products.push({ ...parsed.data, position: line });
    }
  }
  if (broken !== undefined) refused.push({ line: broken, sku: '', code: 'field-invalid', field: 'row' });
  await mall.storage.write(async (db) => {
    const { last } = await db
      .selectFrom('product')
      .select((eb) => eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('last'))
      .executeTakeFirstOrThrow();
    for (const { position, ...product } of products) {
      await db
        .insertInto('product')
        // What is new goes behind what was there; the rest keeps its place.
        .values({ stock: null, barcode: null, shelf: null, marks: null, ...product, position: Number(last) + position })
        .onConflict((conflict) => conflict.column('sku').doUpdateSet(product))
        .execute();
    }
    await recordDeed(db, {
      at: mall.clock(),
      who,
      action: 'catalogue.imported',
      subject: mall.self,
      detail: `${products.length}/${products.length + refused.length}`,
    });
    mall.changes.announce('catalogue');
  });
  const filled = products.filter(({ stock }) => stock !== undefined && stock !== 0).map(({ sku }) => sku);
  await bringBackFor(mall, who, new Set(filled));
  return ok({ imported: products.length, refused });
}

/** Without sizes: it goes by mail, not by parcel. */
export function isElectronic(product: ProductTable): boolean {
  return packedItem(product, 1) === undefined;
}

/** What a product takes up in a parcel; `undefined` for electronic goods. */
export function packedItem(product: ProductTable, quantity: number): PackedItem | undefined {
  const { length_mm, width_mm, height_mm, grams } = product;
  if (length_mm === null || width_mm === null || height_mm === null || grams === null) return undefined;
  return { lengthMm: length_mm, widthMm: width_mm, heightMm: height_mm, grams, quantity };
}

export async function readProducts(db: Readable<MallTables>): Promise<ProductTable[]> {
  return db.selectFrom('product').selectAll().orderBy('position').orderBy('sku').execute();
}

export async function listCatalogue(mall: Mall): Promise<ProductRow[]> {
  const products = await readProducts(mall.storage.read);
  return products.map((product) => {
    const item = packedItem(product, 1);
    const size = item && estimateParcelSize([item]);
    return {
      sku: product.sku,
      name: product.name,
      price: { value: product.price, currency: product.currency },
      taxPercent: product.tax_percent,
      specification: product.specification,
      ...(size?.ok && { size: size.value }),
      ...(product.stock !== null && { stock: product.stock }),
      ...(product.barcode !== null && { barcode: product.barcode }),
      ...(product.shelf !== null && { shelf: product.shelf }),
      ...(product.marks !== null && { marks: readMarks(product.marks) }),
    };
  });
}
