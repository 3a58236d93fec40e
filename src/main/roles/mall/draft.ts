/** An order in the making: what a basket costs today, and which of its two halves each thing belongs to. */
import { z } from 'zod';
import { canonical } from '#shared/protocol/event.ts';
import { decodeContents, encodeContents } from '#shared/protocol/contents-plaintext.ts';
import { toBase64Url, utf8 } from '#shared/bytes.ts';
import { dayInJapan } from '#shared/domain/day.ts';
import { addMoney, type Money, yen } from '#shared/domain/money.ts';
import { estimateParcelSize, type ParcelSize } from '#shared/domain/parcel-size.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { sha256 } from '#main/vault/index.ts';
import { packedItem } from './catalogue.ts';
import type { Mall } from './mall.ts';
import { productsBySku } from './shop-shelf.ts';
import { chargeFor, readCharges } from './shipping-charge.ts';
import type { ProductTable } from './catalogue-tables.ts';
import type { ShopSessionTable } from './tables.ts';

export const MOST_OF_ONE = 99;
/** Quantity by sku. */
export const basketSchema = z.record(z.string(), z.int().min(1).max(MOST_OF_ONE));
export type Basket = Readonly<Record<string, number>>;

export interface OrderLine {
  readonly product: ProductTable;
  readonly quantity: number;
  readonly amount: Money;
}

/** A basket with today's prices, sizes as classes. The totals of its halves sum to its own. */
export interface OrderDraft {
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  /** What goes by parcel; `total` includes the shipping charge. */
  readonly parcel?: {
    readonly lines: readonly OrderLine[];
    readonly total: Money;
    readonly charge: Money;
    readonly size: ParcelSize;
  };
  /** What goes by mail. */
  readonly goods?: { readonly lines: readonly OrderLine[]; readonly total: Money };
}

/**
 * Prices a basket. Fails with `basket-empty`, `product-unknown`, `out-of-stock` (naming the sku) or `parcel-too-big`
 * (also where so many different products are in it that the sealed contents could not name them to the packers).
 */
export async function draftOrder(mall: Mall, basket: Basket): Promise<Result<OrderDraft>> {
  const wanted = basketSchema.safeParse(basket);
  if (!wanted.success || Object.keys(wanted.data).length === 0) return fail('basket-empty');
  const products = await productsBySku(mall.storage.read, dayInJapan(mall.clock()), Object.keys(wanted.data));
  if (products.length !== Object.keys(wanted.data).length) return fail('product-unknown');
  const lines = products.map((product): OrderLine => {
    const quantity = wanted.data[product.sku]!;
    return { product, quantity, amount: { value: product.price * quantity, currency: product.currency } };
  });
  const short = lines.find(({ product, quantity }) => product.stock !== null && product.stock < quantity);
  if (short) return fail('out-of-stock', short.product.sku);
  const skus = lines.map(({ product, quantity }) => ({ sku: product.sku, quantity }));
  if (expectOk(decodeContents(encodeContents(skus))).items.length === 0) return fail('parcel-too-big');

  const isPacked = ({ product, quantity }: OrderLine): boolean => packedItem(product, quantity) !== undefined;
  const parcel = await draftParcel(mall, lines.filter(isPacked));
  if (!parcel.ok) return parcel;
  const mailed = lines.filter((line) => !isPacked(line));
  const goods = mailed.length > 0 ? { lines: mailed, total: sum(mailed) } : undefined;
  return ok({
    lines,
    total: addMoney(parcel.value?.total ?? yen(0), goods?.total ?? yen(0)),
    ...(parcel.value && { parcel: parcel.value }),
    ...(goods && { goods }),
  });
}

async function draftParcel(mall: Mall, lines: readonly OrderLine[]): Promise<Result<OrderDraft['parcel']>> {
  if (lines.length === 0) return ok(undefined);
  const size = estimateParcelSize(lines.flatMap(({ product, quantity }) => packedItem(product, quantity) ?? []));
  if (!size.ok) return size;
  const charge = chargeFor(await readCharges(mall.storage.read), size.value);
  return ok({ lines, total: addMoney(sum(lines), charge), charge, size: size.value });
}

function sum(lines: readonly OrderLine[]): Money {
  return lines.map((line) => line.amount).reduce(addMoney, yen(0));
}

/** What a confirmation is about: goods, prices, charge, companies and ways, as the customer saw them. */
export function orderDigest(
  chosen: Pick<ShopSessionTable, 'carrier' | 'credit' | 'pay' | 'flow' | 'agency' | 'wrapper'>,
  { lines, total, parcel }: OrderDraft,
): string {
  const goods = lines.map(({ product, quantity, amount }) => {
    const { sku, name, price, currency, tax_percent } = product;
    const mailed = packedItem(product, quantity) === undefined;
    return { sku, name, price, currency, tax_percent, quantity, amount, mailed };
  });
  const { size = null, charge = null } = parcel ?? {};
  const { carrier, credit, pay, flow, agency, wrapper } = chosen;
  const companies = { carrier, credit, pay, flow, agency, wrapper };
  return toBase64Url(sha256(utf8(canonical({ ...companies, goods, total, size, charge }))));
}
