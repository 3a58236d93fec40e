import { describe, expect, it } from 'vitest';
import { drawableText, fitName, fitText, measureText, wrapText } from '#main/printing/typeface.ts';

describe('the typeface', () => {
  it('has figures of one width', () => {
    const widths = [...'0123456789'].map((digit) => measureText(digit, 'bold', 100));
    expect(new Set(widths).size).toBe(1);
  });

  it('replaces what it can not draw by the bare letter, or the mark for a missing type', () => {
    expect(drawableText('Łódź & Iași, Dvořák', 'regular')).toBe('Lódz & Iasi, Dvorák');
    expect(drawableText('한국 ع 简 🙂', 'regular')).toBe('〓〓 〓 〓 〓');
    expect(drawableText('みなと\u202e百貨店\n本店', 'bold')).toBe('みなと 百貨店 本店');
  });

  it('shrinks, then cuts, and never exceeds the room', () => {
    expect(fitText('Yamabiko', 'bold', 40, 20, 1000)).toEqual({ text: 'Yamabiko', size: 40 });
    const shrunk = fitText('Yamabiko Express', 'bold', 40, 20, 250);
    expect([shrunk.text, shrunk.size > 20 && shrunk.size < 40]).toEqual(['Yamabiko Express', true]);
    const cut = fitText('Yamabiko Express', 'bold', 40, 40, 250);
    expect(cut.text).toMatch(/^Yamab.*…$/);
    expect(measureText(cut.text, 'bold', cut.size)).toBeLessThanOrEqual(250);
    expect(fitText('', 'bold', 40, 20, 100).text).toBe('');
  });

  it('sets a long name in two even lines', () => {
    const sizes = { size: 45, breakAt: 30, least: 18 };
    const japanese = fitName('株式会社山彦運輸ホールディングス関東首都圏', 'bold', sizes, 350);
    expect(japanese.map(({ text }) => text).join('')).toBe('株式会社山彦運輸ホールディングス関東首都圏');
    expect(japanese).toHaveLength(2);
    const english = fitName('Northern Coastal Parcel Delivery', 'bold', sizes, 300);
    expect(english.map(({ text }) => text)).toEqual(['Northern Coastal', 'Parcel Delivery']);
    expect(fitName('Donaudampfschifffahrtsgesellschaft', 'bold', sizes, 300)).toHaveLength(1);
  });

  it('wraps at blanks, between Japanese letters, and inside a word only when it must', () => {
    expect(wrapText('a bb ccc', 'regular', 10, 30)).toEqual(['a bb', 'ccc']);
    expect(wrapText('', 'regular', 10, 30)).toEqual(['']);
    const lines = wrapText('鉄急須と南部鉄器の内面ホーローと、Donaudampfschifffahrt', 'regular', 10, 60);
    for (const line of lines) expect(measureText(line, 'regular', 10)).toBeLessThanOrEqual(60);
    expect(lines.join('')).toBe('鉄急須と南部鉄器の内面ホーローと、Donaudampfschifffahrt');
    for (const line of lines) expect(line).not.toMatch(/^[、ー]/);
  });
});
