/**
 * The vault's device key at rest: encrypted by the operating system's secret store, in a file of the shell's. It opens
 * the vault on this computer for this person without the passphrase; nowhere else.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** The part of Electron's `safeStorage` that is used. */
export interface SecretStore {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(encrypted: Buffer): Promise<{ readonly result: string }>;
  getSelectedStorageBackend(): string;
}

/** On Linux without a keyring the store "encrypts" with a password that everyone knows: that is no store. */
export async function canKeepKeys(store: SecretStore, platform: string): Promise<boolean> {
  if (!(await store.isAsyncEncryptionAvailable())) return false;
  return platform !== 'linux' || !['basic_text', 'unknown'].includes(store.getSelectedStorageBackend());
}

export async function keepDeviceKey(store: SecretStore, file: string, key: string): Promise<void> {
  const encrypted = await store.encryptStringAsync(key);
  writeFileSync(`${file}.new`, encrypted, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The kept key, or undefined: none kept, or a file that this computer's store does not open. */
export async function readDeviceKey(store: SecretStore, file: string): Promise<string | undefined> {
  try {
    const { result } = await store.decryptStringAsync(readFileSync(file));
    return /^[A-Za-z0-9+/]{43}=$/.test(result) ? result : undefined;
  } catch {
    return undefined;
  }
}

export function forgetDeviceKey(file: string): void {
  rmSync(file, { force: true });
}
