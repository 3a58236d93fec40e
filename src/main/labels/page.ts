/** A label's page while it is laid out: what stands on it, in whole dots from the top left. */
import { fitName, fitText, measureText, type Weight } from '#main/printing/typeface.ts';
import type { Bitmap } from './bitmap.ts';
import { type LabelMedia, type LabelSize, mediaDots } from './model.ts';
import type { Pictogram } from './pictograms.ts';

export type CodeName = 'main' | 'contents' | 'fence' | 'ladder';

interface At {
  readonly x: number;
  readonly y: number;
}
export interface CodeItem extends At {
  readonly type: 'code';
  readonly name: CodeName;
  readonly bitmap: Bitmap;
  /** Dots that stay white on every side of the bitmap that needs it. */
  readonly quiet: number;
}
export interface TextItem extends At {
  readonly type: 'text';
  readonly text: string;
  readonly weight: Weight;
  /** Dots an em; `y` is the baseline. */
  readonly size: number;
  readonly paper?: boolean;
}
export interface FillItem extends At {
  readonly type: 'fill';
  readonly width: number;
  readonly height: number;
}
export interface PictureItem extends At {
  readonly type: 'picture';
  readonly side: number;
  readonly pictogram: Pictogram;
}
export type LabelItem = CodeItem | TextItem | FillItem | PictureItem;

export interface LabelLayout {
  readonly media: LabelMedia;
  readonly width: number;
  readonly height: number;
  readonly items: readonly LabelItem[];
}

/** Where things stand on this paper, in dots. */
export interface Page {
  readonly media: LabelMedia;
  readonly width: number;
  readonly height: number;
  readonly items: LabelItem[];
  readonly left: number;
  /** Right end of everything but the ladder. */
  readonly right: number;
  readonly ladderLeft: number;
  readonly mm: (millimetres: number) => number;
  readonly pt: (points: number) => number;
}

/** Office printers leave some 4 mm at the edge of a sheet white: labels that fill one to its edges keep away from it. */
const SIDE_MM: Readonly<Record<LabelSize, number>> = { '100x150': 3, '4x6': 3, a6: 5.5 };

export function openPage(media: LabelMedia): Page {
  const { width, height } = mediaDots(media);
  const mm = (millimetres: number): number => Math.round((millimetres * media.dpi) / 25.4);
  const left = mm(SIDE_MM[media.size]);
  const ladderLeft = width - left - mm(10);
  return {
    media,
    width,
    height,
    items: [],
    left,
    right: ladderLeft - mm(2),
    ladderLeft,
    mm,
    pt: (points) => (points * media.dpi) / 72,
  };
}

interface TextStyle {
  readonly weight?: Weight;
  /** Points. */
  readonly size: number;
  /** Points; absent: cut without shrinking. */
  readonly least?: number;
  /** Dots. */
  readonly room?: number;
  readonly align?: 'left' | 'right' | 'center';
  readonly paper?: boolean;
}

/** Puts one line on its baseline; returns its width in dots. */
export function putText(page: Page, x: number, y: number, text: string, style: TextStyle): number {
  const weight = style.weight ?? 'regular';
  const size = page.pt(style.size);
  const least = style.least === undefined ? size : page.pt(style.least);
  const fitted = fitText(text, weight, size, least, style.room ?? page.right - page.left);
  const width = measureText(fitted.text, weight, fitted.size);
  const shift = style.align === 'right' ? width : style.align === 'center' ? width / 2 : 0;
  page.items.push({ type: 'text', x: x - shift, y, ...fitted, weight, ...(style.paper && { paper: true }) });
  return width;
}

export function putFill(page: Page, x: number, y: number, width: number, height: number): void {
  page.items.push({ type: 'fill', x, y, width, height });
}

export function putFrame(page: Page, x: number, y: number, width: number, height: number, line: number): void {
  putFill(page, x, y, width, line);
  putFill(page, x, y + height - line, width, line);
  putFill(page, x, y + line, line, height - 2 * line);
  putFill(page, x + width - line, y + line, line, height - 2 * line);
}

export function putRule(page: Page, y: number): void {
  putFill(page, page.left, y, page.right - page.left, page.mm(0.25));
}

/** A trade name, bold, on one baseline, or two lines that end on it. */
export function putName(
  page: Page,
  x: number,
  y: number,
  name: string,
  style: { size: number; breakAt: number },
  room: number,
): void {
  const sizes = { size: page.pt(style.size), breakAt: page.pt(style.breakAt), least: page.pt(6.5) };
  const lines = fitName(name, 'bold', sizes, room);
  lines.forEach((line, at) => {
    const above = Math.round((lines.length - 1 - at) * line.size * 1.2);
    page.items.push({ type: 'text', x, y: y - above, weight: 'bold', ...line });
  });
}
