/**
 * What a picture's file is, read from its bytes: WebP or JPEG, its size in pixels, and whether it brings anything along
 * that is not the picture – a place, a camera, a time. Screens make pictures without; what has any is not taken.
 */
import type { PictureType } from '#shared/desk/catalogue.ts';
import { fail, ok, type Result } from '#shared/result.ts';

export interface PictureFacts {
  readonly type: PictureType;
  readonly width: number;
  readonly height: number;
}

/** Fails with `picture-invalid`, about `type`, `damaged` or `metadata`. */
export function readPicture(bytes: Uint8Array): Result<PictureFacts> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint16(0) === 0xffd8) return readJpeg(view);
    if (ascii(view, 0) === 'RIFF' && ascii(view, 8) === 'WEBP') return readWebp(view);
    return fail('picture-invalid', 'type');
  } catch (error) {
    // Read past its end.
    if (error instanceof RangeError) return fail('picture-invalid', 'damaged');
    throw error;
  }
}

function ascii(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((more) => view.getUint8(at + more)));
}

/** Chunks that belong to a still picture (RFC 9649); EXIF and XMP are the ones that tell. */
const WEBP_CHUNKS = ['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ICCP'];

function readWebp(view: DataView): Result<PictureFacts> {
  if (view.getUint32(4, true) + 8 !== view.byteLength) return fail('picture-invalid', 'damaged');
  let size: { width: number; height: number } | undefined;
  for (let at = 12; at < view.byteLength;) {
    const name = ascii(view, at);
    const length = view.getUint32(at + 4, true);
    if (!WEBP_CHUNKS.includes(name)) return fail('picture-invalid', 'metadata');
    const body = at + 8;
    if (body + length > view.byteLength) return fail('picture-invalid', 'damaged');
    if (name === 'VP8X') {
      size ??= { width: uint24(view, body + 4) + 1, height: uint24(view, body + 7) + 1 };
    } else if (name === 'VP8 ') {
      if (uint24(view, body + 3) !== 0x2a019d) return fail('picture-invalid', 'damaged');
      size ??= { width: view.getUint16(body + 6, true) & 0x3fff, height: view.getUint16(body + 8, true) & 0x3fff };
    } else if (name === 'VP8L') {
      if (view.getUint8(body) !== 0x2f) return fail('picture-invalid', 'damaged');
      const bits = view.getUint32(body + 1, true);
      size ??= { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    at = body + length + (length % 2);
  }
  return facts('image/webp', size);
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

/** Frames (ITU-T T.81 table B.1) that say the size: all SOF but DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function readJpeg(view: DataView): Result<PictureFacts> {
  let size: { width: number; height: number } | undefined;
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return fail('picture-invalid', 'damaged');
    const marker = view.getUint8(at + 1);
    // APP0 is JFIF, APP2 colours, APP14 how they are coded; the others and comments are where EXIF and XMP stand.
    const isExtra = (marker >= 0xe0 && marker <= 0xef && ![0xe0, 0xe2, 0xee].includes(marker)) || marker === 0xfe;
    if (isExtra) return fail('picture-invalid', 'metadata');
    if (isFrame(marker)) size ??= { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // Behind the start of the scan comes the picture; nothing may come behind its end.
    if (marker === 0xda) break;
    at += 2 + view.getUint16(at + 2);
  }
  const end = view.byteLength;
  if (view.getUint16(end - 2) !== 0xffd9) return fail('picture-invalid', 'metadata');
  return facts('image/jpeg', size);
}

function facts(type: PictureType, size: { width: number; height: number } | undefined): Result<PictureFacts> {
  if (!size || size.width === 0 || size.height === 0) return fail('picture-invalid', 'damaged');
  return ok({ type, ...size });
}
