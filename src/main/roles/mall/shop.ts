import { z } from 'zod';
import { decodeContents, encodeContents } from '#shared/protocol/plaintext.ts';
import {
  INSTRUCTION_SECONDS,
  INSTRUCTION_TYPE,
  type PayMode,
  type ShipInstruction,
  shipInstructionSchema,
} from '#shared/protocol/instruction.ts';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { addMoney, type Money, yen } from '#shared/domain/money.ts';
import { estimateParcelSize, type ParcelSize } from '#shared/domain/parcel-size.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { findPartner, listPartners, type Partner } from '#main/post/index.ts';
import { claimNumber, writeResult } from '#main/storage/index.ts';
import { randomDigit, randomToken, randomUuid, sealTo, sha256, tokenHash } from '#main/vault/index.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { packedItem, readProducts } from './catalogue.ts';
import type { Mall } from './mall.ts';
import type { ProductTable, PurchaseTable, ShopSessionTable } from './tables.ts';

/** How long a browser may come back to its order. */
const SESSION_DAYS = 14;
export const MOST_OF_ONE = 99;
const basketSchema = z.record(z.string(), z.int().min(1).max(MOST_OF_ONE));
export type Basket = Readonly<Record<string, number>>;

export interface OrderLine {
  readonly product: ProductTable;
  readonly quantity: number;
  readonly amount: Money;
}

/** A basket with today's prices, sizes as classes. */
export interface OrderDraft {
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly size: ParcelSize;
}

/** What the shop window shows of a placed order. */
export interface PlacedOrder {
  readonly purchase: string;
  readonly state: PurchaseState;
  readonly total: Money;
  readonly pay: PayMode;
  readonly carrier: Partner;
  /** Absent in variant c, where nobody told it. */
  readonly shipping?: string;
  readonly changedAt: string;
}

/** Starts an order with a basket; the token goes into the customer's cookie, its hash alone is stored. */
export async function startOrder(mall: Mall, basket: Basket): Promise<Result<{ token: string }>> {
  const draft = await draftOrder(mall, basket);
  if (!draft.ok) return draft;
  const token = randomToken();
  const expires = new Date(mall.clock().getTime() + SESSION_DAYS * 86_400_000);
  const row: ShopSessionTable = {
    token_hash: tokenHash(token),
    basket: JSON.stringify(basket),
    carrier: null,
    pay: null,
    purchase: null,
    expires_at: expires.toISOString(),
  };
  await mall.storage.write((db) => db.insertInto('shop_session').values(row).execute());
  return ok({ token });
}

/**
 * Prices a basket. Fails with `basket-empty`, `product-unknown` (also for what can't be shipped) or `parcel-too-big`
 * (also where so many different products are in it that the sealed contents could not name them to the packers).
 */
export async function draftOrder(mall: Mall, basket: Basket): Promise<Result<OrderDraft>> {
  const wanted = basketSchema.safeParse(basket);
  if (!wanted.success || Object.keys(wanted.data).length === 0) return fail('basket-empty');
  const products = (await readProducts(mall.storage.read)).filter((product) => Object.hasOwn(wanted.data, product.sku));
  if (products.length !== Object.keys(wanted.data).length) return fail('product-unknown');
  const items = products.map((product) => packedItem(product, wanted.data[product.sku]!));
  const packed = items.filter((item) => item !== undefined);
  if (packed.length !== items.length) return fail('product-unknown');
  const size = estimateParcelSize(packed);
  if (!size.ok) return size;
  const skus = products.map(({ sku }) => ({ sku, quantity: wanted.data[sku]! }));
  if (expectOk(decodeContents(encodeContents(skus))).items.length === 0) return fail('parcel-too-big');
  const lines = products.map((product) => {
    const quantity = wanted.data[product.sku]!;
    return { product, quantity, amount: { value: product.price * quantity, currency: product.currency } };
  });
  return ok({ lines, total: lines.map((line) => line.amount).reduce(addMoney, yen(0)), size: size.value });
}

