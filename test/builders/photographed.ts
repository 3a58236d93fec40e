/**
 * A flat picture as a camera sees it: turned, tilted away, out of focus and noisy; and a film of it as Chromium's fake
 * camera plays it (YUV4MPEG2, 4:2:0).
 */
import type { GreyPicture } from '#main/printing/rasterise.ts';

const WIDTH = 1280;
const HEIGHT = 720;

export interface Photograph {
  /** Degrees. */
  readonly turn: number;
  /** How much smaller the far edge is, as a part. */
  readonly tilt: number;
  /** Radius of the box blur, pixels. */
  readonly blur: number;
  /** Grey levels either way. */
  readonly noise: number;
  readonly seed: number;
}

/** 1280 × 720, the picture filling most of it, on a grey table under uneven light. */
export function photograph(picture: GreyPicture, { turn, tilt, blur, noise, seed }: Photograph): GreyPicture {
  const scale = Math.min((WIDTH * 0.86) / picture.width, (HEIGHT * 0.86) / picture.height);
  const angle = (turn * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const grey = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      // From the photograph back to the paper: undo perspective, then the turn.
      const [dx, dy] = [x - WIDTH / 2, y - HEIGHT / 2];
      const depth = 1 + (tilt * dy) / HEIGHT;
      const [px, py] = [dx / depth, dy / depth];
      const u = (px * cos + py * sin) / scale + picture.width / 2;
      const v = (-px * sin + py * cos) / scale + picture.height / 2;
      grey[y * WIDTH + x] = sample(picture, u, v) * (0.78 + (0.2 * x) / WIDTH) + 14;
    }
  }
  const random = seeded(seed);
  const soft = boxBlur(grey, blur);
  for (let at = 0; at < soft.length; at++) {
    soft[at] = Math.max(0, Math.min(255, soft[at]! + (random() * 2 - 1) * noise));
  }
  return { width: WIDTH, height: HEIGHT, grey: soft };
}

/** Between four pixels; the table where there is no paper. */
function sample({ width, height, grey }: GreyPicture, u: number, v: number): number {
  const [x, y] = [Math.floor(u), Math.floor(v)];
  if (x < 0 || y < 0 || x >= width - 1 || y >= height - 1) return 120;
  const [fx, fy] = [u - x, v - y];
  const at = y * width + x;
  const top = grey[at]! * (1 - fx) + grey[at + 1]! * fx;
  const bottom = grey[at + width]! * (1 - fx) + grey[at + width + 1]! * fx;
  return top * (1 - fy) + bottom * fy;
}

function boxBlur(grey: Uint8Array, radius: number): Uint8Array<ArrayBuffer> {
  const blurred = new Uint8Array(grey.length);
  const weight = (2 * radius + 1) ** 2;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      let sum = 0;
      for (let dy = -radius; dy <= radius; dy++) {
        for (let dx = -radius; dx <= radius; dx++) {
          const [row, column] = [Math.max(0, Math.min(HEIGHT - 1, y + dy)), Math.max(0, Math.min(WIDTH - 1, x + dx))];
          sum += grey[row * WIDTH + column]!;
        }
      }
      blurred[y * WIDTH + x] = sum / weight;
    }
  }
  return blurred;
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** A still film; Chromium plays it again and again. */
export function toVideo({ width, height, grey }: GreyPicture, frames = 2): Uint8Array {
  const luma = Buffer.from(grey.map((level) => 16 + (level * 219) / 255));
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([head, ...Array<Buffer>(frames).fill(frame)]);
}
