/** A few milliseconds at every start: the platform's cryptography does what this program relies on, whoever made it. */
import { equalBytes, toHex, utf8 } from '#shared/bytes.ts';
import type { EnvelopeBinding } from '#shared/protocol/envelope.ts';
import { pairwiseScheme } from '#shared/protocol/pairwise.ts';
import { openBytes, sealBytes } from './aead.ts';
import { sha256 } from './digest.ts';
import { sealTo } from './hpke.ts';
import { signJws, verifyJws } from './jws.ts';
import { pairwiseCipher } from './pairwise.ts';
import { importKeyRing, newKey, openEnvelope, publicKeyBytes, publicKeyOf } from './party-keys.ts';

const TIMES = { nbf: '2000-01-01T00:00:00Z', exp: '2100-01-01T00:00:00Z' };
const TEXT = utf8('self-test');
// FIPS 180-4, the digest of "abc".
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

/**
 * SHA-256, AES-256-GCM, HPKE, HKDF and Ed25519, each with one thing that must succeed and one that must fail.
 * Throws, naming the first that does not: a vault on such a platform must not be used.
 */
export async function selfTest(): Promise<void> {
  if (toHex(sha256(utf8('abc'))) !== ABC) throw new Error('self-test: SHA-256');
  if (!testAead()) throw new Error('self-test: AES-256-GCM');
  if (!(await testHpke())) throw new Error('self-test: HPKE');
  if (!(await testPairwise())) throw new Error('self-test: HKDF-SHA256');
  if (!(await testSignature())) throw new Error('self-test: Ed25519');
}

function testAead(): boolean {
  const key = sha256(TEXT);
  const sealed = sealBytes(key, TEXT, 'a');
  const opened = openBytes(key, sealed, 'a');
  return opened !== undefined && equalBytes(opened, TEXT) && openBytes(key, sealed, 'b') === undefined;
}

async function testHpke(): Promise<boolean> {
  const key = newKey('seal', TIMES);
  const ring = await importKeyRing([key]);
  const binding: EnvelopeBinding = { kind: 'customer', recipient: 'self.test', number: '1' };
  const sealed = await sealTo(publicKeyBytes(key), binding, TEXT);
  if (!sealed.ok) return false;
  const opened = await openEnvelope(ring, sealed.value, binding);
  const moved = await openEnvelope(ring, sealed.value, { ...binding, number: '2' });
  return opened.ok && equalBytes(opened.value, TEXT) && !moved.ok && moved.error.code === 'not-authentic';
}

async function testPairwise(): Promise<boolean> {
  const commonKey = sha256(TEXT);
  const end = (own: string, peer: string) => pairwiseScheme(pairwiseCipher, 'agreed', { own, peer, commonKey });
  const binding: EnvelopeBinding = { kind: 'customer', recipient: 'self.test', number: '1' };
  const sealed = await end('other.test', 'self.test').seal(binding, TEXT);
  if (!sealed.ok) return false;
  const opened = await end('self.test', 'other.test').open(sealed.value, binding);
  const other = await end('self.test', 'third.test').open(sealed.value, binding);
  return opened.ok && equalBytes(opened.value, TEXT) && !other.ok && other.error.code === 'not-authentic';
}

async function testSignature(): Promise<boolean> {
  const key = newKey('sign', TIMES);
  const [signing] = (await importKeyRing([key])).signing;
  const jws = await signJws(signing!.privateKey, TEXT, { typ: 'self-test', kid: signing!.kid });
  const keys = [publicKeyOf(key)];
  const verified = await verifyJws(jws, { type: 'self-test', keys, code: 'internal' });
  const changed = jws.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
  const refused = await verifyJws(changed, { type: 'self-test', keys, code: 'internal' });
  return verified.ok && equalBytes(verified.value.payload, TEXT) && !refused.ok;
}
