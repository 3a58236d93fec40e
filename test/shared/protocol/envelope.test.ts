import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromUtf8, toHex } from '#shared/bytes.ts';
import {
  BUCKETS,
  ENVELOPE_KINDS,
  ENVELOPE_LENGTHS,
  envelopeAad,
  envelopeInfo,
  type EnvelopeKind,
  type HpkeSeal,
  padPlaintext,
  parseEnvelope,
  sealEnvelope,
  unpadPlaintext,
} from '#shared/protocol/envelope.ts';
import { expectOk } from '#shared/result.ts';

const KINDS = Object.keys(ENVELOPE_KINDS) as EnvelopeKind[];
const SMALLEST = { addressee: 192, contents: 128, customer: 96, order: 512, goods: 512, wallet: 512 };

describe('padding', () => {
  it('fills up to the smallest bucket of each kind', () => {
    for (const kind of KINDS) expect(expectOk(padPlaintext(kind, new Uint8Array(1)))).toHaveLength(SMALLEST[kind]);
  });

  it('always leaves room for its first byte', () => {
    expect(expectOk(padPlaintext('addressee', new Uint8Array(191)))).toHaveLength(192);
    expect(expectOk(padPlaintext('addressee', new Uint8Array(192)))).toHaveLength(256);
  });

  it('refuses an addressee above 384, contents above 256, and anything above 1024', () => {
    expect(padPlaintext('addressee', new Uint8Array(383)).ok).toBe(true);
    expect(padPlaintext('addressee', new Uint8Array(384))).toMatchObject({ error: { code: 'too-large' } });
    expect(padPlaintext('contents', new Uint8Array(255)).ok).toBe(true);
    expect(padPlaintext('contents', new Uint8Array(256))).toMatchObject({ error: { code: 'too-large' } });
    expect(padPlaintext('order', new Uint8Array(1023)).ok).toBe(true);
    expect(padPlaintext('order', new Uint8Array(1024))).toMatchObject({ error: { code: 'too-large' } });
  });

  it('comes off again, whatever the plaintext ends with', () => {
    const plaintext = fc.uint8Array({ maxLength: 250 });
    const tail = fc.array(fc.constantFrom(0, 0x80), { maxLength: 5 }).map((bytes) => Uint8Array.from(bytes));
    fc.assert(
      fc.property(fc.constantFrom(...KINDS.filter((kind) => kind !== 'contents')), plaintext, tail, (kind, a, b) => {
        const whole = concatBytes(a, b);
        const padded = expectOk(padPlaintext(kind, whole));
        expect(BUCKETS).toContain(padded.length);
        expect(toHex(expectOk(unpadPlaintext(padded)))).toBe(toHex(whole));
      }),
    );
  });

  it('is damaged when it is not 0x80 00…', () => {
    for (const bytes of [[], [0, 0], [1, 2, 3], [0x80, 1], [0x80, 0, 0x7f, 0]])
      expect(unpadPlaintext(Uint8Array.from(bytes))).toMatchObject({ error: { code: 'damaged' } });
  });
});

describe('what an envelope is bound to', () => {
  const header = Uint8Array.of(1, 4, 9, 9, 9, 9);

  it('is kind, header, recipient and number; from kind 04 on the number’s issuer too', () => {
    expect(fromUtf8(envelopeInfo('addressee'))).toBe('tokumei/1 addressee');
    const addressee = envelopeAad(header, { kind: 'addressee', recipient: 'carrier.example', number: '3' });
    expect(fromUtf8(addressee.subarray(6))).toBe('carrier.example|3');
    const order = { kind: 'order', recipient: 'buyer', issuer: 'credit.example', number: '2' } as const;
    expect(fromUtf8(envelopeAad(header, order).subarray(6))).toBe('buyer|credit.example|2');
    expect(envelopeAad(header, order).subarray(0, 6)).toEqual(header);
  });

  it('throws on an issuer too many or too few: that is a bug of the caller', () => {
    expect(() => envelopeAad(header, { kind: 'goods', recipient: 'a', number: '2' })).toThrow('goods');
    expect(() => envelopeAad(header, { kind: 'contents', recipient: 'a', issuer: 'b', number: '1' })).toThrow(
      'contents',
    );
  });
});

describe('the frame', () => {
  const fakeSeal: HpkeSeal = ({ plaintext }) =>
    Promise.resolve({
      enc: new Uint8Array(32).fill(7),
      ciphertext: concatBytes(plaintext, new Uint8Array(16).fill(8)),
    });
  const key = { publicKey: new Uint8Array(32), keyId: Uint8Array.of(0xde, 0xad, 0xbe, 0xef) };

  it('is version, kind, key id, enc, ciphertext and tag, in one of eight lengths', async () => {
    const binding = { kind: 'contents', recipient: 'mall.example', number: '1' } as const;
    const envelope = expectOk(await sealEnvelope(fakeSeal, key, binding, Uint8Array.of(1, 2, 3)));
    expect(envelope).toHaveLength(6 + 32 + 128 + 16);
    expect(ENVELOPE_LENGTHS).toContain(envelope.length);
    expect(toHex(envelope.subarray(0, 6))).toBe('0103deadbeef');
    expect(expectOk(parseEnvelope(envelope))).toMatchObject({ version: 1, kind: 'contents', keyId: 'deadbeef' });
    expect(expectOk(parseEnvelope(envelope)).enc).toEqual(new Uint8Array(32).fill(7));
    expect(expectOk(parseEnvelope(envelope)).ciphertext).toHaveLength(144);
  });

  it('is damaged in every other length, unknown in another version, and leaves an unknown kind to the opener', () => {
    const envelope = new Uint8Array(246).fill(1);
    expect(parseEnvelope(envelope.subarray(1))).toMatchObject({ error: { code: 'damaged' } });
    expect(parseEnvelope(new Uint8Array())).toMatchObject({ error: { code: 'damaged' } });
    for (const version of [0, 3, 255]) {
      envelope[0] = version;
      expect(parseEnvelope(envelope)).toMatchObject({ error: { code: 'unknown-version' } });
    }
    envelope[0] = 2;
    envelope[1] = 7;
    expect(expectOk(parseEnvelope(envelope))).toMatchObject({ version: 2, kind: undefined });
  });

  it('is not made for a plaintext too large', async () => {
    const binding = { kind: 'addressee', recipient: 'carrier.example', number: '3' } as const;
    expect(await sealEnvelope(fakeSeal, key, binding, new Uint8Array(400))).toMatchObject({
      error: { code: 'too-large' },
    });
  });
});
