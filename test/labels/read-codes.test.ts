import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawLabelPdf, drawLabelsPdf, readCodes } from '#main/labels/index.ts';
import { decodePicture, type FoundCode } from '#main/labels/decode.ts';
import { encodePng } from '#main/printing/preview.ts';
import { type GreyPicture, rasteriseFirstPage } from '#main/printing/rasterise.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { toHex } from '#shared/bytes.ts';
import { expectOk } from '#shared/result.ts';
import { aLabel } from './a-label.ts';
import { hasCommand } from './commands.ts';
import { fade, killDots, picture, scratch, turnHalf, turnQuarter } from './damage.ts';

const vector = JSON.parse(readFileSync(new URL('../vectors/envelope-vector.json', import.meta.url), 'utf8')) as Record<
  'number' | 'text' | 'envelope',
  string
>;
const LABEL = aLabel({ mainCode: vector.text, label: { number: vector.number, piece: 1, of: 1, copy: 1 } });
const CODES = [vector.text, LABEL.contentsCode!, `${vector.number}010101`].sort();

let pdf: Uint8Array<ArrayBuffer>;
let page: GreyPicture;

beforeAll(async () => {
  pdf = expectOk(await drawLabelPdf(LABEL));
  page = expectOk(await rasteriseFirstPage(pdf, 203));
});

async function textsOn(file: Uint8Array): Promise<string[]> {
  return expectOk(await readCodes(file))
    .map(({ text }) => text)
    .sort();
}

describe('reading a dropped file', () => {
  it('finds the label text that an independent implementation made, and its envelope', async () => {
    const codes = expectOk(await readCodes(pdf));
    const main = codes.find(({ text }) => text.length === 615)!;
    expect(main).toEqual({ format: 'QRCode', text: vector.text });
    expect(toHex(expectOk(parseLabelText(main.text)).envelope)).toBe(vector.envelope);
  });

  it('finds every code once on a PDF and on a PNG, at any quarter turn', async () => {
    expect(await textsOn(pdf)).toEqual(CODES);
    expect(await textsOn(encodePng(page))).toEqual(CODES);
    expect(await textsOn(encodePng(turnQuarter(page)))).toEqual(CODES);
    expect(await textsOn(encodePng(turnHalf(page)))).toEqual(CODES);
  });

  it('finds the labels of every page, at any printer resolution', async () => {
    const other = aLabel({ label: { ...LABEL.label, copy: 2 } }, { main: 384, contents: 256 });
    const texts = await textsOn(expectOk(await drawLabelsPdf([LABEL, other], { size: '4x6', dpi: 300 })));
    expect(texts).toContain(vector.text);
    expect(texts).toContain(other.mainCode);
    expect(texts).toContain(`${vector.number}010102`);
  });

  it('finds them on a picture with a margin, pale ink and grey paper', async () => {
    const level = fade(page);
    const photo = picture(1100, 1500, (x, y) =>
      x >= 150 && x < 150 + page.width && y >= 150 && y < 150 + page.height
        ? level.grey[(y - 150) * page.width + x - 150]!
        : 190,
    );
    expect(await textsOn(encodePng(photo))).toEqual(CODES);
  });

  it.skipIf(!hasCommand('pdftoppm', '-v'))('reads a JPEG, and in a cut one never what was read before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'label-'));
    writeFileSync(join(folder, 'a.pdf'), pdf);
    execFileSync('pdftoppm', ['-r', '250', '-jpeg', '-singlefile', 'a.pdf', 'a'], { cwd: folder });
    const jpeg = new Uint8Array(readFileSync(join(folder, 'a.jpg')));
    rmSync(folder, { recursive: true });
    expect(await textsOn(jpeg)).toEqual(CODES);
    for (const length of [300, 700, 2000]) {
      expect(await readCodes(jpeg.slice(0, length))).toMatchObject({ error: { code: 'scan-unreadable' } });
      expect(await textsOn(jpeg)).toEqual(CODES);
    }
  });
});

