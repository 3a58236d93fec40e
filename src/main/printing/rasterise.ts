/** PDF pages as grey pictures, by PDFium. Files may come from anybody: pages, pixels and memory are bounded. */
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { fail, ok, type Result } from '#shared/result.ts';
import { readAsset, type WasmImports, WasmInstance, WasmModule, WasmTrap } from './assets.ts';

export interface GreyPicture {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** A byte a pixel, 0 black to 255 white. */
  readonly grey: Uint8Array<ArrayBuffer>;
}

export interface RasterBounds {
  readonly mostPages: number;
  /** Pixels of one page. */
  readonly mostPixels: number;
}

/** A3 at 300 dpi is 17.4 million pixels. */
export const RASTER_BOUNDS: RasterBounds = { mostPages: 100, mostPixels: 20_000_000 };

/** Bytes; PDFium's own limit is 2 GiB. */
const MOST_HEAP = 512 * 1024 * 1024;

type Pdfium = Awaited<ReturnType<typeof PDFiumLibrary.init>>;
type PdfiumPage = ReturnType<Awaited<ReturnType<Pdfium['loadDocument']>>['getPage']>;

let library: Promise<Pdfium> | undefined;

function openPdfium(): Promise<Pdfium> {
  return (library ??= PDFiumLibrary.init({ instantiateWasm: instantiateWithinBounds }));
}

/** A file that asks for more memory than any label or scan needs ends in an error instead of taking the machine's. */
function instantiateWithinBounds(
  imports: WasmImports,
  done: (instance: WasmInstance) => void,
): WasmInstance['exports'] {
  const environment = imports['env']!;
  const resize = environment['emscripten_resize_heap'] as (size: number) => boolean;
  environment['emscripten_resize_heap'] = (size: number) => size >>> 0 <= MOST_HEAP && resize(size);
  const instance = new WasmInstance(new WasmModule(readAsset('pdfium-wasm')), imports);
  done(instance);
  return instance.exports;
}

export interface PdfFile {
  readonly pages: number;
  /** A page from 0, at `dpi` or as close below it as the bounds allow. Fails with `scan-unreadable`. */
  rasterise(at: number, dpi: number): Promise<Result<GreyPicture>>;
  /** What a reader would copy from a page from 0: fonts of a PDF number their letters in ways of their own. */
  text(at: number): Promise<Result<string>>;
  close(): void;
}

/** Fails with `scan-unreadable` on anything but an open PDF with 1 to `mostPages` pages. */
export async function openPdf(pdf: Uint8Array, bounds: RasterBounds = RASTER_BOUNDS): Promise<Result<PdfFile>> {
  const pdfium = await openPdfium();
  const document = await orUnreadable(() => pdfium.loadDocument(pdf));
  if (!document.ok) return document;
  const { value: file } = document;
  const pages = file.getPageCount();
  if (pages < 1 || pages > bounds.mostPages) {
    file.destroy();
    return fail('scan-unreadable', 'pages');
  }
  return ok({
    pages,
    rasterise: (at, dpi) => orUnreadable(() => rasterisePage(file.getPage(at), dpi, bounds.mostPixels)),
    text: (at) => orUnreadable(async () => file.getPage(at).getText()),
    close: () => file.destroy(),
  });
}

/** PDFium reports what it can't open and what made it run out of memory alike; after the latter it is of no more use. */
async function orUnreadable<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof WasmTrap) library = undefined;
    return fail('scan-unreadable', 'pdf');
  }
}

async function rasterisePage(page: PdfiumPage, dpi: number, mostPixels: number): Promise<GreyPicture> {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = Math.min(dpi / 72, Math.sqrt(mostPixels / (originalWidth * originalHeight)));
  const width = Math.max(1, Math.round(originalWidth * scale));
  const height = Math.max(1, Math.round(originalHeight * scale));
  const { data } = await page.render({ width, height, scale: 1, colorSpace: 'Gray' });
  return { width, height, grey: new Uint8Array(data) };
}

/** The whole dots of a label at the printer's resolution. Fails with `scan-unreadable`. */
export async function rasteriseFirstPage(pdf: Uint8Array, dpi: number): Promise<Result<GreyPicture>> {
  const file = await openPdf(pdf);
  if (!file.ok) return file;
  const page = await file.value.rasterise(0, dpi);
  file.value.close();
  return page;
}
