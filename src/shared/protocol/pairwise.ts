/**
 * Envelope version 2 (PROTOCOL.md §2): sealed under a key that the two ends have in common, and the one interface that it
 * shares with HPKE. Vault and browser bring the ciphers; where the common key comes from – a key centre, or an agreement
 * beforehand – makes no difference to the bytes.
 *
 *     common key, 32 random bytes as salt ─HKDF-SHA256→ AES-256 key (32) ‖ GCM nonce (12)
 */
import { concatBytes, equalBytes, fromHex, utf8 } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { commonElement, encodeElement, pointInput, pointOf } from './blom.ts';
import {
  ENVELOPE_KINDS,
  type EnvelopeBinding,
  envelopeAad,
  envelopeInfo,
  type EnvelopeKind,
  padPlaintext,
  parseEnvelope,
  unpadPlaintext,
} from './envelope.ts';
import { type KeyOrigin, personalElements, type PersonalKey } from './personal-key.ts';

/** One way of sealing to one recipient, wherever its key comes from. */
export interface SealingScheme {
  readonly scheme: 'hpke' | 'blom' | 'agreed';
  /**
   * Seals a plaintext (deterministic CBOR, without padding). Fails with `too-large`, and by HPKE with `unknown-key`.
   * Throws when the binding names another recipient than the scheme's: the envelope would open nowhere.
   */
  readonly seal: (binding: EnvelopeBinding, plaintext: Uint8Array) => Promise<Result<Uint8Array<ArrayBuffer>>>;
}

/** A scheme whose ends hold the same key, so that each opens what the other sealed – and knows that it was the other. */
export interface PairwiseScheme extends SealingScheme {
  readonly scheme: 'blom' | 'agreed';
  /**
   * The plaintext without padding. Fails closed with exactly one of `damaged` (length), `unknown-version` (any but 2),
   * `wrong-kind`, `unknown-key` (sealed for another identifier), `not-authentic` (tag), `damaged` (padding), tried in
   * this order.
   */
  readonly open: (envelope: Uint8Array, binding: EnvelopeBinding) => Promise<Result<Uint8Array>>;
}

/** The other end of a pairwise key, and which key: one from a matrix, or one agreed beforehand. */
export interface Peer {
  readonly id: string;
  readonly key: KeyOrigin | 'agreed';
}

/** What one envelope's AES-256-GCM key and nonce are derived from. */
export interface Derivation {
  /** 32 bytes, secret. */
  readonly commonKey: Uint8Array;
  readonly salt: Uint8Array;
  readonly info: Uint8Array;
}

/** HKDF-SHA256 gives so many bytes: the AES-256 key, then the GCM nonce. */
export const DERIVED_BYTES = { key: 32, nonce: 12 } as const;

/** What the platform brings. */
export interface PairwiseCipher {
  readonly randomBytes: (count: number) => Uint8Array;
  readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
  /** HKDF-SHA256 (RFC 5869) and AES-256-GCM: ciphertext with its 16-byte tag. */
  readonly seal: (from: Derivation, plaintext: Uint8Array, aad: Uint8Array) => Promise<Uint8Array>;
  /** `undefined` when the tag does not fit. */
  readonly open: (from: Derivation, ciphertext: Uint8Array, aad: Uint8Array) => Promise<Uint8Array | undefined>;
}

/** Who seals and opens here, with whom, and the 32 secret bytes between them. */
export interface PairwiseEnds {
  readonly own: string;
  readonly peer: string;
  readonly commonKey: Uint8Array;
}

const SALT_BYTES = 32;

/** HKDF `info`: `tokumei/1 <kind name>`, and both identifiers in the order of their bytes, each after a zero octet. */
export function pairwiseInfo(kind: EnvelopeKind, one: string, other: string): Uint8Array<ArrayBuffer> {
  // Identifiers are ASCII: the order of their characters is the order of their bytes.
  const ends = [one, other].sort();
  return concatBytes(envelopeInfo(kind), utf8(`\0${ends.join('\0')}`));
}

/** First 4 bytes of SHA-256(identifier): the key id in the header of version 2. */
export async function identifierKeyId(cipher: Pick<PairwiseCipher, 'sha256'>, identifier: string): Promise<Uint8Array> {
  return (await cipher.sha256(utf8(identifier))).slice(0, 4);
}

/** The scheme of a common key that is there already. */
export function pairwiseScheme(
  cipher: PairwiseCipher,
  scheme: PairwiseScheme['scheme'],
  { own, peer, commonKey }: PairwiseEnds,
): PairwiseScheme {
  const derivation = (kind: EnvelopeKind, salt: Uint8Array): Derivation => ({
    commonKey,
    salt,
    info: pairwiseInfo(kind, own, peer),
  });

  return {
    scheme,
    seal: async (binding, plaintext) => {
      const { kind, recipient } = binding;
      if (recipient !== peer) throw new Error('an envelope for another recipient');
      const padded = padPlaintext(kind, plaintext);
      if (!padded.ok) return padded;
      const header = concatBytes(Uint8Array.of(2, ENVELOPE_KINDS[kind]), await identifierKeyId(cipher, recipient));
      const salt = cipher.randomBytes(SALT_BYTES);
      const aad = envelopeAad(header, binding);
      return ok(concatBytes(header, salt, await cipher.seal(derivation(kind, salt), padded.value, aad)));
    },
    open: async (envelope, binding) => {
      const parsed = parseEnvelope(envelope);
      if (!parsed.ok) return parsed;
      const { version, kind, keyId, header, enc: salt, ciphertext } = parsed.value;
      if (version !== 2) return fail('unknown-version');
      if (kind !== binding.kind) return fail('wrong-kind');
      const isOwn = equalBytes(fromHex(keyId)!, await identifierKeyId(cipher, own));
      if (!isOwn || binding.recipient !== own) return fail('unknown-key', keyId);
      const padded = await cipher.open(derivation(kind, salt), ciphertext, envelopeAad(header, binding));
      return padded ? unpadPlaintext(padded) : fail('not-authentic');
    },
  };
}

/** The common key of a personal key's holder and another identifier of the same matrix, 32 bytes. Fails with `key-invalid`. */
export async function blomCommonKey(
  cipher: Pick<PairwiseCipher, 'sha256'>,
  own: PersonalKey,
  peer: string,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const elements = personalElements(own);
  if (!elements) return fail('key-invalid', 'form');
  return ok(encodeElement(commonElement(elements, pointOf(await cipher.sha256(pointInput(peer))))));
}

/**
 * The scheme of a personal key. Fails with `other-centre` when the other end's key comes from another centre or
 * generation, `key-invalid` when the personal key is none.
 */
export async function blomScheme(
  cipher: PairwiseCipher,
  own: PersonalKey,
  peer: { readonly id: string } & KeyOrigin,
): Promise<Result<PairwiseScheme>> {
  if (own.centre !== peer.centre || own.generation !== peer.generation) return fail('other-centre');
  const commonKey = await blomCommonKey(cipher, own, peer.id);
  if (!commonKey.ok) return commonKey;
  return ok(pairwiseScheme(cipher, 'blom', { own: own.id, peer: peer.id, commonKey: commonKey.value }));
}
