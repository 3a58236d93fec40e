/** X.509 in the few shapes that this house uses, on the platform's WebCrypto. Knows no vault and keeps no key. */
import 'reflect-metadata';
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  webcrypto,
  X509Certificate,
} from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import * as x509 from '@peculiar/x509';
import { toBase64Url } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { sha256 } from './digest.ts';

/** Loaded here alone, behind the metadata polyfill that it asks for. */
export { x509 };

export type TlsKeyKind = 'p256' | 'rsa3072';

const generateEc = promisify(generateKeyPair);

/** PKCS#8 PEM. RSA takes some 0.1 to 0.5 s, in a thread of its own. */
export async function newTlsPrivateKey(kind: TlsKeyKind): Promise<string> {
  const { privateKey } =
    kind === 'p256'
      ? await generateEc('ec', { namedCurve: 'P-256' })
      : await generateEc('rsa', { modulusLength: 3072, publicExponent: 0x10001 });
  return exportKeyPem(privateKey);
}

export function exportKeyPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** P-256, P-384, and RSA of 2048 bits and more: what every browser accepts in a server's certificate. */
export function isUsableTlsKey(key: KeyObject): boolean {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec') return namedCurve === 'prime256v1' || namedCurve === 'secp384r1';
  return key.asymmetricKeyType === 'rsa' && modulusLength >= 2048;
}

/** The private key and its public key in WebCrypto's form. */
export async function importKeyPair(keyPem: string): Promise<webcrypto.CryptoKeyPair> {
  const privateKey = createPrivateKey(keyPem);
  const publicKey = createPublicKey(keyPem);
  const curve = privateKey.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'P-384' : 'P-256';
  const algorithm =
    privateKey.asymmetricKeyType === 'ec'
      ? { name: 'ECDSA', namedCurve: curve }
      : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const { subtle } = webcrypto;
  return {
    privateKey: await subtle.importKey('pkcs8', privateKey.export({ type: 'pkcs8', format: 'der' }), algorithm, false, [
      'sign',
    ]),
    publicKey: await subtle.importKey('spki', publicKey.export({ type: 'spki', format: 'der' }), algorithm, true, [
      'verify',
    ]),
  };
}

/** Subject alternative names: DNS names, and IP addresses where a host is one. Fails with `field-invalid`. */
export function alternativeNames(hosts: readonly string[]): Result<x509.SubjectAlternativeNameExtension> {
  const names = hosts.map((host) => ({ type: isIP(host) ? ('ip' as const) : ('dns' as const), value: host }));
  if (names.length === 0) return fail('field-missing', 'hosts');
  const dns = /^(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
  if (names.some(({ type, value }) => type === 'dns' && (value.length > 253 || !dns.test(value))))
    return fail('field-invalid', 'hosts');
  return ok(new x509.SubjectAlternativeNameExtension(names));
}

/** A subject of one common name, at most 64 characters (RFC 5280 Appendix A). A bare string would be parsed for quotes. */
export function commonName(name: string): x509.Name {
  return new x509.Name([{ CN: [{ utf8String: [...name].slice(0, 64).join('') }] }]);
}

/** PKCS#10 (RFC 2986), PEM, signed by its key. Fails with `field-missing` or `field-invalid` about `hosts`. */
export async function requestCertificate(keyPem: string, hosts: readonly string[]): Promise<Result<string>> {
  const names = alternativeNames(hosts);
  if (!names.ok) return names;
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: commonName(hosts[0]!),
    keys: await importKeyPair(keyPem),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [names.value],
  });
  return ok(`${request.toString('pem')}\n`);
}

/**
 * SHA-256 of the SubjectPublicKeyInfo, base64url, 43 characters: what staff register of a partner (PROTOCOL.md §5).
 * Throws on what is no certificate.
 *
 * @param certificate PEM (of several, the first) or DER
 */
export function spkiPin(certificate: string | Uint8Array): string {
  return publicKeyPin(new X509Certificate(certificate).publicKey);
}

/** As `spkiPin`, of a key that has no certificate yet. */
export function publicKeyPin(publicKey: KeyObject): string {
  return toBase64Url(sha256(publicKey.export({ type: 'spki', format: 'der' })));
}

/** Every certificate of a PEM text; `undefined` when there is none or one is broken. */
export function parseChain(pem: string): X509Certificate[] | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  try {
    return blocks?.map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}

/**
 * Puts certificates in order – the key's own first, then each one's issuer – and leaves out strangers.
 * Fails with `certificate-invalid` about `key` (none is for this key, or the key is of a kind browsers refuse) or
 * `expired`.
 */
export function orderChain(key: KeyObject, certificates: readonly X509Certificate[], now: Date): Result<string> {
  const leaf = certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (!leaf || !isUsableTlsKey(key)) return fail('certificate-invalid', 'key');
  if (leaf.validToDate.getTime() <= now.getTime()) return fail('certificate-invalid', 'expired');
  const chain = [leaf];
  for (let issuer = issuerOf(leaf, certificates); issuer && !chain.includes(issuer);) {
    chain.push(issuer);
    issuer = issuerOf(issuer, certificates);
  }
  return ok(chain.map((certificate) => certificate.toString()).join(''));
}

function issuerOf(certificate: X509Certificate, among: readonly X509Certificate[]): X509Certificate | undefined {
  return among.find((issuer) => certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey));
}
