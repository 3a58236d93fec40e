/** Pictures of one bit a dot, as print heads and PDF image masks take them. */

export interface Bitmap {
  /** Dots. */
  readonly width: number;
  /** Dots. */
  readonly height: number;
  /** Rows from the top, each padded to whole bytes, most significant bit first; 1 is black. */
  readonly rows: Uint8Array<ArrayBuffer>;
}

export type IsBlack = (x: number, y: number) => boolean;

export function drawBitmap(width: number, height: number, isBlack: IsBlack): Bitmap {
  const stride = Math.ceil(width / 8);
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (isBlack(x, y)) rows[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
  }
  return { width, height, rows };
}

/** Square modules of `dots` × `dots`; the row is drawn once and repeated. */
export function drawModules(columns: number, lines: number, dots: number, isBlack: IsBlack): Bitmap {
  const stride = Math.ceil((columns * dots) / 8);
  const rows = new Uint8Array(stride * lines * dots);
  for (let line = 0; line < lines; line++) {
    const first = line * dots * stride;
    for (let x = 0; x < columns * dots; x++) {
      if (isBlack(Math.floor(x / dots), line)) rows[first + (x >> 3)]! |= 0x80 >> (x & 7);
    }
    for (let repeat = 1; repeat < dots; repeat++) rows.copyWithin(first + repeat * stride, first, first + stride);
  }
  return { width: columns * dots, height: lines * dots, rows };
}
