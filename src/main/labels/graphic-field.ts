/** A picture as ZPL takes it: `^GF`, hexadecimal, repeats counted by letters ("alternative compression"). */
import type { GreyPicture } from '#main/printing/rasterise.ts';

/** `G` to `Y` say 1 to 19, `g` to `z` 20 to 400 in twenties. */
function countLetters(count: number): string {
  let letters = '';
  let rest = count;
  for (; rest >= 400; rest -= 400) letters += 'z';
  if (rest >= 20) letters += String.fromCharCode(0x66 + Math.floor(rest / 20));
  if (rest % 20 > 0) letters += String.fromCharCode(0x46 + (rest % 20));
  return letters;
}

function squeezeRow(hex: string): string {
  const ended = hex.replace(/0+$/, ',').replace(/F{2,}$/, '!');
  return ended.replace(/([0-9A-F])\1{2,}/g, (run, digit: string) => countLetters(run.length) + digit);
}

/** The dark dots of a picture, as one field; white leaves what is under it. */
export function graphicField({ width, height, grey }: GreyPicture): string {
  const stride = Math.ceil(width / 8);
  const row = Buffer.alloc(stride);
  let data = '';
  let last: string | undefined;
  for (let y = 0; y < height; y++) {
    row.fill(0);
    for (let x = 0; x < width; x++) if (grey[y * width + x]! < 128) row[x >> 3]! |= 0x80 >> (x & 7);
    const hex = row.toString('hex').toUpperCase();
    data += hex === last ? ':' : squeezeRow(hex);
    last = hex;
  }
  const bytes = stride * height;
  return `^GFA,${bytes},${bytes},${stride},${data}`;
}
