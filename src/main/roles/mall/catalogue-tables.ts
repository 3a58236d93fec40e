/** The catalogue's tables: products, their pictures, and what imports changed. None of them knows an order. */
import type { ImportState, PictureType } from '#shared/desk/catalogue.ts';
import type { Migrations } from '#main/storage/index.ts';

export interface ProductTable {
  sku: string;
  name: string;
  specification: string;
  /** With tax, in minor units. */
  price: number;
  currency: string;
  tax_percent: number;
  /** All of them, or none for electronic goods. */
  length_mm: number | null;
  width_mm: number | null;
  height_mm: number | null;
  grams: number | null;
  /** Position in the catalogue. */
  position: number;
  /** Pieces that can still be sold; absent where nobody counts them. */
  stock: number | null;
  /** What its bar code says where that is not the SKU. */
  barcode: string | null;
  shelf: string | null;
  /** Handling marks of every parcel with it, with spaces between. */
  marks: string | null;
  /** So many or fewer left are to be seen to. */
  low_stock: number | null;
  /** 0: in no shop. A product is never deleted while an order may name it. */
  on_sale: number;
  /** `YYYY-MM-DD`: first and last day in the shop. */
  sale_from: string | null;
  sale_until: string | null;
  /** Grows with each change that people make; what is sold and given back does not count. */
  revision: number;
}

/** A picture of a product, in two sizes. */
export interface ProductPictureTable {
  id: string;
  sku: string;
  position: number;
  alt_ja: string;
  alt_en: string;
  /** SHA-256 of their bytes, base64url. */
  small: string;
  large: string;
}

/** The bytes of a picture; the same picture of two products lies here once. */
export interface PictureTable {
  hash: string;
  type: PictureType;
  width: number;
  height: number;
  bytes: Uint8Array;
}

/** An import of the catalogue; counts of products. */
export interface CatalogueImportTable {
  id: string;
  at: string;
  who: string;
  state: ImportState;
  rows: number;
  added: number;
  changed: number;
  withdrawn: number;
  refused: number;
  undone_at: string | null;
  undone_by: string | null;
}

/** One product that an import changed, until it is undone or too old for that. */
export interface CatalogueImportRowTable {
  import: string;
  sku: string;
  /** The product's when the import had changed it. */
  revision: number;
  /** JSON: the changed fields as text; `null` where the product was new. */
  before: string | null;
  after: string;
}

export interface MallCatalogueTables {
  product: ProductTable;
  product_picture: ProductPictureTable;
  picture: PictureTable;
  catalogue_import: CatalogueImportTable;
  catalogue_import_row: CatalogueImportRowTable;
}

export const mallCatalogueMigrations: Migrations = {
  'mall-0024-products': {
    up: async (db) => {
      await db.schema.alterTable('product').addColumn('low_stock', 'bigint').execute();
      await db.schema
        .alterTable('product')
        .addColumn('on_sale', 'integer', (column) => column.notNull().defaultTo(1))
        .execute();
      for (const name of ['sale_from', 'sale_until']) {
        await db.schema.alterTable('product').addColumn(name, 'text').execute();
      }
      await db.schema
        .alterTable('product')
        .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      await db.schema.createIndex('product_position').on('product').columns(['position', 'sku']).execute();
      await db.schema
        .createTable('picture')
        .addColumn('hash', 'text', (column) => column.primaryKey())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('width', 'integer', (column) => column.notNull())
        .addColumn('height', 'integer', (column) => column.notNull())
        .addColumn('bytes', 'blob', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('product_picture')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('sku', 'text', (column) => column.notNull().references('product.sku'))
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('alt_ja', 'text', (column) => column.notNull())
        .addColumn('alt_en', 'text', (column) => column.notNull())
        .addColumn('small', 'text', (column) => column.notNull().references('picture.hash'))
        .addColumn('large', 'text', (column) => column.notNull().references('picture.hash'))
        .execute();
      await db.schema.createIndex('product_picture_sku').on('product_picture').columns(['sku', 'position']).execute();
      for (const size of ['small', 'large']) {
        await db.schema.createIndex(`product_picture_${size}`).on('product_picture').column(size).execute();
      }
      await db.schema
        .createTable('catalogue_import')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('rows', 'integer', (column) => column.notNull())
        .addColumn('added', 'integer', (column) => column.notNull())
        .addColumn('changed', 'integer', (column) => column.notNull())
        .addColumn('withdrawn', 'integer', (column) => column.notNull())
        .addColumn('refused', 'integer', (column) => column.notNull())
        .addColumn('undone_at', 'text')
        .addColumn('undone_by', 'text')
        .execute();
      await db.schema.createIndex('catalogue_import_at').on('catalogue_import').column('at').execute();
      await db.schema
        .createTable('catalogue_import_row')
        .addColumn('import', 'text', (column) => column.notNull().references('catalogue_import.id'))
        .addColumn('sku', 'text', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('before', 'text')
        .addColumn('after', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('catalogue_import_row_key', ['import', 'sku'])
        .execute();
    },
  },
};
