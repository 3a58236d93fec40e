import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectOk, type Result } from '#shared/result.ts';
import { makeFirstKeys } from '#main/roles/office/keys.ts';
import { type Authority, createVault, type Vault, type VaultOptions } from '#main/vault/index.ts';
import { FILES, type PartyConfig, writeConfig } from '#main/config.ts';

/** Days that a certificate of the group's own authority is good for. */
const CERTIFICATE_DAYS = 397;

/** A new party's data folder: configuration, vault with its first keys, certificates for both listeners. */
export async function makeParty(
  folder: string,
  config: PartyConfig,
  passphrase: string,
  authority: Authority,
  options: VaultOptions = {},
): Promise<Result<Vault>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const vault = await createVault(folder, passphrase, options);
  if (!vault.ok) return vault;
  await makeFirstKeys(vault.value, options.now?.() ?? new Date());
  for (const use of ['public', 'partner'] as const) {
    await vault.value.newTlsKey(use);
    const request = expectOk(await vault.value.certificateRequest(use, [config.id]));
    const issued = await authority.issue(request, { hosts: [config.id], days: CERTIFICATE_DAYS });
    if (!issued.ok) return issued;
    expectOk(await vault.value.installCertificate(use, issued.value.chainPem));
  }
  await writeFile(join(folder, FILES.authorities), authority.rootPem, { mode: 0o600 });
  await writeFile(join(folder, FILES.revoked), await authority.crl(), { mode: 0o600 });
  await writeConfig(folder, config);
  return vault;
}
