/** The smallest pictures that are pictures, as bytes. */
import { deflateRawSync } from 'node:zlib';

/** Lossless WebP of one colour: its header says the size; no decoder is asked for more in tests without a browser. */
export function aWebp(width: number, height: number, extra: readonly (readonly [name: string, body: string])[] = []) {
  const header = Buffer.alloc(5);
  header[0] = 0x2f;
  header.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 1);
  const picture = Buffer.concat([header, deflateRawSync(Buffer.from(`${width}×${height}`))]);
  const chunks = [chunk('VP8L', picture), ...extra.map(([name, body]) => chunk(name, Buffer.from(body)))];
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  const head = Buffer.alloc(8);
  head.write('RIFF');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name);
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** JPEG markers around a scan of nothing. @param extra segments before the frame: marker and body */
export function aJpeg(width: number, height: number, extra: readonly (readonly [marker: number, body: string])[] = []) {
  const segment = (marker: number, body: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  };
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0')),
    ...extra.map(([marker, body]) => segment(marker, Buffer.from(body))),
    segment(0xc0, frame),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0x34, 0xff, 0xd9]),
  ]);
}
