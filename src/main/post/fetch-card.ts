/**
 * A party's card from where it lies for everybody (PROTOCOL.md §6). What comes is as little trusted as a file that was
 * handed over: staff compare its safety number.
 */
import { request } from 'node:https';
import { fail, ok, type Result } from '#shared/result.ts';
import { peekJws } from '#main/vault/index.ts';
import type { PartnerNetwork } from './partner-agents.ts';

const WELL_KNOWN = '/.well-known/tokumei';
/** A card of many keys is a few kilobytes. */
const LARGEST_BYTES = 32_768;
const TIMEOUT_MS = 10_000;

/**
 * The card as a JWS, not verified. No redirect is followed. Fails with `field-invalid` about `url`, `card-unreachable`
 * about why, and `card-invalid` about `host` where the card is of another party than the address.
 *
 * @param address `carrier.example`, with a port, or as a URL; `https` alone
 */
export async function fetchCard(address: string, network: PartnerNetwork): Promise<Result<string>> {
  const url = readAddress(address);
  if (!url) return fail('field-invalid', 'url');
  const fetched = await get(url, network);
  if (!fetched.ok) return fetched;
  const jws = fetched.value.trim();
  const peeked = peekJws(jws, 'card-invalid');
  if (!peeked.ok) return peeked;
  return peeked.value.claims['id'] === url.hostname ? ok(jws) : fail('card-invalid', 'host');
}

function readAddress(address: string): URL | undefined {
  const text = address.normalize('NFKC').trim();
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.search !== '') return undefined;
  if (url.pathname !== '/' && url.pathname !== WELL_KNOWN) return undefined;
  return new URL(WELL_KNOWN, url);
}

function get(url: URL, network: PartnerNetwork): Promise<Result<string>> {
  return new Promise((resolve) => {
    const end = (result: Result<string>): void => {
      clearTimeout(timer);
      resolve(result);
      outgoing.destroy();
    };
    const outgoing = request(
      url,
      {
        agent: false,
        ca: network.authorities,
        ...(network.revoked !== undefined && { crl: network.revoked }),
        minVersion: 'TLSv1.2',
        headers: { accept: 'application/jose' },
        ...(network.lookup && { lookup: network.lookup }),
      },
      (response) => {
        const { statusCode } = response;
        if (statusCode !== 200) return end(fail('card-unreachable', `HTTP ${statusCode ?? 0}`));
        const pieces: Buffer[] = [];
        let bytes = 0;
        response.on('data', (piece: Buffer) => {
          pieces.push(piece);
          bytes += piece.length;
          if (bytes > LARGEST_BYTES) end(fail('card-unreachable', 'size'));
        });
        response.on('error', () => end(fail('card-unreachable', 'cut')));
        response.on('end', () => end(ok(Buffer.concat(pieces).toString('utf8'))));
      },
    );
    const timer = setTimeout(() => end(fail('card-unreachable', 'timeout')), TIMEOUT_MS);
    outgoing.on('error', (error: NodeJS.ErrnoException) => end(fail('card-unreachable', error.code ?? 'unreachable')));
    outgoing.end();
  });
}
