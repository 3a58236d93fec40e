import { describe, expect, it } from 'vitest';
import { type LabelMedia, type LabelModel, printBatch, printLabel, proveLabel } from '#main/labels/index.ts';
import { drawLabelPdf, drawLayouts } from '#main/labels/draw-label-pdf.ts';
import { layoutLabel } from '#main/labels/layout.ts';
import type { LabelItem } from '#main/labels/page.ts';
import { openPdf } from '#main/printing/rasterise.ts';
import { ssccCheckDigit } from '#shared/domain/carrier-number.ts';
import { yen } from '#shared/domain/money.ts';
import { expectOk } from '#shared/result.ts';
import { aLabel } from './a-label.ts';

const SSCC = `34012345000000001${ssccCheckDigit('34012345000000001')}`;
const AT_203: LabelMedia = { size: '100x150', dpi: 203 };
const unreadable = (about: string) => ({ ok: false, error: { code: 'label-unreadable', about } });

/** The label drawn with other items than its layout's. */
async function redraw(model: LabelModel, change: (items: readonly LabelItem[]) => readonly LabelItem[]) {
  const layout = expectOk(layoutLabel(model, AT_203));
  return drawLayouts([{ ...layout, items: change(layout.items) }], model.date);
}

describe('the proof of a label', () => {
  it.each([
    ['a usual label', aLabel(), {}],
    ['cash to collect and all marks', aLabel({ collect: yen(3415), marks: ['keep-dry', 'do-not-stack'] }), {}],
    ['the largest codes', aLabel({}, { main: 384, contents: 256 }), {}],
    ['the largest codes on 4 × 6 in', aLabel({}, { main: 384, contents: 256 }), { size: '4x6' }],
    ['300 dpi', aLabel({}, { main: 384, contents: 256 }), { dpi: 300 }],
    ['300 dpi on 4 × 6 in', aLabel(), { size: '4x6', dpi: 300 }],
    ['an S10 number', aLabel({ label: { number: 'RR123456785JP', piece: 1, of: 1, copy: 1 } }, { main: 384 }), {}],
    [
      'an SSCC and the largest codes',
      aLabel({ label: { number: SSCC, piece: 98, of: 99, copy: 99 } }, { main: 384, contents: 256 }),
      {},
    ],
    ['a receipt label', aLabel({ kind: 'receipt', marks: [] }, { main: 96, contents: 192 }), {}],
  ] as const)('holds for %s', async (_, model, media) => {
    expect(await proveLabel(expectOk(await drawLabelPdf(model, media)), model, media)).toEqual({ ok: true });
  });

  it('holds without a main code (variant b) and without any QR code', async () => {
    const { mainCode: _, ...numberOnly } = aLabel();
    const { contentsCode: __, ...bare } = numberOnly;
    for (const model of [numberOnly, bare]) {
      expect(await proveLabel(expectOk(await drawLabelPdf(model)), model)).toEqual({ ok: true });
    }
  });

  it('fails when one digit of a code is another', async () => {
    const model = aLabel();
    const pdf = expectOk(await drawLabelPdf(model));
    const flip = (digits: string): string => digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10);
    expect(await proveLabel(pdf, { ...model, mainCode: flip(model.mainCode!) })).toEqual(unreadable('main'));
    expect(await proveLabel(pdf, { ...model, contentsCode: flip(model.contentsCode!) })).toEqual(
      unreadable('contents'),
    );
    expect(await proveLabel(pdf, { ...model, label: { ...model.label, copy: 2 } })).toEqual(unreadable('fence'));
  });

  it.each(['main', 'contents', 'fence', 'ladder'] as const)('fails when the %s is not there', async (name) => {
    const model = aLabel();
    const pdf = await redraw(model, (items) => items.filter((item) => item.type !== 'code' || item.name !== name));
    expect(await proveLabel(pdf, model)).toEqual(unreadable(name));
  });

  it('fails when something covers a code', async () => {
    const model = aLabel();
    // Few enough modules for the error correction to hide.
    const blot = { type: 'fill', x: 100, y: 700, width: 24, height: 24 } as const;
    expect(await proveLabel(await redraw(model, (items) => [...items, blot]), model)).toEqual(unreadable('main'));
  });

  it('fails on a code that the model does not know', async () => {
    const { contentsCode: _, ...without } = aLabel();
    expect(await proveLabel(expectOk(await drawLabelPdf(aLabel())), without)).toEqual(unreadable('extra'));
  });

  it('fails on other paper than asked for, and on a file that is no PDF', async () => {
    const pdf = expectOk(await drawLabelPdf(aLabel(), { size: '4x6' }));
    expect(await proveLabel(pdf, aLabel())).toEqual(unreadable('paper'));
    expect(await proveLabel(new Uint8Array(10), aLabel())).toEqual(unreadable('paper'));
  });

  it('is part of printing', async () => {
    expect((await printLabel(aLabel())).ok).toBe(true);
  });
});

describe('a batch', () => {
  it('leaves out and names what can not be drawn, and brings the rest in order', async () => {
    const bad = aLabel({ mainCode: '見本' });
    const wrongNumber = { ...aLabel(), label: { number: '30482771930560', piece: 1, of: 1, copy: 1 } };
    const seen: number[] = [];
    const batch = await printBatch([aLabel(), bad, aLabel(), wrongNumber], AT_203, (done) => seen.push(done));
    const { pdf, refused } = expectOk(batch);
    expect(refused).toEqual([
      { at: 1, error: { code: 'damaged' } },
      { at: 3, error: { code: 'bad-number' } },
    ]);
    expect(seen).toEqual([3, 4]);
    const file = expectOk(await openPdf(pdf!));
    expect(file.pages).toBe(2);
    file.close();
  });

  it('brings no document when nothing is left', async () => {
    expect(expectOk(await printBatch([aLabel({ mainCode: 'x' })])).pdf).toBeUndefined();
  });
});
