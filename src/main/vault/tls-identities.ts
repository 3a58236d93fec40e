/** The keys and certificates that a party's two TLS listeners show, or a station its service, within the vault. */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { fail, ok, type Result } from '#shared/result.ts';
import {
  exportKeyPem,
  newTlsPrivateKey,
  orderChain,
  parseChain,
  publicKeyPin,
  requestCertificate,
  spkiPin,
  type TlsKeyKind,
} from './certificates.ts';
import { readPkcs12, writePkcs12 } from './pkcs12.ts';
import type { SealedFile } from './sealed-file.ts';
import type { Secrets, TlsIdentity } from './secrets.ts';

/** Which listener: the public endpoint, or the partner door; at a station the line to its service. */
export type TlsUse = 'public' | 'partner' | 'station';

export interface InstalledCertificate {
  /** PEM, the party's own certificate first. */
  readonly chain: string;
  readonly notAfter: Date;
  /** SHA-256 of its SubjectPublicKeyInfo, base64url: what partners register. */
  readonly pin: string;
  /** DNS names and addresses that it is for. */
  readonly hosts: readonly string[];
  /** Common name of whoever signed it. */
  readonly issuer: string;
}

export interface TlsIdentities {
  /** Makes a key that waits for its certificate; what is installed stays in use until then. P-256 when left out. */
  readonly newTlsKey: (use: TlsUse, kind?: TlsKeyKind) => Promise<void>;
  /**
   * PKCS#10 (RFC 2986), PEM, for the waiting key, or without one for the key in use (renewal with the same pin).
   * Fails with `wrong-state` when there is no key, `field-missing` or `field-invalid` about `hosts`.
   */
  readonly certificateRequest: (use: TlsUse, hosts: readonly string[]) => Promise<Result<string>>;
  /**
   * Puts a certificate into use, with the key it is for: the waiting one or the one in use.
   * Fails with `certificate-invalid` about `form`, `key` or `expired`.
   *
   * @param chainPem the certificate and those above it, PEM, in any order
   */
  readonly installCertificate: (use: TlsUse, chainPem: string) => Promise<Result<void>>;
  /** What `node:https` must be handed: the one private key that leaves the vault. `undefined` before a certificate is installed. */
  readonly tlsContext: (use: TlsUse) => { readonly key: string; readonly cert: string } | undefined;
  readonly certificate: (use: TlsUse) => InstalledCertificate | undefined;
  /** SPKI pin of the key that waits for its certificate: partners register it before it comes into use. */
  readonly pendingPin: (use: TlsUse) => string | undefined;
  /**
   * PKCS#12 (RFC 7292) of the key in use and its chain: AES-256-CBC, PBKDF2 and MAC with SHA-256, DER.
   * Fails with `wrong-state` when no certificate is installed, `field-missing` or `field-characters` about `password`
   * (ASCII only: programs disagree on everything else).
   */
  readonly exportPkcs12: (use: TlsUse, password: string) => Promise<Result<Uint8Array<ArrayBuffer>>>;
  /**
   * Puts the key and certificates of a PKCS#12 file into use.
   * Fails with `wrong-passphrase`, `certificate-invalid` about `form`, `key` or `expired`, and as `exportPkcs12` about
   * `password`.
   */
  readonly importPkcs12: (use: TlsUse, der: Uint8Array, password: string) => Promise<Result<void>>;
}

export function holdTlsIdentities(file: SealedFile<Secrets>, now: () => Date): TlsIdentities {
  const identity = (use: TlsUse): TlsIdentity => file.content().tls[use];
  const change = (use: TlsUse, next: (identity: TlsIdentity) => TlsIdentity): Promise<void> =>
    file.update((secrets) => ({ ...secrets, tls: { ...secrets.tls, [use]: next(secrets.tls[use]) } }));

  return {
    newTlsKey: async (use, kind = 'p256') => {
      const pending = await newTlsPrivateKey(kind);
      await change(use, ({ installed }) => (installed ? { installed, pending } : { pending }));
    },
    certificateRequest: async (use, hosts) => {
      const { pending, installed } = identity(use);
      const key = pending ?? installed?.key;
      return key === undefined ? fail('wrong-state', use) : requestCertificate(key, hosts);
    },
    installCertificate: async (use, chainPem) => {
      const certificates = parseChain(chainPem);
      if (!certificates) return fail('certificate-invalid', 'form');
      const { pending, installed } = identity(use);
      for (const key of [pending, installed?.key]) {
        if (key === undefined) continue;
        const chain = orderChain(createPrivateKey(key), certificates, now());
        if (chain.ok) return ok(await change(use, (from) => install(from, key, chain.value)));
        if (chain.error.about !== 'key') return chain;
      }
      return fail('certificate-invalid', 'key');
    },
    tlsContext: (use) => {
      const { installed } = identity(use);
      return installed && { key: installed.key, cert: installed.chain };
    },
    certificate: (use) => {
      const { installed } = identity(use);
      if (!installed) return undefined;
      const { chain } = installed;
      const certificate = new X509Certificate(chain);
      return {
        chain,
        notAfter: certificate.validToDate,
        pin: spkiPin(chain),
        hosts: hostsOf(certificate),
        issuer: /^CN=(.*)$/m.exec(certificate.issuer)?.[1] ?? '',
      };
    },
    pendingPin: (use) => {
      const { pending } = identity(use);
      return pending === undefined ? undefined : publicKeyPin(createPublicKey(pending));
    },
    exportPkcs12: async (use, password) => {
      const { installed } = identity(use);
      return installed ? writePkcs12(installed, password) : fail('wrong-state', use);
    },
    importPkcs12: async (use, der, password) => {
      const read = readPkcs12(der, password);
      if (!read.ok) return read;
      const { key, certificates } = read.value;
      const chain = orderChain(key, certificates, now());
      if (!chain.ok) return chain;
      return ok(await change(use, (from) => install(from, exportKeyPem(key), chain.value)));
    },
  };
}

/** A key that waits for another certificate goes on waiting. */
function install({ pending }: TlsIdentity, key: string, chain: string): TlsIdentity {
  const installed = { key, chain };
  return pending === undefined || pending === key ? { installed } : { installed, pending };
}

/** Of an address that was written as `IP Address:` as of a name. */
function hostsOf({ subjectAltName = '' }: X509Certificate): string[] {
  return [...subjectAltName.matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map(([, host]) => host!);
}
