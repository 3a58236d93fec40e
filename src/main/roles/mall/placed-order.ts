/** A placed order as its customer sees it. */
import type { OrderFlow } from '#shared/desk/sealed-orders.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { toBase64Url } from '#shared/bytes.ts';
import type { Money } from '#shared/domain/money.ts';
import type { GoodsState, PurchaseState } from '#shared/domain/states.ts';
import { findPartner, type Partner } from '#main/post/index.ts';
import type { Readable } from '#main/storage/index.ts';
import { endStaleOrder, offerEnd, type OpenOffer, parcelOffer, paymentOffer } from './expiry.ts';
import type { Mall } from './mall.ts';
import { type OrderRefund, orderRefunds } from './order-money.ts';
import { otherWays, type OtherWays } from './order-way.ts';
import { type OrderPayment, orderPayment } from './payment.ts';
import type { ShopSession } from './shop.ts';
import type { SealedOrderTable } from './sealed-tables.ts';
import type { GoodsTable, MallTables, OrderTable, PurchaseTable, SettlementTable } from './tables.ts';

/** What the shop window shows of a placed order. */
export interface PlacedOrder extends OtherWays {
  readonly orderId: string;
  /** What the customer calls it: the parcel's purchase number, or without a parcel the payment's. */
  readonly purchase: string;
  /** With the shipping charge. */
  readonly total: Money;
  readonly shippingCharge: Money;
  readonly pay: PayMode;
  /** `window` for every order that is not settled. */
  readonly flow: OrderFlow;
  /** Of the parcel; both are absent where everything goes by mail. */
  readonly state?: PurchaseState;
  readonly carrier?: Partner;
  /** Of what goes by mail. */
  readonly goods?: GoodsState;
  /** The buyer's public key, base64url; the private one is in the buyer's browser alone. */
  readonly buyerKey?: string;
  /** On a settled order. */
  readonly payment?: OrderPayment;
  /** The instruction's time is over; a window that was opened in time may still answer. */
  readonly finishing: boolean;
  /** Nothing comes of it: every part was refused, declined or has expired. */
  readonly ended: boolean;
  /** Ended by the customer, not by its time. */
  readonly givenUp: boolean;
  /** Absent in variant c, where nobody told it. */
  readonly shipping?: string;
  /** On its way back to the customer, or there. */
  readonly refunds: readonly OrderRefund[];
  readonly changedAt: string;
}

const NOTHING_COMES: readonly string[] = ['refused', 'declined', 'expired'] satisfies (PurchaseState & GoodsState)[];

/** The order of a session; one that can't be answered any more ends here and now, not at the next housekeeping. */
export async function placedOrder(mall: Mall, session: Pick<ShopSession, 'orderId'>): Promise<PlacedOrder | undefined> {
  if (session.orderId === null) return undefined;
  const found = await readOrder(mall.storage.read, session.orderId);
  const offer = found && openOffer(found);
  const isOver = offer !== undefined && offerEnd(offer) <= mall.clock();
  if (isOver) await endStaleOrder(mall, session.orderId);
  const order = isOver ? await readOrder(mall.storage.read, session.orderId) : found;
  return order && showOrder(mall, order);
}

interface OrderRows {
  readonly order: OrderTable;
  readonly purchase: PurchaseTable | undefined;
  readonly payment: SettlementTable | undefined;
  readonly goods: GoodsTable | undefined;
  readonly sealed: Pick<SealedOrderTable, 'bundle_digest'> | undefined;
}

async function readOrder(db: Readable<MallTables>, id: string): Promise<OrderRows | undefined> {
  const order = await db.selectFrom('customer_order').selectAll().where('id', '=', id).executeTakeFirst();
  const [purchase, payment, goods, sealed] = await Promise.all([
    db.selectFrom('purchase').selectAll().where('order_id', '=', id).executeTakeFirst(),
    db.selectFrom('settlement').selectAll().where('order_id', '=', id).executeTakeFirst(),
    db.selectFrom('goods').selectAll().where('order_id', '=', id).executeTakeFirst(),
    db.selectFrom('sealed_order').select('bundle_digest').where('order_id', '=', id).executeTakeFirst(),
  ]);
  return order && { order, purchase, payment, goods, sealed };
}

/** What nobody has answered: for the payment first. */
function openOffer({ payment, purchase, sealed }: OrderRows): OpenOffer | undefined {
  if (payment?.state === 'offered') return paymentOffer(payment, sealed);
  return purchase?.state === 'offered' ? parcelOffer(purchase) : undefined;
}

async function showOrder(mall: Mall, rows: OrderRows): Promise<PlacedOrder | undefined> {
  const { order, purchase, payment, goods } = rows;
  const number = (purchase ?? payment)?.number;
  if (number === undefined) return undefined;
  const carrier = purchase && (await findPartner(mall.storage.read, purchase.counterparty));
  const paid = payment && (await orderPayment(mall, order.id));
  const parts = [purchase, goods].filter((part) => part !== undefined);
  const changedAt = parts
    .map(({ changed_at }) => changed_at)
    .sort()
    .at(-1)!;
  const offer = openOffer(rows);
  const ended = parts.every(({ state }) => NOTHING_COMES.includes(state));
  const { currency } = order;
  const ways = await otherWays(mall, order);
  return {
    orderId: order.id,
    purchase: number,
    total: { value: order.total, currency },
    shippingCharge: { value: order.shipping_charge, currency },
    pay: order.pay,
    flow: order.flow,
    ...ways,
    ...(purchase && { state: purchase.state }),
    ...(carrier && { carrier }),
    ...(goods && { goods: goods.state }),
    ...(order.buyer_key && { buyerKey: toBase64Url(order.buyer_key) }),
    ...(paid && { payment: paid }),
    finishing: offer !== undefined && offer.expires_at <= mall.clock().toISOString(),
    ended,
    givenUp: ended && parts.some(({ state }) => state === 'expired') && ways.agency?.state !== 'no' && wasGivenUp(rows),
    ...(purchase && purchase.shipping !== null && purchase.variant !== 'c' && { shipping: purchase.shipping }),
    refunds: await orderRefunds(mall.storage.read, order.id),
    changedAt,
  };
}

/** It ended while its last instruction could still have been answered. */
function wasGivenUp({ payment, purchase, sealed }: OrderRows): boolean {
  if (payment?.state === 'expired') return new Date(payment.changed_at) < offerEnd(paymentOffer(payment, sealed));
  return purchase !== undefined && new Date(purchase.changed_at) < offerEnd(parcelOffer(purchase));
}
