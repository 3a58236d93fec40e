/** The secret symmetric matrix of a key centre, and the personal keys that are drawn from it. */
import { randomBytes } from 'node:crypto';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import {
  commonElement,
  decodeElements,
  ELEMENT_BYTES,
  type Elements,
  encodeElements,
  pointInput,
  pointOf,
} from '#shared/protocol/blom.ts';
import { sha256 } from '../digest.ts';

/** Symmetric, t + 1 rows of t + 1 elements. */
export type Matrix = readonly Elements[];

/** A uniformly random element: of 255 random bits, those below the prime. */
function drawElement(): bigint {
  for (;;) {
    const bytes = new Uint8Array(randomBytes(ELEMENT_BYTES));
    bytes[0]! &= 0x7f;
    const [element] = decodeElements(bytes) ?? [];
    if (element !== undefined) return element;
  }
}

/** A fresh random matrix, none of whose entries follows from others but by symmetry. @param threshold t, at least 1 */
export function drawMatrix(threshold: number): Matrix {
  const rows: bigint[][] = [];
  for (let row = 0; row <= threshold; row++) {
    rows.push(Array.from({ length: threshold + 1 }, (_, column) => rows[column]?.[row] ?? drawElement()));
  }
  return rows;
}

/** The point of an identifier in the field: SHA-256 with its own prefix. */
export function identifierPoint(identifier: string): bigint {
  return pointOf(sha256(pointInput(identifier)));
}

/** g = D · v(x): the personal key of an identifier, t + 1 elements. */
export function personalRow(matrix: Matrix, identifier: string): Elements {
  const point = identifierPoint(identifier);
  return matrix.map((row) => commonElement(row, point));
}

/** The upper triangle row by row, 32 bytes an element, base64url. */
export function writeMatrix(matrix: Matrix): string {
  return toBase64Url(encodeElements(matrix.flatMap((row, at) => row.slice(at))));
}

/** `undefined` when it is no triangle of t + 1 rows. */
export function readMatrix(text: string, threshold: number): Matrix | undefined {
  const bytes = fromBase64Url(text);
  const elements = bytes && decodeElements(bytes);
  const size = threshold + 1;
  if (elements?.length !== (size * (size + 1)) / 2) return undefined;
  const rows: bigint[][] = [];
  let next = 0;
  for (let row = 0; row < size; row++) {
    rows.push(Array.from({ length: size }, (_, column) => rows[column]?.[row] ?? elements[next++]!));
  }
  return rows;
}