export interface ShopSession {
  readonly tokenHash: string;
  readonly basket: Basket;
  readonly carrier: string | null;
  readonly pay: PayMode | null;
  readonly purchase: string | null;
}

export async function findSession(mall: Mall, token: string | undefined): Promise<ShopSession | undefined> {
  if (!token) return undefined;
  const row = await mall.storage.read
    .selectFrom('shop_session')
    .selectAll()
    .where('token_hash', '=', tokenHash(token))
    .where('expires_at', '>', mall.clock().toISOString())
    .executeTakeFirst();
  return (
    row && {
      tokenHash: row.token_hash,
      basket: basketSchema.parse(JSON.parse(row.basket)),
      carrier: row.carrier,
      pay: row.pay,
      purchase: row.purchase,
    }
  );
}

export async function listCarriers(mall: Mall): Promise<Partner[]> {
  return listPartners(mall.storage.read, 'carrier');
}

export async function chooseCarrier(
  mall: Mall,
  session: ShopSession,
  choice: { carrier: string; pay: string },
): Promise<Result<void>> {
  const partner = await findPartner(mall.storage.read, choice.carrier);
  if (partner?.role !== 'carrier' || partner.state !== 'approved') return fail('carrier-missing');
  const { pay } = choice;
  if (pay !== 'on-delivery' && pay !== 'later') return fail('field-invalid', 'pay');
  await mall.storage.write((db) =>
    db
      .updateTable('shop_session')
      .set({ carrier: partner.id, pay })
      .where('token_hash', '=', session.tokenHash)
      .where('purchase', 'is', null)
      .execute(),
  );
  return ok();
}

/**
 * Places the order: totals, seals the product names to the mall's own key, issues a purchase number and stores them
 * (MISSION.md A4). Confirming twice places once.
 */
export async function placeOrder(mall: Mall, session: ShopSession): Promise<Result<{ purchase: string }>> {
  if (session.purchase !== null) return ok({ purchase: session.purchase });
  const draft = await draftOrder(mall, session.basket);
  if (!draft.ok) return draft;
  const carrier = session.carrier === null ? undefined : await findPartner(mall.storage.read, session.carrier);
  if (carrier?.state !== 'approved' || session.pay === null) return fail('carrier-missing');
  const number = await mall.storage.write((db) => claimNumber(db, 'purchase', randomDigit));
  const row = await preparePurchase(mall, { number, draft: draft.value, carrier, pay: session.pay });

  return writeResult(mall.storage, async (db) => {
    const claimed = await db
      .updateTable('shop_session')
      .set({ purchase: number, basket: '{}' })
      .where('token_hash', '=', session.tokenHash)
      .where('purchase', 'is', null)
      .executeTakeFirst();
    if (claimed.numUpdatedRows === 0n) {
      const earlier = await db
        .selectFrom('shop_session')
        .select('purchase')
        .where('token_hash', '=', session.tokenHash)
        .executeTakeFirst();
      return earlier?.purchase ? ok({ purchase: earlier.purchase }) : fail('session-missing');
    }
    await db.insertInto('purchase').values(row).execute();
    mall.changes.announce('packing');
    return ok({ purchase: number });
  });
}

async function preparePurchase(
  mall: Mall,
  order: { number: string; draft: OrderDraft; carrier: Partner; pay: PayMode },
): Promise<PurchaseTable> {
  const { number, draft, carrier, pay } = order;
  const items = draft.lines.map(({ product, quantity }) => ({ sku: product.sku, quantity, name: product.name }));
  const contents = await sealToSelf(mall, number, encodeContents(items));
  const now = mall.clock();
  return {
    number,
    order_id: randomUuid(),
    counterparty: carrier.id,
    variant: carrier.variant,
    jti: carrier.variant === 'c' ? toBase64Url(sha256(contents)) : number,
    contents,
    prices: JSON.stringify(
      draft.lines.map(({ product, quantity }) => ({
        quantity,
        price: product.price,
        taxPercent: product.tax_percent,
      })),
    ),
    total: draft.total.value,
    currency: draft.total.currency,
    size: draft.size.size,
    weight: draft.size.weight,
    pay,
    state: 'offered',
    placed_at: now.toISOString(),
    expires_at: new Date(now.getTime() + INSTRUCTION_SECONDS * 1000).toISOString(),
    decided_at: null,
    shipping: null,
    return_number: null,
    addressee: null,
    changed_at: now.toISOString(),
    paid_at: null,
    remittance: null,
  };
}

