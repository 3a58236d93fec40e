/** What one key opened is sealed to another, and nothing of it is seen outside. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { sealTo, type Vault } from '#main/vault/index.ts';
import { resealEnvelope } from '#main/vault/reseal.ts';
import { importKeyRing, newKey, publicKeyBytes } from '#main/vault/party-keys.ts';
import { fromBase64Url, fromUtf8, toHex, utf8 } from '#shared/bytes.ts';
import { identityBinding, resealedBinding } from '#shared/protocol/wallet.ts';
import { expectOk } from '#shared/result.ts';
import { ALWAYS, aVault } from './a-vault.ts';

const SERIAL = 'AAAAAAAAAAAAAAAAAAAAAA';
const FROM = identityBinding('agency.example', 'agency.example', SERIAL);
const TO = resealedBinding('credit.example', 'mall.example', '10482771930561');
const TEXT = 'kanmuri-0417 of somebody';

let agency: Vault;
let server: Vault;
let own: Uint8Array<ArrayBuffer>;
let publicKey: Uint8Array<ArrayBuffer>;
let sealed: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  agency = (await aVault()).vault;
  server = (await aVault()).vault;
  own = fromBase64Url((await agency.newSealingKey(ALWAYS)).x)!;
  publicKey = fromBase64Url((await server.newSealingKey(ALWAYS)).x)!;
  sealed = expectOk(await sealTo(own, FROM, utf8(TEXT)));
});

const failing = (code: string) => ({ ok: false, error: { code } });

describe('an envelope that is sealed anew', () => {
  it('opens for the other key, under the other binding, and is the same inside', async () => {
    const resealed = expectOk(await agency.reseal(sealed, { from: FROM, publicKey, to: TO }));
    expect(fromUtf8(expectOk(await server.open(resealed, TO)))).toBe(TEXT);
    expect(resealed).toHaveLength(sealed.length);
  });

  it('opens under no other order, nor for the one who sealed it', async () => {
    const resealed = expectOk(await agency.reseal(sealed, { from: FROM, publicKey, to: TO }));
    const otherOrder = resealedBinding('credit.example', 'mall.example', '10482771930579');
    const otherMall = resealedBinding('credit.example', 'other.example', '10482771930561');
    expect(await server.open(resealed, otherOrder)).toMatchObject(failing('not-authentic'));
    expect(await server.open(resealed, otherMall)).toMatchObject(failing('not-authentic'));
    expect(await agency.open(resealed, TO)).toMatchObject(failing('unknown-key'));
  });

  it('is another one every time', async () => {
    const [one, other] = await Promise.all(
      [1, 2].map(async () => toHex(expectOk(await agency.reseal(sealed, { from: FROM, publicKey, to: TO })))),
    );
    expect(one).not.toBe(other);
  });

  it('takes the bucket of its new kind', async () => {
    const to = { kind: 'customer', recipient: 'credit.example', number: '2' } as const;
    const resealed = expectOk(await agency.reseal(sealed, { from: FROM, publicKey, to }));
    expect(resealed.length).toBeLessThan(sealed.length);
    expect(fromUtf8(expectOk(await server.open(resealed, to)))).toBe(TEXT);
  });
});

describe('is not sealed anew', () => {
  it.each<[string, () => Promise<Uint8Array>, Partial<typeof FROM>, string]>([
    ['for another wallet', async () => sealed, { number: 'BBBBBBBBBBBBBBBBBBBBBB' }, 'not-authentic'],
    ['of another agency', async () => sealed, { issuer: 'other.example' }, 'not-authentic'],
    ['as another kind', async () => sealed, { kind: 'order' }, 'wrong-kind'],
    ['cut', async () => sealed.subarray(0, 300), {}, 'damaged'],
    ['with one bit changed', async () => sealed.with(400, sealed[400]! ^ 1), {}, 'not-authentic'],
    ['to somebody else', async () => expectOk(await sealTo(publicKey, FROM, utf8(TEXT))), {}, 'unknown-key'],
  ])('%s', async (_, envelope, change, code) => {
    const resealed = await agency.reseal(await envelope(), { from: { ...FROM, ...change }, publicKey, to: TO });
    expect(resealed).toMatchObject(failing(code));
  });

  it.each([
    ['a key of low order', new Uint8Array(32)],
    ['too few bytes', new Uint8Array(31)],
  ])('to %s', async (_, key) => {
    expect(await agency.reseal(sealed, { from: FROM, publicKey: key, to: TO })).toMatchObject(failing('unknown-key'));
  });

  it('where no bucket of the new kind holds it', async () => {
    const long = expectOk(await sealTo(own, FROM, new Uint8Array(700)));
    const to = { kind: 'contents', recipient: 'mall.example', number: '1' } as const;
    expect(await agency.reseal(long, { from: FROM, publicKey, to })).toMatchObject(failing('too-large'));
  });
});

describe('the buffers that held the plaintext', () => {
  /** Every buffer that the platform decrypted into, or was given to encrypt, is seen here as it is afterwards. */
  async function watched(publicKey: Uint8Array): Promise<Uint8Array[]> {
    const key = newKey('seal', ALWAYS);
    const ring = await importKeyRing([key]);
    const envelope = expectOk(await sealTo(publicKeyBytes(key), FROM, utf8(TEXT)));
    const seen: Uint8Array[] = [];
    const { decrypt, encrypt } = crypto.subtle;
    const opening = vi.spyOn(crypto.subtle, 'decrypt').mockImplementation(async (...given) => {
      const plaintext = await decrypt.apply(crypto.subtle, given);
      seen.push(new Uint8Array(plaintext));
      return plaintext;
    });
    const sealing = vi.spyOn(crypto.subtle, 'encrypt').mockImplementation(async (...given) => {
      seen.push(given[2] as Uint8Array);
      return encrypt.apply(crypto.subtle, given);
    });
    try {
      await resealEnvelope(ring, envelope, { from: FROM, publicKey, to: TO });
    } finally {
      opening.mockRestore();
      sealing.mockRestore();
    }
    return seen;
  }

  it('are overwritten, also where sealing fails', async () => {
    const after = await watched(publicKey);
    expect(after).toHaveLength(2);
    expect(after.every((bytes) => bytes.length >= 512 && bytes.every((byte) => byte === 0))).toBe(true);
    const failed = await watched(new Uint8Array(32));
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
  });
});
