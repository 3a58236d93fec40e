/** Which products stand in the shop today, for queries; `isOnSale` says the same of one. */
import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ProductState } from '#shared/desk/catalogue.ts';
import type { MallTables } from './tables.ts';

type Builder = ExpressionBuilder<MallTables, 'product'>;

/** @param today `YYYY-MM-DD` in Japan (`dayInJapan`) */
export function onSale(today: string): (eb: Builder) => Expression<SqlBool> {
  return (eb) =>
    eb.and([
      eb('product.on_sale', '=', 1),
      eb.or([eb('product.sale_from', 'is', null), eb('product.sale_from', '<=', today)]),
      eb.or([eb('product.sale_until', 'is', null), eb('product.sale_until', '>=', today)]),
    ]);
}

/** The one state of a product: what keeps it out of the shop comes before what is low in it. */
export function productState(today: string): RawBuilder<ProductState> {
  return sql<ProductState>`case
    when product.on_sale = 0 then 'withdrawn'
    when product.sale_until < ${today} then 'ended'
    when product.sale_from > ${today} then 'planned'
    when product.stock = 0 then 'sold-out'
    when product.stock <= product.low_stock then 'low'
    else 'on-sale' end`;
}
