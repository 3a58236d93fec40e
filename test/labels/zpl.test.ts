import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawLabelPdf, LABEL_SIZES, type LabelMedia, type LabelModel, printZpl } from '#main/labels/index.ts';
import { layoutLabel } from '#main/labels/layout.ts';
import type { CodeItem } from '#main/labels/page.ts';
import { provePicture } from '#main/labels/prove-label.ts';
import { burn } from '#main/printing/burn.ts';
import { encodePng } from '#main/printing/preview.ts';
import { type GreyPicture, rasteriseFirstPage } from '#main/printing/rasterise.ts';
import { yen } from '#shared/domain/money.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder } from '../builders/a-folder.ts';
import { rasteriseZpl } from '../builders/zpl-raster.ts';
import { aLabel } from './a-label.ts';
import { hasCommand } from './commands.ts';

const MEDIA: readonly LabelMedia[] = LABEL_SIZES.flatMap((size) => [
  { size, dpi: 203 as const },
  { size, dpi: 300 as const },
]);
const LARGEST = aLabel(
  { collect: yen(1_234_567), marks: ['this-way-up', 'fragile', 'keep-dry', 'do-not-stack'] },
  { main: 384, contents: 256 },
);

async function zplOf(model: LabelModel, media: LabelMedia): Promise<string> {
  return Buffer.from(expectOk(await printZpl(model, media)).zpl).toString('latin1');
}

const codesOf = (model: LabelModel, media: LabelMedia): CodeItem[] =>
  expectOk(layoutLabel(model, media)).items.filter((item) => item.type === 'code');

/** Dots beside the codes that differ. */
function differences(a: GreyPicture, b: GreyPicture, codes: readonly CodeItem[]): number {
  let count = 0;
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      if (a.grey[y * a.width + x] === b.grey[y * a.width + x]) continue;
      const isCode = codes.some(
        (code) => x >= code.x && x < code.x + code.bitmap.width && y >= code.y && y < code.y + code.bitmap.height,
      );
      if (!isCode) count++;
    }
  }
  return count;
}

describe('a label in ZPL', () => {
  it.each(MEDIA)(
    'reads back digit for digit, and is the PDF’s picture beside the codes, $size at $dpi dpi',
    async (media) => {
      const pdf = burn(expectOk(await rasteriseFirstPage(expectOk(await drawLabelPdf(LARGEST, media)), media.dpi)));
      const picture = rasteriseZpl(await zplOf(LARGEST, media));
      expect(picture.copies).toBe(1);
      expect(await provePicture(picture, LARGEST, media)).toEqual({ ok: true });
      expect([picture.width, picture.height]).toEqual([pdf.width, pdf.height]);
      expect(differences(picture, pdf, codesOf(LARGEST, media))).toBe(0);
      // It would notice: the codes themselves have another mask.
      expect(differences(picture, pdf, [])).toBeGreaterThan(100);
    },
  );

  it('draws its bars dot for dot as the PDF does', async () => {
    const media = { size: '100x150', dpi: 203 } as const;
    for (const number of ['30482771930569', 'RR123456785JP', '012345678901234560']) {
      const model = aLabel({ label: { number, piece: 1, of: 2, copy: 1 } });
      const pdf = burn(expectOk(await rasteriseFirstPage(expectOk(await drawLabelPdf(model, media)), media.dpi)));
      const picture = rasteriseZpl(await zplOf(model, media));
      const squares = codesOf(model, media).filter(({ name }) => name === 'main' || name === 'contents');
      expect([number, differences(picture, pdf, squares)]).toEqual([number, 0]);
      expect(await provePicture(picture, model, media)).toEqual({ ok: true });
    }
  });

  it('is previewed as it is burnt', async () => {
    const media = { size: '100x150', dpi: 203 } as const;
    const { png } = expectOk(await printZpl(aLabel(), media));
    const pdf = burn(expectOk(await rasteriseFirstPage(expectOk(await drawLabelPdf(aLabel(), media)), 203)));
    expect(Buffer.from(png).equals(encodePng(pdf))).toBe(true);
  });

  it('sends nothing but digits, capitals and hexadecimal, whatever a name says', async () => {
    const zpl = await zplOf(aLabel({ sender: '^XZ~JA^XA ^FDmine', carrier: '見本^FS' }), { size: '100x150', dpi: 203 });
    expect(zpl.match(/\^X[AZ]/g)).toEqual(['^XA', '^XZ']);
    expect(zpl).not.toContain('~');
    expect(zpl).not.toContain('mine');
    expect([...rasteriseZpl(zpl).fields].every((field) => /^(>[;:][0-9A-Z>]+|QM,N\d+)$/.test(field))).toBe(true);
    expect(zpl.length).toBeLessThan(60_000);
  });

  it('refuses what the PDF refuses', async () => {
    expect(await printZpl(aLabel({ mainCode: '^FS' }))).toMatchObject({ ok: false, error: { code: 'damaged' } });
  });

  it.skipIf(!hasCommand('zbarimg', '--version'))('is read by a reader of somebody else', async () => {
    const folder = aFolder();
    for (const media of [MEDIA[0]!, MEDIA[3]!]) {
      const model = aLabel();
      writeFileSync(join(folder, 'a.png'), encodePng(rasteriseZpl(await zplOf(model, media))));
      const said = spawnSync('zbarimg', ['-q', '--nodbus', 'a.png'], { cwd: folder, encoding: 'utf8' }).stdout;
      expect(said.trim().split('\n').sort()).toEqual([
        'CODE-128:30482771930569010201',
        `QR-Code:${model.contentsCode}`,
        `QR-Code:${model.mainCode}`,
      ]);
    }
  });
});
