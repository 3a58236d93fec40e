/** Reads the codes on one picture at a time, away from the page. Its decoder comes from the desk's own files. */
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import decoder from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { FoundCodes } from './camera.ts';

const QUICK: ReaderOptions = {
  formats: ['QRCode', 'Code128', 'EANUPC'],
  tryHarder: false,
  tryRotate: true,
  tryInvert: false,
  textMode: 'Plain',
  maxNumberOfSymbols: 6,
};
/** Three times as long; finds what is small or far askew. */
const HARD: ReaderOptions = { ...QUICK, tryHarder: true };

/** Without its own file the package would fetch one from a network. */
const ready = prepareZXingModule({ overrides: { locateFile: () => decoder }, fireImmediately: true });
let canvas: OffscreenCanvas | undefined;

const room = self as unknown as {
  addEventListener(type: 'message', listener: (event: MessageEvent<ImageBitmap>) => void): void;
  postMessage(found: FoundCodes | 'ready', transfer: readonly Transferable[]): void;
};

room.addEventListener('message', ({ data }) => {
  void read(data).then((texts) => room.postMessage({ texts }, []));
});
void warmUp().then(() => room.postMessage('ready', []));

/** The first pictures would take several times as long: the engine makes the decoder quick while it runs. */
async function warmUp(): Promise<void> {
  await ready;
  await readBarcodes(new ImageData(640, 360), HARD);
}

/** Nearest to the middle first: people aim. */
async function read(picture: ImageBitmap): Promise<readonly string[]> {
  const { width, height } = picture;
  canvas ??= new OffscreenCanvas(width, height);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return [];
  context.drawImage(picture, 0, 0);
  picture.close();
  const pixels = context.getImageData(0, 0, width, height);
  const quick = await readBarcodes(pixels, QUICK);
  const found = quick.some(({ isValid }) => isValid) ? quick : await readBarcodes(pixels, HARD);
  const distance = ({ position: { topLeft, bottomRight } }: (typeof found)[number]): number =>
    Math.hypot((topLeft.x + bottomRight.x - width) / 2, (topLeft.y + bottomRight.y - height) / 2);
  return found
    .filter(({ isValid, text }) => isValid && text !== '')
    .toSorted((a, b) => distance(a) - distance(b))
    .map(({ text }) => text);
}
