/** What papers of every kind share: measures, inks, and a line of text on its baseline. */
import type { Document } from './document.ts';
import { drawText } from './draw-text.ts';
import { drawableText, fitText, measureText, type Weight } from './typeface.ts';

/** Points. */
export const MM = 72 / 25.4;
export const PAPERS = {
  A6: { width: 105 * MM, height: 148 * MM },
  A5: { width: 148 * MM, height: 210 * MM },
  A4: { width: 210 * MM, height: 297 * MM },
} as const;

export const INK = '#1B1F24';
export const SOFT = '#5A616B';
export const ACCENT = '#264B7D';
export const HAIRLINE = '#C9CCD1';

/** Sizes in points. */
export const BODY = 9;
export const LEADING = 13;
export const SMALL = 7.5;

/** `2026年11月21日`, `21 Nov 2026`. @param date `YYYY-MM-DD` */
export function dateOn(date: string, language: 'ja' | 'en'): string {
  if (language === 'ja') return date.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日');
  const [, year, month, day] = /^(\d+)-(\d+)-(\d+)$/.exec(date)!;
  return `${Number(day)} ${MONTHS.slice(3 * Number(month) - 3, 3 * Number(month))} ${year}`;
}
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

export interface Style {
  readonly size?: number;
  readonly weight?: Weight;
  readonly colour?: string;
  readonly align?: 'left' | 'right' | 'center';
  /** Points; text that is wider shrinks a little, then is cut. */
  readonly room?: number;
  /** ISO 3166-1 alpha-2, of the text. */
  readonly country?: string | undefined;
}

/** One line on its baseline; returns its width in points. */
export function putText(document: Document, x: number, y: number, text: string, style: Style): number {
  const { size = BODY, weight = 'regular', colour = INK, align = 'left', room, country } = style;
  const line =
    room === undefined
      ? { text: drawableText(text, weight, country), size }
      : fitText(text, weight, size, size * 0.7, room, country);
  const shift = { left: 0, center: 0.5, right: 1 }[align] * measureText(line.text, weight, line.size, country);
  return drawText(document, x - shift, y, line.text, { weight, size: line.size, colour, country });
}
