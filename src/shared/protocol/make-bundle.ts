/**
 * How a customer's terminal makes a sealed order out of an order sheet and what was typed: whom it deals with, the
 * challenge to each party and the check of its answer, and the bundle. The terminal page brings the browser's ciphers,
 * the demo the vault's. For the customer's side alone: what is cut here, no party may see whole.
 */
import { equalBytes, fromBase64Url, toBase64Url } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { encodeAddressee } from './addressee-plaintext.ts';
import { type CardPart, encodeCardPart } from './card-part.ts';
import { answerBinding, decodeAnswer, encodeChallenge } from './challenge.ts';
import { type DestinationPart, encodeDestinationPart } from './destination-part.ts';
import { type EnvelopeBinding, padPlaintext } from './envelope.ts';
import { encodeGiftPart, type GiftPart } from './gift-part.ts';
import { encodeGoodsPart } from './goods-part.ts';
import {
  type Ask,
  encodeOrderPart,
  type OrderBundle,
  type OrderPart,
  partBinding,
  type SealedPart,
  type Sealer,
} from './order-part.ts';
import type { Answers, OrderSheet } from './order-sheet.ts';
import type { PairwiseScheme, SealingScheme } from './pairwise.ts';

export type SheetParty = OrderSheet['parties'][number];

type Open = (envelope: Uint8Array, binding: EnvelopeBinding) => Promise<Result<Uint8Array>>;

/** A key pair drawn for one answer, where there is no key in common. */
export interface ReplyKey {
  /** X25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Opens version 1, as a vault does. */
  readonly open: Open;
}

/** The customer's end towards one party. */
export interface CustomerEnd {
  /** What the party must be told to open what is sealed here. */
  readonly by: Sealer;
  /** Seals to the party. */
  readonly scheme: SealingScheme;
  /** Goes into the challenge; absent under a key in common. */
  readonly replyKey?: Uint8Array;
  readonly openAnswer: Open;
}

/** Towards a party whose public key is known. */
export function publicKeyEnd(scheme: SealingScheme, reply: ReplyKey): CustomerEnd {
  return { by: { scheme: 'hpke' }, scheme, replyKey: reply.publicKey, openAnswer: reply.open };
}

/** Towards a party with which there is a key in common. @param by the customer's own end, and where the key comes from */
export function pairwiseEnd(scheme: PairwiseScheme, by: Exclude<Sealer, { scheme: 'hpke' }>): CustomerEnd {
  return { by, scheme, openAnswer: scheme.open };
}

/** Who asks for what; nobody else of a sheet is asked for anything. */
export function partyAsking(sheet: OrderSheet, ask: Ask): SheetParty | undefined {
  return sheet.parties.find(({ asks }) => asks === ask);
}

/**
 * Whether a sheet is one that may be answered: the mall's own, for whom the order code was given; every party once, each
 * asking for something else, reached under its own name. Fails with `party-unproven` (about: the party id), or
 * `bundle-invalid` where mall or credit company has no part.
 *
 * @param host host name (without port) of the order code's origin
 */
export function checkSheet(sheet: OrderSheet, host: string): Result<void> {
  const { mall, parties } = sheet;
  if (mall.id !== host) return fail('party-unproven', mall.id);
  if (parties[0]?.id !== mall.id || parties[0].asks !== 'goods' || !partyAsking(sheet, 'card')) {
    return fail('bundle-invalid', 'parties');
  }
  for (const [at, party] of parties.entries()) {
    const others = parties.slice(0, at);
    if (others.some(({ id, asks }) => id === party.id || asks === party.asks)) return fail('party-unproven', party.id);
    if (party.url !== undefined && hostOf(party.url) !== party.id) return fail('party-unproven', party.id);
  }
  return ok();
}

/** The host name of an https origin, without port; `undefined` for anything more than an origin. */
export function hostOf(origin: string): string | undefined {
  return /^https:\/\/([a-z0-9.-]+)(?::\d{1,5})?\/?$/.exec(origin)?.[1];
}

/** A challenge that waits for its answer. The nonce is secret until the answer came. */
export interface MadeChallenge {
  readonly party: SheetParty['id'];
  readonly nonce: Uint8Array;
  /** What the answer must be bound to. */
  readonly answer: EnvelopeBinding;
  /** One of `challenges` of POST `/sealed/challenge`. */
  readonly request: { readonly party: SheetParty['id']; readonly by: Sealer; readonly envelope: string };
}

/**
 * Seals a challenge to a party. Fails as sealing does.
 *
 * @param fresh `nonce`: 32 random bytes; `expires`: Unix seconds
 */
