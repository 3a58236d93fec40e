/** Secure randomness in the shapes that the other rooms ask for. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { RandomDigit } from '#shared/domain/number.ts';
import { toBase64Url } from '#shared/bytes.ts';

/** One uniformly random decimal digit, for `mintNumber`. */
export const randomDigit: RandomDigit = () => randomInt(10);

/** 128 random bits as 22 characters of base64url: a cookie, a tracking token, a pairing secret. */
export function randomToken(): string {
  return toBase64Url(randomBytes(16));
}

/** 32 random bytes: the input keying material of one package. */
export function randomContentKey(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(32));
}

/** A version 4 UUID (RFC 9562): the id of an event or a remittance. */
export function randomUuid(): string {
  return randomUUID();
}
