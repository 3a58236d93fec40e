/** What a dropped file is, by its first bytes, and how large a picture it announces before anybody decodes it. */

export type FileType = 'pdf' | 'png' | 'jpeg';

const startsWith = (file: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, at) => file[at] === byte);

/** By content, never by name; `undefined` for anything else. */
export function sniffFile(file: Uint8Array): FileType | undefined {
  if (startsWith(file, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (startsWith(file, 0xff, 0xd8, 0xff)) return 'jpeg';
  // "%PDF-" may stand anywhere in the first kilobyte (ISO 32000-1, implementation notes).
  const head = String.fromCharCode(...file.subarray(0, 1024));
  return head.includes('%PDF-') ? 'pdf' : undefined;
}

/** Pixels, 0 when the header can't be read. */
export function announcedPixels(file: Uint8Array, type: 'png' | 'jpeg'): number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return type === 'png' ? pngPixels(view) : jpegPixels(view);
}

function pngPixels(view: DataView): number {
  return view.byteLength < 24 ? 0 : view.getUint32(16) * view.getUint32(20);
}

/** Walks the segments to the frame header (ITU-T T.81 B.2.2): SOF0 to SOF15 without DHT, JPG and DAC. */
function jpegPixels(view: DataView): number {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return 0;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
    } else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return view.getUint16(at + 5) * view.getUint16(at + 7);
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return 0;
}
