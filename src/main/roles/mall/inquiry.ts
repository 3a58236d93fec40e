/**
 * Orders over a closed network: the customer's browser seals the card to the credit company, which no customer can
 * reach, and the mall carries the sealed card there. It can't open it. What comes back is yes or no.
 */
import { fromBase64Url, toBase64Url, toHex, utf8 } from '#shared/bytes.ts';
import type { Money } from '#shared/domain/money.ts';
import { parseEnvelope } from '#shared/protocol/envelope.ts';
import { canonical } from '#shared/protocol/event.ts';
import type { OrderBundle } from '#shared/protocol/order-part.ts';
import { type CardKey, currentKey, isValidAt } from '#shared/protocol/party-card.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { findPartner, type IncomingEvent, type Partner, sendEvent } from '#main/post/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { sealingKeyId, sha256 } from '#main/vault/index.ts';
import type { Mall } from './mall.ts';
import { keepBundle } from './sealed-bundle.ts';
import { checkOpen, readSealedOrder, type SealedOrder } from './sealed-order.ts';
import { markPart, noteVerdict, partContents } from './sealed-parts.ts';
import type { MallTables } from './tables.ts';

/** What the shop's page needs to seal a card to the credit company. */
export interface ClosedCard {
  readonly mall: PartyId;
  /** Who alone opens it. */
  readonly company: string;
  /** The purchase number to bind it to. */
  readonly number: string;
  readonly amount: Money;
  /** Unix seconds: goes into the part. */
  readonly expires: number;
  /** X25519, base64url; absent where the company has no key in force just now. */
  readonly key?: string;
}

export function closedCard(mall: Mall, { order, payment }: SealedOrder, company: Partner): ClosedCard {
  const key = currentKey(company.card, 'seal', mall.clock());
  return {
    mall: mall.self,
    company: company.id,
    number: payment.jti,
    amount: { value: payment.amount, currency: payment.currency },
    expires: Math.floor(Date.parse(order.expires_at) / 1000),
    ...(key && { key: key.x }),
  };
}

/**
 * Takes the sealed card of an order and asks the credit company. It waits while the network is down, as long as the card
 * part is good. The same envelope again is fine. Fails with `purchase-unknown` (no such order over a closed network),
 * `already-decided`, `instruction-expired`, `bundle-invalid` (no sealed part by a public key) or `unknown-key` (of
 * somebody else than the company).
 *
 * @param envelope of kind `order`, base64url
 */
export async function sendInquiry(mall: Mall, orderId: string, envelope: string): Promise<Result<void>> {
  const found = await readClosed(mall, orderId);
  if (!found) return fail('purchase-unknown');
  const { sealed, company } = found;
  const { jti: number, counterparty: party } = sealed.payment;
  const part = { tokumei: 'order-part/1', party: party as PartyId, mall: mall.self, number } as const;
  const bundle: OrderBundle = {
    tokumei: 'order-bundle/1',
    mall: mall.self,
    parts: [{ ...part, by: { scheme: 'hpke' }, envelope }],
  };
  const text = canonical(bundle);
  const digest = toBase64Url(sha256(utf8(text)));
  if (sealed.order.bundle_digest === digest) return ok();
  const checked = checkEnvelope(mall, envelope, company.card.keys);
  if (!checked.ok) return checked;
  return writeResult(mall.storage, async (db) => {
    const now = (await readSealedOrder(db, orderId))!;
    if (now.order.bundle_digest === digest) return ok();
    const open = checkOpen(mall, now);
    if (!open.ok) return open;
    await keepBundle(mall, db, now, { text, digest });
    await markPart(mall, db, { orderId, party, state: 'sent' });
    await sendEvent(mall.post, db, {
      to: party,
      type: 'inquiry.request',
      subject: number,
      data: {
        purchase: number,
        by: { scheme: 'hpke' },
        part: envelope,
        amount: { value: now.payment.amount, currency: now.payment.currency },
        ...partContents(now.payment),
      },
    });
    mall.changes.announce('packing');
    return ok();
  });
}

async function readClosed(mall: Mall, orderId: string): Promise<{ sealed: SealedOrder; company: Partner } | undefined> {
  const placed = await mall.storage.read
    .selectFrom('customer_order')
    .select('flow')
    .where('id', '=', orderId)
    .executeTakeFirst();
  const sealed = placed?.flow === 'closed' ? await readSealedOrder(mall.storage.read, orderId) : undefined;
  const company = sealed && (await findPartner(mall.storage.read, sealed.payment.counterparty));
  return sealed && company && { sealed, company };
}

const MOST_CHARACTERS = 2048;

function checkEnvelope(mall: Mall, envelope: string, keys: readonly CardKey[]): Result<void> {
  const bytes = envelope.length <= MOST_CHARACTERS ? fromBase64Url(envelope) : undefined;
  const parsed = bytes && parseEnvelope(bytes);
  if (!parsed?.ok || parsed.value.version !== 1 || parsed.value.kind !== 'order') return fail('bundle-invalid');
  const now = mall.clock();
  const isOpened = keys.some(
    (key) =>
      key.use === 'seal' && isValidAt(key, now) && toHex(sealingKeyId(fromBase64Url(key.x)!)) === parsed.value.keyId,
  );
  return isOpened ? ok() : fail('unknown-key', parsed.value.keyId);
}

/** The credit company has decided; on yes its settlement follows. */
export async function noteInquiryAnswer(
  mall: Mall,
  db: Writable<MallTables>,
  { data, ...event }: IncomingEvent<'inquiry.answer'>,
): Promise<Result<void>> {
  return noteVerdict(mall, db, { ...event, data: { purchase: data.purchase, verdict: data.answer } });
}
