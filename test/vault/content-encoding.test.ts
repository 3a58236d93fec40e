import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromBase64Url, fromUtf8, toBase64Url, utf8 } from '#shared/bytes.ts';
import { encodedLength, plaintextLength } from '#shared/protocol/content-coding.ts';
import { ContentDamaged, decodeContent, encodeContent, startSha256 } from '#main/vault/index.ts';

// RFC 8188 §3.1 and §3.2.
const WALRUS = 'I am the walrus';
const ONE = {
  key: fromBase64Url('yqdlZ-tYemfogSmv7Ws5PQ')!,
  body: fromBase64Url('I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg')!,
};
const TWO = {
  key: fromBase64Url('BO3ZVPxUlnLORbVGMpbT1Q')!,
  body: fromBase64Url(
    'uNCkWiNYzKTnBN9ji3-qWAAAABkCYTHOG8chz_gnvgOqdGYovxyjuqRyJFjEDyoF1Fvkj6hQPdPHI51OEUKEpgz3SsLWIqS_uA',
  )!,
};

async function* chunks(bytes: Uint8Array, size = bytes.length || 1): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function whole(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part.slice());
  return concatBytes(...parts);
}

async function failureOf(key: Uint8Array, body: Uint8Array, size?: number): Promise<string | undefined> {
  try {
    await whole(decodeContent(key, chunks(body, size)));
    return undefined;
  } catch (error) {
    if (!(error instanceof ContentDamaged)) throw error;
    return error.code;
  }
}

const KEY = new Uint8Array(32).fill(7);
const RECORD = 64;
const encoded = (plaintext: Uint8Array): Promise<Uint8Array<ArrayBuffer>> =>
  whole(encodeContent(KEY, chunks(plaintext, 13), { recordBytes: RECORD }));

describe('the examples of RFC 8188', () => {
  test('of one record decode, and come out byte for byte with the same salt', async () => {
    expect(fromUtf8(await whole(decodeContent(ONE.key, chunks(ONE.body))))).toBe(WALRUS);
    const salt = ONE.body.slice(0, 16);
    const again = await whole(encodeContent(ONE.key, chunks(utf8(WALRUS)), { salt, recordBytes: 4096 }));
    expect(toBase64Url(again)).toBe(toBase64Url(ONE.body));
  });

  test('of two records with padding and a key id decode, however they arrive', async () => {
    for (const size of [1, 7, 23, 48, 73]) {
      expect(fromUtf8(await whole(decodeContent(TWO.key, chunks(TWO.body, size))))).toBe(WALRUS);
    }
  });
});

describe('what is encoded', () => {
  test('decodes to the same, whatever its length and the pieces it travels in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.integer({ min: 18, max: 90 }),
        fc.integer({ min: 1, max: 120 }),
        async (plaintext, recordBytes, size) => {
          const body = await whole(encodeContent(KEY, chunks(plaintext, size), { recordBytes }));
          expect(body.length).toBe(21 + encodedLength(plaintext.length, recordBytes));
          expect(plaintextLength(body.length - 21, recordBytes)).toBe(plaintext.length);
          expect(await whole(decodeContent(KEY, chunks(body, size)))).toEqual(new Uint8Array(plaintext));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('over many batches decodes to the same', async () => {
    const plaintext = new Uint8Array(randomBytes(5 * 2 ** 20 + 12_345));
    const body = await whole(encodeContent(KEY, chunks(plaintext, 100_000)));
    expect(await whole(decodeContent(KEY, chunks(body, 70_001)))).toEqual(plaintext);
  });

  test('is longer by its padding, which nobody gets to see', async () => {
    for (const padding of [0, 1, 40]) {
      const body = await whole(encodeContent(KEY, chunks(utf8('padded')), { recordBytes: RECORD, padding }));
      expect(body.length).toBe(21 + 6 + 17 + padding);
      expect(fromUtf8(await whole(decodeContent(KEY, chunks(body))))).toBe('padded');
    }
    const tooMuch = encodeContent(KEY, chunks(utf8('padded')), { recordBytes: RECORD, padding: 42 });
    await expect(whole(tooMuch)).rejects.toThrow('does not fit');
  });

  test('is other bytes each time', async () => {
    const plaintext = utf8(WALRUS);
    expect(await encoded(plaintext)).not.toEqual(await encoded(plaintext));
  });

  test('is refused where a record would hold nothing', async () => {
    await expect(whole(encodeContent(KEY, chunks(utf8(WALRUS)), { recordBytes: 17 }))).rejects.toThrow('damaged');
  });
});

describe('nothing is decoded from', () => {
  const plaintext = new Uint8Array(randomBytes(47 * 3 + 5));
  const HEAD = 21;

  test('a stream cut anywhere, between records too', async () => {
    const body = await encoded(plaintext);
    for (let length = 0; length < body.length; length++) {
      expect(await failureOf(KEY, body.subarray(0, length))).toMatch(/^(damaged|not-authentic)$/);
    }
    expect(await failureOf(KEY, body.subarray(0, HEAD + RECORD))).toBe('damaged');
  });

  test('a stream with anything flipped in it', async () => {
    const body = await encoded(plaintext);
    for (let bit = 0; bit < body.length * 8; bit += 5) {
      // The key id's length: what follows is then no header of ours.
      const flipped = new Uint8Array(body);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(await failureOf(KEY, flipped)).toMatch(/^(damaged|not-authentic)$/);
    }
  });

  test('records in another order, one twice, one left out', async () => {
    const body = await encoded(plaintext);
    const head = body.subarray(0, HEAD);
    const record = (at: number): Uint8Array => body.subarray(HEAD + at * RECORD, HEAD + (at + 1) * RECORD);
    const orders = [
      [1, 0, 2, 3],
      [0, 0, 2, 3],
      [0, 2, 3],
      [0, 1, 2, 3, 3],
    ];
    for (const order of orders) {
      expect(await failureOf(KEY, concatBytes(head, ...order.map(record)))).toBe('not-authentic');
    }
  });

  test('a stream whose last record does not say so, or one that goes on behind its end', async () => {
    const salt = new Uint8Array(16).fill(3);
    const make = (text: Uint8Array): Promise<Uint8Array> =>
      whole(encodeContent(KEY, chunks(text), { salt, recordBytes: RECORD }));
    // Two records, the first alone: its delimiter says that another follows.
    const two = await make(plaintext.subarray(0, 60));
    expect(await failureOf(KEY, two.subarray(0, HEAD + RECORD))).toBe('damaged');
    // One full record that says it is the last, and one more behind it.
    const one = await make(plaintext.subarray(0, 47));
    expect(one.length).toBe(HEAD + RECORD);
    expect(await failureOf(KEY, concatBytes(one, two.subarray(HEAD + RECORD)))).toBe('damaged');
  });

  test('another key’s stream', async () => {
    expect(await failureOf(new Uint8Array(32), await encoded(plaintext))).toBe('not-authentic');
  });

  test('a record size that no memory should be given for', async () => {
    const body = await encoded(plaintext);
    new DataView(body.buffer).setUint32(16, 0xffff_ffff);
    expect(await failureOf(KEY, body)).toBe('damaged');
  });
});

test('a digest that runs is the digest of the whole', () => {
  const digest = startSha256();
  digest.update(utf8('a'));
  digest.update(utf8('bc'));
  expect(digest.finish()).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
});
