/** The three ways to certificates: the group's own authority, an answer to requests, a file of another program. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CertificateRequest,
  type ListenerUse,
  listenersOfPlan,
  type PartyPlan,
  type SetupInput,
} from '#shared/desk/setup.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { FILES } from '#main/config.ts';
import { certify, writeRevocations } from '#main/make-party.ts';
import {
  authoritiesIn,
  checkCertificate,
  createAuthority,
  readRevocationList,
  type Vault,
  writeFileAtomically,
} from '#main/vault/index.ts';
import type { CertificateWork } from './setup.ts';

/** The authority's folder in the party's own, and what its passphrase is called in the vault: so renewals go by themselves. */
const AUTHORITY_FOLDER = 'ca';
const AUTHORITY_SECRET = 'authority-passphrase';

/** Every door has a certificate of this party's name, below an accepted authority. */
export async function isCertified(draft: string, vault: Vault, plan: PartyPlan): Promise<boolean> {
  const authorities = await readFile(join(draft, FILES.authorities), 'utf8').catch(() => '');
  return listenersOfPlan(plan).every((use) => checkOne(vault, use, { host: plan.id, authorities }).ok);
}

function checkOne(vault: Vault, use: ListenerUse, terms: { host: string; authorities: string }): Result<void> {
  const installed = vault.certificate(use);
  return installed ? checkCertificate(installed.chain, terms) : fail('certificate-invalid', use);
}

/** Makes the authority beside the party's keys and lets it certify every door. */
export async function useOwnAuthority(
  { draft, plan, vault, passphrase, scrypt, keep }: CertificateWork,
  chosen: SetupInput<'setup.own-authority'>,
): Promise<Result<void>> {
  const folder = join(draft, AUTHORITY_FOLDER);
  // What an earlier try left: nothing of it ever left this folder.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  const options = { name: chosen.name, ...(scrypt && { scrypt }) };
  const authority = await createAuthority(folder, chosen.passphrase ?? passphrase, options);
  if (!authority.ok) return authority;
  for (const use of listenersOfPlan(plan)) {
    await vault.newTlsKey(use);
    const certified = await certify(vault, use, plan.id, authority.value);
    if (!certified.ok) return certified;
  }
  await vault.setSecret(AUTHORITY_SECRET, chosen.passphrase === undefined ? passphrase : '');
  await writeFileAtomically(join(draft, FILES.authorities), authority.value.rootPem);
  await writeRevocations(draft, authority.value);
  await keep({ revocations: 'required', asked: false });
  return ok();
}

/** A request for each door; the same keys as long as they wait. */
export async function requestCertificates({
  plan,
  vault,
  keep,
}: CertificateWork): Promise<Result<CertificateRequest[]>> {
  const requests: CertificateRequest[] = [];
  for (const use of listenersOfPlan(plan)) {
    if (vault.pendingPin(use) === undefined) await vault.newTlsKey(use);
    const pem = await vault.certificateRequest(use, [plan.id]);
    if (!pem.ok) return pem;
    requests.push({ use, fileName: `${plan.id}-${use}.csr`, pem: pem.value });
  }
  await keep({ asked: true });
  return ok(requests);
}

/** Takes in what an authority sent back. */
export async function installAnswer(
  work: CertificateWork,
  { certificates, ...trust }: SetupInput<'setup.certify'>,
): Promise<Result<void>> {
  for (const use of listenersOfPlan(work.plan)) {
    const installed = await work.vault.installCertificate(use, certificates);
    if (!installed.ok) return installed;
  }
  return trustIn(work, { ...trust, chain: certificates });
}

/** Takes in another program's keys: one file for every door, or one for each. */
export async function importFiles(
  work: CertificateWork,
  { files, password, ...trust }: SetupInput<'setup.import'>,
): Promise<Result<void>> {
  let chain = '';
  for (const [at, use] of listenersOfPlan(work.plan).entries()) {
    const file = new Uint8Array(Buffer.from(files[at] ?? files[0]!, 'base64'));
    const imported = await work.vault.importPkcs12(use, file, password);
    if (!imported.ok) return imported;
    chain += work.vault.certificate(use)!.chain;
  }
  return trustIn(work, { ...trust, chain });
}

/** Whom the party will believe, and whether its own certificates are of that kind. */
async function trustIn(
  { draft, plan, vault, keep }: CertificateWork,
  given: { readonly authorities?: string | undefined; readonly revoked?: string | undefined; readonly chain: string },
): Promise<Result<void>> {
  const authorities = given.authorities ?? authoritiesIn(given.chain);
  if (authorities === '') return fail('certificate-invalid', 'authority');
  for (const use of listenersOfPlan(plan)) {
    const checked = checkOne(vault, use, { host: plan.id, authorities });
    if (!checked.ok) return checked;
  }
  const list = given.revoked === undefined ? undefined : await readRevocationList(given.revoked, authorities);
  if (list && !list.ok) return list;
  if (list && list.value.nextUpdate.getTime() <= Date.now()) return fail('revocations-invalid', 'expired');
  await writeFileAtomically(join(draft, FILES.authorities), authorities);
  if (list) await writeFileAtomically(join(draft, FILES.revoked), list.value.pem);
  await keep({ revocations: list ? 'required' : 'none', asked: false });
  return ok();
}
