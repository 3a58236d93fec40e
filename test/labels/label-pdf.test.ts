import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawLabelPdf, drawLabelsPdf, labelPreviewPng, LABEL_SIZES, type LabelMedia } from '#main/labels/index.ts';
import { layoutLabel } from '#main/labels/layout.ts';
import type { CodeItem, LabelLayout } from '#main/labels/page.ts';
import { type GreyPicture, openPdf, rasteriseFirstPage } from '#main/printing/rasterise.ts';
import { measureText } from '#main/printing/typeface.ts';
import { yen } from '#shared/domain/money.ts';
import { expectOk } from '#shared/result.ts';
import { aLabel } from './a-label.ts';
import { hasCommand } from './commands.ts';
import { pdfText } from '#test/printing/pdf-text.ts';

const MEDIA: readonly LabelMedia[] = LABEL_SIZES.flatMap((size) => [
  { size, dpi: 203 },
  { size, dpi: 300 },
]);
const LARGEST = aLabel(
  { collect: yen(123_456), marks: ['this-way-up', 'fragile', 'keep-dry', 'do-not-stack'] },
  { main: 384, contents: 256 },
);

function codesOf({ items }: LabelLayout): readonly CodeItem[] {
  return items.filter((item) => item.type === 'code');
}

/** Dots of the code, and of the white around it, that came out otherwise than drawn. */
function wrongDots(picture: GreyPicture, { x, y, bitmap, quiet, name }: CodeItem): number {
  const stride = Math.ceil(bitmap.width / 8);
  const [aside, above] = name === 'fence' ? [quiet, 0] : name === 'ladder' ? [0, quiet] : [quiet, quiet];
  let wrong = 0;
  for (let row = -above; row < bitmap.height + above; row++) {
    for (let column = -aside; column < bitmap.width + aside; column++) {
      const inside = row >= 0 && row < bitmap.height && column >= 0 && column < bitmap.width;
      const black = inside && ((bitmap.rows[row * stride + (column >> 3)]! >> (7 - (column & 7))) & 1) === 1;
      if (picture.grey[(y + row) * picture.width + x + column] !== (black ? 0 : 255)) wrong++;
    }
  }
  return wrong;
}

