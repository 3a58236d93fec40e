/** The code on a centre's list of withdrawn identifiers: under the key that centre and party have in common. */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { fromBase64Url, toBase64Url, utf8 } from '#shared/bytes.ts';
import { blomCommonKey } from '#shared/protocol/pairwise.ts';
import type { PersonalKey } from '#shared/protocol/personal-key.ts';
import { centreIdentifier, type RevokedIdentifiers, revokedText } from '#shared/protocol/revoked-identifiers.ts';
import { expectOk } from '#shared/result.ts';
import { pairwiseCipher } from '../pairwise.ts';

const INFO = utf8('tokumei/1 revoked');

async function macOf(list: Omit<RevokedIdentifiers, 'mac'>, partyKey: PersonalKey): Promise<Uint8Array> {
  const commonKey = expectOk(await blomCommonKey(pairwiseCipher, partyKey, centreIdentifier(list.centre)));
  const key = new Uint8Array(hkdfSync('sha256', commonKey, new Uint8Array(), INFO, 32));
  return createHmac('sha256', key).update(revokedText(list)).digest();
}

/** @param partyKey the personal key of the party that the list is for: the centre can draw it anew */
export async function vouchForRevoked(
  list: Omit<RevokedIdentifiers, 'mac'>,
  partyKey: PersonalKey,
): Promise<RevokedIdentifiers> {
  return { ...list, mac: toBase64Url(await macOf(list, partyKey)) };
}

/** Whether the centre wrote this list, for the holder of this key. */
export async function checkRevoked(list: RevokedIdentifiers, partyKey: PersonalKey): Promise<boolean> {
  const given = fromBase64Url(list.mac);
  return given?.length === 32 && timingSafeEqual(given, await macOf(list, partyKey));
}
