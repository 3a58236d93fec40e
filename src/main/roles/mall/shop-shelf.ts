/** The shop's goods as customers turn them over: page by page out of the database, found by words, with their pictures. */
import { sql } from 'kysely';
import { dayInJapan } from '#shared/domain/day.ts';
import type { Money } from '#shared/domain/money.ts';
import type { Readable } from '#main/storage/index.ts';
import { isElectronic } from './catalogue.ts';
import type { ProductTable } from './catalogue-tables.ts';
import type { Basket } from './draft.ts';
import type { Mall } from './mall.ts';
import { onSale } from './on-sale.ts';
import { type ShopPicture, shopPictures } from './shop-pictures.ts';
import type { MallTables } from './tables.ts';

/** Goods on a page. */
export const SHELF_SIZE = 48;
export const LONGEST_SEARCH = 60;
const MOST_WORDS = 6;

export interface ShopProduct {
  readonly sku: string;
  readonly name: string;
  readonly specification: string;
  readonly price: Money;
  readonly taxPercent: number;
  /** It goes by mail, not by parcel. */
  readonly electronic: boolean;
  /** Pieces that can still be sold; absent where nobody counts them. */
  readonly stock?: number;
  readonly pictures?: readonly ShopPicture[];
}

export interface Shelf {
  readonly products: readonly ShopProduct[];
  /** In the basket, and not on this page. */
  readonly kept: readonly ShopProduct[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** Goods that the words find. */
  readonly found: number;
  readonly search: string;
}

/** A page that there is not is the last one. */
export async function listShelf(
  mall: Mall,
  asked: { readonly search?: string; readonly page?: number; readonly basket: Basket },
): Promise<Shelf> {
  const db = mall.storage.read;
  const search = (asked.search ?? '').normalize('NFKC').trim().slice(0, LONGEST_SEARCH);
  const today = dayInJapan(mall.clock());
  const fitting = fittingProducts(db, today, search);
  const { count } = await fitting.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const found = Number(count);
  const pages = Math.max(1, Math.ceil(found / SHELF_SIZE));
  const page = Math.min(Math.max(1, asked.page ?? 1), pages);
  const rows = await fitting
    .selectAll()
    .orderBy('position')
    .orderBy('sku')
    .limit(SHELF_SIZE)
    .offset((page - 1) * SHELF_SIZE)
    .execute();
  const shown = new Set(rows.map(({ sku }) => sku));
  const elsewhere = Object.keys(asked.basket).filter((sku) => !shown.has(sku));
  const kept = await productsBySku(db, today, elsewhere);
  const pictures = await shopPictures(db, [...shown]);
  return {
    products: rows.map((row) => toShopProduct(row, pictures.get(row.sku))),
    kept: kept.map((row) => toShopProduct(row)),
    page,
    pages,
    found,
    search,
  };
}

/** Of what is sold today, in the catalogue's order. */
export async function productsBySku(
  db: Readable<MallTables>,
  today: string,
  skus: readonly string[],
): Promise<ProductTable[]> {
  if (skus.length === 0) return [];
  return db
    .selectFrom('product')
    .selectAll()
    .where('sku', 'in', skus)
    .where(onSale(today))
    .orderBy('position')
    .orderBy('sku')
    .execute();
}

/** Every word stands somewhere in name, specification or item number. */
function fittingProducts(db: Readable<MallTables>, today: string, search: string) {
  let query = db.selectFrom('product').where(onSale(today));
  for (const word of search
    .split(/\s+/)
    .filter((one) => one !== '')
    .slice(0, MOST_WORDS)) {
    const like = `%${word.replace(/[%_\\]/g, (sign) => `\\${sign}`)}%`;
    query = query.where(
      sql<boolean>`(name like ${like} escape '\\' or specification like ${like} escape '\\' or sku like ${like} escape '\\')`,
    );
  }
  return query;
}

function toShopProduct(product: ProductTable, pictures?: readonly ShopPicture[]): ShopProduct {
  return {
    sku: product.sku,
    name: product.name,
    specification: product.specification,
    price: { value: product.price, currency: product.currency },
    taxPercent: product.tax_percent,
    electronic: isElectronic(product),
    ...(product.stock !== null && { stock: product.stock }),
    ...(pictures && { pictures }),
  };
}
