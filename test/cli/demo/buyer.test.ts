import { expect, test } from 'vitest';
import { encodeGoodsKey } from '#shared/protocol/goods-key-plaintext.ts';
import { goodsBinding, packageSizes } from '#shared/protocol/goods-package.ts';
import { tarHeader, tarPadding } from '#shared/protocol/tar.ts';
import { concatBytes, fromBase64Url, toHex, utf8 } from '#shared/bytes.ts';
import { expectOk } from '#shared/result.ts';
import { makeBuyer, openGoods } from '#main/cli/demo/buyer.ts';
import { encodeContent, randomContentKey, sealTo, sha256 } from '#main/vault/index.ts';

const FROM = { issuer: 'credit.example', receipt: '22902979526003' };
const FILES = [
  { name: '海図.txt', bytes: utf8('a text') },
  { name: 'empty-but-for-one.bin', bytes: Uint8Array.of(0) },
];

/** As the mall packs it. */
async function aPackage(publicKey: string, receipt = FROM.receipt): Promise<Uint8Array> {
  const key = randomContentKey();
  const binding = goodsBinding(FROM.issuer, receipt);
  const envelope = expectOk(await sealTo(fromBase64Url(publicKey)!, binding, encodeGoodsKey(key)));
  const sizes = packageSizes(FILES.map(({ name, bytes }) => ({ name, bytes: bytes.length })));
  const archive = concatBytes(
    ...FILES.flatMap(({ name, bytes }) => [
      tarHeader(name, bytes.length),
      bytes,
      new Uint8Array(tarPadding(bytes.length)),
    ]),
    new Uint8Array(sizes.zeros),
  );
  const pieces = [envelope];
  for await (const piece of encodeContent(key, once(archive), { padding: sizes.padding })) {
    // Each is good until the next one is asked for.
    pieces.push(piece.slice());
  }
  return concatBytes(...pieces);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

test('the buyer opens what was sealed to this buyer, file by file', async () => {
  const buyer = await makeBuyer();
  const opened = await openGoods(buyer, await aPackage(buyer.publicKey), FROM);
  expect(opened).toEqual(FILES.map(({ name, bytes }) => ({ name, sha256: toHex(sha256(bytes)) })));
});

test('another buyer, another receipt, and a package that was changed or cut open nothing', async () => {
  const buyer = await makeBuyer();
  const packed = await aPackage(buyer.publicKey);
  await expect(openGoods(await makeBuyer(), packed, FROM)).rejects.toThrow('unknown-key');
  await expect(openGoods(buyer, packed, { ...FROM, receipt: '26017318734290' })).rejects.toThrow('not-authentic');
  await expect(openGoods(buyer, packed, { ...FROM, issuer: 'other.example' })).rejects.toThrow('not-authentic');
  const turned = Uint8Array.from(packed);
  turned[700_000]! ^= 1;
  await expect(openGoods(buyer, turned, FROM)).rejects.toThrow('not-authentic');
  await expect(openGoods(buyer, packed.subarray(0, -40_000), FROM)).rejects.toThrow();
});
