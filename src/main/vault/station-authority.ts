/**
 * A party's own authority for its stations, within its vault: it certifies the station door for the length of one run,
 * and each paired station's client key. Nobody else believes it, and it believes nobody else.
 */
import { X509Certificate } from 'node:crypto';
import { toHex } from '#shared/bytes.ts';
import { ok, type Result } from '#shared/result.ts';
import { alternativeNames, newTlsPrivateKey, requestCertificate, spkiPin, x509 } from './certificates.ts';
import { sha256 } from './digest.ts';
import { createRoot, type Issuer, issueCertificate, openIssuer, readRequest } from './issuing.ts';
import type { SealedFile } from './sealed-file.ts';
import type { Secrets } from './secrets.ts';

/** Twenty years. What ends a station is its revocation; an authority that ran out would end all of them at once. */
const DAYS = 7305;
const NAME = 'Tokumei stations';
/** Decimal digits of the authority's key in a pairing code: 83 bits that a forger would have to hit. */
const DIGITS = 25;

export interface StationAuthority {
  /** The authority's own certificate, PEM; made when first asked for, and durable then. */
  readonly stationAuthority: () => Promise<string>;
  /**
   * A fresh key and certificate for the station door, and above it the authority, from which a station that is being
   * paired reads whom it has met. Good for servers alone; kept nowhere: each start of the door takes another.
   *
   * Fails with `field-missing` or `field-invalid` about `hosts`.
   *
   * @param hosts DNS names, lower case, or IP addresses
   */
  readonly stationDoorContext: (
    hosts: readonly string[],
  ) => Promise<Result<{ readonly key: string; readonly cert: string }>>;
  /**
   * Certifies a station's key, for clients alone: a stolen station can't pose as the door.
   * Fails with `certificate-invalid` (about `form`, `signature` or `key`).
   *
   * @param csrPem PKCS#10, PEM; what it asks to be called does not count
   * @param id the station's UUID
   * @returns its certificate and the authority's, PEM, and its SPKI pin
   */
  readonly certifyStation: (
    csrPem: string,
    id: string,
  ) => Promise<Result<{ readonly chainPem: string; readonly pin: string }>>;
}

export function holdStationAuthority(file: SealedFile<Secrets>, now: () => Date): StationAuthority {
  async function held(): Promise<{ key: string; root: string }> {
    if (file.content().stationAuthority === undefined) {
      const key = await newTlsPrivateKey('p256');
      const stationAuthority = { key, root: await createRoot(key, NAME, now(), DAYS) };
      // Two first calls at once: the one that is written first stays.
      await file.update((secrets) => ({ stationAuthority, ...secrets }));
    }
    return file.content().stationAuthority!;
  }

  async function issue(
    csrPem: string,
    hosts: readonly string[],
    usage: x509.ExtendedKeyUsage,
  ): Promise<Result<{ chainPem: string; certificatePem: string }>> {
    const names = alternativeNames(hosts);
    if (!names.ok) return names;
    const request = await readRequest(csrPem);
    if (!request.ok) return request;
    const { key, root } = await held();
    const issuer: Issuer = await openIssuer(key, root);
    const terms = { hosts, names: names.value, days: DAYS, now: now(), usages: [usage] };
    const { certificatePem } = await issueCertificate(issuer, request.value, terms);
    return ok({ certificatePem, chainPem: certificatePem + root });
  }

  return {
    stationAuthority: async () => (await held()).root,
    stationDoorContext: async (hosts) => {
      const key = await newTlsPrivateKey('p256');
      const request = await requestCertificate(key, hosts);
      if (!request.ok) return request;
      const issued = await issue(request.value, hosts, x509.ExtendedKeyUsage.serverAuth);
      return issued.ok ? ok({ key, cert: issued.value.chainPem }) : issued;
    },
    certifyStation: async (csrPem, id) => {
      const issued = await issue(csrPem, [`${id}.station`], x509.ExtendedKeyUsage.clientAuth);
      if (!issued.ok) return issued;
      const { chainPem, certificatePem } = issued.value;
      return ok({ chainPem, pin: spkiPin(certificatePem) });
    },
  };
}

/**
 * What a pairing code says of a station authority: 25 decimal digits of the SHA-256 of its
 * SubjectPublicKeyInfo: read as a big-endian integer, mod 10^25, zero-padded. Throws on what is no certificate.
 *
 * @param certificate PEM or DER
 */
export function authorityDigits(certificate: string | Uint8Array): string {
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  const digest = BigInt(`0x${toHex(sha256(spki))}`);
  return String(digest % 10n ** BigInt(DIGITS)).padStart(DIGITS, '0');
}

/** A certificate of a TLS handshake, DER, as PEM. */
export function certificatePem(der: Uint8Array): string {
  return new X509Certificate(der).toString();
}
