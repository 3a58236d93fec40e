import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  createVault,
  openVault,
  openVaultWithDeviceKey,
  peekJws,
  sealTo,
  sealingKeyId,
  sha256,
  keyThumbprint,
} from '#main/vault/index.ts';
import { fromBase64Url, fromHex, toBase64Url, toHex, utf8 } from '#shared/bytes.ts';
import { canonical } from '#shared/protocol/event.ts';
import { expectOk } from '#shared/result.ts';
import { ALWAYS, aFolder, anAuthority, aVault, CHEAP, PASSPHRASE } from './a-vault.ts';

const fileOf = (folder: string): string => join(folder, 'vault.json');
const BINDING = { kind: 'contents', recipient: 'mall.example', number: '10000000000007' } as const;

describe('creating', () => {
  it('makes the folder, and a file for its owner alone, with nothing left beside it', async () => {
    const folder = join(aFolder(), 'deep', 'data');
    expectOk(await createVault(folder, PASSPHRASE, { scrypt: CHEAP }));
    expect(readdirSync(folder)).toEqual(['vault.json']);
    if (process.platform !== 'win32') expect(statSync(fileOf(folder)).mode & 0o777).toBe(0o600);
  });

  it('never writes over a vault that is there', async () => {
    const { folder } = await aVault();
    const before = readFileSync(fileOf(folder), 'utf8');
    expect(await createVault(folder, 'other', { scrypt: CHEAP })).toMatchObject({ error: { code: 'wrong-state' } });
    expect(readFileSync(fileOf(folder), 'utf8')).toBe(before);
  });

  it('refuses an empty passphrase', async () => {
    expect(await createVault(aFolder(), '', { scrypt: CHEAP })).toMatchObject({
      error: { code: 'field-missing', about: 'passphrase' },
    });
  });

  it('hashes with scrypt 2^15/8/3 unless told otherwise, and stores that with the hash', async () => {
    const folder = aFolder();
    expectOk(await createVault(folder, PASSPHRASE));
    expect(JSON.parse(readFileSync(fileOf(folder), 'utf8'))).toMatchObject({
      passphrase: { scrypt: { N: 32768, r: 8, p: 3 } },
    });
    expect((await openVault(folder, PASSPHRASE)).ok).toBe(true);
  });
});

describe('opening', () => {
  it('takes the passphrase, however its letters are composed', async () => {
    const folder = aFolder();
    expectOk(await createVault(folder, 'がぎぐ é'.normalize('NFC'), { scrypt: CHEAP }));
    expect((await openVault(folder, 'がぎぐ é'.normalize('NFD'))).ok).toBe(true);
  });

  it('says when the passphrase is wrong, the file is damaged, or there is none', async () => {
    const { folder } = await aVault();
    expect(await openVault(folder, 'wrong')).toEqual({ ok: false, error: { code: 'wrong-passphrase' } });
    expect(await openVault(aFolder(), PASSPHRASE)).toMatchObject({ error: { code: 'not-found' } });
    for (const text of ['', '{}', 'null', readFileSync(fileOf(folder), 'utf8').slice(0, -20)]) {
      writeFileSync(fileOf(folder), text);
      expect(await openVault(folder, PASSPHRASE)).toMatchObject({ error: { code: 'vault-damaged' } });
    }
  });

  it('finds every changed bit', async () => {
    const { folder, vault } = await aVault();
    await vault.newSealingKey(ALWAYS);
    const whole = readFileSync(fileOf(folder));
    for (let at = 0; at < whole.length - 1; at += 7) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1 << (at % 7);
      writeFileSync(fileOf(folder), changed);
      expect(await openVault(folder, PASSPHRASE), `byte ${at}`).toMatchObject({ error: { code: 'vault-damaged' } });
    }
  });

  it('is not taken in by a checksum made to fit: the tag decides', async () => {
    const { folder } = await aVault();
    const { folder: other } = await aVault();
    const mine = JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Record<string, unknown>;
    const theirs = JSON.parse(readFileSync(fileOf(other), 'utf8')) as Record<string, unknown>;
    const forge = (body: Record<string, unknown>): void => {
      const { checksum: _old, ...rest } = body;
      const checksum = toBase64Url(sha256(utf8(canonical(rest))));
      writeFileSync(fileOf(folder), JSON.stringify({ ...rest, checksum }));
    };
    forge({ ...mine, content: theirs['content'] });
    expect(await openVault(folder, PASSPHRASE)).toMatchObject({ error: { code: 'vault-damaged' } });
    forge({
      ...mine,
      passphrase: { ...(mine['passphrase'] as object), scrypt: { N: 2 ** 30, r: 8, p: 1, salt: 'AA' } },
    });
    expect(await openVault(folder, PASSPHRASE)).toMatchObject({ error: { code: 'vault-damaged' } });
    forge(mine);
    expect((await openVault(folder, PASSPHRASE)).ok).toBe(true);
  });

  it('does not open another kind of sealed file', async () => {
    const { folder: authority } = await anAuthority();
    const folder = aFolder();
    writeFileSync(fileOf(folder), readFileSync(join(authority, 'authority.json')));
    expect(await openVault(folder, PASSPHRASE)).toMatchObject({ error: { code: 'vault-damaged' } });
  });
});

