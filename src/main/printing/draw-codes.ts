/** Codes on sheets for office printers, as outlines: labels draw theirs on the printer's own grid. */
import { correction, generate } from 'lean-qr';
import type { Document } from './document.ts';

/** Modules from left to right, true is dark; white beside them is the caller's. */
export type Bars = readonly boolean[];

export function drawBars(
  document: Document,
  bars: Bars,
  at: { readonly x: number; readonly y: number; readonly module: number; readonly height: number },
): void {
  bars.forEach((dark, column) => {
    if (dark) document.rect(at.x + column * at.module, at.y, at.module, at.height);
  });
  // One path, so that no seam shows between modules.
  document.fill('black');
}

/** A QR code of correction M without its quiet zone. */
export function drawQr(document: Document, text: string, x: number, y: number, side: number): void {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const module = side / code.size;
  for (let row = 0; row < code.size; row++) {
    for (let column = 0; column < code.size; column++) {
      if (code.get(column, row)) document.rect(x + column * module, y + row * module, module, module);
    }
  }
  document.fill('black');
}
