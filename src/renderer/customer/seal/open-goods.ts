/**
 * Opening a package of electronic goods in the buyer's own browser (docs/protocol.md, "Goods package"). Each record is
 * decrypted where it lies in the file, so that listing two gigabytes costs a few records, and saving them one at a time.
 */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import {
  contentHeaderLength,
  decodeContentHeader,
  KEY_INFO,
  NONCE_INFO,
  RECORD_OVERHEAD,
  recordNonce,
  unpadRecord,
} from '#shared/protocol/content-coding.ts';
import { envelopeAad, envelopeInfo, parseEnvelope, unpadPlaintext } from '#shared/protocol/envelope.ts';
import { decodeGoodsKey } from '#shared/protocol/goods-key-plaintext.ts';
import { GOODS_ENVELOPE_BYTES, goodsBinding } from '#shared/protocol/goods-package.ts';
import { listTar, type TarEntry } from '#shared/protocol/tar.ts';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';

/** Both halves, 32 raw bytes each. */
export interface BuyerKeyPair {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

export interface OpenedPackage {
  /** The credit company whose number the receipt is. */
  readonly issuer: string;
  readonly files: readonly TarEntry[];
  /**
   * The bytes of one file, in pieces that have each passed their tag. Rejects with {@link PackageDamaged}, and then
   * nothing of the file may be kept.
   */
  read(file: TarEntry): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** Something in the package is not as it was sealed. */
export class PackageDamaged extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** Which of a buyer's keys opens it, 8 hexadecimal digits. Fails with `damaged`, `unknown-version` or `wrong-kind`. */
export async function packageKeyId(file: Blob): Promise<Result<string>> {
  const parts = parseEnvelope(await bytesOf(file, 0, GOODS_ENVELOPE_BYTES));
  if (!parts.ok) return parts;
  const { version, kind, keyId } = parts.value;
  if (version !== 1) return fail('unknown-version');
  return kind === 'goods' ? ok(keyId) : fail('wrong-kind');
}

/**
 * Lists what is in a package: its first record, those where a file begins, and the last one are opened. Fails with
 * `damaged`, `unknown-version`, `wrong-kind` or `not-authentic` (another receipt, another key, changed on the way).
 *
 * @param from the receipt number, and the credit companies that may have issued it
 */
export async function openPackage(
  file: Blob,
  key: BuyerKeyPair,
  from: { readonly issuers: readonly string[]; readonly receipt: string },
): Promise<Result<OpenedPackage>> {
  const known = await packageKeyId(file);
  if (!known.ok) return known;
  const envelope = await bytesOf(file, 0, GOODS_ENVELOPE_BYTES);
  for (const issuer of from.issuers) {
    const material = await openEnvelope(envelope, key, issuer, from.receipt);
    if (!material.ok && material.error.code === 'not-authentic') continue;
    if (!material.ok) return material;
    return listPackage(file, issuer, material.value);
  }
  return fail('not-authentic');
}

async function openEnvelope(
  envelope: Uint8Array,
  key: BuyerKeyPair,
  issuer: string,
  receipt: string,
): Promise<Result<Uint8Array>> {
  const parts = parseEnvelope(envelope);
  if (!parts.ok) return parts;
  const { header, enc, ciphertext } = parts.value;
  const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  const keyPair = {
    privateKey: await suite.DeserializePrivateKey(key.privateKey, false),
    publicKey: await suite.DeserializePublicKey(key.publicKey),
  };
  const aad = envelopeAad(header, goodsBinding(issuer, receipt));
  let padded: Uint8Array;
  try {
    padded = await suite.Open(keyPair, enc, ciphertext, { info: envelopeInfo('goods'), aad });
  } catch {
    return fail('not-authentic');
  }
  const plaintext = unpadPlaintext(padded);
  return plaintext.ok ? decodeGoodsKey(plaintext.value) : plaintext;
}

async function listPackage(file: Blob, issuer: string, material: Uint8Array): Promise<Result<OpenedPackage>> {
  try {
    const content = await openContent(file, material);
    const files = await listTar(content.length, content.read);
    if (!files.ok) return files;
    return ok({ issuer, files: files.value, read: (entry) => content.stream(entry.offset, entry.bytes) });
  } catch (error) {
    if (error instanceof PackageDamaged) return { ok: false, error: error.failure };
    throw error;
  }
}

interface Content {
  /** Bytes of the plaintext. */
  readonly length: number;
  read(offset: number, bytes: number): Promise<Uint8Array>;
  stream(offset: number, bytes: number): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** Records that are decrypted at the same time. */
const AT_ONCE = 32;

/** The plaintext as something that can be read anywhere. Its end is looked at first: a cut package is no package. */
async function openContent(file: Blob, material: Uint8Array): Promise<Content> {
  const start = await bytesOf(file, GOODS_ENVELOPE_BYTES, 21 + 255);
  const header = sound(decodeContentHeader(start));
  const { recordBytes, salt } = header;
  const begin = GOODS_ENVELOPE_BYTES + contentHeaderLength(start)!;
  const encoded = file.size - begin;
  const records = Math.ceil(encoded / recordBytes);
  const text = recordBytes - RECORD_OVERHEAD;
  if (encoded - (records - 1) * recordBytes < RECORD_OVERHEAD) throw new PackageDamaged({ code: 'damaged' });
  const { key, nonceBase } = await deriveKeys(material, salt);

  async function openRecord(at: number, record: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const iv = recordNonce(nonceBase, at);
    let padded: ArrayBuffer;
    try {
      padded = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, tagLength: 128 }, key, record);
    } catch {
      throw new PackageDamaged({ code: 'not-authentic' });
    }
    return sound(unpadRecord(new Uint8Array(padded), at === records - 1));
  }

