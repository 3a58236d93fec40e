import { randomBytes } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import PdfDocument from 'pdfkit';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { ContainerTooLarge, openContainers } from '#main/cli/leak-test/containers.ts';
import { finishDocument, openDocument } from '#main/printing/document.ts';
import { KANA, sightsOf } from './a-mark.ts';

const text = Buffer.from(`{"before":"…","name":"${KANA}","after":"…"}`);
/** Made by Python's zipfile: two deflated entries, the second holds the mark. */
const ZIP =
  'UEsDBBQAAAAIAAAAIVyWP+LFEwAAACgAAAAFAAAAYS50eHTLyy/JyMxLV8hILUrVUcjDyQMAUEsDBBQAAAgIAAAAIVxffI0UPQAAAF4AAAALAAAA5pu46aGeLmpzb26rVspLzE1VslJ63DjhcdOix43THje2PG6e8Lix63Hz3MeN3Y+b2x83znzcuPlx4zolHaXE9MTMPGKV1wIAUEsBAhQDFAAAAAgAAAAhXJY/4sUTAAAAKAAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsBAhQDFAAACAgAAAAhXF98jRQ9AAAAXgAAAAsAAAAAAAAAAAAAAIABNgAAAOabuOmhni5qc29uUEsFBgAAAAACAAIAbAAAAJwAAAAAAA==';

async function findsIn(bytes: Uint8Array): Promise<boolean> {
  return (await sightsOf(bytes)).length > 0;
}

describe('a mark is found', () => {
  test.each([0, 1, 6, 9])('in zlib of level %i in the middle of other bytes', async (level) => {
    const bytes = Buffer.concat([randomBytes(999), deflateSync(text, { level }), randomBytes(999)]);
    expect(await sightsOf(bytes)).toContain('zlib > utf-8');
  });

  test('in zlib that was cut, or damaged after it', async () => {
    const long = deflateSync(Buffer.concat([text, randomBytes(5000)]));
    expect(await sightsOf(long.subarray(0, 2000))).toContain('zlib > utf-8');
    const damaged = Buffer.from(long);
    damaged.fill(0xff, 3000);
    expect(await sightsOf(damaged)).toContain('zlib > utf-8');
  });

  test('in gzip, and in gzip after gzip', async () => {
    const other = gzipSync('nothing');
    expect(await sightsOf(Buffer.concat([other, Buffer.from('--'), gzipSync(text)]))).toContain('gzip > utf-8');
  });

  test('in a file or value that is raw deflate, of short and of long texts', async () => {
    expect(await sightsOf(deflateRawSync(text))).toEqual(['raw deflate > utf-8']);
    const long = Buffer.concat([Buffer.from('長い文章。'.repeat(500)), randomBytes(3000), text]);
    expect(await sightsOf(deflateRawSync(long))).toContain('raw deflate > utf-8');
    expect(await sightsOf(deflateRawSync(text, { level: 0 }))).toContain('utf-8');
  });

  test('in raw deflate of any code for the lengths of codes', async () => {
    for (let letters = 3; letters <= 120; letters += 9) {
      const filler = Buffer.from(randomBytes(2000).map((byte) => (byte % letters) + 1));
      const deflated = deflateRawSync(Buffer.concat([filler, text]));
      expect((deflated[0]! >>> 1) & 3, 'a block with codes of its own').toBe(2);
      expect(await sightsOf(deflated)).toContain('raw deflate > utf-8');
    }
  });

  test('in a ZIP that another program made', async () => {
    expect(await sightsOf(Buffer.from(ZIP, 'base64'))).toContain('zip > utf-8');
  });

  test('in the pixels of a PNG', async () => {
    const png = new PNG({ width: text.length, height: 1, colorType: 0, inputColorType: 0, bitDepth: 8 });
    png.data = Buffer.from(text);
    const bytes = PNG.sync.write(png, { colorType: 0, inputColorType: 0, filterType: 0 });
    expect(await sightsOf(bytes)).toContain('png > utf-8');
  });

  test('as text drawn on a PDF, in its streams, and in its attachments', async () => {
    const document = openDocument('2026-01-01');
    const pdf = await finishDocument(document, () => {
      document.addPage().font('regular').text(KANA);
    });
    // The typeface numbers its glyphs as it likes: no stream says the text.
    expect(await sightsOf(pdf)).toEqual(['drawn text > utf-8']);

    const bound = new PdfDocument();
    const attached = await finishDocument(bound, () => {
      bound.file(gzipSync(text), { name: 'x' });
    });
    expect(await sightsOf(attached)).toContain('pdf stream > gzip > utf-8');
  });

  test('four deep, and no deeper', async () => {
    const wrap = (bytes: Uint8Array, depth: number): Uint8Array =>
      depth === 0 ? bytes : gzipSync(wrap(bytes, depth - 1));
    expect(await findsIn(wrap(text, 4))).toBe(true);
    expect(await findsIn(wrap(text, 5))).toBe(false);
  });

  test('in base64 of something compressed, whatever stands before it', async () => {
    const inner = gzipSync(text).toString('base64');
    for (const before of ['', 'path/', 'a/b/', 'x-', '"']) {
      expect(await sightsOf(Buffer.from(`${before}${inner}`)), before).toContain('base64 > gzip > utf-8');
    }
    const lines = inner.replace(/.{76}/g, '$&\r\n');
    expect(await sightsOf(Buffer.from(lines))).toContain('base64 > gzip > utf-8');
    const url = deflateRawSync(text).toString('base64url');
    expect(await sightsOf(Buffer.from(`token=${url}`))).toContain('base64 > raw deflate > utf-8');
    const hex = deflateSync(text).toString('hex');
    expect(await sightsOf(Buffer.from(`X'${hex}'`))).toContain('hex > zlib > utf-8');
  });
});

test('nothing is found in random bytes', async () => {
  expect(await sightsOf(randomBytes(1 << 20))).toEqual([]);
});

test('what unpacks to more than is looked into is said, not passed over', () => {
  const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024), { level: 9 });
  expect(() => [...openContainers(bomb)]).toThrow(ContainerTooLarge);
});
