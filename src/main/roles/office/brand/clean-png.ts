/** A PNG (ISO/IEC 15948) made anew: its pixels are taken out and written again, and nothing else of the file is kept. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { LOGO_HEIGHT, LOGO_WIDTH } from '#shared/desk/branding.ts';
import { fail, ok, type Result } from '#shared/result.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Samples of a pixel by colour type (§11.2.2). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: readonly number[] = [1, 2, 4, 8, 16];
/** Highest filter type of a line (§9.2). */
const FILTERS = 4;

export interface CleanPicture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);
}

/** Fails with `logo-unreadable`, or `too-large` in pixels. */
export function cleanPng(bytes: Buffer): Result<CleanPicture> {
  const chunks = isPng(bytes) ? readChunks(bytes) : undefined;
  const header = chunks?.find(({ type }) => type === 'IHDR')?.data;
  if (!chunks || header?.length !== 13) return fail('logo-unreadable');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, colour, interlaced] = [header[8]!, header[9]!, header[12]!];
  const samples = SAMPLES[colour];
  if (width < 1 || height < 1 || samples === undefined || !DEPTHS.includes(depth)) return fail('logo-unreadable');
  if (width > LOGO_WIDTH * 2 || height > LOGO_HEIGHT * 2) return fail('too-large', 'logo');
  if (interlaced !== 0) return fail('logo-unreadable');
  const line = 1 + Math.ceil((width * samples * depth) / 8);
  const pixels = inflate(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)),
    line * height,
  );
  if (!pixels) return fail('logo-unreadable');
  for (let at = 0; at < pixels.length; at += line) if (pixels[at]! > FILTERS) return fail('logo-unreadable');
  const palette = chunks.find(({ type }) => type === 'PLTE');
  const transparent = chunks.find(({ type }) => type === 'tRNS');
  if (colour === 3 && !palette) return fail('logo-unreadable');
  const clean = Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...(palette && palette.data.length <= 768 ? [chunk('PLTE', palette.data)] : []),
    ...(transparent && transparent.data.length <= 256 ? [chunk('tRNS', transparent.data)] : []),
    chunk('IDAT', deflateSync(pixels, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return ok({ bytes: clean, width, height });
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** `undefined` where a length or a check sum is wrong. */
function readChunks(bytes: Buffer): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  let at = SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return undefined;
    const named = bytes.subarray(at + 4, end - 4);
    if (crc32(named) !== bytes.readUInt32BE(end - 4)) return undefined;
    const type = named.toString('latin1', 0, 4);
    chunks.push({ type, data: named.subarray(4) });
    at = end;
    if (type === 'IEND') return chunks;
  }
  return undefined;
}

function inflate(data: Buffer, length: number): Buffer | undefined {
  try {
    const pixels = inflateSync(data, { maxOutputLength: length + 1 });
    return pixels.length === length ? pixels : undefined;
  } catch {
    return undefined;
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([frame, named, sum]);
}
