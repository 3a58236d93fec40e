/** Draws `build/icon.png`: a paper label on indigo, its bars readable, its addressee under seal. Run after a change of the drawing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { ROOT } from './root.ts';

const SIZE = 1024;
/** Samples along each edge of a pixel. */
const FINE = 4;
const INDIGO = [0x26, 0x4b, 0x7d] as const;
const PAPER = [0xfb, 0xfa, 0xf7] as const;

type Shape = (x: number, y: number) => boolean;

function box(left: number, top: number, right: number, bottom: number, radius = 0): Shape {
  return (x, y) => {
    const dx = Math.max(left + radius - x, x - (right - radius), 0);
    const dy = Math.max(top + radius - y, y - (bottom - radius), 0);
    return radius === 0 ? dx === 0 && dy === 0 : dx * dx + dy * dy <= radius * radius;
  };
}

function disc(centreX: number, centreY: number, radius: number): Shape {
  return (x, y) => (x - centreX) ** 2 + (y - centreY) ** 2 <= radius * radius;
}

/** Widens downwards, as the slot below a keyhole does. */
const slot: Shape = (x, y) => y >= 600 && y <= 696 && Math.abs(x - 512) <= 16 + (y - 600) * 0.18;

const ground = box(48, 48, 976, 976, 208);
const label = box(264, 176, 760, 848, 40);
const bars = [
  [328, 24],
  [368, 48],
  [432, 16],
  [464, 32],
  [520, 16],
  [552, 56],
  [624, 24],
  [664, 32],
].map(([left, width]) => box(left!, 248, left! + width!, 384));
const seal = disc(512, 628, 156);
const ring = disc(512, 628, 132);
const sealed = disc(512, 628, 116);
const keyhole: Shape = (x, y) => disc(512, 596, 40)(x, y) || slot(x, y);

/** The colour at a point, or undefined outside the icon. */
function colourAt(x: number, y: number): readonly number[] | undefined {
  if (!ground(x, y)) return undefined;
  if (!label(x, y)) return INDIGO;
  if (bars.some((bar) => bar(x, y))) return INDIGO;
  if (sealed(x, y)) return keyhole(x, y) ? PAPER : INDIGO;
  return seal(x, y) && !ring(x, y) ? INDIGO : PAPER;
}

const png = new PNG({ width: SIZE, height: SIZE });
for (let y = 0; y < SIZE; y++) {
  for (let x = 0; x < SIZE; x++) {
    const sum = [0, 0, 0];
    let covered = 0;
    for (let sample = 0; sample < FINE * FINE; sample++) {
      const colour = colourAt(x + ((sample % FINE) + 0.5) / FINE, y + (Math.floor(sample / FINE) + 0.5) / FINE);
      if (!colour) continue;
      covered++;
      colour.forEach((part, at) => (sum[at]! += part));
    }
    const at = (y * SIZE + x) * 4;
    sum.forEach((part, channel) => (png.data[at + channel] = covered === 0 ? 0 : Math.round(part / covered)));
    png.data[at + 3] = Math.round((covered / (FINE * FINE)) * 255);
  }
}
writeFileSync(join(ROOT, 'build/icon.png'), PNG.sync.write(png, { deflateLevel: 9 }));
