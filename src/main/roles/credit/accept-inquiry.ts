/**
 * Requests that come by message: parts of sealed orders, inquiries over a closed network, confirmations through an agency.
 * Taking one is quick and only stores it; `follow-inquiries.ts` decides it. A purchase counts once over all ways, the
 * customer's window included.
 */
import { toBase64Url, utf8 } from '#shared/bytes.ts';
import type { InquiryFlow } from '#shared/desk/inquiries.ts';
import type { Money } from '#shared/domain/money.ts';
import { canonical, type EventData } from '#shared/protocol/event.ts';
import { instructionVariant } from '#shared/protocol/instruction.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { checkContents, claimPurchase, findPartner, type IncomingEvent, variantOf } from '#main/post/index.ts';
import { claimNumber, reserveNumber, type Writable } from '#main/storage/index.ts';
import { randomDigit, randomUuid, sha256 } from '#main/vault/index.ts';
import type { Credit } from './credit.ts';
import { derivedReceipt } from './hold.ts';
import type { InquiryRequest } from './inquiry-request.ts';
import type { CreditTables } from './tables.ts';
import { tellVerdict } from './verdict.ts';

/** What an agency passes on after the customer confirmed. */
export type ConfirmedRequest = Extract<EventData<'agency.request'>, { readonly step: 'confirmed' }>;

/** A part of a sealed order; see `accept`. Also fails with `event-foreign`, `event-invalid`. */
export async function acceptParts(
  credit: Credit,
  db: Writable<CreditTables>,
  { partner, subject, data }: IncomingEvent<'order.parts'>,
): Promise<Result<void>> {
  if (partner.role !== 'mall') return fail('event-foreign', 'role');
  if (subject !== data.purchase) return fail('event-invalid', 'subject');
  // A size is none of this company's business: it is not kept.
  const { purchase: jti, by, part, amount, contents } = data;
  if (!amount) return fail('event-invalid', 'amount');
  const request: InquiryRequest = { from: 'mall', by, part, ...(contents !== undefined && { contents }) };
  return accept(credit, db, { mall: partner.id, jti, flow: 'sealed', amount, request });
}

/** An inquiry over a closed network; as `acceptParts`. */
export async function acceptInquiry(
  credit: Credit,
  db: Writable<CreditTables>,
  { partner, subject, data }: IncomingEvent<'inquiry.request'>,
): Promise<Result<void>> {
  if (partner.role !== 'mall') return fail('event-foreign', 'role');
  if (subject !== data.purchase) return fail('event-invalid', 'subject');
  const { purchase: jti, by, part, amount, contents } = data;
  const request: InquiryRequest = { from: 'mall', by, part, ...(contents !== undefined && { contents }) };
  return accept(credit, db, { mall: partner.id, jti, flow: 'closed', amount, request });
}

/**
 * What a customer confirmed at an agency, brought by post or from next door. Fails as `accept`, and with `event-foreign`
 * for a mall that is no approved partner here.
 *
 * @param agency who brings it: the caller has made sure
 */
export async function acceptConfirmed(
  credit: Credit,
  db: Writable<CreditTables>,
  agency: PartyId,
  confirmed: ConfirmedRequest,
): Promise<Result<void>> {
  const { mall, purchase: jti, amount, quantity, wallet, resealed, confirmation, contents } = confirmed;
  const known = await findPartner(db, mall);
  if (known?.role !== 'mall' || known.state !== 'approved') return fail('event-foreign', 'mall');
  const request: InquiryRequest = {
    from: 'agency',
    quantity,
    wallet,
    confirmation,
    ...(resealed !== undefined && { resealed }),
    ...(contents !== undefined && { contents }),
  };
  return accept(credit, db, { mall, jti, flow: 'agency', agency, amount, request });
}

interface Asked {
  readonly mall: PartyId;
  readonly jti: string;
  readonly flow: InquiryFlow;
  readonly agency?: PartyId;
  readonly amount: Money;
  readonly request: InquiryRequest;
}

/**
 * Stores a request until the worker decides it. The same again: the verdict once more, when there is one, and no other
 * effect. An agency's further confirmation of one order is taken while the one before was answered `again`.
 *
 * Fails with `event-invalid`, `already-decided` (another request, or a customer's window, had the purchase),
 * `wrong-state` (an earlier confirmation is being decided), `event-conflict` (another amount than before, a number
 * that is taken).
 */
async function accept(credit: Credit, db: Writable<CreditTables>, asked: Asked): Promise<Result<void>> {
  const { mall, jti, flow, amount, request } = asked;
  const { contents } = request;
  const agency = asked.agency ?? null;
  if (instructionVariant({ jti, contents }) === undefined) return fail('event-invalid', 'purchase');
  const wrong = checkContents({ jti, contents });
  if (wrong !== undefined) return fail('event-invalid', wrong);
  if (amount.value < 1) return fail('event-invalid', 'amount');

  const digest = digestOf({ flow, agency, amount, request });
  const earlier = await db
    .selectFrom('inquiry')
    .select(['digest', 'state', 'flow', 'agency', 'receipt', 'mall', 'jti'])
    .where('mall', '=', mall)
    .where('jti', '=', jti)
    .execute();
  const final = earlier.find(({ state }) => state === 'yes' || state === 'no');
  const same = earlier.find((each) => each.digest === digest);
  if (same?.state === 'waiting') return ok();
  const told = final && (same || (flow === 'agency' && final.agency === agency)) ? final : same;
  if (told) {
    await tellVerdict(credit, db, told, told.state as Exclude<typeof told.state, 'waiting'>);
    return ok();
  }
  if (final) return fail('already-decided');
  if (earlier.some(({ state }) => state === 'waiting')) return fail('wrong-state', 'waiting');

  // Confirmations of one order differ; what is charged may not.
  const lock = flow === 'agency' ? digestOf({ flow, agency, amount, contents }) : digest;
  const now = credit.clock();
  const claimed = await claimPurchase(db, { mall, jti, digest: lock }, now);
  if (claimed !== 'new' && earlier.length === 0) return fail('already-decided');
  if (claimed === 'other') return fail('event-conflict');
  const receipt = await reserveReceipt(db, asked, earlier);
  if (receipt === undefined) return fail('event-conflict', 'purchase');
  await db
    .insertInto('inquiry')
    .values({
      id: randomUuid(),
      mall,
      jti,
      flow,
      agency,
      amount: amount.value,
      currency: amount.currency,
      receipt,
      digest,
      request: JSON.stringify(request),
      state: 'waiting',
      reason: null,
      detail: null,
      card: null,
      facts: null,
      rules: null,
      nonce: null,
      received_at: now.toISOString(),
      decided_at: null,
    })
    .execute();
  credit.changes.announce('inquiries');
  return ok();
}

function digestOf(value: unknown): string {
  return toBase64Url(sha256(utf8(canonical(value))));
}

/** Random, or in variant c derived, the same for every confirmation of one order. */
async function reserveReceipt(
  db: Writable<CreditTables>,
  { jti, request: { contents } }: Asked,
  earlier: readonly { readonly receipt: string }[],
): Promise<string | undefined> {
  if (variantOf({ jti, contents }) !== 'c') return claimNumber(db, 'receipt', randomDigit);
  const receipt = derivedReceipt(jti);
  const isFree = (await reserveNumber(db, receipt)) || earlier.some((each) => each.receipt === receipt);
  return isFree ? receipt : undefined;
}
