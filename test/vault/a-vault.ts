/** Vaults and authorities for tests: real ones in temporary folders, with a hash too cheap for anything else. */
import { type Authority, createAuthority, createVault, type Vault, type VaultOptions } from '#main/vault/index.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder } from '../builders/a-folder.ts';

export const CHEAP = { N: 2 ** 8, r: 8, p: 1 } as const;
export const PASSPHRASE = 'correct horse battery staple';
export const ALWAYS = { nbf: '2020-01-01T00:00:00Z', exp: '2100-01-01T00:00:00Z' } as const;

export { aFolder };

export async function aVault(options: VaultOptions = {}): Promise<{ vault: Vault; folder: string }> {
  const folder = aFolder();
  return { vault: expectOk(await createVault(folder, PASSPHRASE, { scrypt: CHEAP, ...options })), folder };
}

export async function anAuthority(name = 'Example group root'): Promise<{ authority: Authority; folder: string }> {
  const folder = aFolder();
  return { authority: expectOk(await createAuthority(folder, PASSPHRASE, { name, scrypt: CHEAP })), folder };
}
