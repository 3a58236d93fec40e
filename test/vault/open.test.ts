import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sealingKeyId, sealTo, type Vault } from '#main/vault/index.ts';
import { fromBase64Url, toHex, utf8 } from '#shared/bytes.ts';
import {
  type EnvelopeBinding,
  envelopeAad,
  envelopeInfo,
  type EnvelopeKind,
  sealEnvelope,
} from '#shared/protocol/envelope.ts';
import { hpkeSeal } from '#main/vault/hpke.ts';
import { expectOk } from '#shared/result.ts';
import { ALWAYS, aVault } from './a-vault.ts';

const ADDRESSEE: EnvelopeBinding = { kind: 'addressee', recipient: 'carrier.example', number: '30482771930569' };
const TEXT = utf8('plaintext of an addressee');

let vault: Vault;
let publicKey: Uint8Array<ArrayBuffer>;
let otherKey: Uint8Array<ArrayBuffer>;
let sealed: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  ({ vault } = await aVault());
  publicKey = fromBase64Url((await vault.newSealingKey(ALWAYS)).x)!;
  otherKey = fromBase64Url((await vault.newSealingKey(ALWAYS)).x)!;
  sealed = expectOk(await sealTo(publicKey, ADDRESSEE, TEXT));
});

function changed(at: number, bit: number): Uint8Array {
  const copy = sealed.slice();
  copy[at]! ^= 1 << bit;
  return copy;
}

const failing = (code: string) => ({ ok: false, error: { code } });

describe('what was sealed', () => {
  it('opens for its key, whatever the kind and the size', async () => {
    const kinds = fc.constantFrom<EnvelopeKind>('addressee', 'customer', 'contents', 'order', 'goods', 'wallet');
    await fc.assert(
      fc.asyncProperty(kinds, fc.uint8Array({ maxLength: 255 }), async (kind, plaintext) => {
        const issued = ['order', 'goods', 'wallet'].includes(kind) ? { issuer: 'credit.example' } : {};
        const binding = { kind, recipient: 'carrier.example', number: '2', ...issued };
        const envelope = expectOk(await sealTo(publicKey, binding, plaintext));
        expect(toHex(expectOk(await vault.open(envelope, binding)))).toBe(toHex(plaintext));
      }),
      { numRuns: 50 },
    );
  });

  it('is different every time, and names its key', async () => {
    const again = expectOk(await sealTo(publicKey, ADDRESSEE, TEXT));
    expect(toHex(again)).not.toBe(toHex(sealed));
    expect(toHex(again.subarray(0, 6))).toBe(`0101${toHex(sealingKeyId(publicKey))}`);
  });

  it('has the same length for every plaintext of a bucket', async () => {
    const lengths = await Promise.all(
      [0, 1, 100, 191].map(
        async (length) => expectOk(await sealTo(publicKey, ADDRESSEE, new Uint8Array(length))).length,
      ),
    );
    expect(new Set(lengths)).toEqual(new Set([246]));
  });

  it('is refused when too large, or to what is no key', async () => {
    expect(await sealTo(publicKey, ADDRESSEE, new Uint8Array(384))).toMatchObject(failing('too-large'));
    for (const key of [new Uint8Array(32), new Uint8Array(31), new Uint8Array(33), new Uint8Array()])
      expect(await sealTo(key, ADDRESSEE, TEXT)).toMatchObject(failing('unknown-key'));
  });
});

