import { describe, expect, it } from 'vitest';
import { drawPackingSlip, type PackingSlip, previewPng, type SlipLine } from '#main/printing/index.ts';
import { expectOk } from '#shared/result.ts';
import { pdfText } from './pdf-text.ts';

const LINES: readonly SlipLine[] = [
  { name: '文庫本『山の手帖』', quantity: 1, unitPrice: 725, taxPercent: 10 },
  { name: '煎茶 100g', quantity: 2, unitPrice: 1620, taxPercent: 8 },
  { name: '手ぬぐい 麻の葉', quantity: 3, unitPrice: 1325, taxPercent: 10 },
];

function aSlip(changes: Partial<PackingSlip> = {}): PackingSlip {
  return {
    language: 'ja',
    seller: { name: 'みなと百貨店', registration: 'T1234567890123' },
    date: '2026-11-21',
    purchase: '10482771930560',
    currency: 'JPY',
    lines: LINES,
    ...changes,
  };
}

const textOf = async (slip: PackingSlip): Promise<string> => (await pdfText(await drawPackingSlip(slip))).join('\n');

describe('the packing slip', () => {
  it('says what a simplified invoice must: issuer, number, date, goods with their rate, tax by rate', async () => {
    const text = await textOf(aSlip());
    for (const said of [
      '納品書 兼 適格簡易請求書',
      'みなと百貨店',
      '登録番号 T1234567890123',
      '2026年11月21日',
      '1 0482 7719 3056 0',
      '文庫本『山の手帖』',
      '煎茶 100g',
      '8%※',
      '※ は軽減税率',
      // 725 + 3 × 1,325, of which 427.27… is tax; rounded line by line it would be 65 + 361 = 426.
      '¥4,700',
      '内消費税 ¥427',
      '¥3,240',
      '内消費税 ¥240',
      '¥7,940',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain('お支払い');
  });

  it('is no invoice without a registration number', async () => {
    const text = await textOf(aSlip({ seller: { name: 'みなと百貨店' } }));
    expect(text).toContain('納品書');
    expect(text).not.toContain('適格');
    expect(text).not.toContain('登録番号');
  });

  it('speaks English when asked', async () => {
    const text = await textOf(aSlip({ language: 'en' }));
    for (const said of ['Packing slip and simplified invoice', 'Order number', 'Reduced tax rate', '2026-11-21']) {
      expect(text).toContain(said);
    }
    expect(text).not.toMatch(/納品書|合計|取引/);
  });

  it('carries the part to pay by on pay-later orders', async () => {
    const payLater = { payTo: 'みなとクレジット 各窓口\n収納機関番号 58021', due: '2026-12-20' };
    const text = await textOf(aSlip({ payLater }));
    for (const said of [
      'お支払いのご案内',
      'お支払番号',
      '2026年12月20日',
      'みなとクレジット 各窓口',
      '収納機関番号 58021',
    ]) {
      expect(text).toContain(said);
    }
    expect(text.split('1 0482 7719 3056 0')).toHaveLength(3);
    expect(text.split('¥7,940')).toHaveLength(3);
  });

  it('goes on over pages with its head repeated, and loses no line', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => ({ ...LINES[at % 3]!, name: `品物 ${at + 1}番` }));
    const pages = await pdfText(await drawPackingSlip(aSlip({ lines, payLater: { payTo: 'x', due: '2026-12-20' } })));
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach((page, at) => {
      expect(page).toContain('1 0482 7719 3056 0');
      expect(page).toContain(`${at + 1} / ${pages.length}`);
    });
    expect(pages[1]).toContain('品名');
    const whole = pages.join('\n');
    for (const { name } of lines) expect(whole).toContain(name);
    expect(pages.at(-1)).toContain('お支払いのご案内');
    // The same goods fit on fewer pages of larger paper.
    expect((await pdfText(await drawPackingSlip(aSlip({ lines, paper: 'A4' })))).length).toBeLessThan(pages.length);
  });

  it('wraps long names and draws letters it has no type for without a box', async () => {
    const name = 'Board game "Harbour" – the extended second edition with all expansions; Łódź, 简体, 🎲';
    const text = (await textOf(aSlip({ lines: [{ name, quantity: 1, unitPrice: 6380, taxPercent: 10 }] }))).replace(
      /\s+/g,
      ' ',
    );
    expect(text).toContain('expansions; Łódź, 简体, 〓');
  });

  it('has a preview and comes out the same again', async () => {
    const [once, again] = [await drawPackingSlip(aSlip()), await drawPackingSlip(aSlip())];
    expect(Buffer.from(once).equals(again)).toBe(true);
    const png = expectOk(await previewPng(once, 100));
    const view = new DataView(png.buffer);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([583, 827]);
  });
});
