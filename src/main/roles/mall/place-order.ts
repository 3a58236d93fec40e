/** From a confirmation to rows: who is asked what, under which number. */
import type { PayMode } from '#shared/protocol/instruction.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Partner } from '#main/post/index.ts';
import { claimNumber, type Readable, writeResult } from '#main/storage/index.ts';
import { randomDigit, randomUuid } from '#main/vault/index.ts';
import { sealContents } from './contents.ts';
import { askAgency, type PreparedAsk, prepareAsk } from './agency-ask.ts';
import { draftOrder, type OrderDraft, orderDigest } from './draft.ts';
import type { Mall } from './mall.ts';
import { offerTimes, purchaseName } from './offer.ts';
import { preparePayment } from './payment.ts';
import { prepareParts, type SealedRows } from './sealed-order.ts';
import type { ShopSession } from './shop.ts';
import { takeStock } from './stock.ts';
import type { GoodsTable, MallTables, OrderTable, PurchaseTable, SettlementTable } from './tables.ts';
import { chooseWay, findApproved, type Way } from './ways.ts';

/** How a placed order is called. */
export interface OrderName {
  readonly orderId: string;
  /** What the customer is told: the parcel's purchase number, or without a parcel the payment's. */
  readonly purchase: string;
}

/**
 * Places the order: totals, seals the product names to the mall's own key, issues a purchase number for each
 * counterparty and stores them (MISSION.md A4), and takes the pieces out of the stock. Confirming twice places once.
 * Fails with `order-changed` where another tab or an import of prices has changed the order since it was shown, with
 * `out-of-stock` where somebody else was quicker.
 *
 * @param confirmed the digest of what the customer confirmed (`orderDigest`)
 * @param buyerKey where electronic goods are among it: the buyer's public key, X25519, base64url
 */
export async function placeOrder(
  mall: Mall,
  session: ShopSession,
  confirmed: string,
  buyerKey?: string,
): Promise<Result<OrderName>> {
  if (session.orderId !== null) return nameOf(mall.storage.read, session.orderId);
  const draft = await draftOrder(mall, session.basket);
  if (!draft.ok) return draft;
  if (orderDigest(session, draft.value) !== confirmed) return fail('order-changed');
  const companies = await findCompanies(mall, session, draft.value);
  if (!companies.ok) return companies;
  const key = readBuyerKey(draft.value, buyerKey);
  if (!key.ok) return key;
  const rows = await prepareRows(mall, draft.value, companies.value, key.value);

  return writeResult(mall.storage, async (db) => {
    const claimed = await db
      .updateTable('shop_session')
      .set({ order_id: rows.order.id, basket: '{}' })
      .where('token_hash', '=', session.tokenHash)
      .where('order_id', 'is', null)
      .executeTakeFirst();
    if (claimed.numUpdatedRows === 0n) {
      const earlier = await db
        .selectFrom('shop_session')
        .select('order_id')
        .where('token_hash', '=', session.tokenHash)
        .executeTakeFirst();
      return earlier?.order_id ? nameOf(db, earlier.order_id) : fail('session-missing');
    }
    const taken = await takeStock(db, draft.value.lines);
    if (!taken.ok) return taken;
    await db.insertInto('customer_order').values(rows.order).execute();
    if (rows.purchase) await db.insertInto('purchase').values(rows.purchase).execute();
    if (rows.payment) await db.insertInto('settlement').values(rows.payment).execute();
    if (rows.goods) await db.insertInto('goods').values(rows.goods).execute();
    if (rows.sealed) {
      await db.insertInto('sealed_order').values(rows.sealed.order).execute();
      await db
        .insertInto('sealed_part')
        .values([...rows.sealed.parts])
        .execute();
    }
    if (rows.ask && rows.payment) await askAgency(mall, db, rows.ask, rows.payment);
    mall.changes.announce('packing');
    mall.changes.announce('catalogue');
    return nameOf(db, rows.order.id);
  });
}

async function nameOf(db: Readable<MallTables>, orderId: string): Promise<Result<OrderName>> {
  const purchase = await orderNumber(db, orderId);
  return purchase === undefined ? fail('purchase-unknown') : ok({ orderId, purchase });
}

/** What the customer calls an order: see `OrderName`. */
export async function orderNumber(db: Readable<MallTables>, orderId: string): Promise<string | undefined> {
  const parcel = await db.selectFrom('purchase').select('number').where('order_id', '=', orderId).executeTakeFirst();
  const named =
    parcel ?? (await db.selectFrom('settlement').select('number').where('order_id', '=', orderId).executeTakeFirst());
  return named?.number;
}

