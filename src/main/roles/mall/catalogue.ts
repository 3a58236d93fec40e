/** The catalogue as staff see it: its list, a product's file, and what each takes up in a parcel. */
import type { ListAsked, ListPage } from '#shared/desk/list.ts';
import { mapPage } from '#shared/desk/list.ts';
import type { Product, ProductRow, ProductState } from '#shared/desk/catalogue.ts';
import { dayInJapan } from '#shared/domain/day.ts';
import { estimateParcelSize, type PackedItem } from '#shared/domain/parcel-size.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { listRows, type Readable } from '#main/storage/index.ts';
import type { ProductTable } from './catalogue-tables.ts';
import type { Mall } from './mall.ts';
import { productState } from './on-sale.ts';
import { readMarks } from './packing-tables.ts';
import { countPictures, listPictures } from './pictures.ts';
import { productCells } from './product-values.ts';
import type { MallTables } from './tables.ts';

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

/** In the order of the catalogue, whatever the list is asked for. */
export async function listCatalogue(mall: Mall, asked: ListAsked): Promise<ListPage<ProductRow>> {
  const state = productState(dayInJapan(mall.clock()));
  const page = await listRows(
    mall.storage.read.selectFrom('product'),
    {
      time: 'product.position',
      id: 'product.sku',
      state: () => state,
      amount: 'product.price',
      names: ['product.sku', 'product.name', 'product.specification', 'product.barcode', 'product.shelf'],
    },
    { ...asked, order: 'oldest' },
    (found) => found.selectAll('product').select(state.as('state')),
  );
  const skus = page.rows.map(({ sku }) => sku);
  const pictures = await countPictures(mall.storage.read, skus);
  return mapPage(page, (row) => toProductRow(row, row.state, pictures.get(row.sku) ?? 0));
}

function toProductRow(product: ProductTable, state: ProductState, pictures: number): ProductRow {
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
    state,
    pictures,
  };
}

export async function readProduct(mall: Mall, sku: string): Promise<Result<Product>> {
  const db = mall.storage.read;
  const row = await db
    .selectFrom('product')
    .selectAll()
    .select(productState(dayInJapan(mall.clock())).as('state'))
    .where('sku', '=', sku)
    .executeTakeFirst();
  if (!row) return fail('product-unknown');
  const { state, revision, position: _, ...columns } = row;
  const { files } = await db
    .selectFrom('product_file')
    .select((eb) => eb.fn.countAll<number>().as('files'))
    .where('sku', '=', sku)
    .executeTakeFirstOrThrow();
  const pictures = await listPictures(db, sku);
  return ok({ cells: productCells(columns), state, revision, pictures, files: Number(files) });
}
