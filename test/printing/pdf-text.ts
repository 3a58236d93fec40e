/** The text of every page of a PDF, as a reader would copy it. */
import { PDFiumLibrary } from '@hyzyla/pdfium';

export async function pdfText(pdf: Uint8Array): Promise<string[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const pages = [...document.pages()].map((page) => page.getText());
  document.destroy();
  library.destroy();
  return pages;
}
