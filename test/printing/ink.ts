/** Black and white pictures of one line, to be laid over each other. */

export interface InkPicture {
  readonly width: number;
  readonly height: number;
  /** 1 where there is ink, row after row; no row or column at the edge is empty. */
  readonly ink: Uint8Array;
}

const DARK = 140;

/** Cuts the white around it away. */
export function inkOf(width: number, height: number, grey: (x: number, y: number) => number): InkPicture {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (grey(x, y) >= DARK) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (right < 0) throw new Error('a blank picture');
  const cut = { width: right - left + 1, height: bottom - top + 1 };
  const ink = new Uint8Array(cut.width * cut.height);
  for (let at = 0; at < ink.length; at++) {
    const [x, y] = [at % cut.width, Math.floor(at / cut.width)];
    ink[at] = grey(left + x, top + y) < DARK ? 1 : 0;
  }
  return { ...cut, ink };
}

/** 0 to 1: the smaller share of the ink of either that lies on the other's or a pixel beside it. */
export function overlapOf(a: InkPicture, b: InkPicture): number {
  return Math.min(shareWithin(a, b), shareWithin(b, a));
}

function shareWithin(a: InkPicture, b: InkPicture): number {
  let [all, met] = [0, 0];
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      if (a.ink[y * a.width + x] === 0) continue;
      all++;
      if (hasInkNear(b, x, y)) met++;
    }
  }
  return met / all;
}

function hasInkNear({ width, height, ink }: InkPicture, x: number, y: number): boolean {
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const [column, row] = [x + dx, y + dy];
      if (column >= 0 && column < width && row >= 0 && row < height && ink[row * width + column] === 1) return true;
    }
  }
  return false;
}
