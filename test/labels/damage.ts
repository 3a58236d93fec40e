/** What happens to labels between the printer and the scanner, done to their pictures. */
import type { GreyPicture } from '#main/printing/rasterise.ts';

type Level = (x: number, y: number) => number;

export function picture(width: number, height: number, level: Level): GreyPicture {
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) grey[y * width + x] = level(x, y);
  return { width, height, grey };
}

const levelOf =
  ({ width, grey }: GreyPicture): Level =>
  (x, y) =>
    grey[y * width + x]!;

export function turnQuarter(label: GreyPicture): GreyPicture {
  const level = levelOf(label);
  return picture(label.height, label.width, (x, y) => level(y, label.height - 1 - x));
}

export function turnHalf(label: GreyPicture): GreyPicture {
  return turnQuarter(turnQuarter(label));
}

/** Dots of the print head that burn no more: white lines along the feed. */
export function killDots(label: GreyPicture, isDead: (x: number) => boolean): GreyPicture {
  const level = levelOf(label);
  return picture(label.width, label.height, (x, y) => (isDead(x) ? 255 : level(x, y)));
}

/** White scratches of `width` dots from the upper left to the lower right, `apart` dots from each other. */
export function scratch(label: GreyPicture, width: number, apart: number): GreyPicture {
  const level = levelOf(label);
  return picture(label.width, label.height, (x, y) => ((x + 2 * y) % apart < width ? 255 : level(x, y)));
}

/** Thermal paper that has lain in the sun: pale ink on grey. */
export function fade(label: GreyPicture): GreyPicture {
  const level = levelOf(label);
  return picture(
    label.width,
    label.height,
    (x, y) => 120 + Math.round((level(x, y) / 255) * 60) + ((x * 7 + y * 13) % 15),
  );
}
