/** Sealed parts on their way to their parties, one by one: the credit company first, everyone else after its OK. */
import { toBase64Url } from '#shared/bytes.ts';
import type { PartRow } from '#shared/desk/sealed-orders.ts';
import { orderBundleSchema, type SealedPart } from '#shared/protocol/order-part.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type IncomingEvent, sendEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { endParcel, endUnpaid } from './expiry.ts';
import type { Mall } from './mall.ts';
import { readSealedOrder, type SealedOrder } from './sealed-order.ts';
import { findPart } from './sealed-challenge.ts';
import type { SealedPartTable } from './sealed-tables.ts';
import type { MallTables, PurchaseTable, SettlementTable } from './tables.ts';

/** What the credit company, or the carrier, gets beside its part: see `order.parts`. */
export function partContents({ variant, contents }: Pick<SettlementTable | PurchaseTable, 'variant' | 'contents'>): {
  contents?: string;
} {
  return variant === 'b' ? {} : { contents: toBase64Url(contents) };
}

/** In the unit of work that takes the bundle: the credit company alone gets its part. */
export async function sendCardPart(
  mall: Mall,
  db: Writable<MallTables>,
  part: SealedPart,
  payment: SettlementTable,
): Promise<void> {
  await sendEvent(mall.post, db, {
    to: part.party,
    type: 'order.parts',
    subject: part.number,
    data: {
      purchase: part.number,
      by: part.by,
      part: part.envelope,
      amount: { value: payment.amount, currency: payment.currency },
      ...partContents(payment),
    },
  });
}

/**
 * In the unit of work of the credit company's OK: everyone else of a sealed order gets their part. The carrier has until
 * the parts' end to answer. Orders without a bundle have no parts to send.
 */
export async function sendOtherParts(mall: Mall, db: Writable<MallTables>, orderId: string): Promise<void> {
  const sealed = await readSealedOrder(db, orderId);
  if (!sealed?.order.bundle || sealed.order.token_hash === null) return;
  const { parts } = orderBundleSchema.parse(JSON.parse(sealed.order.bundle));
  for (const row of sealed.parts) {
    const part = parts.find(({ party }) => party === row.party);
    if (row.state === 'received' && part && row.party !== mall.self) await sendPart(mall, db, sealed, { row, part });
  }
}

async function sendPart(
  mall: Mall,
  db: Writable<MallTables>,
  { order, purchase }: SealedOrder,
  { row, part }: { row: SealedPartTable; part: SealedPart },
): Promise<void> {
  const { party: to, number, by, envelope } = part;
  const parcel = row.asks === 'destination' ? purchase : undefined;
  if (parcel) {
    const { expires_at } = order;
    await db.updateTable('purchase').set({ expires_at }).where('number', '=', parcel.number).execute();
  }
  await sendEvent(mall.post, db, {
    to,
    type: 'order.parts',
    subject: number,
    data: {
      purchase: number,
      by,
      part: envelope,
      ...(parcel && {
        size: { size: parcel.size, weight: parcel.weight },
        pay: parcel.pay,
        ...partContents(parcel),
      }),
    },
  });
  await markPart(mall, db, { orderId: row.order_id, party: to, state: 'sent' });
}

/** Where an order has a part for this party: how far it is. */
export async function markPart(
  mall: Mall,
  db: Writable<MallTables>,
  mark: { readonly orderId: string; readonly party: string; readonly state: PartRow['state'] },
): Promise<void> {
  await db
    .updateTable('sealed_part')
    .set({ state: mark.state, changed_at: mall.clock().toISOString() })
    .where('order_id', '=', mark.orderId)
    .where('party', '=', mark.party)
    .execute();
}

/**
 * A party says whether it took its part. NO of the credit company is a declined payment, of the carrier a declined
 * parcel; whoever else says NO does not stop the order. YES alone moves nothing: what it comes to follows.
 */
export async function noteVerdict(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'order.verdict'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  if (event.subject !== data.purchase) return fail('event-invalid', 'subject');
  const part = await findPart(db, partner.id, data.purchase);
  if (!part) return fail('event-unknown-number');
  if (part.state === data.verdict) return ok();
  if (part.state !== 'sent') return fail('wrong-state', part.state);
  const { order_id: orderId, party } = part;
  await markPart(mall, db, { orderId, party, state: data.verdict });
  if (data.verdict === 'no') await endPart(mall, db, part);
  mall.changes.announce('packing');
  return ok();
}

/** NO to an order that has ended already is nothing new. */
export async function endPart(
  mall: Mall,
  db: Writable<MallTables>,
  { order_id, asks }: Pick<SealedPartTable, 'order_id' | 'asks'>,
): Promise<void> {
  if (asks === 'card') {
    const payment = await db.selectFrom('settlement').selectAll().where('order_id', '=', order_id).executeTakeFirst();
    if (payment?.state === 'offered') await endUnpaid(mall, db, payment, 'declined');
  }
  if (asks === 'destination') {
    const purchase = await db.selectFrom('purchase').selectAll().where('order_id', '=', order_id).executeTakeFirst();
    if (purchase?.state === 'offered') await endParcel(mall, db, purchase, 'declined');
  }
}
