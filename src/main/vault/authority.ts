/**
 * A group's private certificate authority, in a folder of its own: an EC P-256 root whose key never leaves
 * `authority.json`, sealed like a vault, together with the list of what it issued and revoked. The command line and an
 * installation's staff call it; parties only ever see certificates and the revocation list.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { timeSchema } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { alternativeNames, newTlsPrivateKey } from './certificates.ts';
import { createCrl, createRoot, type Issuer, issueCertificate, openIssuer, readRequest } from './issuing.ts';
import {
  createSealedFile,
  openSealedFile,
  SCRYPT_COST,
  type ScryptCost,
  type SealedFile,
  type SealedFileKind,
} from './sealed-file.ts';

const issuedSchema = z.object({
  /** Hexadecimal. */
  serial: z.string(),
  hosts: z.array(z.string()),
  notAfter: timeSchema,
  revoked: timeSchema.optional(),
});
/** One line of the authority's list. */
export type IssuedCertificate = z.infer<typeof issuedSchema>;

const contentSchema = z.object({
  /** PKCS#8 PEM. */
  key: z.string(),
  root: z.string(),
  issued: z.array(issuedSchema),
  crlNumber: z.int(),
});
type Content = z.infer<typeof contentSchema>;

const AUTHORITY_FILE: SealedFileKind<Content> = {
  fileName: 'authority.json',
  format: 'tokumei-authority/1',
  schema: contentSchema,
};

export interface AuthorityOptions {
  readonly now?: () => Date;
}

export interface NewAuthorityOptions extends AuthorityOptions {
  /** Common name of the root. */
  readonly name: string;
  /** Life of the root in days; ten years when left out. */
  readonly days?: number;
  /** Cheaper scrypt for tests and the demo. */
  readonly scrypt?: ScryptCost;
}

export interface Authority {
  /** The root certificate, also in the folder's `root.pem`. */
  readonly rootPem: string;
  readonly issued: () => readonly IssuedCertificate[];
  /**
   * Signs a request whose own signature holds, for the hosts that staff name – never for what the request asks.
   * For server and client alike; never longer than the root lives.
   *
   * Fails with `certificate-invalid` (about `form`, `signature` or `key`), `field-missing` or `field-invalid` (`hosts`).
   *
   * @param csrPem PKCS#10, PEM
   * @param terms.hosts DNS names, lower case, or IP addresses
   * @returns the certificate and its root, PEM, and the serial number in hexadecimal
   */
  readonly issue: (
    csrPem: string,
    terms: { readonly hosts: readonly string[]; readonly days: number },
  ) => Promise<Result<{ chainPem: string; serial: string; notAfter: Date }>>;
  /** Takes effect with the next `crl`. Again is no error. Fails with `not-found`. */
  readonly revoke: (serial: string) => Promise<Result<void>>;
  /**
   * The revocation list (RFC 5280 §5), PEM labelled `X509 CRL`, for the `crl` option of TLS listeners. A listener
   * refuses **everybody** once its list has run out.
   *
   * @param days until a newer list must be there; 30 when left out
   */
  readonly crl: (days?: number) => Promise<string>;
}

/** Fails with `wrong-state` when the folder has an authority, `field-missing` when the passphrase is empty. */
export async function createAuthority(
  folder: string,
  passphrase: string,
  options: NewAuthorityOptions,
): Promise<Result<Authority>> {
  const now = options.now ?? (() => new Date());
  const key = await newTlsPrivateKey('p256');
  const root = await createRoot(key, options.name, now(), options.days ?? 3653);
  const content = { key, root, issued: [], crlNumber: 0 };
  const cost = options.scrypt ?? SCRYPT_COST;
  const file = await createSealedFile(join(folder, AUTHORITY_FILE.fileName), AUTHORITY_FILE, passphrase, cost, content);
  if (!file.ok) return file;
  await writeFileAtomically(join(folder, 'root.pem'), root);
  return ok(await holdAuthority(file.value, now));
}

/** Fails with `wrong-passphrase`, `vault-damaged` or `not-found`. */
export async function openAuthority(
  folder: string,
  passphrase: string,
  options: AuthorityOptions = {},
): Promise<Result<Authority>> {
  const file = await openSealedFile(join(folder, AUTHORITY_FILE.fileName), AUTHORITY_FILE, { passphrase });
  return file.ok ? ok(await holdAuthority(file.value, options.now ?? (() => new Date()))) : file;
}

async function holdAuthority(file: SealedFile<Content>, now: () => Date): Promise<Authority> {
  const { key, root: rootPem } = file.content();
  const issuer: Issuer = await openIssuer(key, rootPem);
  return {
    rootPem,
    issued: () => file.content().issued,
    issue: async (csrPem, { hosts, days }) => {
      const names = alternativeNames(hosts);
      if (!names.ok) return names;
      const request = await readRequest(csrPem);
      if (!request.ok) return request;
      const issued = await issueCertificate(issuer, request.value, { hosts, names: names.value, days, now: now() });
      const line = { serial: issued.serial, hosts: [...hosts], notAfter: issued.notAfter.toISOString() };
      await file.update((content) => ({ ...content, issued: [...content.issued, line] }));
      return ok({ ...issued, chainPem: issued.certificatePem + rootPem });
    },
    revoke: async (serial) => {
      if (!file.content().issued.some((entry) => entry.serial === serial)) return fail('not-found', 'serial');
      const revoked = now().toISOString();
      await file.update((content) => ({
        ...content,
        issued: content.issued.map((entry) => (entry.serial === serial ? { revoked, ...entry } : entry)),
      }));
      return ok();
    },
    crl: async (days = 30) => {
      await file.update((content) => ({ ...content, crlNumber: content.crlNumber + 1 }));
      const { issued, crlNumber } = file.content();
      return createCrl(issuer, { revoked: issued, number: crlNumber, days, now: now() });
    },
  };
}
