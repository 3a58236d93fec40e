/** Sealing and signing keys: making them, and holding the private ones ready for use. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { CryptoKey } from 'jose';
import { fromBase64Url, toHex } from '#shared/bytes.ts';
import {
  type EnvelopeBinding,
  envelopeAad,
  envelopeInfo,
  parseEnvelope,
  unpadPlaintext,
} from '#shared/protocol/envelope.ts';
import { type CardKey, currentKey, isValidAt } from '#shared/protocol/party-card.ts';
import { fail, type Result } from '#shared/result.ts';
import { hpkeOpen, importSealingKeyPair, sealingKeyId, type SealingKeyPair } from './hpke.ts';
import { importSigningKey, keyThumbprint } from './jws.ts';
import type { StoredKey } from './secrets.ts';

/** From when until when a key may be used, RFC 3339 UTC. */
export interface KeyTimes {
  readonly nbf: string;
  readonly exp: string;
}

export function newKey(use: CardKey['use'], { nbf, exp }: KeyTimes): StoredKey {
  const { privateKey } = use === 'seal' ? generateKeyPairSync('x25519') : generateKeyPairSync('ed25519');
  return storedKey(privateKey, use, { nbf, exp });
}

export function storedKey(privateKey: KeyObject, use: CardKey['use'], { nbf, exp }: KeyTimes): StoredKey {
  const { x, d } = privateKey.export({ format: 'jwk' }) as { x: string; d: string };
  return { use, kty: 'OKP', crv: use === 'seal' ? 'X25519' : 'Ed25519', x, d, nbf, exp };
}

/** What may be shown to everybody. */
export function publicKeyOf({ use, kty, crv, x, nbf, exp }: StoredKey): CardKey {
  return { use, kty, crv, x, nbf, exp };
}

/** Raw 32 bytes of a key's public part. */
export function publicKeyBytes(key: Pick<CardKey, 'x'>): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64Url(key.x);
  if (bytes?.length !== 32) throw new Error('a card key has 32 bytes');
  return bytes;
}

/** An envelope's key id as it stands in failures and lists: 8 hexadecimal digits. */
export function keyIdOf(key: Pick<CardKey, 'x'>): string {
  return toHex(sealingKeyId(publicKeyBytes(key)));
}

export interface SigningKey {
  readonly key: CardKey;
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

/** Imported, non-extractable private keys: importing one for each use would cost more than using it. */
export interface KeyRing {
  readonly sealing: ReadonlyMap<string, SealingKeyPair>;
  readonly signing: readonly SigningKey[];
}

export async function importKeyRing(keys: readonly StoredKey[]): Promise<KeyRing> {
  const sealing = new Map<string, SealingKeyPair>();
  const signing: SigningKey[] = [];
  for (const key of keys) {
    if (key.use === 'seal') {
      sealing.set(keyIdOf(key), await importSealingKeyPair(fromBase64Url(key.d)!, publicKeyBytes(key)));
    } else {
      const privateKey = await importSigningKey(publicKeyOf(key), key.d);
      signing.push({ key: publicKeyOf(key), kid: await keyThumbprint(key), privateKey });
    }
  }
  return { sealing, signing };
}

/**
 * Opens an envelope; its plaintext comes without padding. Checked in this order, first failure answers: length and
 * version, kind, key id, tag, padding.
 */
export async function openEnvelope(
  ring: KeyRing,
  envelope: Uint8Array,
  binding: EnvelopeBinding,
): Promise<Result<Uint8Array>> {
  const opened = await openPadded(ring, envelope, binding);
  return opened.ok ? unpadPlaintext(opened.value) : opened;
}

/** As `openEnvelope`, with the padding: the whole buffer, for whoever has to overwrite it. */
export async function openPadded(
  ring: KeyRing,
  envelope: Uint8Array,
  binding: EnvelopeBinding,
): Promise<Result<Uint8Array>> {
  const parsed = parseEnvelope(envelope);
  if (!parsed.ok) return parsed;
  const { version, kind, keyId, header, enc, ciphertext } = parsed.value;
  if (version !== 1) return fail('unknown-version');
  if (kind !== binding.kind) return fail('wrong-kind');
  const keyPair = ring.sealing.get(keyId);
  if (!keyPair) return fail('unknown-key', keyId);
  const info = envelopeInfo(binding.kind);
  return hpkeOpen(keyPair, { enc, ciphertext, info, aad: envelopeAad(header, binding) });
}

/**
 * The signing key that is valid at a time; of several, the one that began first: partners may still have to compare a
 * later one.
 */
export function currentSigningKey(ring: KeyRing, at: Date): SigningKey | undefined {
  return ring.signing
    .filter(({ key }) => isValidAt(key, at))
    .sort((a, b) => Date.parse(a.key.nbf) - Date.parse(b.key.nbf))[0];
}

/** Of several that are valid, the one that began last: whose fingerprint staff compare. */
export function newestSigningKey(ring: KeyRing, at: Date): SigningKey | undefined {
  const current = currentKey({ keys: ring.signing.map(({ key }) => key) }, 'sign', at);
  return ring.signing.find(({ key }) => key === current);
}
