/** JWS compact (RFC 7515) with Ed25519, the form of every signed thing between parties (PROTOCOL.md §4–§6). */
import { calculateJwkThumbprint, compactVerify, CompactSign, type CryptoKey, importJWK } from 'jose';
import { fromBase64Url, fromUtf8, utf8 } from '#shared/bytes.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { type CardKey, isValidAt } from '#shared/protocol/party-card.ts';
import { fail, ok, type Result } from '#shared/result.ts';

export interface JwsHeader {
  readonly alg?: unknown;
  readonly typ?: unknown;
  readonly kid?: unknown;
  readonly [parameter: string]: unknown;
}

export interface VerifiedJws {
  readonly payload: Uint8Array;
  readonly header: JwsHeader;
  /** The key whose signature it is. */
  readonly key: CardKey;
}

/** RFC 7638 thumbprint (SHA-256, base64url) of a public key: the `kid` of what it signs. */
export function keyThumbprint(key: Pick<CardKey, 'kty' | 'crv' | 'x'>): Promise<string> {
  const { kty, crv, x } = key;
  return calculateJwkThumbprint({ kty, crv, x });
}

export async function importSigningKey(key: CardKey, privateKey: string): Promise<CryptoKey> {
  return (await importJWK({ kty: key.kty, crv: key.crv, x: key.x, d: privateKey }, 'EdDSA')) as CryptoKey;
}

export async function signJws(
  privateKey: CryptoKey,
  payload: string | Uint8Array,
  header: Record<string, unknown> & { readonly typ: string; readonly kid: string },
): Promise<string> {
  const bytes = typeof payload === 'string' ? utf8(payload) : payload;
  return new CompactSign(bytes).setProtectedHeader({ ...header, alg: 'EdDSA' }).sign(privateKey);
}

/** Protected header and payload of a JWS compact by its form alone; `undefined` when it has another. */
function splitJws(jws: string): { header: JwsHeader; payload: Uint8Array } | undefined {
  const parts = jws.split('.');
  if (parts.length !== 3) return undefined;
  const [headerBytes, payload, signature] = parts.map(fromBase64Url);
  if (!headerBytes || !payload || !signature) return undefined;
  const header = parseObject(headerBytes);
  return header && { header, payload };
}

function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(fromUtf8(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads header and JSON claims **unverified**, to find out whose keys to verify with. Nothing in them may be believed
 * before `verifyJws`. Fails with `code` when it is no JWS compact of a JSON object.
 */
export function peekJws(
  jws: string,
  code: ErrorCode = 'event-invalid',
): Result<{ header: JwsHeader; claims: Record<string, unknown> }> {
  const parts = splitJws(jws);
  if (!parts) return fail(code, 'form');
  const claims = parseObject(parts.payload);
  return claims ? ok({ header: parts.header, claims }) : fail(code, 'form');
}

/**
 * Verifies a JWS compact: Ed25519 alone (`alg` `EdDSA`, or `Ed25519` of RFC 9864), `typ` as expected, `kid` the
 * thumbprint of one of the given keys with use `sign`, no critical extensions.
 *
 * Fails with `code`, about `form`, `type`, `algorithm`, `key` or `signature`.
 *
 * @param expected.at when given, the key must be valid at that time (its `nbf` and `exp`)
 */
export async function verifyJws(
  jws: string,
  expected: { readonly type: string; readonly keys: readonly CardKey[]; readonly code: ErrorCode; readonly at?: Date },
): Promise<Result<VerifiedJws>> {
  const { type, code, at } = expected;
  const parts = splitJws(jws);
  if (!parts || parts.header['crit'] !== undefined) return fail(code, 'form');
  const { header } = parts;
  if (header.typ !== type) return fail(code, 'type');
  if (header.alg !== 'EdDSA' && header.alg !== 'Ed25519') return fail(code, 'algorithm');
  const key = await findKey(expected.keys, header.kid);
  if (!key || (at && !isValidAt(key, at))) return fail(code, 'key');
  try {
    const publicKey = await importJWK({ kty: key.kty, crv: key.crv, x: key.x }, header.alg);
    const { payload } = await compactVerify(jws, publicKey, { algorithms: [header.alg] });
    return ok({ payload, header, key });
  } catch {
    return fail(code, 'signature');
  }
}

async function findKey(keys: readonly CardKey[], kid: unknown): Promise<CardKey | undefined> {
  for (const key of keys) {
    if (key.use === 'sign' && key.crv === 'Ed25519' && (await keyThumbprint(key)) === kid) return key;
  }
  return undefined;
}
