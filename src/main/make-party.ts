import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expectOk, ok, type Result } from '#shared/result.ts';
import { makeFirstKeys } from '#main/roles/office/keys.ts';
import {
  type Authority,
  createVault,
  type TlsUse,
  type Vault,
  type VaultOptions,
  writeFileAtomically,
} from '#main/vault/index.ts';
import { FILES, type PartyConfig, writeConfig } from './config.ts';

/** Days that a certificate of the group's own authority is good for. */
const CERTIFICATE_DAYS = 397;

/** A new party's data folder: configuration, vault with its first keys, certificates for the listeners that it has. */
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
  for (const use of listenersOf(config)) {
    await vault.value.newTlsKey(use);
    const certified = await certify(vault.value, use, config.id, authority);
    if (!certified.ok) return certified;
  }
  await writeFileAtomically(join(folder, FILES.authorities), authority.rootPem);
  await writeRevocations(folder, authority);
  await writeConfig(folder, config);
  return vault;
}

/** Whoever has no public door needs no certificate for browsers. */
export function listenersOf(config: Pick<PartyConfig, 'public'>): readonly TlsUse[] {
  return config.public.listen === undefined ? ['partner'] : ['public', 'partner'];
}

/** A certificate of the group's authority for the key that waits, or else for the one in use. */
export async function certify(vault: Vault, use: TlsUse, host: string, authority: Authority): Promise<Result<void>> {
  const request = expectOk(await vault.certificateRequest(use, [host]));
  const issued = await authority.issue(request, { hosts: [host], days: CERTIFICATE_DAYS });
  if (!issued.ok) return issued;
  expectOk(await vault.installCertificate(use, issued.value.chainPem));
  return ok();
}

/** The authority's list as it is now, good for its usual time. */
export async function writeRevocations(folder: string, authority: Authority): Promise<void> {
  await writeFileAtomically(join(folder, FILES.revoked), await authority.crl());
}
