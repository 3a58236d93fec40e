/** Many labels as one document; a label that can't be drawn or read back is left out and named, and sinks no other. */
import { openPdf } from '#main/printing/rasterise.ts';
import { type Failure, ok, type Result } from '#shared/result.ts';
import { drawLayouts } from './draw-label-pdf.ts';
import { layoutLabel } from './layout.ts';
import { DEFAULT_MEDIA, type LabelMedia, type LabelModel } from './model.ts';
import type { LabelLayout } from './page.ts';
import { provePicture } from './prove-label.ts';

export interface LabelBatch {
  /** A page for every label that was not refused, in order; absent when all were. */
  readonly pdf?: Uint8Array<ArrayBuffer>;
  readonly refused: readonly RefusedLabel[];
}

export interface RefusedLabel {
  /** Position in the batch, from 0. */
  readonly at: number;
  readonly error: Failure;
}

interface Sheet {
  readonly at: number;
  readonly layout: LabelLayout;
}

/** @param progress told how many labels are decided, proved or refused */
export async function printBatch(
  models: readonly LabelModel[],
  media: Partial<LabelMedia> = {},
  progress: (done: number) => void = () => undefined,
): Promise<Result<LabelBatch>> {
  const whole = { ...DEFAULT_MEDIA, ...media };
  const refused: RefusedLabel[] = [];
  const sheets: Sheet[] = [];
  models.forEach((model, at) => {
    const layout = layoutLabel(model, whole);
    if (layout.ok) sheets.push({ at, layout: layout.value });
    else refused.push({ at, error: layout.error });
  });
  const date = models[0]?.date ?? '1970-01-01';
  const draw = (pages: readonly Sheet[]) =>
    drawLayouts(
      pages.map(({ layout }) => layout),
      date,
    );
  if (sheets.length === 0) return ok({ refused });

  const pdf = await draw(sheets);
  const file = await openPdf(pdf, { mostPages: sheets.length, mostPixels: Infinity });
  if (!file.ok) return file;
  const proved: Sheet[] = [];
  try {
    for (const [page, sheet] of sheets.entries()) {
      const picture = await file.value.rasterise(page, whole.dpi);
      const proof = picture.ok ? await provePicture(picture.value, models[sheet.at]!, whole) : picture;
      if (proof.ok) proved.push(sheet);
      else refused.push({ at: sheet.at, error: proof.error });
      progress(refused.length + proved.length);
    }
  } finally {
    file.value.close();
  }
  refused.sort((a, b) => a.at - b.at);
  if (proved.length === 0) return ok({ refused });
  return ok({ pdf: proved.length === sheets.length ? pdf : await draw(proved), refused });
}
