/** Several labels on a sheet, to be cut apart: drawn in place on the printer's grid, never scaled. */
import { finishDocument, openDocument } from '#main/printing/document.ts';
import { encodePng } from '#main/printing/preview.ts';
import { type GreyPicture, openPdf } from '#main/printing/rasterise.ts';
import { LABEL_MM, type LabelSize, type PrinterMedia, SHEET_MM, type SheetPaper } from '#shared/domain/printer.ts';
import { ok, type Result } from '#shared/result.ts';
import { drawCutMark, drawLayout } from './draw-label-pdf.ts';
import { layoutLabel } from './layout.ts';
import { type LabelModel, mediaDots } from './model.ts';
import type { LabelLayout } from './page.ts';
import type { RefusedLabel } from './print-batch.ts';
import { provePicture } from './prove-label.ts';

export interface SheetOptions {
  /** The first free place of a sheet that was used in part, from 1. */
  readonly startAt?: number;
}

export interface LabelSheet {
  readonly pdf: Uint8Array<ArrayBuffer>;
  /** The preview, made from the PDF, one pixel a dot. */
  readonly png: Uint8Array<ArrayBuffer>;
  /** Which labels stand on it, by their positions in what was asked for. */
  readonly labels: readonly number[];
}

export interface LabelSheets {
  readonly sheets: readonly LabelSheet[];
  readonly refused: readonly RefusedLabel[];
}

export type SheetMedia = PrinterMedia & { readonly sheet: SheetPaper };

interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Labels lie on their right side. */
  readonly turned: boolean;
}

function gridOf(size: LabelSize, paper: SheetPaper): Grid {
  const [width, height] = LABEL_MM[size];
  const [sheetWidth, sheetHeight] = SHEET_MM[paper];
  const fit = (w: number, h: number, turned: boolean): Grid => ({
    columns: Math.floor(sheetWidth / w),
    rows: Math.floor(sheetHeight / h),
    turned,
  });
  const [upright, turned] = [fit(width, height, false), fit(height, width, true)];
  return turned.columns * turned.rows > upright.columns * upright.rows ? turned : upright;
}

/** Every size fits on every paper at least once. */
export function labelsPerSheet(size: LabelSize, paper: SheetPaper): number {
  const { columns, rows } = gridOf(size, paper);
  return columns * rows;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly turned: boolean;
}

/** A line to cut along begins or ends here; whole dots. */
export interface CutMark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SheetPlan {
  /** Dots. */
  readonly width: number;
  readonly height: number;
  /** In the order in which they are used: row by row. */
  readonly places: readonly Place[];
  readonly marks: readonly CutMark[];
}

/** Where the labels stand on a sheet, in whole dots. */
export function planSheet({ size, dpi, sheet }: SheetMedia): SheetPlan {
  const dots = (mm: number): number => Math.floor((mm * dpi) / 25.4);
  const [width, height] = [dots(SHEET_MM[sheet][0]), dots(SHEET_MM[sheet][1])];
  const { columns, rows, turned } = gridOf(size, sheet);
  const label = mediaDots({ size, dpi });
  // A paper that is a hair smaller than its labels in dots takes the hair from their empty margins.
  const stepX = Math.min(turned ? label.height : label.width, Math.floor(width / columns));
  const stepY = Math.min(turned ? label.width : label.height, Math.floor(height / rows));
  const left = Math.floor((width - columns * stepX) / 2);
  const top = Math.floor((height - rows * stepY) / 2);
  const places = Array.from({ length: columns * rows }, (_, at) => ({
    x: left + (at % columns) * stepX,
    y: top + Math.floor(at / columns) * stepY,
    turned,
  }));
  const xs = Array.from({ length: columns + 1 }, (_, at) => left + at * stepX);
  const ys = Array.from({ length: rows + 1 }, (_, at) => top + at * stepY);
  const [first, last] = [dots(1), dots(4)];
  const line = Math.max(1, Math.round(dpi / 200));
  const mark = (x: number, y: number, w: number, h: number): CutMark => ({ x, y, width: w, height: h });
  // In the margin where there is one; otherwise on the edge of the paper, within the labels' own margin.
  const ends = (edge: number, margin: number, sign: 1 | -1): readonly [number, number] => {
    const [from, to] = margin > last ? [edge - sign * last, edge - sign * first] : [edge, edge + sign * dots(2)];
    return [Math.min(from, to), Math.abs(to - from)];
  };
  const inner = (lines: readonly number[], most: number): readonly number[] =>
    lines.filter((at) => at > 0 && at < most);
  const marks = [
    ...inner(xs, width).flatMap((x) =>
      [ends(ys[0]!, top, 1), ends(ys.at(-1)!, height - ys.at(-1)!, -1)].map(([y, long]) => mark(x, y, line, long)),
    ),
    ...inner(ys, height).flatMap((y) =>
      [ends(xs[0]!, left, 1), ends(xs.at(-1)!, width - xs.at(-1)!, -1)].map(([x, long]) => mark(x, y, long, line)),
    ),
  ];
  return { width, height, places, marks };
}

