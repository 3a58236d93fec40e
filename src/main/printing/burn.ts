import type { GreyPicture } from './rasterise.ts';

/** As a print head burns it, which knows no grey: every dot black or white. */
export function burn({ width, height, grey }: GreyPicture): GreyPicture {
  return { width, height, grey: grey.map((level) => (level < 128 ? 0 : 255)) };
}