describe('the device key', () => {
  it('opens the vault beside the passphrase', async () => {
    const { folder, vault } = await aVault();
    const key = await vault.newSigningKey(ALWAYS);
    const secret = await vault.addDeviceKey();
    expect(secret).toHaveLength(32);
    expect(expectOk(await openVaultWithDeviceKey(folder, secret)).publicKeys()).toEqual([key]);
    expect(expectOk(await openVault(folder, PASSPHRASE)).publicKeys()).toEqual([key]);
  });

  it('is refused when wrong, replaced, removed or never given', async () => {
    const { folder, vault } = await aVault();
    const refused = { ok: false, error: { code: 'wrong-passphrase' } };
    expect(await openVaultWithDeviceKey(folder, new Uint8Array(32))).toMatchObject(refused);
    const first = await vault.addDeviceKey();
    const second = await vault.addDeviceKey();
    expect(await openVaultWithDeviceKey(folder, first)).toMatchObject(refused);
    expect((await openVaultWithDeviceKey(folder, second)).ok).toBe(true);
    await vault.removeDeviceKey();
    expect(await openVaultWithDeviceKey(folder, second)).toMatchObject(refused);
    expect((await openVault(folder, PASSPHRASE)).ok).toBe(true);
  });

  it('survives a new passphrase, which ends the old one', async () => {
    const { folder, vault } = await aVault();
    const secret = await vault.addDeviceKey();
    expect((await vault.changePassphrase('')).ok).toBe(false);
    expectOk(await vault.changePassphrase('new one'));
    expect(await openVault(folder, PASSPHRASE)).toMatchObject({ error: { code: 'wrong-passphrase' } });
    expect((await openVault(folder, 'new one')).ok).toBe(true);
    expect((await openVaultWithDeviceKey(folder, secret)).ok).toBe(true);
  });
});

describe('keys', () => {
  it('are there again after reopening, with their times', async () => {
    const { folder, vault } = await aVault();
    const seal = await vault.newSealingKey(ALWAYS);
    const sign = await vault.newSigningKey({ nbf: '2026-11-01T00:00:00Z', exp: '2027-11-01T00:00:00Z' });
    const again = expectOk(await openVault(folder, PASSPHRASE));
    expect(again.publicKeys()).toEqual([seal, sign]);
    expect(seal).toMatchObject({ use: 'seal', kty: 'OKP', crv: 'X25519', ...ALWAYS });
    expect(sign).toMatchObject({ use: 'sign', kty: 'OKP', crv: 'Ed25519', nbf: '2026-11-01T00:00:00Z' });
  });

  it('are all kept when many are made at once', async () => {
    const { folder, vault } = await aVault();
    const keys = await Promise.all(Array.from({ length: 8 }, () => vault.newSealingKey(ALWAYS)));
    await Promise.all([vault.newSigningKey(ALWAYS), vault.addDeviceKey(), vault.newTlsKey('public')]);
    for (const { x } of keys) {
      const envelope = expectOk(await sealTo(fromBase64Url(x)!, BINDING, utf8('plaintext')));
      expect((await vault.open(envelope, BINDING)).ok).toBe(true);
    }
    const again = expectOk(await openVault(folder, PASSPHRASE));
    expect(again.publicKeys()).toHaveLength(9);
    expect((await again.certificateRequest('public', ['mall.example'])).ok).toBe(true);
    expect(readdirSync(folder)).toEqual(['vault.json']);
  });

  it('never show their private part: not in the file, not in any answer, not when the vault is printed', async () => {
    const { folder, vault } = await aVault();
    const known = new Uint8Array(32).fill(0x42);
    expectOk(await vault.importSealingKey(known, ALWAYS));
    await vault.newSigningKey(ALWAYS);
    for (const key of vault.publicKeys()) {
      expect(Object.keys(key).sort()).toEqual(['crv', 'exp', 'kty', 'nbf', 'use', 'x']);
    }
    const shown = [
      readFileSync(fileOf(folder), 'utf8'),
      inspect(vault, { depth: 20, showHidden: true }),
      JSON.stringify(vault),
    ];
    for (const text of shown) {
      for (const encoding of ['hex', 'base64', 'base64url', 'latin1'] as const)
        expect(text).not.toContain(Buffer.from(known).toString(encoding).slice(0, 20));
    }
  });

  it('come in from elsewhere once, when they are 32 bytes', async () => {
    const { vault } = await aVault();
    const privateKey = fromHex('ca2cda6fcc69373ee41ac4eca91a3435f53e352c396a3eb133f76a77f756074f')!;
    const key = expectOk(await vault.importSealingKey(privateKey, ALWAYS));
    expect(toHex(fromBase64Url(key.x)!)).toBe('85b4db6ce7f6b7af40caf521dda937afc0a32124800202cfa6b3f832e797f355');
    expect(await vault.importSealingKey(privateKey, ALWAYS)).toMatchObject({
      error: { code: 'wrong-state', about: '9e2ecddc' },
    });
    expect(await vault.importSealingKey(privateKey.subarray(1), ALWAYS)).toMatchObject({
      error: { code: 'field-invalid' },
    });
  });

  it('open nothing any more once destroyed, here and after reopening', async () => {
    const { folder, vault } = await aVault();
    const old = await vault.newSealingKey({ nbf: '2025-01-01T00:00:00Z', exp: '2025-02-01T00:00:00Z' });
    const recent = await vault.newSealingKey({ nbf: '2025-02-01T00:00:00Z', exp: '2025-03-01T00:00:00Z' });
    await vault.newSigningKey({ nbf: '2024-01-01T00:00:00Z', exp: '2024-02-01T00:00:00Z' });
    const seal = async (x: string) => expectOk(await sealTo(fromBase64Url(x)!, BINDING, utf8('plaintext')));
    const [oldEnvelope, recentEnvelope] = [await seal(old.x), await seal(recent.x)];
    expect((await vault.open(oldEnvelope, BINDING)).ok).toBe(true);

    const oldId = toHex(sealingKeyId(fromBase64Url(old.x)!));
    expect(await vault.destroyKeys(new Date('2025-02-01T00:00:00Z'))).toEqual([]);
    expect(await vault.destroyKeys(new Date('2025-02-01T00:00:01Z'))).toEqual([oldId]);
    expect(await vault.destroyKeys(new Date('2025-02-01T00:00:01Z'))).toEqual([]);

    for (const opened of [vault, expectOk(await openVault(folder, PASSPHRASE))]) {
      expect(await opened.open(oldEnvelope, BINDING)).toEqual({
        ok: false,
        error: { code: 'unknown-key', about: oldId },
      });
      expect((await opened.open(recentEnvelope, BINDING)).ok).toBe(true);
      expect(opened.publicKeys()).toHaveLength(2);
    }
  });
});