async function sealToSelf(mall: Mall, number: string, plaintext: Uint8Array): Promise<Uint8Array> {
  const key = currentKey({ keys: mall.vault.publicKeys() }, 'seal', mall.clock());
  if (!key) throw new Error('no sealing key in force');
  const binding = { kind: 'contents', recipient: mall.self, number } as const;
  return expectOk(await sealTo(fromBase64Url(key.x)!, binding, plaintext));
}

/**
 * The instruction for the carrier's window, the same each time it is asked for. Fails with `wrong-state` once the
 * carrier answered and `instruction-expired` after its 15 minutes.
 */
export async function signInstruction(mall: Mall, number: string): Promise<Result<string>> {
  const purchase = await findPurchase(mall, number);
  if (!purchase) return fail('purchase-unknown');
  if (purchase.state !== 'offered') return fail('wrong-state', purchase.state);
  if (purchase.expires_at <= mall.clock().toISOString()) return fail('instruction-expired');
  const claims: ShipInstruction = shipInstructionSchema.parse({
    iss: mall.self,
    aud: purchase.counterparty,
    jti: purchase.jti,
    iat: Math.floor(Date.parse(purchase.placed_at) / 1000),
    exp: Math.floor(Date.parse(purchase.expires_at) / 1000),
    act: 'ship',
    size: { size: purchase.size, weight: purchase.weight },
    pay: purchase.pay,
    ...(purchase.pay === 'on-delivery' && { amount: { value: purchase.total, currency: purchase.currency } }),
    ...(purchase.variant !== 'b' && { contents: toBase64Url(purchase.contents) }),
    ret: `${mall.publicUrl}/order`,
  });
  return ok(await mall.vault.sign(INSTRUCTION_TYPE, JSON.stringify(claims)));
}

export async function findPurchase(mall: Mall, number: string): Promise<PurchaseTable | undefined> {
  return mall.storage.read.selectFrom('purchase').selectAll().where('number', '=', number).executeTakeFirst();
}

export async function placedOrder(mall: Mall, session: ShopSession): Promise<PlacedOrder | undefined> {
  const purchase = session.purchase === null ? undefined : await findPurchase(mall, session.purchase);
  const carrier = purchase && (await findPartner(mall.storage.read, purchase.counterparty));
  if (!purchase || !carrier) return undefined;
  return {
    purchase: purchase.number,
    state: purchase.state,
    total: { value: purchase.total, currency: purchase.currency },
    pay: purchase.pay,
    carrier,
    ...(purchase.shipping !== null && purchase.variant !== 'c' && { shipping: purchase.shipping }),
    changedAt: purchase.changed_at,
  };
}

/** The customer goes back (NG), or the order ended: the cookie stands for nothing any more. */
export async function forgetSession(mall: Mall, session: ShopSession): Promise<void> {
  await mall.storage.write((db) => db.deleteFrom('shop_session').where('token_hash', '=', session.tokenHash).execute());
}

export interface ShopProduct {
  readonly sku: string;
  readonly name: string;
  readonly specification: string;
  readonly price: Money;
  readonly taxPercent: number;
  readonly shippable: boolean;
}

/** The catalogue as customers see it. */
export async function shopProducts(mall: Mall): Promise<ShopProduct[]> {
  const products = await readProducts(mall.storage.read);
  return products.map((product) => ({
    sku: product.sku,
    name: product.name,
    specification: product.specification,
    price: { value: product.price, currency: product.currency },
    taxPercent: product.tax_percent,
    shippable: packedItem(product, 1) !== undefined,
  }));
}