interface Placed {
  readonly at: number;
  readonly layout: LabelLayout;
}

/**
 * Labels on as many sheets as they take, proved each in its place; one that can't be drawn or read back is left out and
 * named, and leaves no hole.
 */
export async function printSheets(
  models: readonly LabelModel[],
  media: SheetMedia,
  { startAt = 1 }: SheetOptions = {},
): Promise<Result<LabelSheets>> {
  const plan = planSheet(media);
  const refused: RefusedLabel[] = [];
  let wanted: readonly Placed[] = models.flatMap((model, at) => {
    const layout = layoutLabel(model, media);
    if (layout.ok) return [{ at, layout: layout.value }];
    refused.push({ at, error: layout.error });
    return [];
  });
  const date = models[0]?.date ?? '1970-01-01';
  for (;;) {
    const sheets: LabelSheet[] = [];
    const before = refused.length;
    const skipped = (startAt - 1) % plan.places.length;
    for (const [page, placed] of deal(wanted, plan.places.length, skipped).entries()) {
      const from = page === 0 ? skipped : 0;
      const pdf = await drawSheet(plan, placed, from, media.dpi, date);
      const file = await openPdf(pdf);
      if (!file.ok) return file;
      const picture = await file.value.rasterise(0, media.dpi);
      file.value.close();
      if (!picture.ok) return picture;
      for (const [index, { at, layout }] of placed.entries()) {
        const own = cutOut(picture.value, plan.places[from + index]!, layout);
        const proof = await provePicture(own, models[at]!, media);
        if (!proof.ok) refused.push({ at, error: proof.error });
      }
      sheets.push({ pdf, png: encodePng(picture.value), labels: placed.map(({ at }) => at) });
    }
    if (refused.length === before) {
      refused.sort((a, b) => a.at - b.at);
      return ok({ sheets, refused });
    }
    wanted = wanted.filter(({ at }) => !refused.some((label) => label.at === at));
  }
}

function deal(labels: readonly Placed[], perSheet: number, skipped: number): readonly (readonly Placed[])[] {
  const sheets: Placed[][] = [];
  for (const [index, label] of labels.entries()) {
    const sheet = Math.floor((index + skipped) / perSheet);
    (sheets[sheet] ??= []).push(label);
  }
  return sheets;
}

function drawSheet(
  plan: SheetPlan,
  placed: readonly Placed[],
  from: number,
  dpi: number,
  date: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const document = openDocument(date);
  return finishDocument(document, () => {
    const dot = 72 / dpi;
    document.addPage({ size: [plan.width * dot, plan.height * dot], margin: 0 });
    document.scale(dot);
    for (const mark of plan.marks) drawCutMark(document, mark);
    for (const [index, { layout }] of placed.entries()) drawLayout(document, layout, plan.places[from + index]!);
  });
}

/** A label's dots out of its sheet, upright again. */
function cutOut(sheet: GreyPicture, { x, y, turned }: Place, { width, height }: LabelLayout): GreyPicture {
  const grey = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [sx, sy] = turned ? [x + height - 1 - row, y + column] : [x + column, y + row];
      grey[row * width + column] = sx < sheet.width && sy < sheet.height ? sheet.grey[sy * sheet.width + sx]! : 255;
    }
  }
  return { width, height, grey };
}