describe('a write that fails', () => {
  it('is thrown, leaves the vault as it was, and the next one works', async () => {
    const { folder, vault } = await aVault();
    const first = await vault.newSealingKey(ALWAYS);
    const text = readFileSync(fileOf(folder));
    // A folder in the file's place: the rename can't succeed.
    rmSync(fileOf(folder));
    mkdirSync(join(fileOf(folder), 'in the way'), { recursive: true });
    await expect(vault.newSealingKey(ALWAYS)).rejects.toThrow();
    expect(vault.publicKeys()).toEqual([first]);
    expect(readdirSync(folder)).toEqual(['vault.json']);
    rmSync(fileOf(folder), { recursive: true });
    writeFileSync(fileOf(folder), text);
    await vault.newSealingKey(ALWAYS);
    expect(expectOk(await openVault(folder, PASSPHRASE)).publicKeys()).toHaveLength(2);
  });
});

describe('signing', () => {
  it('uses the key that is valid now, of several the oldest: partners may not have compared the later ones yet', async () => {
    let now = new Date('2026-06-15T00:00:00Z');
    const { vault } = await aVault({ now: () => now });
    await expect(vault.sign('t', '{}')).rejects.toMatchObject({ code: 'key-expired' });
    const first = await vault.newSigningKey({ nbf: '2026-01-01T00:00:00Z', exp: '2027-01-01T00:00:00Z' });
    const next = await vault.newSigningKey({ nbf: '2026-07-01T00:00:00Z', exp: '2027-07-01T00:00:00Z' });
    const kid = async (): Promise<unknown> => expectOk(peekJws(await vault.sign('t', '{}'))).header.kid;
    expect(await kid()).toBe(await keyThumbprint(first));
    now = new Date('2026-07-01T00:00:00Z');
    expect(await kid()).toBe(await keyThumbprint(first));
    now = new Date('2027-01-01T00:00:00Z');
    expect(await kid()).toBe(await keyThumbprint(next));
    now = new Date('2027-07-01T00:00:00Z');
    await expect(vault.sign('t', '{}')).rejects.toMatchObject({ code: 'key-expired' });
  });

  it('of a card is by the newest, whose fingerprint staff compare', async () => {
    const { vault } = await aVault({ now: () => new Date('2026-07-01T00:00:00Z') });
    await vault.newSigningKey({ nbf: '2026-01-01T00:00:00Z', exp: '2027-01-01T00:00:00Z' });
    const next = await vault.newSigningKey({ nbf: '2026-07-01T00:00:00Z', exp: '2027-07-01T00:00:00Z' });
    expect(expectOk(peekJws(await vault.signCard('t', '{}'))).header.kid).toBe(await keyThumbprint(next));
  });
});
