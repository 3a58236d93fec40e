/** The faces that text is set in, each parsed when first needed and then shared by every document of its thread. */
import PdfDocument from 'pdfkit';
import { readAsset } from './assets.ts';

export type Weight = 'regular' | 'bold';

/** Noto Sans by what it is drawn for: Japanese, most alphabets, simplified Chinese, Korean, Arabic. */
export type Face = 'jp' | 'sans' | 'sc' | 'kr' | 'arabic';

interface FontGlyph {
  readonly id: number;
  readonly codePoints: readonly number[];
  readonly advanceWidth: number;
}

/** A parsed font as `pdfkit` takes it; measures in units of `unitsPerEm`. */
export interface ParsedFont {
  readonly unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  /** Glyphs from left to right, whatever the direction of the text. */
  layout(
    text: string,
    features: Readonly<Record<string, boolean>>,
    script: string | undefined,
    language: undefined,
    direction: 'ltr' | 'rtl',
  ): {
    readonly glyphs: readonly FontGlyph[];
    readonly positions: readonly { readonly xAdvance: number; readonly xOffset: number; readonly yOffset: number }[];
    readonly advanceWidth: number;
  };
}

const parsed = new Map<string, ParsedFont>();

/** The font for `PdfDocument.registerFont`: parsing it anew costs more than a whole label. */
export function openFont(face: Face, weight: Weight): ParsedFont {
  const name = `${face}-${weight}` as const;
  let font = parsed.get(name);
  if (font === undefined) {
    const opener = new PdfDocument({ font: undefined, autoFirstPage: false });
    opener.font(readAsset(`font-${name}`) as unknown as PDFKit.Mixins.PDFFontSource);
    font = (opener as unknown as { _font: { font: ParsedFont } })._font.font;
    parsed.set(name, font);
  }
  return font;
}

const covered = new Map<string, Map<number, boolean>>();

export function hasGlyph(face: Face, weight: Weight, codePoint: number): boolean {
  const name = face + weight;
  let known = covered.get(name);
  if (known === undefined) covered.set(name, (known = new Map()));
  let has = known.get(codePoint);
  if (has === undefined) known.set(codePoint, (has = openFont(face, weight).hasGlyphForCodePoint(codePoint)));
  return has;
}
