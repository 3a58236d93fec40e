import { z } from 'zod';
import { canonical } from '#shared/protocol/event.ts';
import { decodeContents, encodeContents } from '#shared/protocol/contents-plaintext.ts';
import { type PayMode, shipInstructionSchema } from '#shared/protocol/instruction.ts';
import type { Role } from '#shared/protocol/party.ts';
import { toBase64Url, utf8 } from '#shared/bytes.ts';
import { addMoney, type Money, yen } from '#shared/domain/money.ts';
import { estimateParcelSize } from '#shared/domain/parcel-size.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { findPartner, listPartners, type Partner } from '#main/post/index.ts';
import { claimNumber, writeResult } from '#main/storage/index.ts';
import { randomDigit, randomToken, randomUuid, sha256, tokenHash } from '#main/vault/index.ts';
import { packedItem, readProducts } from './catalogue.ts';
import { answerEnd, endStaleOrder, isOpen } from './expiry.ts';
import type { Mall } from './mall.ts';
import { type OrderDraft, offerTimes, purchaseName, sealContents, signOffer } from './offer.ts';
import { type OrderPayment, orderPayment, preparePayment } from './payment.ts';
import type { PurchaseTable, ShopSessionTable } from './tables.ts';

/** How long a browser may come back to its order. */
const SESSION_DAYS = 14;
export const MOST_OF_ONE = 99;
const basketSchema = z.record(z.string(), z.int().min(1).max(MOST_OF_ONE));
export type Basket = Readonly<Record<string, number>>;

/** What the shop window shows of a placed order. */
export interface PlacedOrder {
  readonly orderId: string;
  readonly purchase: string;
  readonly state: PurchaseState;
  readonly total: Money;
  readonly pay: PayMode;
  readonly carrier: Partner;
  /** On a settled order. */
  readonly payment?: OrderPayment;
  /** The instruction's time is over; a window that was opened in time may still answer. */
  readonly finishing: boolean;
  /** Ended by the customer, not by its time. */
  readonly givenUp: boolean;
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
    credit: null,
    pay: null,
    purchase: null,
    order_id: null,
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
  readonly credit: string | null;
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
      credit: row.credit,
      pay: row.pay,
      purchase: row.purchase,
    }
  );
}

export async function listCarriers(mall: Mall): Promise<Partner[]> {
  return listPartners(mall.storage.read, 'carrier');
}

export async function listCreditCompanies(mall: Mall): Promise<Partner[]> {
  return listPartners(mall.storage.read, 'credit');
}

/** Who delivers and, for a settled order, who settles. */
export async function chooseCarrier(
  mall: Mall,
  session: ShopSession,
  choice: { carrier: string; pay: string; credit?: string },
): Promise<Result<void>> {
  const carrier = await findApproved(mall, 'carrier', choice.carrier);
  if (!carrier) return fail('carrier-missing');
  const { pay } = choice;
  if (pay !== 'on-delivery' && pay !== 'later' && pay !== 'settled') return fail('field-invalid', 'pay');
  const credit = pay === 'settled' ? await findApproved(mall, 'credit', choice.credit ?? null) : undefined;
  if (pay === 'settled' && !credit) return fail('field-missing', 'credit');
  await mall.storage.write((db) =>
    db
      .updateTable('shop_session')
      .set({ carrier: carrier.id, credit: credit?.id ?? null, pay })
      .where('token_hash', '=', session.tokenHash)
      .where('purchase', 'is', null)
      .execute(),
  );
  return ok();
}

/** What a confirmation is about: goods, prices, companies and way to pay, as the customer saw them. */
export function orderDigest({ carrier, credit, pay }: ShopSession, { lines, total, size }: OrderDraft): string {
  const goods = lines.map(({ product, quantity, amount }) => {
    const { sku, name, price, currency, tax_percent } = product;
    return { sku, name, price, currency, tax_percent, quantity, amount };
  });
  return toBase64Url(sha256(utf8(canonical({ carrier, credit, pay, goods, total, size }))));
}

/**
 * Places the order: totals, seals the product names to the mall's own key, issues a purchase number and stores them
 * (MISSION.md A4). Confirming twice places once. Fails with `order-changed` where another tab or an import of prices
 * has changed the order since it was shown.
 *
 * @param confirmed the digest of what the customer confirmed (`orderDigest`)
 */