  async function openRecords(first: number, count: number): Promise<Uint8Array<ArrayBuffer>[]> {
    const bytes = await bytesOf(file, begin + first * recordBytes, count * recordBytes);
    return Promise.all(
      Array.from({ length: count }, (_, at) =>
        openRecord(first + at, bytes.subarray(at * recordBytes, (at + 1) * recordBytes)),
      ),
    );
  }

  async function* stream(offset: number, bytes: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    if (bytes === 0) return;
    const end = offset + bytes;
    const last = Math.floor((end - 1) / text);
    for (let first = Math.floor(offset / text); first <= last; first += AT_ONCE) {
      const opened = await openRecords(first, Math.min(AT_ONCE, last - first + 1));
      for (const [at, record] of opened.entries()) {
        const place = (first + at) * text;
        // A record that is shorter than the others would shift everything behind it.
        if (first + at < records - 1 && record.length !== text) throw new PackageDamaged({ code: 'damaged' });
        const piece = record.subarray(Math.max(0, offset - place), Math.min(record.length, end - place));
        if (piece.length > 0) yield piece;
      }
    }
  }

  const [end] = await openRecords(records - 1, 1);
  const length = (records - 1) * text + end!.length;

  return {
    length,
    stream,
    async read(offset, bytes) {
      const whole = new Uint8Array(bytes);
      let filled = 0;
      for await (const piece of stream(offset, bytes)) {
        whole.set(piece, filled);
        filled += piece.length;
      }
      return whole;
    },
  };
}

async function deriveKeys(
  material: Uint8Array,
  salt: Uint8Array<ArrayBuffer>,
): Promise<{ readonly key: CryptoKey; readonly nonceBase: Uint8Array }> {
  const { subtle } = crypto;
  const source = await subtle.importKey('raw', new Uint8Array(material), 'HKDF', false, ['deriveKey', 'deriveBits']);
  const kdf = (info: Uint8Array<ArrayBuffer>) => ({ name: 'HKDF', hash: 'SHA-256', salt, info });
  return {
    key: await subtle.deriveKey(kdf(KEY_INFO), source, { name: 'AES-GCM', length: 128 }, false, ['decrypt']),
    nonceBase: new Uint8Array(await subtle.deriveBits(kdf(NONCE_INFO), source, 96)),
  };
}

async function bytesOf(file: Blob, offset: number, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.slice(offset, offset + bytes).arrayBuffer());
}

function sound<T>(result: Result<T>): T {
  if (!result.ok) throw new PackageDamaged(result.error);
  return result.value;
}
