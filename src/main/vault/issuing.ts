/** What a certificate authority signs: its own root, certificates for requests, revocation lists (RFC 5280). */
import { createPublicKey, randomBytes, type webcrypto } from 'node:crypto';
import { toHex } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { commonName, importKeyPair, isUsableTlsKey, x509 } from './certificates.ts';

const DAY = 86_400_000;
/** Clocks of the parties may differ; what is signed is good from a little before its making. */
const BACKDATED = 5 * 60_000;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };
const CRL_NUMBER = '2.5.29.20';
const BOTH_ENDS = [x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth];

export interface Issuer {
  readonly root: x509.X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
}

export async function openIssuer(keyPem: string, rootPem: string): Promise<Issuer> {
  const { privateKey } = await importKeyPair(keyPem);
  return { root: new x509.X509Certificate(rootPem), privateKey };
}

/** A self-signed root that may sign leaves and revocation lists and nothing else, PEM. */
export async function createRoot(keyPem: string, name: string, now: Date, days: number): Promise<string> {
  const keys = await importKeyPair(keyPem);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: commonName(name),
    notBefore: new Date(now.getTime() - BACKDATED),
    notAfter: new Date(now.getTime() + days * DAY),
    signingAlgorithm: SIGNING,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return `${root.toString('pem')}\n`;
}

/** 126 random bits, positive and without a leading zero byte (RFC 5280 §4.1.2.2). */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return toHex(bytes);
}

/** A request whose own signature holds. Fails with `certificate-invalid` about `form`, `signature` or `key`. */
export async function readRequest(csrPem: string): Promise<Result<x509.Pkcs10CertificateRequest>> {
  try {
    const request = new x509.Pkcs10CertificateRequest(csrPem);
    const key = createPublicKey({ key: Buffer.from(request.publicKey.rawData), type: 'spki', format: 'der' });
    if (!isUsableTlsKey(key)) return fail('certificate-invalid', 'key');
    return (await request.verify()) ? ok(request) : fail('certificate-invalid', 'signature');
  } catch {
    return fail('certificate-invalid', 'form');
  }
}

/** A leaf for TLS servers and clients alike, unless one usage is named; it never outlives the root. */
export async function issueCertificate(
  { root, privateKey }: Issuer,
  request: x509.Pkcs10CertificateRequest,
  terms: {
    hosts: readonly string[];
    names: x509.Extension;
    days: number;
    now: Date;
    usages?: readonly x509.ExtendedKeyUsage[];
  },
): Promise<{ certificatePem: string; serial: string; notAfter: Date }> {
  const { hosts, names, days, now, usages = BOTH_ENDS } = terms;
  const serial = newSerial();
  const notAfter = new Date(Math.min(now.getTime() + days * DAY, root.notAfter.getTime()));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    subject: commonName(hosts[0]!),
    issuer: root.subjectName,
    notBefore: new Date(now.getTime() - BACKDATED),
    notAfter,
    signingAlgorithm: SIGNING,
    publicKey: request.publicKey,
    signingKey: privateKey,
    extensions: [
      names,
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([...usages]),
      await x509.AuthorityKeyIdentifierExtension.create(root.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(request.publicKey),
    ],
  });
  return { certificatePem: `${certificate.toString('pem')}\n`, serial, notAfter };
}

/** A revocation list of every line that has a time of revocation, PEM. */
export async function createCrl(
  { root, privateKey }: Issuer,
  list: {
    revoked: readonly { readonly serial: string; readonly revoked?: string | undefined }[];
    number: number;
    days: number;
    now: Date;
  },
): Promise<string> {
  const { number, days, now } = list;
  const crl = await x509.X509CrlGenerator.create({
    issuer: root.subjectName,
    thisUpdate: new Date(now.getTime() - BACKDATED),
    nextUpdate: new Date(now.getTime() + days * DAY),
    signingAlgorithm: SIGNING,
    signingKey: privateKey,
    entries: list.revoked.flatMap(({ serial, revoked }) =>
      revoked === undefined ? [] : [{ serialNumber: serial, revocationDate: new Date(revoked) }],
    ),
    extensions: [
      await x509.AuthorityKeyIdentifierExtension.create(root.publicKey),
      new x509.Extension(CRL_NUMBER, false, derInteger(number)),
    ],
  });
  // OpenSSL, and with it Node, reads this label and not the one that the generator writes.
  return `${x509.PemConverter.encode(crl.rawData, 'X509 CRL')}\n`;
}

/** A small positive INTEGER, DER. */
function derInteger(value: number): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(value, 0, 6);
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? [0] : [...bytes.subarray(first)];
  const positive = digits[0]! >= 0x80 ? [0, ...digits] : digits;
  return Uint8Array.from([0x02, positive.length, ...positive]);
}
