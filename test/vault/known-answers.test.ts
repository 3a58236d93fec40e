import { AEAD_AES_128_GCM, AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hpkeOpen, hpkeSeal, importSealingKeyPair } from '#main/vault/hpke.ts';
import { sealTo } from '#main/vault/index.ts';
import { fromHex, toHex } from '#shared/bytes.ts';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { expectOk } from '#shared/result.ts';
import { envelopeVector, rfc9180 } from '#test/vectors/index.ts';
import { ALWAYS, aVault } from './a-vault.ts';

const bytes = (hex: string): Uint8Array<ArrayBuffer> => fromHex(hex)!;
const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

/** The next ephemeral key pair that is "generated" is this one. */
async function fixEphemeralKey(privateKey: Uint8Array): Promise<void> {
  const extractable = await suite.DeserializePrivateKey(privateKey, true);
  const { x } = await crypto.subtle.exportKey('jwk', extractable);
  const publicKey = await suite.DeserializePublicKey(Buffer.from(x!, 'base64url'));
  vi.spyOn(crypto.subtle, 'generateKey').mockResolvedValueOnce({ privateKey: extractable, publicKey } as never);
}

afterEach(() => vi.restoreAllMocks());

describe('the known envelope', () => {
  const binding = { kind: 'addressee', recipient: envelopeVector.party, number: envelopeVector.number } as const;

  it('comes out byte for byte with its ephemeral key', async () => {
    await fixEphemeralKey(bytes(envelopeVector.skE));
    const sealed = await sealTo(bytes(envelopeVector.pkR), binding, bytes(envelopeVector.cbor));
    expect(toHex(expectOk(sealed))).toBe(envelopeVector.envelope);
  });

  it('does not come out without it: the test can fail', async () => {
    const sealed = await sealTo(bytes(envelopeVector.pkR), binding, bytes(envelopeVector.cbor));
    expect(toHex(expectOk(sealed))).not.toBe(envelopeVector.envelope);
  });

  it('opens through the vault', async () => {
    const { vault } = await aVault();
    expectOk(await vault.importSealingKey(bytes(envelopeVector.skR), ALWAYS));
    const opened = expectOk(await vault.open(bytes(envelopeVector.envelope), binding));
    expect(toHex(opened)).toBe(envelopeVector.cbor);
    expect(expectOk(decodeAddressee(opened)).postalCode).toBe('231-0015');
  });
});

describe('RFC 9180', () => {
  it('A.1.1: the library seals and opens with AES-128-GCM', async () => {
    const vector = rfc9180.find(({ aead }) => aead === 1)!;
    const small = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM);
    const options = { info: bytes(vector.info), aad: bytes(vector.aad) };
    await fixEphemeralKey(bytes(vector.skE));
    const sealed = await small.Seal(
      await small.DeserializePublicKey(bytes(vector.pkR)),
      bytes(vector.plaintext),
      options,
    );
    expect(toHex(sealed.encapsulatedSecret)).toBe(vector.enc);
    expect(toHex(sealed.ciphertext)).toBe(vector.ciphertext);
    const keyPair = await importSealingKeyPair(bytes(vector.skR), bytes(vector.pkR));
    const opened = await small.Open(keyPair, bytes(vector.enc), bytes(vector.ciphertext), options);
    expect(toHex(opened)).toBe(vector.plaintext);
  });

  it('0x0020, 0x0001, 0x0002: the vault’s own suite seals and opens', async () => {
    const vector = rfc9180.find(({ aead }) => aead === 2)!;
    const [info, aad] = [bytes(vector.info), bytes(vector.aad)];
    await fixEphemeralKey(bytes(vector.skE));
    const sealed = await hpkeSeal({ publicKey: bytes(vector.pkR), info, aad, plaintext: bytes(vector.plaintext) });
    expect(toHex(sealed.enc)).toBe(vector.enc);
    expect(toHex(sealed.ciphertext)).toBe(vector.ciphertext);
    const keyPair = await importSealingKeyPair(bytes(vector.skR), bytes(vector.pkR));
    const [enc, ciphertext] = [bytes(vector.enc), bytes(vector.ciphertext)];
    expect(toHex(expectOk(await hpkeOpen(keyPair, { enc, ciphertext, info, aad })))).toBe(vector.plaintext);
    const moved = await hpkeOpen(keyPair, { enc, ciphertext, info, aad: Uint8Array.of(...aad, 0) });
    expect(moved).toEqual({ ok: false, error: { code: 'not-authentic' } });
  });
});
