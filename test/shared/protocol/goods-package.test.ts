import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toBase64Url, toHex, utf8 } from '#shared/bytes.ts';
import { decodeGoodsKey, encodeGoodsKey } from '#shared/protocol/goods-key-plaintext.ts';
import { GOODS_ENVELOPE_BYTES, packageSizes } from '#shared/protocol/goods-package.ts';
import { padmeLength } from '#shared/protocol/padme.ts';
import { tarHeader, tarPadding } from '#shared/protocol/tar.ts';
import { encodeContent, sha256 } from '#main/vault/index.ts';
import { openGoodsKey, openPackage } from '../../builders/open-package.ts';

const vector = JSON.parse(readFileSync(new URL('../../vectors/goods-package.json', import.meta.url), 'utf8')) as {
  buyer: { privateKey: string; publicKey: string };
  issuer: string;
  receipt: string;
  goodsKey: string;
  plaintext: string;
  envelope: string;
  salt: string;
  files: { name: string; bytes: number; sha256: string }[];
  bytes: number;
  zeros: number;
  padding: number;
  archiveSha256: string;
  sha256: string;
  padme: [number, number][];
};
const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => fromHex(hex)!;
const buyer = { privateKey: bytesOf(vector.buyer.privateKey), publicKey: bytesOf(vector.buyer.publicKey) };
const CONTENTS = [utf8('Hello.\n'), utf8(Array.from({ length: 20_000 }, (_, n) => `${n}\n`).join(''))];

async function whole(): Promise<Uint8Array> {
  const files = vector.files.map(({ name }, at) => ({ name, bytes: CONTENTS[at]!.length }));
  const { zeros, padding } = packageSizes(files);
  const archive = concatBytes(
    ...CONTENTS.flatMap((content, at) => [
      tarHeader(files[at]!.name, content.length),
      content,
      new Uint8Array(tarPadding(content.length)),
    ]),
    new Uint8Array(zeros),
  );
  expect(toBase64Url(sha256(archive))).toBe(vector.archiveSha256);
  async function* source(): AsyncGenerator<Uint8Array> {
    yield archive;
  }
  const parts: Uint8Array[] = [bytesOf(vector.envelope)];
  for await (const part of encodeContent(bytesOf(vector.goodsKey), source(), { salt: bytesOf(vector.salt), padding })) {
    parts.push(part.slice());
  }
  return concatBytes(...parts);
}

describe('the package that an independent program made', () => {
  test('has the lengths that come out here', () => {
    const sizes = packageSizes(vector.files);
    expect(sizes).toMatchObject({ package: vector.bytes, zeros: vector.zeros, padding: vector.padding });
    for (const [length, padded] of vector.padme) expect(padmeLength(length)).toBe(padded);
  });

  test('has a goods key that opens with the buyer’s key, of an envelope in its bucket', async () => {
    expect(vector.envelope.length / 2).toBe(GOODS_ENVELOPE_BYTES);
    const key = await openGoodsKey(bytesOf(vector.envelope), buyer, vector);
    expect(toHex(key)).toBe(vector.goodsKey);
    expect(toHex(encodeGoodsKey(key))).toBe(vector.plaintext);
  });

  test('comes out byte for byte with its key and salt, and opens', async () => {
    const bytes = await whole();
    expect(bytes.length).toBe(vector.bytes);
    expect(toBase64Url(sha256(bytes))).toBe(vector.sha256);
    const files = await openPackage(bytes, buyer, vector);
    expect(files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: toBase64Url(sha256(bytes)) }))).toEqual(
      vector.files,
    );
  });
});

test.each([
  ['31 bytes', encodeGoodsKey(new Uint8Array(31))],
  ['nothing', fromHex('a0')!],
  ['a text', fromHex('a1016161')!],
])('a goods key of %s is damaged', (_, bytes) => {
  expect(decodeGoodsKey(bytes)).toMatchObject({ ok: false, error: { code: 'damaged' } });
});
