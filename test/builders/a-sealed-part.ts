/** Parts of sealed orders and challenges, sealed as a customer's terminal seals them, and the mall that passes them on. */
import { toBase64Url } from '#shared/bytes.ts';
import type { EventData, EventType } from '#shared/protocol/event.ts';
import { encodeOrderPart, type OrderPart, partBinding, type Sealer } from '#shared/protocol/order-part.ts';
import { blomScheme, type SealingScheme } from '#shared/protocol/pairwise.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { expectOk, type Result } from '#shared/result.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { mintNumber } from '#shared/domain/number.ts';
import {
  agreedScheme,
  createKeyCentre,
  drawAgreedKey,
  hpkeScheme,
  type KeyCentre,
  pairwiseCipher,
  randomDigit,
  randomUuid,
} from '#main/vault/index.ts';
import { aFolder } from './a-folder.ts';
import { bringEvent } from './a-group.ts';
import { CHEAP, PASSPHRASE, type TestParty } from './a-party.ts';

/** The customer's end of the way to one party. */
export interface PartyEnd {
  readonly by: Sealer;
  readonly scheme: SealingScheme;
}

export const aPurchase = (): string => mintNumber('purchase', randomDigit);

export function publicKeyEndOf(party: TestParty): PartyEnd {
  const key = currentKey({ keys: party.vault.publicKeys() }, 'seal', party.clock())!;
  return { by: { scheme: 'hpke' }, scheme: hpkeScheme(fromBase64Url(key.x)!) };
}

export async function aKeyCentre(): Promise<KeyCentre> {
  return expectOk(await createKeyCentre(aFolder(), PASSPHRASE, { threshold: 8, scrypt: CHEAP }));
}

/** A customer with a pseudonym for the party; the party gets its own key where it has none of this centre. */
export async function blomEndOf(party: TestParty, centre: KeyCentre): Promise<PartyEnd> {
  if (!party.vault.personalKeys().some((key) => key.centre === centre.state().centre)) {
    expectOk(await party.vault.installPersonalKey(expectOk(await centre.issue(party.id))));
  }
  return strangerEndOf(party, centre);
}

/** As `blomEndOf`, whether or not the party has a key of this centre. */
export async function strangerEndOf(party: TestParty, issuer: KeyCentre): Promise<PartyEnd> {
  const [key] = expectOk(await issuer.issueCustomer([party.id])).keys;
  const { id, centre, generation } = key!;
  const scheme = expectOk(await blomScheme(pairwiseCipher, key!, { id: party.id, centre, generation }));
  return { by: { scheme: 'blom', id, centre, generation }, scheme };
}

export async function agreedEndOf(party: TestParty): Promise<PartyEnd> {
  const id = '~AAAAAAAAAAAAAAAAAAAAAA';
  const agreed = expectOk(drawAgreedKey(id, party.id));
  await party.vault.installAgreedKey(agreed);
  return { by: { scheme: 'agreed', id }, scheme: expectOk(agreedScheme(agreed, id, party.id)) };
}

/** Who sends what to whom under which number. */
export interface PartWay {
  readonly mall: TestParty;
  readonly party: TestParty;
  readonly number: string;
  readonly end: PartyEnd;
}

/** Envelope of a part, base64url; it says that it counts for an hour. */
export async function aSealedPart(
  { mall, party, number, end }: PartWay,
  body: Uint8Array,
  change: Partial<OrderPart> = {},
): Promise<string> {
  const expires = Math.floor(party.clock().getTime() / 1000) + 3600;
  const part = encodeOrderPart({ mall: mall.id, expires, body, ...change });
  const binding = partBinding({ party: party.id, number, mall: mall.id });
  return toBase64Url(expectOk(await end.scheme.seal(binding, part)));
}

/** A message of a partner's server, under its own signature, that our own programs might never send. */
export async function tellParty<T extends EventType>(
  from: TestParty,
  to: TestParty,
  message: { readonly type: T; readonly subject: string; readonly data: EventData<T>; readonly id?: string },
): Promise<Result<void>> {
  const { type, subject, data, id = randomUuid() } = message;
  const event = { specversion: '1.0', id, source: from.id, type, time: from.clock().toISOString(), subject, data };
  return bringEvent(from, to, JSON.stringify(event));
}
