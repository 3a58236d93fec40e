import type { EventData } from '#shared/protocol/event.ts';
import { fromBase64Url, equalBytes } from '#shared/bytes.ts';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import { numberFromDigits, numberKind } from '#shared/domain/number.ts';
import { canMove, PURCHASE } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type IncomingEvent, type Partner, sendEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { variantCDigits } from '#main/vault/index.ts';
import { endParcel, type Ending } from './expiry.ts';
import type { Mall } from './mall.ts';
import { isPrintable } from './printable.ts';
import { markPart } from './sealed-parts.ts';
import type { MallTables, PurchaseTable } from './tables.ts';

/**
 * Matches a carrier's answer to the purchase (MISSION.md A11, B5). An envelope proves nothing about who sealed it, so
 * the returned contents must be byte for byte what this mall sent.
 */
export async function acceptShippingResult(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'shipping.result'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  if (event.subject !== data.purchase) return fail('event-invalid', 'subject');
  const purchase = await db
    .selectFrom('purchase')
    .selectAll()
    .where('counterparty', '=', partner.id)
    .where('jti', '=', data.purchase)
    .executeTakeFirst();
  if (!purchase) return fail('event-unknown-number');
  const agreed = data.result === 'ok' ? readAgreement(purchase, partner, data) : ok({ state: outcome(data.result) });
  if (!agreed.ok) return agreed;
  const { state } = agreed.value;
  if (purchase.state === 'expired') {
    // NO to an order that has ended already is nothing new.
    return state === 'accepted' ? callOff(mall, db, purchase, data.shipping) : ok();
  }
  // A carrier that said so by its verdict already.
  if (state === 'declined' && (await hasDeclined(db, purchase))) return ok();
  if (!canMove(PURCHASE, purchase.state, state)) return fail('wrong-state', purchase.state);
  if ('shipping' in agreed.value && (await isTaken(db, purchase, agreed.value.shipping))) {
    return fail('event-invalid', 'shipping');
  }
  const said = state === 'accepted' ? 'yes' : 'no';
  await markPart(mall, db, { orderId: purchase.order_id, party: partner.id, state: said });
  if (!('shipping' in agreed.value)) {
    await endParcel(mall, db, purchase, agreed.value.state);
    return ok();
  }
  const now = mall.clock().toISOString();
  await db
    .updateTable('purchase')
    .set({ ...agreed.value, decided_at: now, changed_at: now })
    .where('number', '=', purchase.number)
    .execute();
  mall.changes.announce('packing');
  return ok();
}

async function hasDeclined(db: Writable<MallTables>, purchase: PurchaseTable): Promise<boolean> {
  if (purchase.state !== 'declined') return false;
  const part = await db
    .selectFrom('sealed_part')
    .select('state')
    .where('order_id', '=', purchase.order_id)
    .where('party', '=', purchase.counterparty)
    .executeTakeFirst();
  return part?.state === 'no';
}

function outcome(result: 'no' | 'refused'): Exclude<Ending, 'expired'> {
  return result === 'no' ? 'declined' : 'refused';
}

type Agreement = Pick<PurchaseTable, 'shipping' | 'return_number' | 'addressee'> & { state: 'accepted' };

function readAgreement(
  purchase: PurchaseTable,
  partner: Partner,
  data: EventData<'shipping.result'>,
): Result<Agreement> {
  const { variant } = purchase;
  if (data.pay !== purchase.pay) return fail('event-invalid', 'pay');
  if (variant !== 'b') {
    const returned = fromBase64Url(data.contents ?? '');
    if (!returned || !equalBytes(returned, purchase.contents)) return fail('contents-differ');
  }
  const addressee = variant === 'b' ? null : fromBase64Url(data.addressee ?? '');
  if (addressee === undefined || (addressee !== null && !isPrintable(addressee, 'addressee', partner))) {
    return fail('event-invalid', 'addressee');
  }
  if (data.return !== undefined && numberKind(data.return) !== 'return') return fail('event-invalid', 'return');
  const shipping = labelNumber(purchase, data.shipping);
  if (shipping === undefined) return fail('event-invalid', 'shipping');
  return ok({ state: 'accepted', shipping, return_number: data.return ?? null, addressee });
}

/** The number on the label: told by the carrier, or in variant c derived by both from the hash of the contents. */
function labelNumber(purchase: PurchaseTable, told: string | undefined): string | undefined {
  if (purchase.variant === 'c') return numberFromDigits('shipping', variantCDigits(fromBase64Url(purchase.jti)!));
  const format = told === undefined ? undefined : numberFormat(told);
  return format === 'default' && numberKind(told!) !== 'shipping' ? undefined : format && told;
}

/** Two parcels of one carrier with one number could not be told apart. */
async function isTaken(db: Writable<MallTables>, purchase: PurchaseTable, shipping: string | null): Promise<boolean> {
  const other = await db
    .selectFrom('purchase')
    .select('number')
    .where('counterparty', '=', purchase.counterparty)
    .where('shipping', '=', shipping)
    .executeTakeFirst();
  return other !== undefined;
}

/** The customer was told that the order ended: an OK that comes after that must not become a parcel. */
async function callOff(
  mall: Mall,
  db: Writable<MallTables>,
  purchase: PurchaseTable,
  told: string | undefined,
): Promise<Result<void>> {
  await sendEvent(mall.post, db, {
    to: purchase.counterparty,
    type: 'shipping.cancel',
    subject: labelNumber(purchase, told) ?? '',
    data: { purchase: purchase.jti, reason: 'expired' },
  });
  return ok();
}
