/**
 * Pairing, the station's side. Nothing is told to a service before its authority's key has proved to be the one that the
 * code names: the first connection only looks whom it has met, the second trusts that authority and nobody else.
 */
import { request } from 'node:https';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { toBase64Url } from '#shared/bytes.ts';
import type { PartyOffice } from '#shared/desk/office.ts';
import type { StationIdentity } from '#shared/desk/stations.ts';
import { readPairingCode } from '#shared/domain/pairing-code.ts';
import { type ErrorCode, ERRORS } from '#shared/errors.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { authorityDigits, certificatePem, type Vault } from '#main/vault/index.ts';
import { PAIR_PATH, type Paired, pairedSchema } from './pair-message.ts';

const PATIENCE_MS = 10_000;
const LARGEST_ANSWER = 65_536;

export interface Joined {
  /** `host:port`, as it was asked for. */
  readonly service: string;
  /** The party's station authority, PEM: the only one that the line to the service believes. */
  readonly authority: string;
  readonly office: PartyOffice;
  readonly station: StationIdentity;
}

/**
 * Pairs this station's vault with a service: afterwards `tlsContext('station')` is what the line shows.
 *
 * Fails with `pairing-code-invalid` before anything is sent, `field-invalid` about `service`, `unavailable` where nobody
 * answers, `service-unproven` where somebody else does, and as the service answers: `pairing-refused`, `too-many`.
 *
 * @param to.service `host:port`
 * @param to.code the 38 digits as typed or scanned
 */
export async function joinService(
  vault: Pick<Vault, 'newTlsKey' | 'certificateRequest' | 'installCertificate' | 'stationKey'>,
  to: { readonly service: string; readonly code: string },
): Promise<Result<Joined>> {
  const code = readPairingCode(to.code);
  if (!code.ok) return code;
  const address = readService(to.service);
  if (!address.ok) return address;
  const met = await meetAuthority(address.value);
  if (!met.ok) return met;
  if (authorityDigits(met.value) !== code.value.authority) return fail('service-unproven');
  const authority = certificatePem(met.value);

  await vault.newTlsKey('station');
  const body = JSON.stringify({
    secret: code.value.secret,
    request: expectOk(await vault.certificateRequest('station', ['station'])),
    sealingKey: toBase64Url(await vault.stationKey()),
  });
  const paired = await postPairing(address.value, authority, body);
  if (!paired.ok) return paired;
  const { certificate, office, station } = paired.value;
  const installed = await vault.installCertificate('station', certificate);
  return installed.ok
    ? ok({ service: to.service, authority, office: { ...office, station }, station })
    : fail('service-unproven', installed.error.about);
}

export interface ServiceAddress {
  readonly host: string;
  readonly port: number;
}

/** `host:port`; an IPv6 address stands in brackets. Fails with `field-invalid`. */
export function readService(service: string): Result<ServiceAddress> {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+)):(\d{1,5})$/i.exec(service.trim());
  const port = Number(match?.[3]);
  return match && port > 0 && port < 65_536
    ? ok({ host: (match[1] ?? match[2])!.toLowerCase(), port })
    : fail('field-invalid', 'service');
}

/** The topmost certificate that a server shows, DER. Nothing is believed yet, and nothing said. */
function meetAuthority({ host, port }: ServiceAddress): Promise<Result<Uint8Array>> {
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      ...(isIP(host) === 0 && { servername: host }),
      rejectUnauthorized: false,
      minVersion: 'TLSv1.3',
      timeout: PATIENCE_MS,
    });
    const end = (result: Result<Uint8Array>): void => {
      resolve(result);
      socket.destroy();
    };
    socket.once('error', () => end(fail('unavailable')));
    socket.once('timeout', () => end(fail('unavailable')));
    socket.once('secureConnect', () => {
      const top = topOf(socket.getPeerCertificate(true));
      end(top ? ok(top) : fail('service-unproven'));
    });
  });
}

function topOf(leaf: DetailedPeerCertificate): Uint8Array | undefined {
  const seen = new Set<DetailedPeerCertificate>();
  let top = leaf;
  // The topmost names itself as its issuer.
  while (top.issuerCertificate && top.issuerCertificate !== top && !seen.has(top)) {
    seen.add(top);
    top = top.issuerCertificate;
  }
  return top.raw;
}

function postPairing({ host, port }: ServiceAddress, authority: string, body: string): Promise<Result<Paired>> {
  return new Promise((resolve) => {
    const outgoing = request(
      {
        method: 'POST',
        host,
        port,
        path: PAIR_PATH,
        ca: authority,
        minVersion: 'TLSv1.3',
        agent: false,
        timeout: PATIENCE_MS,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > LARGEST_ANSWER) outgoing.destroy();
        });
        response.on('end', () => resolve(readAnswer(response.statusCode, text)));
        response.on('error', () => resolve(fail('unavailable')));
      },
    );
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(readTrouble(error)));
    outgoing.end(body);
  });
}

function readAnswer(status: number | undefined, text: string): Result<Paired> {
  try {
    const said: unknown = JSON.parse(text);
    const paired = pairedSchema.safeParse(said);
    if (status === 201 && paired.success) return ok(paired.data);
    const { title } = said as { title?: unknown };
    if (typeof title === 'string' && Object.hasOwn(ERRORS, title)) return fail(title as ErrorCode);
  } catch {
    // No answer of a station door.
  }
  return fail('service-unproven');
}

/** What the network did, or else what the certificate lacked. */
function readTrouble({ code = '' }: NodeJS.ErrnoException): Result<never> {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return fail('service-unproven', 'host');
  return /^(ERR_TLS_|ERR_SSL_|[A-Z_]*CERT|UNABLE_TO|INVALID_|PATH_)/.test(code)
    ? fail('service-unproven')
    : fail('unavailable');
}
