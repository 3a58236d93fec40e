/** A PDF that came as base64: open it, save it. The page's own memory holds it; nothing goes over a network. */

export function pdfBlob(base64: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: 'application/pdf' });
}

/** In a window of its own. */
export function openPdf(base64: string): void {
  const url = URL.createObjectURL(pdfBlob(base64));
  window.open(url, '_blank', 'noopener');
  // The new window has read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export interface PageSize {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly pages: number;
}

const POINT_MM = 25.4 / 72;

/** Size of the first page (ISO 32000-2, 14.11.2.2) and number of pages, `undefined` where a PDF does not say so plainly. */
export function readPageSize(pdf: string): PageSize | undefined {
  const box = /\/MediaBox\s*\[\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s*\]/.exec(pdf);
  const pages = pdf.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
  if (!box || pages === 0) return undefined;
  const [left, bottom, right, top] = box.slice(1).map(Number) as [number, number, number, number];
  return { widthMm: (right - left) * POINT_MM, heightMm: (top - bottom) * POINT_MM, pages };
}