export async function placeOrder(
  mall: Mall,
  session: ShopSession,
  confirmed: string,
): Promise<Result<{ purchase: string }>> {
  if (session.purchase !== null) return ok({ purchase: session.purchase });
  const draft = await draftOrder(mall, session.basket);
  if (!draft.ok) return draft;
  if (orderDigest(session, draft.value) !== confirmed) return fail('order-changed');
  const carrier = await findApproved(mall, 'carrier', session.carrier);
  if (!carrier || session.pay === null) return fail('carrier-missing');
  const credit = session.pay === 'settled' ? await findApproved(mall, 'credit', session.credit) : undefined;
  if (session.pay === 'settled' && !credit) return fail('field-missing', 'credit');
  const number = await mall.storage.write((db) => claimNumber(db, 'purchase', randomDigit));
  const row = await preparePurchase(mall, { number, draft: draft.value, carrier, pay: session.pay });
  const payment = credit && (await preparePayment(mall, { orderId: row.order_id, draft: draft.value, credit }));

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
    if (payment) await db.insertInto('settlement').values(payment).execute();
    mall.changes.announce('packing');
    return ok({ purchase: number });
  });
}

async function preparePurchase(
  mall: Mall,
  order: { number: string; draft: OrderDraft; carrier: Partner; pay: PayMode },
): Promise<PurchaseTable> {
  const { number, draft, carrier, pay } = order;
  const contents = await sealContents(mall, number, draft);
  const now = mall.clock();
  return {
    number,
    order_id: randomUuid(),
    counterparty: carrier.id,
    variant: carrier.variant,
    jti: purchaseName(carrier.variant, number, contents),
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
    state: pay === 'settled' ? 'awaiting-payment' : 'offered',
    placed_at: now.toISOString(),
    ...offerTimes(now),
    decided_at: null,
    shipping: null,
    return_number: null,
    addressee: null,
    changed_at: now.toISOString(),
    paid_at: null,
    remittance: null,
    return_reason: null,
  };
}

async function findApproved(mall: Mall, role: Role, id: string | null): Promise<Partner | undefined> {
  const partner = id === null ? undefined : await findPartner(mall.storage.read, id);
  return partner?.role === role && partner.state === 'approved' ? partner : undefined;
}

/** The instruction for the carrier's window. Fails as `signOffer` does. */
export async function signInstruction(mall: Mall, number: string): Promise<Result<string>> {
  const purchase = await findPurchase(mall, number);
  const own = purchase && {
    act: 'ship',
    size: { size: purchase.size, weight: purchase.weight },
    pay: purchase.pay,
    ...(purchase.pay === 'on-delivery' && { amount: { value: purchase.total, currency: purchase.currency } }),
  };
  return signOffer(mall, purchase, { schema: shipInstructionSchema, own: own ?? {} });
}

export async function findPurchase(mall: Mall, number: string): Promise<PurchaseTable | undefined> {
  return mall.storage.read.selectFrom('purchase').selectAll().where('number', '=', number).executeTakeFirst();
}

/** The order of a session; one that can't be answered any more ends here and now, not at the next housekeeping. */
export async function placedOrder(mall: Mall, session: ShopSession): Promise<PlacedOrder | undefined> {
  const found = session.purchase === null ? undefined : await findPurchase(mall, session.purchase);
  const isOver = found && isOpen(found.state) && answerEnd(found.expires_at) <= mall.clock();
  if (isOver) await endStaleOrder(mall, found.order_id);
  const purchase = isOver ? await findPurchase(mall, found.number) : found;
  const carrier = purchase && (await findPartner(mall.storage.read, purchase.counterparty));
  if (!purchase || !carrier) return undefined;
  const payment = purchase.pay === 'settled' ? await orderPayment(mall, purchase.order_id) : undefined;
  return {
    purchase: purchase.number,
    state: purchase.state,
    total: { value: purchase.total, currency: purchase.currency },
    pay: purchase.pay,
    carrier,
    orderId: purchase.order_id,
    ...(payment && { payment }),
    finishing: isOpen(purchase.state) && purchase.expires_at <= mall.clock().toISOString(),
    givenUp: purchase.state === 'expired' && new Date(purchase.changed_at) < answerEnd(purchase.expires_at),
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
