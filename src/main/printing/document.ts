/** A PDF document in the house's typeface, and its finished file. Text goes in by `drawText`. */
import PdfDocument from 'pdfkit';
import { openFont, type Weight } from './fonts.ts';

export type Document = PDFKit.PDFDocument;

const WEIGHTS: readonly Weight[] = ['regular', 'bold'];

/**
 * A document without pages whose fonts are named `regular` and `bold`; other faces come in when a text needs them.
 * @param date `YYYY-MM-DD`, instead of the clock: the same paper gives the same file, and the file tells no time of day
 */
export function openDocument(date: string): Document {
  const document = new PdfDocument({
    autoFirstPage: false,
    font: undefined,
    info: { Producer: 'tokumei', Creator: 'tokumei', CreationDate: new Date(`${date}T00:00:00Z`) },
  });
  for (const weight of WEIGHTS) {
    document.registerFont(weight, openFont('jp', weight) as unknown as PDFKit.Mixins.PDFFontSource);
  }
  return document;
}

/** Draws the pages and ends the document. Whoever draws many lets the event loop breathe between them. */
export function finishDocument(
  document: Document,
  drawPages: () => void | Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('error', reject);
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    const draw = async (): Promise<void> => {
      await drawPages();
      document.end();
    };
    draw().catch(reject);
  });
}
