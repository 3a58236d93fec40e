import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { SealedOrder, sealedOrderCommands } from '#shared/desk/sealed-orders.ts';
import type { Sealer } from '#shared/protocol/order-part.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { findPartner } from '#main/post/index.ts';
import { findOrderId } from './find-order.ts';
import type { Mall } from './mall.ts';
import { orderFlow } from './offer.ts';
import { orderNumber } from './place-order.ts';
import { readSealedOrder } from './sealed-order.ts';
import type { SealedPartTable } from './sealed-tables.ts';

/** How orders that go another way stand, for staff. */
export function mallSealedDesk(mall: Mall): DeskHandlers<keyof typeof sealedOrderCommands> {
  return { 'sealed.open': ({ who }, { purchase }) => openSealedOrder(mall, who, purchase) };
}

/** By any number of the order; recorded in the trail. Parts stay sealed: the mall has no key but for its own. */
export async function openSealedOrder(mall: Mall, who: string, number: string): Promise<Result<SealedOrder>> {
  const found = await findOrderId(mall, number);
  if (!found.ok) return found;
  const orderId = found.value;
  const flow = await orderFlow(mall.storage.read, orderId);
  const subject = await orderNumber(mall.storage.read, orderId);
  if (flow === undefined || subject === undefined) return fail('purchase-unknown');
  const sealed = await readSealedOrder(mall.storage.read, orderId);
  const agency = await readAgency(mall, orderId);
  const parts = await Promise.all((sealed?.parts ?? []).map((part) => showPart(mall, part)));
  const bundle = sealed?.order.bundle;
  await mall.storage.write((db) => recordDeed(db, { at: mall.clock(), who, action: 'sealed.opened', subject }));
  return ok({ flow, parts, ...(agency && { agency }), ...(bundle && { bundle }) });
}

async function showPart(mall: Mall, part: SealedPartTable): Promise<SealedOrder['parts'][number]> {
  const { party, asks, number, sealer, state } = part;
  const name = party === mall.self ? mall.name : ((await findPartner(mall.storage.read, party))?.name ?? party);
  const scheme = sealer === null ? undefined : (JSON.parse(sealer) as Sealer).scheme;
  return { party, name, asks, number, ...(scheme && { scheme }), state };
}

async function readAgency(mall: Mall, orderId: string): Promise<SealedOrder['agency']> {
  const ask = await mall.storage.read
    .selectFrom('agency_ask')
    .select(['agency as party', 'state'])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  if (!ask) return undefined;
  const { party, state } = ask;
  return { party, name: (await findPartner(mall.storage.read, party))?.name ?? party, state };
}
