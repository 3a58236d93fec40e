/** Labels as PDF: codes as 1-bit image masks on the printer's grid, text as embedded outlines. */
import { type Document, finishDocument, openDocument } from '#main/printing/document.ts';
import { drawText } from '#main/printing/draw-text.ts';
import { ok, type Result } from '#shared/result.ts';
import type { Bitmap } from './bitmap.ts';
import { layoutLabel } from './layout.ts';
import { DEFAULT_MEDIA, type LabelMedia, type LabelModel } from './model.ts';
import type { LabelItem, LabelLayout } from './page.ts';

const INK = 'black';
const PAPER = 'white';

/**
 * Dots. Decimal points never meet the grid exactly, and rasterisers round outwards: what ends a hair inside comes out
 * dot for dot, what ends a hair outside is stretched by one.
 */
const HAIR = 0.01;

/** One label on one page of exactly its whole dots. Fails as {@link layoutLabel}. */
export function drawLabelPdf(
  model: LabelModel,
  media: Partial<LabelMedia> = {},
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  return drawLabelsPdf([model], media);
}

/** A page a label, in order; the first label that can't be drawn refuses the whole document. */
export async function drawLabelsPdf(
  models: readonly LabelModel[],
  media: Partial<LabelMedia> = {},
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const layouts: LabelLayout[] = [];
  for (const model of models) {
    const layout = layoutLabel(model, { ...DEFAULT_MEDIA, ...media });
    if (!layout.ok) return layout;
    layouts.push(layout.value);
  }
  return ok(await drawLayouts(layouts, models[0]?.date ?? '1970-01-01'));
}

/** @param date `YYYY-MM-DD`, as the document's own */
export function drawLayouts(layouts: readonly LabelLayout[], date: string): Promise<Uint8Array<ArrayBuffer>> {
  const document = openDocument(date);
  return finishDocument(document, () => {
    for (const layout of layouts) drawPage(document, layout);
  });
}

function drawPage(document: Document, { media, width, height, items }: LabelLayout): void {
  const dot = 72 / media.dpi;
  document.addPage({ size: [(width - HAIR) * dot, (height - HAIR) * dot], margin: 0 });
  document.scale(dot);
  for (const item of items) drawItem(document, item);
}

/** Draws a label in its place on a page that counts in dots; turned, it lies on its right side. */
export function drawLayout(
  document: Document,
  { items, height }: LabelLayout,
  place: { readonly x: number; readonly y: number; readonly turned: boolean },
): void {
  document.save().translate(place.x, place.y);
  if (place.turned) document.translate(height, 0).rotate(90);
  for (const item of items) drawItem(document, item);
  document.restore();
}

/** A line of whole dots on a page that counts in dots. */
export function drawCutMark(
  document: Document,
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  document.rect(x + HAIR, y + HAIR, width - 2 * HAIR, height - 2 * HAIR).fill(INK);
}

function drawItem(document: Document, item: LabelItem): void {
  switch (item.type) {
    case 'code':
      drawMask(document, item.name, item.x, item.y, item.bitmap);
      break;
    case 'fill':
      document.rect(item.x + HAIR, item.y + HAIR, item.width - 2 * HAIR, item.height - 2 * HAIR).fill(INK);
      break;
    case 'text':
      drawText(document, item.x, item.y, item.text, {
        weight: item.weight,
        size: item.size,
        colour: item.paper ? PAPER : INK,
      });
      break;
    case 'picture': {
      document
        .save()
        .translate(item.x, item.y)
        .scale(item.side / 100);
      for (const { path, width, paper } of item.pictogram.strokes) {
        const colour = paper ? PAPER : INK;
        if (width === undefined) document.path(path).fill(colour);
        else document.lineWidth(width).lineJoin('miter').path(path).stroke(colour);
      }
      document.restore();
      break;
    }
  }
}

/** Rectangles on the grid bleed into the next dot in common rasterisers; an image mask comes out exact. */
function drawMask(document: Document, name: string, x: number, y: number, { width, height, rows }: Bitmap): void {
  const mask = document.ref({
    Type: 'XObject',
    Subtype: 'Image',
    Width: width,
    Height: height,
    ImageMask: true,
    BitsPerComponent: 1,
    Decode: [1, 0],
    Interpolate: false,
  });
  mask.end(Buffer.from(rows.buffer));
  const drawing = document as unknown as {
    page: { xobjects: Record<string, unknown> };
    addContent: (operators: string) => void;
  };
  // A sheet has several of each.
  const key = `${name}${Object.keys(drawing.page.xobjects).length}`;
  drawing.page.xobjects[key] = mask;
  document.fillColor(INK);
  // Images stand on their bottom edge, pages run down: hence the negative height.
  const [w, h] = [width - 2 * HAIR, height - 2 * HAIR];
  drawing.addContent(`q ${w} 0 0 ${-h} ${x + HAIR} ${y + height - HAIR} cm /${key} Do Q`);
}
