/**
 * Prints a page at its own size. What is printed is the page's picture, one dot a pixel, in a hidden frame: frames
 * that show a PDF can't be printed from everywhere, and their viewers scale to the paper as they like.
 */
import { openPdf, readPageSize } from './pdf.ts';
import { openPrintFrame } from './print-frame.ts';

export interface PrintablePaper {
  /** Base64, both. */
  readonly pdf: string;
  readonly preview: string;
}

/**
 * Opens one print dialog for all of them, first to last; false when the browser would not. A paper of several pages
 * opens as a PDF, to be printed from there.
 */
export async function printPaper(...papers: readonly PrintablePaper[]): Promise<boolean> {
  const sizes = papers.map(({ pdf }) => readPageSize(atob(pdf)));
  const [size] = sizes;
  if (size === undefined || sizes.some((one) => one?.pages !== 1)) {
    for (const { pdf } of papers) openPdf(pdf);
    return true;
  }
  const width = `${size.widthMm.toFixed(2)}mm`;
  const height = `${size.heightMm.toFixed(2)}mm`;
  const frame = openPrintFrame(
    `@page { size: ${width} ${height}; margin: 0 } body { margin: 0 }
     img { display: block; break-after: page; width: ${width}; height: ${height}; image-rendering: pixelated }
     img:last-child { break-after: auto }`,
  );
  if (!frame) return false;
  const { page, sheet } = frame;
  const pictures = papers.map(({ preview }) => {
    const picture = sheet.createElement('img');
    picture.src = `data:image/png;base64,${preview}`;
    return picture;
  });
  sheet.body.append(...pictures);
  try {
    await Promise.all(pictures.map((picture) => picture.decode()));
    page.print();
    return true;
  } catch {
    return false;
  }
}
