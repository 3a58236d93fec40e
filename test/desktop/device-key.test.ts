import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  canKeepKeys,
  forgetDeviceKey,
  keepDeviceKey,
  readDeviceKey,
  type SecretStore,
} from '#main/desktop/device-key.ts';

/** As the operating system's store does: what one store encrypted, only that store decrypts. */
function aStore({ available = true, backend = 'gnome_libsecret' } = {}): SecretStore {
  const pad = randomBytes(64);
  const mask = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte, at) => byte ^ pad[at % pad.length]!));
  return {
    isAsyncEncryptionAvailable: async () => available,
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: async (text) => mask(Buffer.from(text)),
    decryptStringAsync: async (encrypted) => ({ result: mask(encrypted).toString() }),
  };
}

const key = randomBytes(32).toString('base64');
const aFile = (): string => join(mkdtempSync(join(tmpdir(), 'device-key-')), 'device-key');

test('a key kept is read again, lies encrypted and for this person alone', async () => {
  const store = aStore();
  const file = aFile();
  await keepDeviceKey(store, file, key);
  expect(await readDeviceKey(store, file)).toBe(key);
  expect(readFileSync(file).includes(key)).toBe(false);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
});

test('a file of another computer, a damaged one or none is no key', async () => {
  const store = aStore();
  const file = aFile();
  expect(await readDeviceKey(store, file)).toBeUndefined();
  await keepDeviceKey(aStore(), file, key);
  expect(await readDeviceKey(store, file)).toBeUndefined();
  await keepDeviceKey(store, file, key);
  writeFileSync(file, readFileSync(file).subarray(1));
  expect(await readDeviceKey(store, file)).toBeUndefined();
});

test('a key forgotten is gone, and may be forgotten twice', async () => {
  const file = aFile();
  await keepDeviceKey(aStore(), file, key);
  forgetDeviceKey(file);
  forgetDeviceKey(file);
  expect(existsSync(file)).toBe(false);
});

test('a store that only looks like one keeps nothing', async () => {
  expect(await canKeepKeys(aStore(), 'linux')).toBe(true);
  expect(await canKeepKeys(aStore({ backend: 'basic_text' }), 'linux')).toBe(false);
  expect(await canKeepKeys(aStore({ backend: 'unknown' }), 'linux')).toBe(false);
  expect(await canKeepKeys(aStore({ available: false }), 'linux')).toBe(false);
  expect(await canKeepKeys(aStore({ backend: 'unknown' }), 'darwin')).toBe(true);
  expect(await canKeepKeys(aStore({ available: false }), 'win32')).toBe(false);
});
