/**
 * Labels: one model in, a proved PDF and its preview out; a dropped file in, the digits on it out. The roles call
 * this when they print and when a file stands in for a scanner. It handles numbers, trade names and ciphertext and
 * must never know a name, an address, a phone number, a product or a zone: no type in here has a place for them.
 */
export { type BarModules, code128Text, encodeCode128, encodeCode128Text } from './code128.ts';
export { drawLabelPdf, drawLabelsPdf } from './draw-label-pdf.ts';
export { type BatchOptions, type LabelPress, type LabelPressOptions, openLabelPress } from './label-press.ts';
export { type PrintedPaper, printLabel, printZpl, type ZplLabel } from './label-work.ts';
export {
  DEFAULT_MEDIA,
  LABEL_SIZES,
  type LabelKind,
  type LabelMedia,
  type LabelModel,
  type LabelSize,
  mediaDots,
  type PrinterDpi,
} from './model.ts';
export { pressFor } from './press-for.ts';
export { type LabelBatch, printBatch, type RefusedLabel } from './print-batch.ts';
export { labelPreviewPng } from './preview.ts';
export { proveLabel } from './prove-label.ts';
export {
  labelsPerSheet,
  type LabelSheet,
  type LabelSheets,
  planSheet,
  printSheets,
  type SheetOptions,
} from './sheets.ts';
export { type ScreenCodes, screenCodes, screenQrRows } from './screen-codes.ts';
export { testLabel } from './test-label.ts';
export { LARGEST_SCAN, type ReadCode, readCodes } from './read-codes.ts';
