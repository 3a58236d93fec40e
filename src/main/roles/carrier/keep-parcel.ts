import type { DeliveryWish } from '#shared/domain/delivery-slot.ts';
import { fromBase64Url, toBase64Url, toHex } from '#shared/bytes.ts';
import type { ShipInstruction } from '#shared/protocol/instruction.ts';
import { sendEvent, variantOf } from '#main/post/index.ts';
import { claimNumber, type Writable } from '#main/storage/index.ts';
import { digestPrefix, randomDigit, tokenHash } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import { noteParcelChange } from './station-copy-tables.ts';
import type { CarrierTables } from './tables.ts';

/** What a mall asks to have carried: by an instruction in the customer's window, or with a part of a sealed order. */
export type ShipRequest = Pick<ShipInstruction, 'iss' | 'jti' | 'contents' | 'size' | 'pay' | 'amount'>;

/** Where it goes, sealed under the parcel's number, and what may be known of that in clear. */
export interface Destination {
  readonly number: string;
  /** Addressee envelope. */
  readonly envelope: Uint8Array;
  readonly zone: string;
  readonly surcharge: number;
  /** Opens the full tracking page; only its hash is kept. */
  readonly trackingToken: string;
  readonly wish?: Pick<DeliveryWish, 'day' | 'slot'>;
}

/** The parcel, its first step and the answer to the mall, in the unit of work that decided it. */
export async function keepParcel(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  request: ShipRequest & { readonly currency: string },
  { number, envelope, zone, surcharge, trackingToken, wish }: Destination,
): Promise<void> {
  const { iss: mall, jti, contents, size, pay, amount, currency } = request;
  const now = carrier.clock().toISOString();
  const returnNumber = await claimNumber(db, 'return', randomDigit);
  await db
    .insertInto('parcel')
    .values({
      number,
      mall,
      jti,
      contents: contents === undefined ? null : fromBase64Url(contents)!,
      addressee: envelope,
      envelope_prefix: toHex(digestPrefix(envelope)),
      return_number: returnNumber,
      size: size.size,
      weight: size.weight,
      pay,
      amount: amount?.value ?? null,
      currency: amount?.currency ?? currency,
      zone,
      surcharge,
      state: 'expected',
      collected: null,
      remittance: null,
      tracking_hash: tokenHash(trackingToken),
      agreed_at: now,
      changed_at: now,
      invoice: null,
      depot: null,
      route: null,
      wish_day: wish?.day ?? null,
      wish_slot: wish?.slot ?? null,
      hold_depot: null,
      hold_asked_at: null,
    })
    .execute();
  await db
    .insertInto('return_parcel')
    .values({
      number: returnNumber,
      parcel: number,
      mall,
      state: 'announced',
      accepted_at: null,
      arrived_at: null,
      handed_at: null,
      depot: null,
      changed_at: now,
      invoice: null,
    })
    .execute();
  await noteParcelChange(db, number);
  await db.insertInto('parcel_step').values({ number, state: 'expected', at: now, who: 'customer' }).execute();
  const variant = variantOf(request);
  await sendEvent(carrier.post, db, {
    to: mall,
    type: 'shipping.result',
    subject: jti,
    data: {
      purchase: jti,
      result: 'ok',
      pay,
      return: returnNumber,
      ...(variant !== 'c' && { shipping: number }),
      ...(variant !== 'b' && { contents: contents!, addressee: toBase64Url(envelope) }),
    },
  });
  carrier.changes.announce('parcels');
}

/** The mall is told only that, never why. */
export async function tellNotShipped(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  { iss: to, jti }: Pick<ShipRequest, 'iss' | 'jti'>,
  result: 'no' | 'refused',
): Promise<void> {
  await sendEvent(carrier.post, db, { to, type: 'shipping.result', subject: jti, data: { purchase: jti, result } });
}
