/** The decoder that reads labels back: zxing, never the library that drew them. */
import {
  prepareZXingModule,
  purgeZXingModule,
  readBarcodes,
  type ReaderOptions,
  type ReadResult,
} from 'zxing-wasm/reader';
import { readAsset } from '#main/printing/assets.ts';
import type { GreyPicture } from '#main/printing/rasterise.ts';

export interface FoundCode {
  readonly format: 'QRCode' | 'Code128';
  readonly text: string;
  /** Degrees; 0 reads from left to right, -90 from the bottom up. */
  readonly rotation: number;
  /** No error correction was needed: what a fresh print owes. Always so for Code 128, which has none. */
  readonly intact: boolean;
}

let prepared = false;

/** Without its own WebAssembly the package would fetch one from a network. */
function prepare(): void {
  if (prepared) return;
  prepareZXingModule({ overrides: { wasmBinary: readAsset('zxing-wasm').buffer } });
  prepared = true;
}

const OPTIONS: ReaderOptions = {
  formats: ['QRCode', 'Code128'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: false,
  textMode: 'Plain',
  maxNumberOfSymbols: 32,
};

function toFoundCode({ symbology, text, rotation, extra }: ReadResult): FoundCode[] {
  if (symbology === 'Code128') return [{ format: symbology, text, rotation, intact: true }];
  if (symbology !== 'QRCode') return [];
  // UEC: unused error correction, 0 to 1.
  const { UEC } = JSON.parse(extra === '' ? '{}' : extra) as { UEC?: number };
  return [{ format: symbology, text, rotation, intact: UEC === 1 }];
}

/** Grey as opaque RGBA in the byte order of every machine this runs on. */
const GREYS = Uint32Array.from({ length: 256 }, (_, level) => 0xff000000 + level * 0x010101);
const BLACK_OR_WHITE = GREYS.map((_, level) => GREYS[level < 128 ? 0 : 255]!);

function toPixels({ width, height, grey }: GreyPicture, levels: Uint32Array): Parameters<typeof readBarcodes>[0] {
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at++) pixels[at] = levels[grey[at]!]!;
  const data = new Uint8ClampedArray(pixels.buffer);
  return { data, width, height, colorSpace: 'srgb' } as unknown as Parameters<typeof readBarcodes>[0];
}

/** How hard to look: `again` mends scratches before looking and takes white on black too; it costs twice as much. */
export type Effort = 'once' | 'again';
const EFFORTS: Record<Effort, ReaderOptions> = {
  once: OPTIONS,
  again: { ...OPTIONS, tryDenoise: true, tryInvert: true },
};

export async function decodePicture(picture: GreyPicture, effort: Effort = 'once'): Promise<FoundCode[]> {
  prepare();
  return (await readBarcodes(toPixels(picture, GREYS), EFFORTS[effort])).flatMap(toFoundCode);
}

/** As a print head burns it, which knows no grey. */
export async function decodeBurnt(picture: GreyPicture): Promise<FoundCode[]> {
  prepare();
  const options: ReaderOptions = { ...OPTIONS, binarizer: 'FixedThreshold', tryDownscale: false };
  return (await readBarcodes(toPixels(picture, BLACK_OR_WHITE), options)).flatMap(toFoundCode);
}

/** A PNG or JPEG file. */
export async function decodeImageFile(file: Uint8Array, effort: Effort = 'once'): Promise<FoundCode[]> {
  // The package decodes a cut JPEG into memory that it never cleared: the codes of the file before would be found.
  if (effort === 'once') {
    purgeZXingModule();
    prepared = false;
  }
  prepare();
  return (await readBarcodes(file, EFFORTS[effort])).flatMap(toFoundCode);
}
