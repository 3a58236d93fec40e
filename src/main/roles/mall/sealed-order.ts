/**
 * Sealed orders: the mall says on a sheet what was ordered and who is asked for what, relays the customer's challenges
 * and parts, and reads its own part alone. The customer's terminal comes with an order code, from any origin.
 */
import { z } from 'zod';
import { formatOrderCode, type OrderSheet, type SealedState } from '#shared/protocol/order-sheet.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { Ask, Sealer } from '#shared/protocol/order-part.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { findPartner } from '#main/post/index.ts';
import { claimNumber, type Readable, type Writable } from '#main/storage/index.ts';
import { randomDigit, tokenHash } from '#main/vault/index.ts';
import { openContents } from './contents.ts';
import type { OrderDraft } from './draft.ts';
import { offerEnd, paymentOffer } from './expiry.ts';
import type { Mall } from './mall.ts';
import type { SealedOrderTable, SealedPartTable } from './sealed-tables.ts';
import type { MallTables, PurchaseTable, SettlementTable } from './tables.ts';
import type { Way } from './ways.ts';

/** At least so long parts are good: a company that can't be reached meanwhile does not cost the order. */
const PART_HOURS = 24;

const HOUR_MS = 3_600_000;

/** On the hour: it stands in every party's part, and to the second it would tell them which parts belong together. */
function partsEnd(placedAt: Date): string {
  const hours = Math.ceil(placedAt.getTime() / HOUR_MS) + PART_HOURS;
  return new Date(hours * HOUR_MS).toISOString();
}

export interface SealedRows {
  readonly order: SealedOrderTable;
  readonly parts: readonly SealedPartTable[];
}

/** What the rows of a sealed order, or of an inquiry's one part, are made from. */
export interface PartedOrder {
  readonly orderId: string;
  readonly draft: OrderDraft;
  readonly way: Way;
  readonly payment: SettlementTable;
  readonly purchase: PurchaseTable | undefined;
}

/** Rows of an order that goes in parts: to each party its own number. */
export async function prepareParts(mall: Mall, parted: PartedOrder): Promise<SealedRows> {
  const { orderId, draft, way, payment, purchase } = parted;
  const { flow, wrapper } = way;
  const now = mall.clock();
  const asked: { asks: Ask; party: string; number: string }[] = [];
  if (flow === 'sealed') asked.push({ asks: 'goods', party: mall.self, number: payment.number });
  asked.push({ asks: 'card', party: payment.counterparty, number: payment.jti });
  if (flow === 'sealed' && purchase) {
    asked.push({ asks: 'destination', party: purchase.counterparty, number: purchase.jti });
  }
  if (flow === 'sealed' && wrapper) {
    const number = await mall.storage.write((db) => claimNumber(db, 'purchase', randomDigit));
    asked.push({ asks: 'gift', party: wrapper.id, number });
  }
  return {
    order: {
      order_id: orderId,
      token_hash: flow === 'sealed' ? tokenHash(await orderToken(mall, orderId)) : null,
      expires_at: partsEnd(now),
      prices: JSON.stringify(draft.lines.map(({ quantity, amount }) => ({ quantity, amount: amount.value }))),
      bundle: null,
      bundle_digest: null,
      received_at: null,
    },
    parts: asked.map((part, position) => ({
      order_id: orderId,
      position,
      ...part,
      state: 'awaited',
      sealer: null,
      challenge: null,
      challenges: 0,
      answer: null,
      answer_envelope: null,
      changed_at: now.toISOString(),
    })),
  };
}

/** Opens this order to one terminal. Made again whenever it is shown; its hash alone is stored. */
async function orderToken(mall: Mall, orderId: string): Promise<string> {
  return mall.vault.keyedHash('order-code', orderId);
}

/** What the customer takes to the terminal. */
export async function orderCode(mall: Mall, orderId: string): Promise<string> {
  return formatOrderCode(new URL(mall.publicUrl).origin, await orderToken(mall, orderId));
}

/** A sealed order with what it is about. */
export interface SealedOrder extends SealedRows {
  readonly payment: SettlementTable;
  readonly purchase: PurchaseTable | undefined;
}

/** Fails with `purchase-unknown` where the token opens no order, or none any more. */
export async function findByToken(mall: Mall, token: string): Promise<Result<SealedOrder>> {
  const row = await mall.storage.read
    .selectFrom('sealed_order')
    .select('order_id')
    .where('token_hash', '=', tokenHash(token))
    .executeTakeFirst();
  const order = row && (await readSealedOrder(mall.storage.read, row.order_id));
  return order ? ok(order) : fail('purchase-unknown');
}

export async function readSealedOrder(db: Readable<MallTables>, orderId: string): Promise<SealedOrder | undefined> {
  const order = await db.selectFrom('sealed_order').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  if (!order) return undefined;
  const parts = await db
    .selectFrom('sealed_part')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('position')
    .execute();
  const payment = await db
    .selectFrom('settlement')
    .selectAll()
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow();
  const purchase = await db.selectFrom('purchase').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  return { order, parts, payment, purchase };
}

/**
 * Whether something may still be brought for an order that waits for its customer. Fails with `already-decided` once it
 * was, and `instruction-expired` where the order has ended or its time is over.
 */
export function checkOpen(mall: Mall, { order, payment }: Pick<SealedOrder, 'order' | 'payment'>): Result<void> {
  if (order.bundle_digest !== null) return fail('already-decided');
  const isOver = payment.state !== 'offered' || offerEnd(paymentOffer(payment, order)) <= mall.clock();
  return isOver ? fail('instruction-expired') : ok();
}