interface Companies {
  readonly pay: PayMode;
  /** Of a parcel. */
  readonly carrier: Partner | undefined;
  /** Of a settled order. */
  readonly way: Way | undefined;
}

async function findCompanies(
  mall: Mall,
  session: Pick<ShopSession, 'carrier' | 'credit' | 'pay' | 'flow' | 'agency' | 'wrapper'>,
  { parcel, goods }: OrderDraft,
): Promise<Result<Companies>> {
  const { pay } = session;
  const carrier = parcel && (await findApproved(mall, 'carrier', session.carrier));
  if (parcel && !carrier) return fail('carrier-missing');
  if (pay === null) return fail('field-missing', 'pay');
  if (goods && pay !== 'settled') return fail('field-invalid', 'pay');
  if (pay !== 'settled') return ok({ pay, carrier, way: undefined });
  const { credit, wrapper } = session;
  const flow = session.flow === 'agency' ? `agency:${session.agency}` : (session.flow ?? '');
  const way = await chooseWay(mall, { credit, flow, wrapper }, carrier);
  return way.ok ? ok({ pay, carrier, way: way.value }) : way;
}

const KEY_BYTES = 32;

/** Zero is no key: nothing that is sealed to it would stay secret. */
function readBuyerKey({ goods }: OrderDraft, text: string | undefined): Result<Uint8Array | null> {
  if (!goods) return ok(null);
  if (text === undefined || text === '') return fail('field-missing', 'buyerKey');
  const key = fromBase64Url(text);
  return key?.length === KEY_BYTES && key.some((byte) => byte !== 0) ? ok(key) : fail('field-invalid', 'buyerKey');
}

interface OrderRows {
  readonly order: OrderTable;
  readonly purchase: PurchaseTable | undefined;
  readonly payment: SettlementTable | undefined;
  readonly goods: GoodsTable | undefined;
  /** Of an order whose parts are sealed: to all parties, or to the credit company alone. */
  readonly sealed: SealedRows | undefined;
  readonly ask: PreparedAsk | undefined;
}

async function prepareRows(
  mall: Mall,
  draft: OrderDraft,
  { pay, carrier, way }: Companies,
  buyerKey: Uint8Array | null,
): Promise<OrderRows> {
  const id = randomUuid();
  const now = mall.clock().toISOString();
  const { total, parcel, goods } = draft;
  const payment = way && (await preparePayment(mall, { orderId: id, draft, way }));
  const purchase = parcel && carrier && (await preparePurchase(mall, { orderId: id, parcel, carrier, pay }));
  const isParted = way?.flow === 'sealed' || way?.flow === 'closed';
  return {
    order: {
      id,
      placed_at: now,
      total: total.value,
      shipping_charge: parcel?.charge.value ?? 0,
      currency: total.currency,
      pay,
      flow: way?.flow ?? 'window',
      buyer_key: buyerKey,
    },
    purchase,
    payment,
    sealed: isParted && payment ? await prepareParts(mall, { orderId: id, draft, way, payment, purchase }) : undefined,
    ask: way?.agency && (await prepareAsk(mall, { orderId: id, agency: way.agency.id, lines: draft.lines })),
    goods: goods &&
      payment && {
        number: payment.number,
        order_id: id,
        amount: goods.total.value,
        currency: goods.total.currency,
        state: 'awaiting-payment',
        bytes: null,
        sha256: null,
        uploaded: 0,
        attempts: 0,
        next_at: null,
        last_error: null,
        changed_at: now,
      },
  };
}

async function preparePurchase(
  mall: Mall,
  order: { orderId: string; parcel: NonNullable<OrderDraft['parcel']>; carrier: Partner; pay: PayMode },
): Promise<PurchaseTable> {
  const { orderId, parcel, carrier, pay } = order;
  const number = await mall.storage.write((db) => claimNumber(db, 'purchase', randomDigit));
  const contents = await sealContents(mall, number, parcel.lines);
  const now = mall.clock();
  const prices = parcel.lines.map(({ product, quantity }) => ({
    quantity,
    price: product.price,
    taxPercent: product.tax_percent,
  }));
  return {
    number,
    order_id: orderId,
    counterparty: carrier.id,
    variant: carrier.variant,
    jti: purchaseName(carrier.variant, number, contents),
    contents,
    prices: JSON.stringify(prices),
    total: parcel.total.value,
    currency: parcel.total.currency,
    size: parcel.size.size,
    weight: parcel.size.weight,
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
    shipped_on: null,
  };
}
