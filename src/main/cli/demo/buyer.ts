/** The buyer's own key, as the shop page's script makes it, and what it opens: nobody else in the group could. */
import { fromBase64Url, toHex } from '#shared/bytes.ts';
import { decodeGoodsKey } from '#shared/protocol/goods-key-plaintext.ts';
import { GOODS_ENVELOPE_BYTES, goodsBinding } from '#shared/protocol/goods-package.ts';
import { listTar } from '#shared/protocol/tar.ts';
import { expectOk } from '#shared/result.ts';
import { importKeyRing, type KeyRing, newKey, openEnvelope } from '#main/vault/party-keys.ts';
import { decodeContent, sha256 } from '#main/vault/index.ts';

/** One order's key pair; the private half stays in here. */
export interface Buyer {
  /** X25519, base64url. */
  readonly publicKey: string;
  readonly keys: KeyRing;
}

/** A file as the buyer gets it. */
export interface OpenedFile {
  readonly name: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

export async function makeBuyer(): Promise<Buyer> {
  const now = new Date().toISOString();
  const key = newKey('seal', { nbf: now, exp: now });
  return { publicKey: key.x, keys: await importKeyRing([key]) };
}

/**
 * Opens a package; throws `UnexpectedFailure` or `ContentDamaged` where this buyer can't, or where it was changed.
 *
 * @param from the credit company and the number of its receipt
 */
export async function openGoods(
  { keys }: Buyer,
  packed: Uint8Array,
  from: { readonly issuer: string; readonly receipt: string },
): Promise<readonly OpenedFile[]> {
  const envelope = packed.subarray(0, GOODS_ENVELOPE_BYTES);
  const opened = expectOk(await openEnvelope(keys, envelope, goodsBinding(from.issuer, from.receipt)));
  const archive = await wholeContent(expectOk(decodeGoodsKey(opened)), packed.subarray(GOODS_ENVELOPE_BYTES));
  const entries = expectOk(
    await listTar(archive.length, async (offset, bytes) => archive.subarray(offset, offset + bytes)),
  );
  return entries.map(({ name, offset, bytes }) => ({
    name,
    sha256: toHex(sha256(archive.subarray(offset, offset + bytes))),
  }));
}

async function wholeContent(key: Uint8Array, encoded: Uint8Array): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of decodeContent(key, once(encoded))) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A digest as the mall's desk names it, in the demo's spelling. */
export function digestInHex(base64Url: string): string {
  return toHex(fromBase64Url(base64Url)!);
}