describe('must not open', () => {
  it.each<[string, Partial<EnvelopeBinding>, string]>([
    ['for another number', { number: '30482771930577' }, 'not-authentic'],
    ['for another party', { recipient: 'other.example' }, 'not-authentic'],
    ['for the same text cut elsewhere', { recipient: 'carrier.example|3', number: '0482771930569' }, 'not-authentic'],
    ['as another kind', { kind: 'contents' }, 'wrong-kind'],
    ['as another kind still', { kind: 'customer' }, 'wrong-kind'],
  ])('%s', async (_, other, code) => {
    expect(await vault.open(sealed, { ...ADDRESSEE, ...other })).toEqual(failing(code));
  });

  it('moved to another kind by its header', async () => {
    const moved = sealed.slice();
    moved[1] = 3;
    expect(await vault.open(moved, { ...ADDRESSEE, kind: 'contents' })).toEqual(failing('not-authentic'));
  });

  it('moved to another key of the same party', async () => {
    const moved = sealed.slice();
    moved.set(sealingKeyId(otherKey), 2);
    expect(await vault.open(moved, ADDRESSEE)).toEqual(failing('not-authentic'));
  });

  it('for a vault without the key, which it names', async () => {
    const { vault: stranger } = await aVault();
    const about = toHex(sealingKeyId(publicKey));
    expect(await stranger.open(sealed, ADDRESSEE)).toEqual({ ok: false, error: { code: 'unknown-key', about } });
  });

  it('bound to another issuer, from kind 04 on', async () => {
    const binding = { kind: 'goods', recipient: 'buyer', issuer: 'credit.example', number: '2' } as const;
    const envelope = expectOk(await sealTo(publicKey, binding, TEXT));
    expect((await vault.open(envelope, binding)).ok).toBe(true);
    expect(await vault.open(envelope, { ...binding, issuer: 'other.example' })).toEqual(failing('not-authentic'));
  });

  it('in any length but the eight', async () => {
    for (const envelope of [
      new Uint8Array(),
      sealed.subarray(1),
      sealed.subarray(0, 245),
      new Uint8Array([...sealed, 0]),
    ])
      expect(await vault.open(envelope, ADDRESSEE)).toEqual(failing('damaged'));
  });

  it('in another version: 2 is not yet spoken', async () => {
    for (const version of [0, 2, 3, 255]) {
      const other = sealed.slice();
      other[0] = version;
      expect(await vault.open(other, ADDRESSEE)).toEqual(failing('unknown-version'));
    }
  });

  it('with an encapsulated key that is no point of full order', async () => {
    for (const byte of [0, 1]) {
      const other = sealed.slice();
      other.fill(0, 6, 38);
      other[6] = byte;
      expect(await vault.open(other, ADDRESSEE)).toEqual(failing('not-authentic'));
    }
  });

  it('with padding that is none, though its tag is right', async () => {
    for (const padded of [new Uint8Array(192), new Uint8Array(192).fill(1)]) {
      const keyId = sealingKeyId(publicKey);
      const header = Uint8Array.of(1, 1, ...keyId);
      const { enc, ciphertext } = await hpkeSeal({
        publicKey,
        info: envelopeInfo('addressee'),
        aad: envelopeAad(header, ADDRESSEE),
        plaintext: padded,
      });
      const envelope = Uint8Array.of(...header, ...enc, ...ciphertext);
      expect(await vault.open(envelope, ADDRESSEE)).toEqual(failing('damaged'));
    }
  });

  it('with one bit changed anywhere, each place failing in its own way', async () => {
    for (let at = 0; at < sealed.length; at++) {
      const opened = await vault.open(changed(at, at % 8), ADDRESSEE);
      const code = at === 0 ? 'unknown-version' : at === 1 ? 'wrong-kind' : at < 6 ? 'unknown-key' : 'not-authentic';
      // X25519 ignores the topmost bit of a point (RFC 7748 §5), HPKE binds it all the same.
      expect(opened, `byte ${at}`).toMatchObject(failing(code));
    }
    expect(await vault.open(changed(37, 7), ADDRESSEE)).toEqual(failing('not-authentic'));
  });

  it('reports the first thing wrong: length and version, kind, key, tag', async () => {
    const wrong = changed(245, 0);
    wrong.set([9, 9, 9, 9], 2);
    wrong[1] = 2;
    wrong[0] = 3;
    expect(await vault.open(wrong, ADDRESSEE)).toEqual(failing('unknown-version'));
    wrong[0] = 1;
    expect(await vault.open(wrong, ADDRESSEE)).toEqual(failing('wrong-kind'));
    wrong[1] = 1;
    expect(await vault.open(wrong, ADDRESSEE)).toMatchObject(failing('unknown-key'));
    wrong.set(sealingKeyId(publicKey), 2);
    expect(await vault.open(wrong, ADDRESSEE)).toEqual(failing('not-authentic'));
  });

  it('never throws on random bytes', async () => {
    const bytes = fc
      .constantFrom(150, 182, 246, 310)
      .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
    await fc.assert(
      fc.asyncProperty(bytes, async (noise) => {
        noise.set([1, 1, ...sealingKeyId(publicKey)]);
        return !(await vault.open(noise, ADDRESSEE)).ok;
      }),
      { numRuns: 30 },
    );
  });
});

it('seals with the cipher it opens with, in the frame of shared', async () => {
  const envelope = expectOk(
    await sealEnvelope(hpkeSeal, { publicKey, keyId: sealingKeyId(publicKey) }, ADDRESSEE, TEXT),
  );
  expect(expectOk(await vault.open(envelope, ADDRESSEE))).toEqual(TEXT);
});
