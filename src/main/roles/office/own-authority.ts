/**
 * The group's own certificate authority, where its folder lies with this installation: it certifies this party's keys
 * anew before their certificates end. Its passphrase lies in the vault, once staff have given it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '#shared/result.ts';
import { lockFolder } from '#main/storage/index.ts';
import { type Authority, openAuthority, type TlsUse, type Vault } from '#main/vault/index.ts';

/** Under which the vault keeps the authority's passphrase. */
const PASSPHRASE = 'authority-passphrase';
/** What browsers take of a certificate at the most. */
const CERTIFICATE_DAYS = 397;

export interface OwnAuthority {
  readonly state: () => 'none' | 'locked' | 'open';
  /** Keeps the passphrase, once it has opened the authority. Fails with `authority-missing` or `wrong-passphrase`. */
  readonly open: (passphrase: string) => Promise<Result<void>>;
  readonly close: () => Promise<void>;
  /**
   * Certifies the key in use anew, and takes the certificate into the vault. Fails with `authority-missing` where there
   * is none or it is locked, `already-running` while another program uses it, and as the vault does.
   */
  readonly certify: (use: TlsUse, hosts: readonly string[]) => Promise<Result<void>>;
  /** A fresh list of withdrawn certificates, PEM. */
  readonly list: () => Promise<Result<string>>;
}

export function holdOwnAuthority(vault: Vault, folder: string, clock: () => Date): OwnAuthority {
  const isHere = (): boolean => existsSync(join(folder, 'authority.json'));

  async function use<T>(passphrase: string, work: (authority: Authority) => Promise<Result<T>>): Promise<Result<T>> {
    if (!isHere()) return fail('authority-missing');
    // Two that issue at once would lose what one of them wrote.
    const lock = lockFolder(folder);
    if (!lock.ok) return lock;
    try {
      const opened = await openAuthority(folder, passphrase, { now: clock });
      return opened.ok ? await work(opened.value) : opened;
    } finally {
      lock.value.release();
    }
  }

  async function useKept<T>(work: (authority: Authority) => Promise<Result<T>>): Promise<Result<T>> {
    const passphrase = vault.secret(PASSPHRASE);
    return passphrase === undefined ? fail('authority-missing') : use(passphrase, work);
  }

  return {
    state: () => (!isHere() ? 'none' : vault.secret(PASSPHRASE) === undefined ? 'locked' : 'open'),
    open: async (passphrase) => {
      const opened = await use(passphrase, async () => ok());
      return opened.ok ? ok(await vault.setSecret(PASSPHRASE, passphrase)) : opened;
    },
    close: () => vault.setSecret(PASSPHRASE, ''),
    certify: (tls, hosts) =>
      useKept(async (authority) => {
        const request = await vault.certificateRequest(tls, hosts);
        if (!request.ok) return request;
        const issued = await authority.issue(request.value, { hosts, days: CERTIFICATE_DAYS });
        return issued.ok ? vault.installCertificate(tls, issued.value.chainPem) : issued;
      }),
    list: () => useKept(async (authority) => ok(await authority.crl())),
  };
}
