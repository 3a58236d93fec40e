/** The bundle: checked whole before any part of it moves, taken once, and opened nowhere but in the mall's own part. */
import { fromBase64Url, toBase64Url, utf8 } from '#shared/bytes.ts';
import { canonical } from '#shared/protocol/event.ts';
import { decodeGoodsPart } from '#shared/protocol/goods-part.ts';
import {
  decodeOrderPart,
  type OrderBundle,
  partBinding,
  type SealedPart,
  sealerPeer,
} from '#shared/protocol/order-part.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import type { Writable } from '#main/storage/index.ts';
import { writeResult } from '#main/storage/index.ts';
import { sha256 } from '#main/vault/index.ts';
import { openContents } from './contents.ts';
import type { Mall } from './mall.ts';
import { isOrderEnvelope } from './sealed-challenge.ts';
import { checkOpen, findByToken, readSealedOrder, type SealedOrder } from './sealed-order.ts';
import { markPart, sendCardPart } from './sealed-parts.ts';
import type { MallTables } from './tables.ts';

/**
 * Takes the bundle of an order: every party's part once, nobody else's, each under the very key with which its party has
 * proved itself, and the mall's own saying what was ordered. The credit company's part leaves at once, the others after
 * its OK. The same bundle again is fine. Fails with
 * - `purchase-unknown`: no order for this token
 * - `already-decided`: another bundle was taken before
 * - `instruction-expired`: the order has ended
 * - `bundle-invalid`: a party's part is missing, or has not even the form of one (about: the party)
 * - `bundle-foreign`: for another mall, party or number (about: the party); the mall's own part does not open here
 * - `party-unproven`: it has not answered its challenge, or another key sealed the part (about: the party)
 * - `contents-differ`: the mall's own part says something else than the order (about: what)
 */
export async function takeBundle(mall: Mall, token: string, bundle: OrderBundle): Promise<Result<void>> {
  const found = await findByToken(mall, token);
  if (!found.ok) return found;
  const text = canonical(bundle);
  const digest = toBase64Url(sha256(utf8(text)));
  if (found.value.order.bundle_digest === digest) return ok();
  const checked = await checkBundle(mall, found.value, bundle);
  if (!checked.ok) return checked;

  return writeResult(mall.storage, async (db) => {
    const now = (await readSealedOrder(db, found.value.order.order_id))!;
    if (now.order.bundle_digest === digest) return ok();
    const open = checkOpen(mall, now);
    if (!open.ok) return open;
    // Another challenge may have come between.
    const proven = checkProofs(now, bundle);
    if (!proven.ok) return proven;
    await keepBundle(mall, db, now, { text, digest });
    const card = now.parts.find(({ asks }) => asks === 'card')!;
    for (const { party } of now.parts) {
      const state = party === mall.self ? 'yes' : party === card.party ? 'sent' : 'received';
      await markPart(mall, db, { orderId: now.order.order_id, party, state });
    }
    await sendCardPart(
      mall,
      db,
      bundle.parts.find(({ party }) => party === card.party)!,
      now.payment,
    );
    mall.changes.announce('packing');
    return ok();
  });
}

/** From now on the order waits for companies, as long as the parts are good. */
export async function keepBundle(
  mall: Mall,
  db: Writable<MallTables>,
  { order, payment }: Pick<SealedOrder, 'order' | 'payment'>,
  { text, digest }: { readonly text: string; readonly digest: string },
): Promise<void> {
  const changed_at = mall.clock().toISOString();
  await db
    .updateTable('sealed_order')
    .set({ bundle: text, bundle_digest: digest, received_at: changed_at })
    .where('order_id', '=', order.order_id)
    .execute();
  await db
    .updateTable('settlement')
    .set({ expires_at: order.expires_at, changed_at })
    .where('number', '=', payment.number)
    .execute();
}

async function checkBundle(mall: Mall, sealed: SealedOrder, bundle: OrderBundle): Promise<Result<void>> {
  const open = checkOpen(mall, sealed);
  if (!open.ok) return open;
  if (bundle.mall !== mall.self) return fail('bundle-foreign', bundle.mall);
  const surplus = bundle.parts.find(({ party }) => !sealed.parts.some((row) => row.party === party));
  if (surplus) return fail('bundle-foreign', surplus.party);
  for (const { party, number } of sealed.parts) {
    const part = bundle.parts.find((each) => each.party === party);
    if (!part) return fail('bundle-invalid', party);
    if (part.number !== number) return fail('bundle-foreign', party);
    if (!isOrderEnvelope(part.envelope, part.by)) return fail('bundle-invalid', party);
  }
  const proven = checkProofs(sealed, bundle);
  return proven.ok
    ? checkOwnPart(
        mall,
        sealed,
        bundle.parts.find(({ party }) => party === mall.self)!,
      )
    : proven;
}

function checkProofs({ parts }: SealedOrder, bundle: OrderBundle): Result<void> {
  for (const { party, state, sealer } of parts) {
    const part = bundle.parts.find((each) => each.party === party);
    const isProven = state === 'confirmed' && part && sealer !== null;
    if (!isProven || canonical(JSON.parse(sealer)) !== canonical(part.by)) return fail('party-unproven', party);
  }
  return ok();
}

async function checkOwnPart(
  mall: Mall,
  { order, payment }: SealedOrder,
  { party, number, mall: issuer, by, envelope }: SealedPart,
): Promise<Result<void>> {
  const binding = partBinding({ party, number, mall: issuer });
  const opened = await mall.vault.open(fromBase64Url(envelope)!, binding, sealerPeer(by));
  const part = opened.ok ? decodeOrderPart(opened.value) : opened;
  if (!part.ok) return fail('bundle-foreign', party);
  const goods = decodeGoodsPart(part.value.body);
  if (!goods.ok) return fail('bundle-invalid', party);
  const { amount, expires } = part.value;
  if (part.value.mall !== mall.self) return fail('bundle-foreign', party);
  if (amount?.value !== payment.amount || amount.currency !== payment.currency)
    return fail('contents-differ', 'amount');
  if (expires !== Math.floor(Date.parse(order.expires_at) / 1000)) return fail('contents-differ', 'expires');
  if (goods.value.pay !== 'settled') return fail('contents-differ', 'pay');
  const { items } = expectOk(await openContents(mall, payment));
  return canonical(linesOf(items)) === canonical(linesOf(goods.value.items)) ? ok() : fail('contents-differ', 'items');
}

type Line = { readonly sku: string; readonly quantity: number };

function linesOf(items: readonly Line[]): readonly (readonly [string, number])[] {
  return items.map(({ sku, quantity }) => [sku, quantity] as const).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
