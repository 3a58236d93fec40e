/**
 * The arithmetic of Blom's key predistribution (R. Blom, 1984) over the field of p = 2^255 − 19: every identifier is a
 * point, every personal key the coefficients of a polynomial, and two holders meet in the same element. Used by the vault
 * and by the customer's browser; it knows neither hashes nor who the identifiers are, and draws no secret matrix.
 *
 * BigInt takes time that depends on the values: nothing here is constant-time (docs/sealed-order.md).
 */
import { concatBytes, utf8 } from '../bytes.ts';

/**
 * 2^255 − 19: a prime of 255 bits that everybody knows and nobody had to choose; an element is exactly the 32 bytes
 * that HKDF is given, and SHA-256 falls on it evenly (2^256 = 2p + 38).
 */
export const FIELD_PRIME = (1n << 255n) - 19n;
/** An element, big-endian. */
export const ELEMENT_BYTES = 32;
/** How many personal keys together give away nothing, when nothing else is chosen. */
export const DEFAULT_THRESHOLD = 127;
/** A personal key is 32·(t + 1) bytes, a matrix half the square of that. */
export const LARGEST_THRESHOLD = 1023;

/** Elements below the prime. */
export type Elements = readonly bigint[];

function readInteger(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let integer = 0n;
  for (let at = 0; at < bytes.length; at += 8) integer = (integer << 64n) | view.getBigUint64(at);
  return integer;
}

/** 32 bytes, big-endian. */
export function encodeElement(element: bigint): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(ELEMENT_BYTES);
  const view = new DataView(bytes.buffer);
  for (let at = 0, shift = 192n; at < ELEMENT_BYTES; at += 8, shift -= 64n) view.setBigUint64(at, element >> shift);
  return bytes;
}

export function encodeElements(elements: Elements): Uint8Array<ArrayBuffer> {
  return concatBytes(...elements.map(encodeElement));
}

/** Strict: whole elements, each below the prime; `undefined` for anything else. */
export function decodeElements(bytes: Uint8Array): Elements | undefined {
  if (bytes.length % ELEMENT_BYTES !== 0) return undefined;
  const elements: bigint[] = [];
  for (let at = 0; at < bytes.length; at += ELEMENT_BYTES) {
    const element = readInteger(bytes.subarray(at, at + ELEMENT_BYTES));
    if (element >= FIELD_PRIME) return undefined;
    elements.push(element);
  }
  return elements;
}

/** What is hashed with SHA-256 to find an identifier's point: `tokumei-blom/1 identifier`, a zero octet, the identifier. */
export function pointInput(identifier: string): Uint8Array<ArrayBuffer> {
  return utf8(`tokumei-blom/1 identifier\0${identifier}`);
}

/** The point of an identifier. @param digest SHA-256 of {@link pointInput}, 32 bytes */
export function pointOf(digest: Uint8Array): bigint {
  return readInteger(digest) % FIELD_PRIME;
}

/**
 * The common element of two identifiers: g_A · v(x_B) with v(x) = (1, x, x² … x^t), the same as g_B · v(x_A).
 *
 * @param personalKey g_A, t + 1 elements
 * @param point x_B
 */
export function commonElement(personalKey: Elements, point: bigint): bigint {
  let element = 0n;
  for (let at = personalKey.length - 1; at >= 0; at--) element = (element * point + personalKey[at]!) % FIELD_PRIME;
  return element;
}