describe('a label PDF', () => {
  it.each(MEDIA)('brings every code out dot for dot, with its quiet zone, on $size at $dpi dpi', async (media) => {
    const layout = expectOk(layoutLabel(LARGEST, media));
    const picture = expectOk(await rasteriseFirstPage(expectOk(await drawLabelPdf(LARGEST, media)), media.dpi));
    expect([picture.width, picture.height]).toEqual([layout.width, layout.height]);
    expect(
      codesOf(layout)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['contents', 'fence', 'ladder', 'main']);
    for (const code of codesOf(layout)) expect([code.name, wrongDots(picture, code)]).toEqual([code.name, 0]);
  });

  it('sets trade names of any script', async () => {
    const names = { carrier: '서울택배 Łódź', sender: '简体商城' };
    const [text] = await pdfText(expectOk(await drawLabelPdf(aLabel(names))));
    for (const name of Object.values(names)) expect(text).toContain(name);
  });

  it('is 799 × 1199 dots at 203 dpi, main code 4 dots a module, contents code 3', () => {
    const layout = expectOk(layoutLabel(aLabel(), { size: '100x150', dpi: 203 }));
    expect([layout.width, layout.height]).toEqual([799, 1199]);
    const widths = Object.fromEntries(codesOf(layout).map(({ name, bitmap }) => [name, bitmap.width]));
    expect(widths).toEqual({ main: 73 * 4, contents: 65 * 3, fence: 145 * 3, ladder: 80 });
  });

  it('keeps everything on the paper and text out of the ladder, however long the names', () => {
    const long = 'みなと百貨店オンラインストア横浜元町ショッピングモール'.repeat(4);
    for (const name of [long, long.slice(0, 30), 'W'.repeat(300), 'Northern & Coastal Parcel Delivery '.repeat(8)]) {
      for (const media of MEDIA) {
        const layout = expectOk(layoutLabel({ ...LARGEST, carrier: name, sender: name }, media));
        const ladder = codesOf(layout).find((code) => code.name === 'ladder')!;
        for (const item of layout.items) {
          if (item.type !== 'text' || item.text === 'tokumei') continue;
          expect(item.x + measureText(item.text, item.weight, item.size)).toBeLessThanOrEqual(ladder.x);
          expect(item.x).toBeGreaterThanOrEqual(0);
          expect(item.y).toBeLessThan(layout.height);
        }
      }
    }
  });

  it('says what its model says and nothing else', async () => {
    const model = aLabel({ collect: yen(3415), carrier: 'Mountain Echo', sender: 'Harbour Store' });
    const text = (await pdfText(expectOk(await drawLabelPdf(model)))).join('');
    const said = ['Mountain Echo', 'Harbour Store', '3 0482 7719 3056 9', '1/2', '80', '¥3,415', '2026-11-21'];
    const captions = [
      'サイズ SIZE,個口 PIECE,発行 COPY,送り状番号 Shipping No.,代引 COLLECT,天地無用,This way up,われもの,Fragile',
      '宛先（封緘）,addressee, sealed,内容（封緘）,contents, sealed,ご依頼主 From,発行日 Date,tokumei',
    ].flatMap((line) => line.split(','));
    let rest = text;
    for (const known of [...said, ...captions].sort((a, b) => b.length - a.length)) {
      expect(text).toContain(known.trim());
      rest = rest.replaceAll(known.trim(), ' ');
    }
    // The copy number.
    expect(rest.replace(/[\s,]+/g, '')).toBe('1');
  });

  it('tells no time of day and comes out the same again', async () => {
    const [once, again] = [expectOk(await drawLabelPdf(aLabel())), expectOk(await drawLabelPdf(aLabel()))];
    expect(Buffer.from(once).equals(again)).toBe(true);
    expect(Buffer.from(once).toString('latin1')).toContain('(D:20261121000000Z)');
  });

  it('has a page a label', async () => {
    const pdf = expectOk(await drawLabelsPdf([aLabel(), LARGEST, aLabel({ marks: [] })]));
    const file = expectOk(await openPdf(pdf));
    expect(file.pages).toBe(3);
    file.close();
  });

  it('refuses codes that are no digits or too large for the paper', async () => {
    expect(await drawLabelPdf(aLabel({ mainCode: '見本 花子' }))).toMatchObject({ error: { code: 'damaged' } });
    expect(await drawLabelPdf(aLabel({}, { main: 512 }))).toMatchObject({
      error: { code: 'too-large', about: 'main' },
    });
    expect(await drawLabelPdf(aLabel({}, { contents: 384 }))).toMatchObject({
      error: { code: 'too-large', about: 'contents' },
    });
  });

  it('is previewed dot for dot', async () => {
    const png = expectOk(await labelPreviewPng(expectOk(await drawLabelPdf(aLabel()))));
    const view = new DataView(png.buffer, png.byteOffset);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([799, 1199]);
  });

  it.skipIf(!hasCommand('pdftoppm', '-v'))('comes out of poppler dot for dot too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'label-'));
    try {
      for (const media of MEDIA) {
        writeFileSync(join(folder, 'a.pdf'), expectOk(await drawLabelPdf(LARGEST, media)));
        execFileSync('pdftoppm', ['-r', String(media.dpi), '-gray', '-singlefile', 'a.pdf', 'a'], { cwd: folder });
        const picture = readPgm(readFileSync(join(folder, 'a.pgm')));
        const layout = expectOk(layoutLabel(LARGEST, media));
        expect([picture.width, picture.height]).toEqual([layout.width, layout.height]);
        for (const code of codesOf(layout)) expect([code.name, wrongDots(picture, code)]).toEqual([code.name, 0]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function readPgm(file: Buffer): GreyPicture {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.subarray(0, 40).toString('latin1'))!;
  return { width: Number(head[1]), height: Number(head[2]), grey: new Uint8Array(file.subarray(head[0].length)) };
}

describe('a receipt label', () => {
  const receipt = { number: '20482771930562', piece: 1, of: 1, copy: 1 };
  const { size: _, ...sizeless } = aLabel({ kind: 'receipt', carrier: '見本クレジット', label: receipt, marks: [] });

  it('prints no size, and keeps piece and copy where they are', async () => {
    const layout = expectOk(layoutLabel(sizeless, { size: '100x150', dpi: 203 }));
    const texts = layout.items.flatMap((item) => (item.type === 'text' ? [item.text] : []));
    expect(texts).toEqual(expect.arrayContaining(['個口 PIECE', '発行 COPY', 'お客様（封緘）']));
    expect(texts.join()).toContain('受付番号');
    expect(texts.join()).not.toContain('SIZE');
  });
});
