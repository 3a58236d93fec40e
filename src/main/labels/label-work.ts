/** What one worker thread of the press does: draw, prove, preview; read. */
import { burn } from '#main/printing/burn.ts';
import { drawPackingSlip } from '#main/printing/packing-slip.ts';
import type { PackingSlip } from '#main/printing/packing-slip-model.ts';
import { encodePng, previewPng } from '#main/printing/preview.ts';
import { rasteriseFirstPage } from '#main/printing/rasterise.ts';
import { ok, type Result } from '#shared/result.ts';
import { drawLabelPdf, drawLayouts } from './draw-label-pdf.ts';
import { layoutLabel } from './layout.ts';
import { DEFAULT_MEDIA, type LabelMedia, type LabelModel } from './model.ts';
import { type LabelBatch, printBatch } from './print-batch.ts';
import { provePicture } from './prove-label.ts';
import { type ReadCode, readCodes } from './read-codes.ts';
import { type LabelSheets, printSheets, type SheetMedia, type SheetOptions } from './sheets.ts';
import { makeZpl } from './zpl.ts';

export interface PrintedPaper {
  readonly pdf: Uint8Array<ArrayBuffer>;
  /** The preview of the first page, made from the PDF; of a label one pixel a dot. */
  readonly png: Uint8Array<ArrayBuffer>;
}

export interface ZplLabel {
  readonly zpl: Uint8Array<ArrayBuffer>;
  /** What the print head will burn, one pixel a dot. */
  readonly png: Uint8Array<ArrayBuffer>;
}

/** What the press can be asked for, and what each job brings. */
export interface LabelJobs {
  readonly print: { readonly order: { model: LabelModel; media: Partial<LabelMedia> }; readonly value: PrintedPaper };
  readonly batch: {
    readonly order: { models: readonly LabelModel[]; media: Partial<LabelMedia> };
    readonly value: LabelBatch;
  };
  readonly zpl: { readonly order: { model: LabelModel; media: Partial<LabelMedia> }; readonly value: ZplLabel };
  readonly sheets: {
    readonly order: { models: readonly LabelModel[]; media: SheetMedia; options: SheetOptions };
    readonly value: LabelSheets;
  };
  readonly slip: { readonly order: { slip: PackingSlip }; readonly value: PrintedPaper };
  readonly read: { readonly order: { file: Uint8Array }; readonly value: readonly ReadCode[] };
}
export type LabelJobName = keyof LabelJobs;
export type LabelJob = { [Name in LabelJobName]: { readonly job: Name } & LabelJobs[Name]['order'] }[LabelJobName];
export type LabelJobResult = Result<LabelJobs[LabelJobName]['value']>;

const SLIP_PREVIEW_DPI = 150;

/** One proved label. Fails with `bad-number`, `damaged` (codes that are not digits), `too-large` or `label-unreadable`. */
export async function printLabel(model: LabelModel, media: Partial<LabelMedia> = {}): Promise<Result<PrintedPaper>> {
  const pdf = await drawLabelPdf(model, media);
  if (!pdf.ok) return pdf;
  const picture = await rasteriseFirstPage(pdf.value, media.dpi ?? DEFAULT_MEDIA.dpi);
  if (!picture.ok) return picture;
  const proof = await provePicture(picture.value, model, media);
  return proof.ok ? ok({ pdf: pdf.value, png: encodePng(picture.value) }) : proof;
}

/** The same for a printer that speaks ZPL; proved by the PDF of the same layout. */
export async function printZpl(model: LabelModel, media: Partial<LabelMedia> = {}): Promise<Result<ZplLabel>> {
  const layout = layoutLabel(model, { ...DEFAULT_MEDIA, ...media });
  if (!layout.ok) return layout;
  const pdf = await drawLayouts([layout.value], model.date);
  const picture = await rasteriseFirstPage(pdf, layout.value.media.dpi);
  if (!picture.ok) return picture;
  const proof = await provePicture(picture.value, model, media);
  if (!proof.ok) return proof;
  return ok({ zpl: makeZpl(layout.value, model, picture.value), png: encodePng(burn(picture.value)) });
}

async function printSlip(slip: PackingSlip): Promise<Result<PrintedPaper>> {
  const pdf = await drawPackingSlip(slip);
  const png = await previewPng(pdf, SLIP_PREVIEW_DPI);
  return png.ok ? ok({ pdf, png: png.value }) : png;
}

export function doLabelJob(job: LabelJob, progress: (done: number) => void): Promise<LabelJobResult> {
  switch (job.job) {
    case 'print':
      return printLabel(job.model, job.media);
    case 'batch':
      return printBatch(job.models, job.media, progress);
    case 'zpl':
      return printZpl(job.model, job.media);
    case 'sheets':
      return printSheets(job.models, job.media, job.options);
    case 'slip':
      return printSlip(job.slip);
    case 'read':
      return readCodes(job.file);
  }
}
