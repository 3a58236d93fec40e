/** Offsets of the first and the last byte, both sent. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The part of a file that a request asks for (RFC 9110 §14): undefined for the whole, also where it asks for several
 * parts, for none that can be read, or for the rest of something else than this (`If-Range`).
 *
 * @param bytes length of the file, at least 1
 */
export function readRange(
  headers: { readonly range?: string | undefined; readonly 'if-range'?: unknown },
  bytes: number,
  etag: string,
): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '');
  const condition = headers['if-range'];
  if (!match || (condition !== undefined && condition !== etag)) return undefined;
  const [, from, to] = match as unknown as [string, string, string];
  if (from === '') {
    if (to === '') return undefined;
    const count = Number(to);
    return count === 0 ? 'unsatisfiable' : { first: Math.max(0, bytes - count), last: bytes - 1 };
  }
  const first = Number(from);
  const last = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (to !== '' && Number(to) < first) return undefined;
  return first >= bytes ? 'unsatisfiable' : { first, last };
}
