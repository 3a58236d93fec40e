/** Glyphs into a PDF document, by its own operators: `pdfkit` knows one font a text and no right-to-left. */
import type { Document } from './document.ts';
import { type Face, openFont, type Weight } from './fonts.ts';
import { setLine, type SetRun } from './set-line.ts';

/** What `pdfkit` keeps of a font that goes into the file; glyphs are numbered anew. */
interface EmbeddedFont {
  readonly id: string;
  readonly subset: { includeGlyph(id: number): number };
  /** Thousandths of an em, and code points, by the new number. */
  readonly widths: number[];
  readonly unicode: (readonly number[])[];
  ref(): unknown;
}

interface Drawing {
  readonly _font: EmbeddedFont;
  readonly page: { readonly fonts: Record<string, unknown> };
  addContent(operators: string): void;
}

/** Under this name a document knows a font; the Japanese one is its own, `regular` and `bold`. */
export function fontName(face: Face, weight: Weight): string {
  return face === 'jp' ? weight : `${face}-${weight}`;
}

function embedFont(document: Document, face: Face, weight: Weight): EmbeddedFont {
  const name = fontName(face, weight);
  const { _registeredFonts: known } = document as unknown as { _registeredFonts: Record<string, unknown> };
  if (known[name] === undefined) {
    document.registerFont(name, openFont(face, weight) as unknown as PDFKit.Mixins.PDFFontSource);
  }
  document.font(name);
  return (document as unknown as Drawing)._font;
}

export interface TextStyle {
  readonly weight: Weight;
  /** Units of the page, as `x` and `y`. */
  readonly size: number;
  readonly colour: string;
  /** ISO 3166-1 alpha-2, of the text. */
  readonly country?: string | undefined;
}

/** One line with its left end at `x` and its baseline at `y`; returns its width. */
export function drawText(
  document: Document,
  x: number,
  y: number,
  text: string,
  { weight, size, colour, country }: TextStyle,
): number {
  const { runs, width } = setLine(text, weight, country);
  document.fillColor(colour);
  let pen = x;
  for (const run of runs) pen = drawRun(document, run, weight, size, pen, y);
  return width * size;
}

const figure = (value: number): string => String(Math.round(value * 1e6) / 1e6);

function drawRun(
  document: Document,
  { face, glyphs }: SetRun,
  weight: Weight,
  size: number,
  x: number,
  y: number,
): number {
  const drawing = document as unknown as Drawing;
  const font = embedFont(document, face, weight);
  drawing.page.fonts[font.id] ??= font.ref();
  // Pages run down, letters stand up: hence the turned matrix.
  const at = (left: number, top: number): string => `1 0 0 -1 ${figure(left)} ${figure(top)} Tm`;
  const operators = [`BT /${font.id} ${figure(size)} Tf ${at(x, y)}`];
  let pen = x;
  let row = '';
  const flush = (): void => {
    if (row !== '') operators.push(`[${row.replaceAll('><', '')}] TJ`);
    row = '';
  };
  let isMoved = false;
  for (const glyph of glyphs) {
    const number = font.subset.includeGlyph(glyph.id);
    font.widths[number] ??= glyph.width * 1000;
    font.unicode[number] ??= glyph.codePoints;
    const shown = `<${number.toString(16).padStart(4, '0')}>`;
    const moves = glyph.right !== 0 || glyph.up !== 0;
    if (moves || isMoved) {
      flush();
      operators.push(at(pen + glyph.right * size, y - glyph.up * size));
    }
    isMoved = moves;
    const kern = moves ? 0 : (glyph.width - glyph.advance) * 1000;
    row += kern === 0 ? shown : `${shown}${figure(kern)}`;
    pen += glyph.advance * size;
  }
  flush();
  drawing.addContent(`${operators.join(' ')} ET`);
  return pen;
}
