/** What papers of every kind share: measures, inks, and a line of text on its baseline. */
import type { Document } from './document.ts';
import { drawableText, fitText, measureText, type Weight } from './typeface.ts';

/** Points. */
export const MM = 72 / 25.4;
export const PAPERS = { A5: { width: 148 * MM, height: 210 * MM }, A4: { width: 210 * MM, height: 297 * MM } } as const;

export const INK = '#1B1F24';
export const SOFT = '#5A616B';
export const ACCENT = '#264B7D';
export const HAIRLINE = '#C9CCD1';

/** Sizes in points. */
export const BODY = 9;
export const LEADING = 13;
export const SMALL = 7.5;

export interface Style {
  readonly size?: number;
  readonly weight?: Weight;
  readonly colour?: string;
  readonly align?: 'left' | 'right';
  /** Points; text that is wider shrinks a little, then is cut. */
  readonly room?: number;
}

/** One line on its baseline; returns its width in points. */
export function putText(document: Document, x: number, y: number, text: string, style: Style): number {
  const { size = BODY, weight = 'regular', colour = INK, align = 'left', room } = style;
  const line =
    room === undefined ? { text: drawableText(text, weight), size } : fitText(text, weight, size, size * 0.7, room);
  const width = measureText(line.text, weight, line.size);
  document
    .fillColor(colour)
    .font(weight, line.size)
    .text(line.text, align === 'right' ? x - width : x, y, { lineBreak: false, baseline: 'alphabetic' });
  return width;
}