describe('a damaged label', () => {
  const bars = (found: readonly FoundCode[], upright: boolean): boolean =>
    found.some(({ format, rotation }) => format === 'Code128' && Math.abs(rotation) < 45 === upright);

  it('is read by its ladder where dead print-head dots have cut the fence', async () => {
    for (const every of [12, 20, 28]) {
      const found = await decodePicture(killDots(page, (x) => x % every < 3));
      expect([every, bars(found, true), bars(found, false)]).toEqual([every, false, true]);
    }
  });

  it('keeps its main code under a dead dot in every centimetre, under scratches and faded', async () => {
    for (const damaged of [
      killDots(page, (x) => x % 80 === 40),
      scratch(page, 2, 160),
      scratch(page, 3, 300),
      fade(page),
    ]) {
      expect(await textsOn(encodePng(damaged))).toContain(vector.text);
    }
  });

  it('is read turned as well', async () => {
    expect(await textsOn(encodePng(turnQuarter(scratch(page, 3, 300))))).toContain(vector.text);
  });
});

describe('a hostile file', () => {
  const unreadable = (about: string) => ({ ok: false, error: { code: 'scan-unreadable', about } });

  it('is refused for its size before anything decodes it', async () => {
    expect(await readCodes(new Uint8Array(31 * 1024 * 1024))).toEqual(unreadable('size'));
    expect(await readCodes(pngOf(60_000, 60_000))).toEqual(unreadable('size'));
    expect(await readCodes(pngOf(0, 60_000))).toEqual(unreadable('image'));
  });

  it('is refused when it is of no known type, cut or empty', async () => {
    expect(await readCodes(new Uint8Array())).toEqual(unreadable('type'));
    expect(await readCodes(new TextEncoder().encode('<svg/>'))).toEqual(unreadable('type'));
    expect(await readCodes(new TextEncoder().encode('%PDF-1.7 rubbish'))).toEqual(unreadable('pdf'));
    expect((await readCodes(encodePng(page).subarray(0, 500))).ok).toBe(false);
    expect((await readCodes(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff))).ok).toBe(false);
  });

  it('says so when there is a picture without a code', async () => {
    expect(await readCodes(encodePng(picture(300, 300, () => 255)))).toEqual(unreadable('no code'));
  });

  it('is rasterised within bounds when its pages are enormous, and refused when they are too many', async () => {
    const started = performance.now();
    expect(await readCodes(pdfOf(1, 14_400))).toEqual(unreadable('no code'));
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(await readCodes(pdfOf(101, 100))).toEqual(unreadable('pages'));
  });

  it('ends in an error when it wants more memory than a scan needs, and the next file is read', async () => {
    expect((await readCodes(pdfWithImage(30_000))).ok).toBe(false);
    expect(await textsOn(pdf)).toEqual(CODES);
  });

  afterAll(async () => {
    expect(await textsOn(pdf)).toEqual(CODES);
  });
});

function pngOf(width: number, height: number): Uint8Array {
  const png = encodePng(picture(8, 8, () => 255));
  const view = new DataView(png.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return png;
}

/** Empty square pages with an edge of so many points. */
function pdfOf(pages: number, edge: number): Uint8Array {
  const kids = Array.from({ length: pages }, (_, at) => `${at + 3} 0 R`).join(' ');
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Count ${pages} /Kids [${kids}] >>`];
  for (let at = 0; at < pages; at++) objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${edge} ${edge}] >>`);
  return assemblePdf(objects.map((object) => Buffer.from(object)));
}

/** One page that shows an RGB image of `edge` × `edge` pixels, deflated to almost nothing. */
function pdfWithImage(edge: number): Uint8Array {
  const stream = (head: string, data: Uint8Array): Uint8Array =>
    Buffer.concat([Buffer.from(`<< ${head} /Length ${data.length} >>\nstream\n`), data, Buffer.from('\nendstream')]);
  const image = deflateSync(Buffer.alloc(edge * 1000));
  const size = `/Width ${edge} /Height ${edge} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode`;
  return assemblePdf([
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Count 1 /Kids [3 0 R] >>'),
    Buffer.from(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 283 425] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>',
    ),
    stream('', Buffer.from('283 0 0 425 0 0 cm /I Do')),
    stream(`/Type /XObject /Subtype /Image ${size}`, image),
  ]);
}

function assemblePdf(objects: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.4\n')];
  objects.forEach((object, at) => parts.push(Buffer.from(`${at + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')));
  parts.push(Buffer.from(`trailer\n<< /Root 1 0 R /Size ${objects.length + 1} >>\n`));
  return new Uint8Array(Buffer.concat(parts));
}
