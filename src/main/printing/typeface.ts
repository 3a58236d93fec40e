/** Noto Sans JP, parsed once and shared by every document; what it can't draw is replaced, never a box. */
import PdfDocument from 'pdfkit';
import { readAsset } from './assets.ts';

export type Weight = 'regular' | 'bold';

/** A parsed font as `pdfkit` takes it; measures in units of `unitsPerEm`. */
interface ParsedFont {
  readonly unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  layout(text: string): { readonly advanceWidth: number };
}

const parsed: Partial<Record<Weight, ParsedFont>> = {};

function parseFont(weight: Weight): ParsedFont {
  const opener = new PdfDocument({ font: undefined, autoFirstPage: false });
  opener.font(readAsset(`font-${weight}`) as unknown as PDFKit.Mixins.PDFFontSource);
  return (opener as unknown as { _font: { font: ParsedFont } })._font.font;
}

/** The font for `PdfDocument.font`: parsing it anew costs more than a whole label. */
export function openFont(weight: Weight): ParsedFont {
  return (parsed[weight] ??= parseFont(weight));
}

/** Letters that Unicode does not decompose. */
const PLAIN: Readonly<Record<string, string>> = { Ł: 'L', ł: 'l', Ħ: 'H', ħ: 'h', Ŧ: 'T', ŧ: 't', ı: 'i', ĸ: 'k' };

/** What a Japanese printer sets where a type is missing. */
const GETA = '〓';

function replaceGlyph(character: string, font: ParsedFont): string {
  const has = (text: string) => [...text].every((one) => font.hasGlyphForCodePoint(one.codePointAt(0)!));
  if (has(character)) return character;
  const plain = PLAIN[character] ?? character.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain !== '' && has(plain) ? plain : GETA;
}

/** One line that the typeface can draw: blanks for controls, the bare letter for one with an unknown accent, else 〓. */
export function drawableText(text: string, weight: Weight): string {
  const font = openFont(weight);
  const line = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim();
  return [...line].map((character) => replaceGlyph(character, font)).join('');
}

const widths = new Map<string, number>();
const MOST_WIDTHS = 2000;

/** Width in the unit of `size`. */
export function measureText(text: string, weight: Weight, size: number): number {
  const key = weight + text;
  let width = widths.get(key);
  if (width === undefined) {
    const font = openFont(weight);
    width = font.layout(text).advanceWidth / font.unitsPerEm;
    if (widths.size >= MOST_WIDTHS) widths.clear();
    widths.set(key, width);
  }
  return width * size;
}

export interface FittedText {
  readonly text: string;
  readonly size: number;
}

/** Shrinks down to `least`, then cuts with an ellipsis; never wider than `room`. */
export function fitText(text: string, weight: Weight, size: number, least: number, room: number): FittedText {
  const whole = drawableText(text, weight);
  const width = measureText(whole, weight, size);
  if (width <= room) return { text: whole, size };
  const shrunk = (size * room) / width;
  if (shrunk >= least) return { text: whole, size: shrunk };
  const characters = [...whole];
  const cut = (): string => `${characters.join('').trimEnd()}…`;
  while (characters.length > 0 && measureText(cut(), weight, least) > room) characters.pop();
  return { text: cut(), size: least };
}

/** Where a line may end: at a blank, and beside any letter of a script that sets no blanks. */
function breakPoints(characters: readonly string[]): number[] {
  const isWide = (character: string | undefined): boolean =>
    /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]/u.test(character ?? '');
  return characters
    .map((_, at) => at)
    .filter((at) => at > 0 && (characters[at] === ' ' || isWide(characters[at]) || isWide(characters[at - 1])))
    .filter((at) => !/[、。，．・）」』ーぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u.test(characters[at]!));
}

/** Lines no wider than `room`; words that are wider themselves are broken. */
export function wrapText(text: string, weight: Weight, size: number, room: number): readonly string[] {
  const characters = [...drawableText(text, weight)];
  const breaks = new Set(breakPoints(characters));
  const lines: string[] = [];
  let start = 0;
  let lastBreak = 0;
  for (let at = 1; at <= characters.length; at++) {
    if (breaks.has(at - 1)) lastBreak = at - 1;
    if (measureText(characters.slice(start, at).join('').trimEnd(), weight, size) <= room) continue;
    const end = lastBreak > start ? lastBreak : Math.max(at - 1, start + 1);
    lines.push(characters.slice(start, end).join('').trim());
    start = end;
  }
  const rest = characters.slice(start).join('').trim();
  return rest === '' && lines.length > 0 ? lines : [...lines, rest];
}

/** One line while `size` stays above `breakAt`, then two even lines down to `least`, then an ellipsis. */
export function fitName(
  name: string,
  weight: Weight,
  sizes: { readonly size: number; readonly breakAt: number; readonly least: number },
  room: number,
): readonly FittedText[] {
  const one = fitText(name, weight, sizes.size, sizes.breakAt, room);
  const whole = drawableText(name, weight);
  if (one.text === whole) return [one];
  const characters = [...whole];
  const halves = breakPoints(characters).map((at): [string, string] => [
    characters.slice(0, at).join('').trim(),
    characters.slice(at).join('').trim(),
  ]);
  const longer = (pair: readonly [string, string]): number =>
    Math.max(...pair.map((half) => measureText(half, weight, 1)));
  const [even] = halves.sort((a, b) => longer(a) - longer(b));
  if (even === undefined) return [fitText(name, weight, sizes.size, sizes.least, room)];
  const size = Math.max(sizes.least, Math.min(sizes.breakAt, room / longer(even)));
  return even.map((half) => fitText(half, weight, size, size, room));
}
