/**
 * The envelope: bytes of sealed data (PROTOCOL.md §2). This file knows the frame – header, binding, padding – and no
 * cryptography; `vault` and the customer's browser bring HPKE and the private or public key. Version 2 is in `pairwise.ts`.
 *
 *     version(1) ‖ kind(1) ‖ key id(4) ‖ enc or salt(32) ‖ ciphertext ‖ tag(16)
 */
import { concatBytes, toHex, utf8 } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';

export const ENVELOPE_KINDS = { addressee: 1, customer: 2, contents: 3, order: 4, goods: 5, wallet: 6 } as const;
export type EnvelopeKind = keyof typeof ENVELOPE_KINDS;

/** Padded plaintext sizes in bytes, and the smallest that each kind uses. */
export const BUCKETS = [96, 128, 192, 256, 384, 512, 768, 1024] as const;
const SMALLEST: Record<EnvelopeKind, number> = {
  addressee: 192,
  contents: 128,
  customer: 96,
  order: 512,
  goods: 512,
  wallet: 512,
};
const LARGEST: Partial<Record<EnvelopeKind, number>> = { addressee: 384, contents: 256 };

const HEADER_BYTES = 6;
const ENC_BYTES = 32;
const TAG_BYTES = 16;
const OVERHEAD = HEADER_BYTES + ENC_BYTES + TAG_BYTES;

/** Every length in bytes that an envelope can have. */
export const ENVELOPE_LENGTHS: readonly number[] = BUCKETS.map((bucket) => bucket + OVERHEAD);

/**
 * What an envelope is bound to; moved to another number, kind or party it does not open.
 * `issuer` (of the number) is bound for the kinds order, goods and wallet only.
 */
export interface EnvelopeBinding {
  readonly kind: EnvelopeKind;
  /** Party id of whoever may open it; `buyer` for the buyer's own key, in version 2 also a customer's pseudonym. */
  readonly recipient: string;
  readonly number: string;
  readonly issuer?: string;
}

/** RFC 9180 base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: single-shot seal. */
export type HpkeSeal = (sealing: {
  publicKey: Uint8Array;
  info: Uint8Array;
  aad: Uint8Array;
  plaintext: Uint8Array;
}) => Promise<{ enc: Uint8Array; ciphertext: Uint8Array }>;

export interface EnvelopeParts {
  readonly version: number;
  readonly kind: EnvelopeKind | undefined;
  /** 4 bytes as 8 hexadecimal digits. */
  readonly keyId: string;
  readonly header: Uint8Array;
  /** HPKE's encapsulated key; in version 2 the salt. */
  readonly enc: Uint8Array;
  /** With its 16-byte tag. */
  readonly ciphertext: Uint8Array;
}

/** HPKE `info`: `tokumei/1 <kind name>`. */
export function envelopeInfo(kind: EnvelopeKind): Uint8Array {
  return utf8(`tokumei/1 ${kind}`);
}

/**
 * HPKE `aad`: the header, then who and which number it is for. Throws when the issuer is missing for a kind that binds
 * it, or given for one that does not: the envelope would open nowhere else.
 */
export function envelopeAad(header: Uint8Array, binding: EnvelopeBinding): Uint8Array {
  const { kind, recipient, number, issuer } = binding;
  if (ENVELOPE_KINDS[kind] >= ENVELOPE_KINDS.order !== (issuer !== undefined)) throw new Error(`binding of ${kind}`);
  return concatBytes(
    header,
    utf8(issuer === undefined ? `${recipient}|${number}` : `${recipient}|${issuer}|${number}`),
  );
}

/** Pads with 0x80 00… to the kind's next bucket; `too-large` above its largest. */
export function padPlaintext(kind: EnvelopeKind, plaintext: Uint8Array): Result<Uint8Array> {
  const bucket = BUCKETS.find((size) => size >= SMALLEST[kind] && plaintext.length < size);
  if (bucket === undefined || bucket > (LARGEST[kind] ?? Infinity)) return fail('too-large');
  const padded = new Uint8Array(bucket);
  padded.set(plaintext);
  padded[plaintext.length] = 0x80;
  return ok(padded);
}

/** Fails with `damaged` when the padding is not exactly 0x80 00…. */
export function unpadPlaintext(padded: Uint8Array): Result<Uint8Array> {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  return end >= 0 && padded[end] === 0x80 ? ok(padded.subarray(0, end)) : fail('damaged');
}

/** Splits an envelope; fails with `damaged` (length) or `unknown-version`. The kind is the opener's to judge. */
export function parseEnvelope(envelope: Uint8Array): Result<EnvelopeParts> {
  if (!ENVELOPE_LENGTHS.includes(envelope.length)) return fail('damaged');
  const version = envelope[0]!;
  if (version !== 1 && version !== 2) return fail('unknown-version');
  const kinds = Object.keys(ENVELOPE_KINDS) as EnvelopeKind[];
  return ok({
    version,
    kind: kinds.find((kind) => ENVELOPE_KINDS[kind] === envelope[1]),
    keyId: toHex(envelope.subarray(2, HEADER_BYTES)),
    header: envelope.subarray(0, HEADER_BYTES),
    enc: envelope.subarray(HEADER_BYTES, HEADER_BYTES + ENC_BYTES),
    ciphertext: envelope.subarray(HEADER_BYTES + ENC_BYTES),
  });
}

/**
 * Seals a plaintext (deterministic CBOR) to a public key. `keyId` is the first 4 bytes of SHA-256(public key).
 * Fails with `too-large`; proves nothing about who sealed it.
 */
export async function sealEnvelope(
  hpkeSeal: HpkeSeal,
  recipientKey: { readonly publicKey: Uint8Array; readonly keyId: Uint8Array },
  binding: EnvelopeBinding,
  plaintext: Uint8Array,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const padded = padPlaintext(binding.kind, plaintext);
  if (!padded.ok) return padded;
  const header = concatBytes(Uint8Array.of(1, ENVELOPE_KINDS[binding.kind]), recipientKey.keyId);
  const sealed = await hpkeSeal({
    publicKey: recipientKey.publicKey,
    info: envelopeInfo(binding.kind),
    aad: envelopeAad(header, binding),
    plaintext: padded.value,
  });
  return ok(concatBytes(header, sealed.enc, sealed.ciphertext));
}
