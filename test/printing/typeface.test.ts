import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setLine } from '#main/printing/set-line.ts';
import { drawableText, fitName, fitText, measureText, wrapText } from '#main/printing/typeface.ts';

describe('the typeface', () => {
  it('has figures of one width', () => {
    const widths = [...'0123456789'].map((digit) => measureText(digit, 'bold', 100));
    expect(new Set(widths).size).toBe(1);
  });

  it('replaces what it can not draw by the bare letter, or the mark for a missing type', () => {
    expect(drawableText('Łódź & Iași, 한국 ع 简', 'regular')).toBe('Łódź & Iași, 한국 ع 简');
    expect(drawableText('שלום 👨‍👩‍👧 🙂 ﭏ', 'regular')).toBe('〓〓〓〓 〓 〓 〓');
    expect(drawableText('𝐋ucja', 'regular')).toBe('Lucja');
    expect(drawableText('みなと\u202e百貨店\n本店\u200d', 'bold')).toBe('みなと 百貨店 本店');
  });

  it('never draws the box of a font without the letter, whatever the text', () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ufe0f', '\u{e0101}', '\u200d', 'ب', '辻')),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(undefined, 'CN', 'SA'), (parts, country) => {
        const { runs, text } = setLine(parts.join(''), 'regular', country);
        const glyphs = runs.flatMap((run) => run.glyphs);
        expect(glyphs.every(({ id }) => id !== 0)).toBe(true);
        const plain = (drawn: string): string => drawn.replace(/[\u200c\u200d]/g, '').trim();
        expect(plain(drawableText(text, 'regular', country))).toBe(plain(text));
      }),
      {
        numRuns: 300,
        examples: [
          [['⇄', '\u200d', 'ب'], undefined],
          [['\0', '\u0610'], undefined],
          [['가\u0591'], undefined],
          [['ڢ'], undefined],
          [['\u{e01f0}', '\u0308'], undefined],
        ],
      },
    );
  });

  it('keeps one face for all letters of a script, and their figures, brackets and marks', () => {
    const facesOf = (text: string, country?: string): string =>
      setLine(text, 'regular', country)
        .runs.map(({ face, glyphs }) => `${face} ${glyphs.length}`)
        .join(', ');
    expect(facesOf('Sapporo 12')).toBe('jp 10');
    expect(facesOf('Łódź 12')).toBe('sans 7');
    // A Western address looks alike in all its lines.
    expect(facesOf('Warszawa 12', 'PL')).toBe('sans 11');
    expect(facesOf('+48 22', 'PL')).toBe('sans 6');
    expect(facesOf('みなと Łódź 12')).toBe('jp 4, sans 7');
    expect(facesOf('直 12')).toBe('jp 4');
    expect(facesOf('直 12', 'CN')).toBe('sc 4');
    expect(facesOf('直简 12')).toBe('sc 5');
    expect(facesOf('直すもの（简）')).toBe('jp 4, sc 3');
    expect(facesOf('みなと（Αθήνα）')).toBe('jp 4, sans 5, jp 1');
    expect(facesOf('辻\u{e0101}, か\u3099')).toBe('jp 4');
    expect(setLine('\u200fabc\u200e', 'regular').runs[0]!.glyphs).toHaveLength(3);
  });

  it('sets the lines of Arabic as parts of one text', () => {
    const lines = wrapText('شارع الملك فهد 125 Tower B, 7F الرياض', 'regular', 10, 60, 'SA');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(measureText(line, 'regular', 10, 'SA')).toBeLessThanOrEqual(60);
    // A line that begins with a Latin word still runs from the right.
    const broken = wrapText('شارع Tower 7', 'regular', 10, 45);
    expect(broken).toEqual(['شارع', '\u200fTower 7']);
    expect(setLine(broken[1]!, 'regular').runs.map(({ glyphs }) => glyphs.length)).toEqual([7]);
    const cut = fitText('123 شارع الملك فهد', 'regular', 10, 10, 24);
    expect(cut.text).toMatch(/^\u200f1.*…$/);
    expect(setLine(cut.text, 'regular').runs[0]!.glyphs[0]!.codePoints).toEqual([0x2026]);
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
