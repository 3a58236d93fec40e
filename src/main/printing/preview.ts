/** What paper will look like: the PDF itself rasterised, so that preview and print can't differ. */
import { PNG } from 'pngjs';
import { ok, type Result } from '#shared/result.ts';
import { type GreyPicture, rasteriseFirstPage } from './rasterise.ts';

/** The first page as a grey PNG. Fails with `scan-unreadable` when the file is no PDF. */
export async function previewPng(pdf: Uint8Array, dpi: number): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const picture = await rasteriseFirstPage(pdf, dpi);
  return picture.ok ? ok(encodePng(picture.value)) : picture;
}

export function encodePng({ width, height, grey }: GreyPicture): Uint8Array<ArrayBuffer> {
  const grayscale = { colorType: 0, inputColorType: 0, inputHasAlpha: false } as const;
  const png = new PNG({ width, height });
  png.data = Buffer.from(grey.buffer, grey.byteOffset, grey.length);
  // Rows of a label resemble the one above: a fixed filter spares the search for the best.
  return new Uint8Array(PNG.sync.write(png, { ...grayscale, filterType: 2, deflateLevel: 6 }));
}