const pricesSchema = z.array(z.object({ quantity: z.int(), amount: z.int() }));

/** Products, prices and parties as the terminal shows them and cuts the order by them. */
export async function orderSheet(mall: Mall, token: string): Promise<Result<OrderSheet>> {
  const found = await findByToken(mall, token);
  if (!found.ok) return found;
  const { order, parts, payment } = found.value;
  const placed = await mall.storage.read
    .selectFrom('customer_order')
    .selectAll()
    .where('id', '=', order.order_id)
    .executeTakeFirstOrThrow();
  const { currency } = placed;
  return ok({
    tokumei: 'order-sheet/1',
    mall: { id: mall.self, name: mall.name },
    expires: order.expires_at,
    until: payment.expires_at,
    total: { value: payment.amount, currency },
    ...(placed.shipping_charge > 0 && { charge: { value: placed.shipping_charge, currency } }),
    lines: await sheetLines(mall, order, payment),
    parties: await Promise.all(parts.map((part) => sheetParty(mall, part))),
  });
}

async function sheetLines(
  mall: Mall,
  { prices }: SealedOrderTable,
  payment: SettlementTable,
): Promise<OrderSheet['lines']> {
  const { items } = expectOk(await openContents(mall, payment));
  const amounts = pricesSchema.parse(JSON.parse(prices));
  const products = await mall.storage.read.selectFrom('product').select(['sku', 'name']).execute();
  const nameOf = new Map(products.map(({ sku, name }) => [sku, name]));
  return items.map(({ sku, quantity, name }, at) => ({
    sku,
    // Names that had no room beside the others are the catalogue's.
    name: name ?? nameOf.get(sku) ?? sku,
    quantity,
    amount: { value: amounts[at]!.amount, currency: payment.currency },
  }));
}

async function sheetParty(
  mall: Mall,
  { party, number, asks }: SealedPartTable,
): Promise<OrderSheet['parties'][number]> {
  if (party === mall.self) return { id: mall.self, name: mall.name, url: mall.publicUrl, number, asks };
  const partner = await findPartner(mall.storage.read, party);
  if (!partner) throw new Error('a part for nobody');
  const { card, name } = partner;
  const isReachable = card.flows?.some((flow) => flow !== 'closed') ?? true;
  return { id: party as PartyId, name, ...(isReachable && { url: card.public }), number, asks };
}

/** What became of an order, for the terminal's last page and for the shop's own. */
export async function sealedState(mall: Mall, token: string): Promise<Result<SealedState>> {
  const found = await findByToken(mall, token);
  return found.ok ? ok({ state: stateOf(found.value) }) : found;
}

export function stateOf({ order, payment, purchase }: SealedOrder): SealedState['state'] {
  switch (payment.state) {
    case 'offered':
      return order.bundle_digest === null ? 'open' : 'asked';
    case 'declined':
    case 'refused':
      return 'no';
    case 'expired':
    case 'lapsed':
    case 'released':
    case 'refunded':
      return 'ended';
    default:
      return purchase ? parcelState(purchase.state) : 'accepted';
  }
}

function parcelState(state: PurchaseTable['state']): SealedState['state'] {
  switch (state) {
    case 'awaiting-payment':
    case 'offered':
      return 'settled';
    case 'declined':
    case 'refused':
      return 'no';
    case 'expired':
    case 'cancelled':
    case 'returned':
      return 'ended';
    default:
      return 'accepted';
  }
}

/** Kept beyond the end of the parts, so that staff can show what was received; nothing of it is opened any more. */
export const KEEP_BUNDLE_DAYS = 35;

/** Forgets bundles, answers, order codes and pseudonyms, which come again with the next order, after their retention. */
export async function dropOldBundles(mall: Mall): Promise<void> {
  const before = new Date(mall.clock().getTime() - KEEP_BUNDLE_DAYS * 86_400_000).toISOString();
  const old = await mall.storage.read
    .selectFrom('sealed_order')
    .select('order_id')
    .where('expires_at', '<', before)
    .where((eb) => eb.or([eb('bundle', 'is not', null), eb('token_hash', 'is not', null)]))
    .limit(500)
    .execute();
  if (old.length === 0) return;
  const ids = old.map(({ order_id }) => order_id);
  await mall.storage.write(async (db) => {
    await db.updateTable('sealed_order').set({ bundle: null, token_hash: null }).where('order_id', 'in', ids).execute();
    await db.updateTable('sealed_part').set({ answer_envelope: null }).where('order_id', 'in', ids).execute();
    await forgetPseudonyms(db, ids);
  });
}

/** How a part was sealed stays, for staff. */
async function forgetPseudonyms(db: Writable<MallTables>, ids: readonly string[]): Promise<void> {
  const parts = await db
    .selectFrom('sealed_part')
    .select(['order_id', 'position', 'sealer'])
    .where('order_id', 'in', ids)
    .where('sealer', 'is not', null)
    .execute();
  for (const { order_id, position, sealer } of parts) {
    const { scheme } = JSON.parse(sealer!) as Sealer;
    if (scheme === 'hpke') continue;
    await db
      .updateTable('sealed_part')
      .set({ sealer: JSON.stringify({ scheme }) })
      .where('order_id', '=', order_id)
      .where('position', '=', position)
      .execute();
  }
}
