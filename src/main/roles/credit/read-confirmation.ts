/** Opening what a customer confirmed through an agency: wallet, confirmation, PIN and card. Before any unit of work. */
import { equalBytes, fromBase64Url, fromUtf8, toBase64Url, utf8 } from '#shared/bytes.ts';
import { type Confirmation, decodeConfirmation } from '#shared/protocol/confirmation.ts';
import { decodeIdentity, decodePin, type Identity } from '#shared/protocol/identity-plaintext.ts';
import { partBinding } from '#shared/protocol/order-part.ts';
import type { CardKey } from '#shared/protocol/party-card.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import {
  identityBinding,
  pinBinding,
  resealedBinding,
  type Wallet,
  WALLET_TYPE,
  walletSchema,
} from '#shared/protocol/wallet.ts';
import { findPartner } from '#main/post/index.ts';
import { isSameSecret, sha256, verifyJws } from '#main/vault/index.ts';
import type { Credit } from './credit.ts';
import type { ConfirmedOrder } from './inquiry-request.ts';
import { type AskedCharge, isTooLate, refuse, type Refused } from './read-part.ts';

/** A confirmation that is what it should be; whose card it is shows where the PIN was right. */
export interface ReadConfirmation {
  readonly agency: string;
  readonly serial: string;
  /** base64url: it counts once. */
  readonly nonce: string;
  readonly isPinRight: boolean;
  readonly holder: Identity | Refused;
}

export async function readConfirmation(
  credit: Credit,
  asked: AskedCharge & { readonly agency: string },
  confirmed: ConfirmedOrder,
): Promise<ReadConfirmation | Refused> {
  const wallet = await readWallet(credit, asked.agency, confirmed.wallet);
  if ('reason' in wallet) return wallet;
  const confirmation = await openConfirmation(credit, asked, confirmed);
  if ('reason' in confirmation) return confirmation;
  const { agency, serial } = wallet;
  const pinEnvelope = fromBase64Url(wallet.pin);
  const opened = pinEnvelope && (await credit.vault.open(pinEnvelope, pinBinding(credit.self, agency, serial)));
  if (!opened?.ok) return refuse('unreadable', opened?.error.code ?? 'damaged');
  const pin = decodePin(opened.value);
  if (!pin.ok) return refuse('unreadable', pin.error.code);
  return {
    agency,
    serial,
    nonce: toBase64Url(confirmation.nonce),
    isPinRight: isSameSecret(pin.value, confirmation.pin),
    holder: await readHolder(credit, asked, wallet, { confirmed, confirmation }),
  };
}

/** Signed by the agency that brings it, for this settlement server, and not run out. */
async function readWallet(credit: Credit, agency: string, jws: string): Promise<Wallet | Refused> {
  const keys = await keysOf(credit, agency);
  if (typeof keys === 'string') return refuse('wallet-refused', keys);
  // A wallet may outlive the key that signed it: the key need not be in force, but known.
  const verified = await verifyJws(jws, { type: WALLET_TYPE, keys, code: 'wallet-invalid' });
  const wallet = verified.ok ? parseWallet(verified.value.payload) : undefined;
  if (!wallet) return refuse('wallet-refused', 'wallet-invalid');
  if (wallet.agency !== agency || wallet.settlement !== credit.self) return refuse('wallet-refused', 'wallet-foreign');
  const isOver = Date.parse(wallet.expires) <= credit.clock().getTime();
  return isOver ? refuse('wallet-refused', 'key-expired') : wallet;
}

/** Also when the agency was suspended after it had brought the confirmation. */
async function keysOf(
  credit: Credit,
  agency: string,
): Promise<readonly CardKey[] | 'partner-unknown' | 'partner-suspended'> {
  if (agency === credit.self) return credit.vault.publicKeys();
  const partner = await findPartner(credit.storage.read, agency);
  if (!partner) return 'partner-unknown';
  return partner.state === 'approved' ? partner.card.keys : 'partner-suspended';
}

function parseWallet(payload: Uint8Array): Wallet | undefined {
  try {
    return walletSchema.safeParse(JSON.parse(fromUtf8(payload))).data;
  } catch {
    return undefined;
  }
}

async function openConfirmation(
  credit: Credit,
  asked: AskedCharge,
  { quantity, wallet, confirmation }: ConfirmedOrder,
): Promise<Confirmation | Refused> {
  const envelope = fromBase64Url(confirmation);
  const binding = partBinding({ party: credit.self, mall: asked.mall as PartyId, number: asked.jti });
  const opened = envelope && (await credit.vault.open(envelope, binding));
  if (!opened?.ok) return refuse('unreadable', opened?.error.code ?? 'damaged');
  const read = decodeConfirmation(opened.value);
  if (!read.ok) return refuse('unreadable', read.error.code);
  const { mall, amount, expires } = read.value;
  if (mall !== asked.mall) return refuse('mall-differs');
  if (amount.value !== asked.amount || amount.currency !== asked.currency || read.value.quantity !== quantity) {
    return refuse('amount-differs');
  }
  if (isTooLate(credit, expires)) return refuse('too-late');
  return equalBytes(read.value.wallet, sha256(utf8(wallet))) ? read.value : refuse('wallet-refused', 'wallet-foreign');
}

/** Sealed anew by the agency for this order, or as it was sealed at enrolment and again inside the confirmation. */
async function readHolder(
  credit: Credit,
  asked: AskedCharge,
  { variant, sealed, agency, serial }: Wallet,
  { confirmed, confirmation }: { readonly confirmed: ConfirmedOrder; readonly confirmation: Confirmation },
): Promise<Identity | Refused> {
  const enrolled = fromBase64Url(sealed);
  const envelope = variant === 'pass' ? enrolled : fromBase64Url(confirmed.resealed ?? '');
  if (!envelope?.length) return refuse('unreadable', 'damaged');
  if (variant === 'pass' && !(confirmation.sealed && equalBytes(confirmation.sealed, envelope))) {
    return refuse('wallet-refused', 'wallet-invalid');
  }
  const binding =
    variant === 'pass'
      ? identityBinding(credit.self, agency, serial)
      : resealedBinding(credit.self, asked.mall, asked.jti);
  const opened = await credit.vault.open(envelope, binding);
  if (!opened.ok) return refuse('unreadable', opened.error.code);
  const identity = decodeIdentity(opened.value);
  return identity.ok ? identity.value : refuse('unreadable', identity.error.code);
}
