import { previewPng } from '#main/printing/preview.ts';
import type { Result } from '#shared/result.ts';
import { DEFAULT_MEDIA, type LabelMedia } from './model.ts';

/** A drawn label as a grey PNG, one pixel a dot. Fails with `scan-unreadable` when the file is no PDF. */
export function labelPreviewPng(
  pdf: Uint8Array,
  media: Partial<LabelMedia> = {},
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  return previewPng(pdf, media.dpi ?? DEFAULT_MEDIA.dpi);
}
