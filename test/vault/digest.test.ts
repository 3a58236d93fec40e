import { describe, expect, it } from 'vitest';
import {
  digestPrefix,
  namedUuid,
  randomDigit,
  randomToken,
  randomUuid,
  sha256,
  tokenHash,
  variantCDigits,
} from '#main/vault/index.ts';
import { fromHex, toHex, utf8 } from '#shared/bytes.ts';
import { numberFromDigits, numberKind } from '#shared/domain/number.ts';

describe('digests', () => {
  it('are SHA-256 (FIPS 180-4: "abc" and nothing)', () => {
    expect(toHex(sha256(utf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(toHex(sha256(new Uint8Array()))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(toHex(digestPrefix(utf8('abc')))).toBe('ba7816bf8f01cfea');
    expect(tokenHash('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });

  it('name a UUID of version 8, always the same', () => {
    expect(namedUuid('abc')).toBe('ba7816bf-8f01-8fea-8141-40de5dae2223');
    expect(namedUuid('abd')).not.toBe(namedUuid('abc'));
  });

  it('name a number in variant c, as another program computes it', () => {
    expect(variantCDigits(sha256(utf8('contents envelope')))).toBe('100035202841');
    expect(variantCDigits(fromHex('31489056e0916d59fe3add79e63f095af3ffb81604691f21cad442a85c7be617')!)).toBe(
      '008990850393',
    );
    // The same wherever the digest lies in a greater buffer.
    const within = new Uint8Array(40);
    within.set(sha256(utf8('contents envelope')), 8);
    expect(variantCDigits(within.subarray(8))).toBe('100035202841');
    expect(numberKind(numberFromDigits('purchase', variantCDigits(sha256(utf8('x')))))).toBe('purchase');
  });
});

describe('randomness', () => {
  it('draws every digit about as often', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let at = 0; at < 20_000; at++) counts[randomDigit()]!++;
    // Five standard deviations of a fair draw.
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(20_000 * 0.09));
  });

  it('gives tokens of 128 bits and version 4 UUIDs, never twice', () => {
    expect(randomToken()).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(randomUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(Array.from({ length: 1000 }, randomToken)).size).toBe(1000);
  });
});