export async function makeChallenge(
  sheet: OrderSheet,
  party: SheetParty,
  end: CustomerEnd,
  fresh: { readonly nonce: Uint8Array; readonly expires: number },
): Promise<Result<MadeChallenge>> {
  const { by, scheme, replyKey } = end;
  const mall = sheet.mall.id;
  const challenge = encodeChallenge({ mall, ...fresh, ...(replyKey && { replyKey }) });
  const sealed = await scheme.seal(partBinding({ party: party.id, number: party.number, mall }), challenge);
  if (!sealed.ok) return sealed;
  return ok({
    party: party.id,
    nonce: fresh.nonce,
    answer: answerBinding(by.scheme === 'hpke' ? 'buyer' : by.id, party.number, mall),
    request: { party: party.id, by, envelope: toBase64Url(sealed.value) },
  });
}

/**
 * Whether a party proved itself: `proven`, or `waiting` while it has not answered. Fails with `party-unproven` (about:
 * its id) when it could not open the challenge, or when the answer is not its own to this very challenge.
 */
export async function checkAnswer(
  made: MadeChallenge,
  end: Pick<CustomerEnd, 'openAnswer'>,
  answer: Answers['answers'][number] | undefined,
): Promise<Result<'proven' | 'waiting'>> {
  const unproven = fail('party-unproven', made.party);
  if (!answer || answer.result === 'waiting') return ok('waiting');
  const envelope = fromBase64Url(answer.envelope ?? '');
  if (answer.party !== made.party || answer.result !== 'ok' || !envelope) return unproven;
  const opened = await end.openAnswer(envelope, made.answer);
  const decoded = opened.ok ? decodeAnswer(opened.value) : opened;
  if (!decoded.ok) return unproven;
  const { party, nonce } = decoded.value;
  return party === made.party && equalBytes(nonce, made.nonce) ? ok('proven') : unproven;
}

/** What was typed, part by part. */
export interface OrderEntry {
  readonly card?: CardPart;
  readonly destination?: DestinationPart;
  readonly gift?: GiftPart;
}

/**
 * Cuts an order: what each party of the sheet is told, by its id. Amounts go to the mall and to the credit company alone.
 * Fails with `field-missing` (about: what is asked) and, when the carrier could not seal the destination again for its
 * label, with `too-large` (about: `destination`).
 */
export function cutOrder(sheet: OrderSheet, entry: OrderEntry): Result<ReadonlyMap<string, OrderPart>> {
  const expires = Math.floor(Date.parse(sheet.expires) / 1000);
  const parts = new Map<string, OrderPart>();
  for (const { id, asks } of sheet.parties) {
    const body = bodyFor(asks, sheet, entry);
    if (!body.ok) return body;
    const collects = asks === 'goods' || asks === 'card';
    parts.set(id, { mall: sheet.mall.id, ...(collects && { amount: sheet.total }), expires, body: body.value });
  }
  return ok(parts);
}

function bodyFor(ask: Ask, sheet: OrderSheet, { card, destination, gift }: OrderEntry): Result<Uint8Array> {
  if (ask === 'goods') {
    const items = sheet.lines.map(({ sku, quantity }) => ({ sku, quantity }));
    return ok(encodeGoodsPart({ items, pay: 'settled' }));
  }
  if (ask === 'card' && card) return ok(encodeCardPart(card));
  if (ask === 'gift' && gift) return ok(encodeGiftPart(gift));
  if (ask === 'destination' && destination) {
    const fits = padPlaintext('addressee', encodeAddressee(destination.addressee)).ok;
    return fits ? ok(encodeDestinationPart(destination)) : fail('too-large', 'destination');
  }
  return fail('field-missing', ask);
}

/**
 * Cuts an order and seals each part for its party. Fails as `cutOrder`, with `party-unproven` (about: the party id) for a
 * party without an end, `key-invalid` (about: `id`) when two parties would see the same pseudonym, and with `too-large`
 * (about: what is asked).
 *
 * @param ends the customer's ends by party id: of parties that proved themselves, and of nobody else
 */
export async function makeBundle(
  sheet: OrderSheet,
  entry: OrderEntry,
  ends: ReadonlyMap<string, CustomerEnd>,
): Promise<Result<OrderBundle>> {
  const cut = cutOrder(sheet, entry);
  if (!cut.ok) return cut;
  const mall = sheet.mall.id;
  const parts: SealedPart[] = [];
  const pseudonyms = new Set<string>();
  for (const { id: party, number, asks } of sheet.parties) {
    const end = ends.get(party);
    if (!end) return fail('party-unproven', party);
    const { by } = end;
    if (by.scheme !== 'hpke' && pseudonyms.has(by.id)) return fail('key-invalid', 'id');
    if (by.scheme !== 'hpke') pseudonyms.add(by.id);
    const sealed = await end.scheme.seal(partBinding({ party, number, mall }), encodeOrderPart(cut.value.get(party)!));
    if (!sealed.ok) return sealed.error.code === 'too-large' ? fail('too-large', asks) : sealed;
    parts.push({ tokumei: 'order-part/1', party, mall, number, by, envelope: toBase64Url(sealed.value) });
  }
  return ok({ tokumei: 'order-bundle/1', mall, parts });
}
