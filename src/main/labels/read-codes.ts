/** Reads the codes on a file that somebody dropped on a station: PDF, PNG or JPEG, told by content. */
import { fail, ok, type Result } from '#shared/result.ts';
import { decodeImageFile, decodePicture, type FoundCode } from './decode.ts';
import { announcedPixels, sniffFile } from './image-size.ts';
import { openPdf } from '#main/printing/rasterise.ts';

export interface ReadCode {
  readonly format: 'QRCode' | 'Code128';
  readonly text: string;
}

/** Bytes. */
export const LARGEST_SCAN = 30 * 1024 * 1024;
/** Pixels: the largest that phones take. */
const MOST_PIXELS = 50_000_000;

/** A multiple of 203 dpi brings our own labels back dot for dot; the finer one helps with pages that were scanned. */
const PDF_PASSES = [
  { dpi: 203, effort: 'once' },
  { dpi: 406, effort: 'again' },
] as const;
const IMAGE_PASSES = ['once', 'again'] as const;

/**
 * Every code found, each once, in reading order of pages. Fails with `scan-unreadable` (`about`: `type`, `size`,
 * `pages`, `pdf`, `image` or `no code`).
 */
export async function readCodes(file: Uint8Array): Promise<Result<readonly ReadCode[]>> {
  if (file.length > LARGEST_SCAN) return fail('scan-unreadable', 'size');
  const type = sniffFile(file);
  if (type === undefined) return fail('scan-unreadable', 'type');
  const found = type === 'pdf' ? await readPdf(file) : await readImage(file, type);
  if (!found.ok) return found;
  const codes = new Map(found.value.map(({ format, text }) => [format + text, { format, text }]));
  return codes.size === 0 ? fail('scan-unreadable', 'no code') : ok([...codes.values()]);
}

async function readImage(file: Uint8Array, type: 'png' | 'jpeg'): Promise<Result<FoundCode[]>> {
  const pixels = announcedPixels(file, type);
  if (pixels < 1) return fail('scan-unreadable', 'image');
  if (pixels > MOST_PIXELS) return fail('scan-unreadable', 'size');
  const codes: FoundCode[] = [];
  try {
    for (const effort of IMAGE_PASSES) {
      const found = await decodeImageFile(file, effort);
      codes.push(...found);
      if (isWholeLabel(found)) break;
    }
  } catch {
    return fail('scan-unreadable', 'image');
  }
  return ok(codes);
}

async function readPdf(file: Uint8Array): Promise<Result<FoundCode[]>> {
  const pdf = await openPdf(file);
  if (!pdf.ok) return pdf;
  const codes: FoundCode[] = [];
  try {
    for (let at = 0; at < pdf.value.pages; at++) {
      for (const { dpi, effort } of PDF_PASSES) {
        const page = await pdf.value.rasterise(at, dpi);
        if (!page.ok) return page;
        const found = await decodePicture(page.value, effort);
        codes.push(...found);
        if (isWholeLabel(found)) break;
      }
    }
  } finally {
    pdf.value.close();
  }
  return ok(codes);
}

/** Main code and contents code: nothing is left to look for. */
function isWholeLabel(found: readonly FoundCode[]): boolean {
  return found.filter(({ format }) => format === 'QRCode').length >= 2;
}
