/**
 * A package of electronic goods: `envelope (kind 5) ‖ RFC 8188 content` (docs/protocol.md). This file knows its frame
 * and its length; the mall packs it, the buyer's browser opens it, and whoever carries it sees neutral bytes.
 */
import { encodedLength, encodeContentHeader, GOODS_RECORD_BYTES, plaintextLength } from './content-coding.ts';
import type { EnvelopeBinding } from './envelope.ts';
import { packageLength } from './padme.ts';
import { TAR_BLOCK, TAR_END_BYTES, tarHeader, tarPadding } from './tar.ts';

/** Envelope of a goods key: bucket 512. */
export const GOODS_ENVELOPE_BYTES = 566;
/** Envelope and the content's header: what stands before the records. */
export const GOODS_HEAD_BYTES =
  GOODS_ENVELOPE_BYTES +
  encodeContentHeader({ salt: new Uint8Array(16), recordBytes: GOODS_RECORD_BYTES, keyId: new Uint8Array() }).length;

/** Two gigabytes of goods, and what sealing and padding add to them. */
export const LARGEST_PACKAGE_BYTES = 2 ** 31 + 2 ** 27;

/** The only name that a package has anywhere. */
export const packageName = (receipt: string): string => `${receipt}.tokumei`;

/** @param issuer party id of the credit company whose number the receipt is */
export function goodsBinding(issuer: string, receipt: string): EnvelopeBinding {
  return { kind: 'goods', recipient: 'buyer', issuer, number: receipt };
}

export interface PackedFile {
  readonly name: string;
  readonly bytes: number;
}

export interface PackageSizes {
  /** Of the whole package. */
  readonly package: number;
  /** Of the archive with the zeros behind it: whole blocks. */
  readonly plaintext: number;
  /** Of these zeros, the archive's own end included. */
  readonly zeros: number;
  /** Zero octets that pad the last record: less than a block. */
  readonly padding: number;
}

/** How long a package of these files becomes. */
export function packageSizes(files: readonly PackedFile[]): PackageSizes {
  const archive = files.reduce(
    (sum, { name, bytes }) => sum + tarHeader(name, bytes).length + bytes + tarPadding(bytes),
    0,
  );
  const least = GOODS_HEAD_BYTES + encodedLength(archive + TAR_END_BYTES, GOODS_RECORD_BYTES);
  const whole = packageLength(least);
  const room = plaintextLength(whole - GOODS_HEAD_BYTES, GOODS_RECORD_BYTES);
  const padding = room % TAR_BLOCK;
  const plaintext = room - padding;
  return { package: whole, plaintext, zeros: plaintext - archive, padding };
}
