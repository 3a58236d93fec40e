import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { agreedKeySchema, parseJson } from '#shared/protocol/personal-key.ts';
import { revokedIdentifiersSchema } from '#shared/protocol/revoked-identifiers.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { lockFolder } from '#main/storage/folder-lock.ts';
import { openVault, readKeyFile, type Vault } from '#main/vault/index.ts';
import { readConfig } from '#main/config.ts';
import { askPassphrase } from './ask-passphrase.ts';

const plainFileSchema = z.discriminatedUnion('tokumei', [agreedKeySchema, revokedIdentifiersSchema]);

/**
 * Takes a file of the key centre, or an agreed key, into a party's vault; the service writes the same vault, so never
 * while it runs. Fails with `key-invalid` for what is not for this party.
 *
 * @returns the lines to print
 */
export async function installKeyFile(dir: string, file: string): Promise<Result<readonly string[]>> {
  if (!existsSync(dir)) return fail('not-found', dir);
  if (!existsSync(file)) return fail('not-found', file);
  const lock = lockFolder(dir);
  if (!lock.ok) return lock;
  try {
    const { id } = await readConfig(dir);
    const vault = await openVault(dir, (await askPassphrase()) ?? '');
    return vault.ok ? await install(vault.value, id, file) : vault;
  } finally {
    lock.value.release();
  }
}

async function install(vault: Vault, id: string, file: string): Promise<Result<readonly string[]>> {
  const plain = parseJson(await readFile(file, 'utf8'), plainFileSchema);
  if (plain === undefined) return installPersonalKey(vault, id, file);
  if (plain.tokumei === 'agreed-key/1') {
    if (!plain.ends.includes(id)) return fail('key-invalid', 'id');
    await vault.installAgreedKey(plain);
    return ok([`agreed key with ${plain.ends.find((end) => end !== id)}`]);
  }
  if (plain.party !== id) return fail('key-invalid', 'id');
  const installed = await vault.installRevoked(plain);
  return installed.ok ? ok([`${plain.revoked.length} revoked`]) : installed;
}

async function installPersonalKey(vault: Vault, id: string, file: string): Promise<Result<readonly string[]>> {
  const key = await readKeyFile(file, process.env['TOKUMEI_KEY_PASSPHRASE'] ?? '');
  if (!key.ok) return key.error.code === 'vault-damaged' ? fail('key-invalid', 'form') : key;
  if (key.value.id !== id) return fail('key-invalid', 'id');
  const installed = await vault.installPersonalKey(key.value);
  const { centre, generation, threshold } = key.value;
  return installed.ok ? ok([`centre ${centre} generation ${generation} threshold ${threshold}`]) : installed;
}
