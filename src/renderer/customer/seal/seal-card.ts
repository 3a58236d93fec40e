/**
 * The card part of an order over a closed network, sealed in the customer's browser to the credit company: what a
 * sealed order's terminal makes, without challenge and bundle. It holds a public key, so nothing here can open it.
 */
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { Money } from '#shared/domain/money.ts';
import { type CardPart, encodeCardPart } from '#shared/protocol/card-part.ts';
import { encodeOrderPart, partBinding } from '#shared/protocol/order-part.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { ok, type Result } from '#shared/result.ts';
import { sealToPublicKey } from './hpke-seal.ts';

/** As the order page wrote it (`#sealing`). */
export interface CardSealing {
  /** X25519, 32 bytes, base64url. */
  readonly publicKey: string;
  /** The credit company's party id. */
  readonly recipient: PartyId;
  /** The purchase number for it, and the shop that issued it. */
  readonly number: string;
  readonly issuer: PartyId;
  readonly amount: Money;
  /** Unix seconds. */
  readonly expires: number;
}

/** Envelope of kind `order`, base64url. */
export async function sealCard(sealing: CardSealing, card: CardPart): Promise<Result<string>> {
  const { publicKey, recipient, number, issuer, amount, expires } = sealing;
  const part = encodeOrderPart({ mall: issuer, amount, expires, body: encodeCardPart(card) });
  const binding = partBinding({ party: recipient, number, mall: issuer });
  const sealed = await sealToPublicKey(fromBase64Url(publicKey), binding, part);
  return sealed.ok ? ok(toBase64Url(sealed.value)) : sealed;
}
