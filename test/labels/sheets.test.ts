import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { drawLabelPdf, labelsPerSheet, planSheet, printSheets } from '#main/labels/index.ts';
import { layoutLabel } from '#main/labels/layout.ts';
import { rasteriseFirstPage } from '#main/printing/rasterise.ts';
import { LABEL_SIZES, SHEET_PAPERS } from '#shared/domain/printer.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder } from '../builders/a-folder.ts';
import { aLabel, SHIPPING_NUMBER } from './a-label.ts';
import { hasCommand } from './commands.ts';

const A4 = { size: 'a6', dpi: 203, sheet: 'a4' } as const;
const labels = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    aLabel({ label: { number: SHIPPING_NUMBER, piece: at + 1, of: count, copy: 1 } }),
  );

describe('labels on sheets', () => {
  it('lie as many on a sheet as fit, whole and beside each other', () => {
    expect(labelsPerSheet('a6', 'a4')).toBe(4);
    expect(labelsPerSheet('100x150', 'a4')).toBe(2);
    expect(labelsPerSheet('4x6', 'letter')).toBe(2);
    expect(labelsPerSheet('100x150', 'a5')).toBe(1);
    expect(labelsPerSheet('a6', 'a5')).toBe(2);
    for (const size of LABEL_SIZES) {
      for (const sheet of SHEET_PAPERS) {
        for (const dpi of [203, 300] as const) {
          const plan = planSheet({ size, dpi, sheet });
          expect(plan.places.length).toBe(labelsPerSheet(size, sheet));
          for (const { x, y } of plan.places) expect(x >= 0 && y >= 0).toBe(true);
          for (const { x, y, width, height } of plan.marks) {
            expect(x >= 0 && y >= 0 && x + width <= plan.width && y + height <= plan.height).toBe(true);
          }
          expect(plan.marks.length).toBeGreaterThan(0);
        }
      }
    }
  });

  it.each([
    { size: 'a6', sheet: 'a4', dpi: 203 },
    { size: 'a6', sheet: 'a5', dpi: 300 },
    { size: '4x6', sheet: 'letter', dpi: 203 },
    { size: '100x150', sheet: 'a5', dpi: 300 },
  ] as const)('is proved in every place of $sheet with $size', async (media) => {
    const count = labelsPerSheet(media.size, media.sheet);
    const { sheets, refused } = expectOk(await printSheets(labels(count), media));
    expect(refused).toEqual([]);
    expect(sheets.map((sheet) => sheet.labels)).toEqual([Array.from({ length: count }, (_, at) => at)]);
  });

  it('are the labels themselves, dot for dot, with nothing scaled', async () => {
    const media = { size: '100x150', dpi: 203, sheet: 'a4' } as const;
    const [model] = labels(2);
    const { sheets } = expectOk(await printSheets([model!], media));
    const sheet = expectOk(await rasteriseFirstPage(sheets[0]!.pdf, 203));
    const alone = expectOk(await rasteriseFirstPage(expectOk(await drawLabelPdf(model!, media)), 203));
    const [place] = planSheet(media).places;
    const differs = (x: number, y: number): boolean =>
      sheet.grey[(place!.y + y) * sheet.width + place!.x + x]! < 128 !== alone.grey[y * alone.width + x]! < 128;
    let edges = 0;
    for (let y = 0; y < alone.height; y++) for (let x = 0; x < alone.width; x++) if (differs(x, y)) edges++;
    // Where an edge of a letter crosses half a dot, it may fall to either side.
    expect(edges / alone.grey.length).toBeLessThan(0.001);
    for (const item of expectOk(layoutLabel(model!, media)).items) {
      if (item.type !== 'code') continue;
      let wrong = 0;
      for (let y = 0; y < item.bitmap.height; y++) {
        for (let x = 0; x < item.bitmap.width; x++) if (differs(item.x + x, item.y + y)) wrong++;
      }
      expect([item.name, wrong]).toEqual([item.name, 0]);
    }
  });

  it('begin at the first free place, and go on on the next sheet', async () => {
    const { sheets } = expectOk(await printSheets(labels(6), A4, { startAt: 3 }));
    expect(sheets.map((sheet) => sheet.labels)).toEqual([
      [0, 1],
      [2, 3, 4, 5],
    ]);
    const first = expectOk(await rasteriseFirstPage(sheets[0]!.pdf, 203));
    const { places, width } = planSheet(A4);
    // The used places stay as they are, but for the marks on the edge.
    const dark = (at: number): number => {
      let count = 0;
      for (let y = places[at]!.y + 40; y < places[at]!.y + 1100; y++) {
        for (let x = places[at]!.x + 40; x < places[at]!.x + 800; x++) if (first.grey[y * width + x]! < 128) count++;
      }
      return count;
    };
    expect([dark(0), dark(1)]).toEqual([0, 0]);
    expect(dark(2)).toBeGreaterThan(10_000);
  });

  it('leave no hole where a label is refused, and name it', async () => {
    const wanted = labels(5).map((label, at) => (at === 1 ? { ...label, mainCode: 'no digits' } : label));
    const { sheets, refused } = expectOk(await printSheets(wanted, A4));
    expect(refused).toEqual([{ at: 1, error: { code: 'damaged' } }]);
    expect(sheets.map((sheet) => sheet.labels)).toEqual([[0, 2, 3, 4]]);
  });

  it('are previewed dot for dot', async () => {
    const { sheets } = expectOk(await printSheets(labels(2), A4));
    const picture = expectOk(await rasteriseFirstPage(sheets[0]!.pdf, 203));
    const png = PNG.sync.read(Buffer.from(sheets[0]!.png));
    expect([png.width, png.height]).toEqual([picture.width, picture.height]);
    let wrong = 0;
    for (let at = 0; at < picture.grey.length; at++) if (png.data[at * 4] !== picture.grey[at]) wrong++;
    expect(wrong).toBe(0);
  });

  it.skipIf(!hasCommand('pdftoppm', '-v') || !hasCommand('zbarimg', '--version'))(
    'read back from somebody else’s raster, all of them',
    async () => {
      const folder = aFolder();
      for (const media of [A4, { size: 'a6', dpi: 203, sheet: 'a5' } as const]) {
        const count = labelsPerSheet(media.size, media.sheet);
        const { sheets } = expectOk(await printSheets(labels(count), media));
        writeFileSync(join(folder, 'a.pdf'), sheets[0]!.pdf);
        execFileSync('pdftoppm', ['-r', '203', '-gray', '-singlefile', 'a.pdf', 'a'], { cwd: folder });
        const said = spawnSync('zbarimg', ['-q', '--nodbus', 'a.pgm'], { cwd: folder, encoding: 'utf8' }).stdout;
        const bars = new Set(said.split('\n').filter((line) => line.startsWith('CODE-128:')));
        expect(bars).toEqual(
          new Set(labels(count).map(({ label }) => `CODE-128:${SHIPPING_NUMBER}0${label.piece}0${label.of}01`)),
        );
        expect(said.match(/QR-Code:/g)?.length).toBe(2 * count);
      }
    },
  );
});
