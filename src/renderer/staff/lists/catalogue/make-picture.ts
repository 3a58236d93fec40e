/**
 * A picture made anew in the shop's two sizes: decoded, turned as its camera meant it, drawn and encoded again. What the
 * file held beside its picture – place, time, camera – does not get past this.
 */
import { LARGEST_PICTURE, PICTURE_EDGE } from '#shared/desk/catalogue.ts';
import { readBase64 } from '../../components/use-files.ts';

/** Larger files are no pictures for a shop. */
const LARGEST_FILE = 60_000_000;
/** Tried one after the other until the file is small enough. */
const QUALITIES = [0.84, 0.72, 0.6, 0.45] as const;

/** Both files, base64; `undefined` for what this browser can't read as a picture. */
export async function makePicture(file: Blob): Promise<{ small: string; large: string } | undefined> {
  if (file.size > LARGEST_FILE) return undefined;
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
  if (!bitmap) return undefined;
  const small = await encode(bitmap, 'small');
  const large = await encode(bitmap, 'large');
  bitmap.close();
  return small !== undefined && large !== undefined ? { small, large } : undefined;
}

async function encode(bitmap: ImageBitmap, size: keyof typeof PICTURE_EDGE): Promise<string | undefined> {
  const scale = Math.min(1, PICTURE_EDGE[size] / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext('2d');
  if (!pen) return undefined;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  for (const quality of QUALITIES) {
    const webp = await toFile(canvas, 'image/webp', quality);
    if (webp && webp.size <= LARGEST_PICTURE[size]) return readBase64(webp);
  }
  // JPEG knows no transparency: paper lies under it.
  pen.globalCompositeOperation = 'destination-over';
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  for (const quality of QUALITIES) {
    const jpeg = await toFile(canvas, 'image/jpeg', quality);
    if (jpeg && jpeg.size <= LARGEST_PICTURE[size]) return readBase64(jpeg);
  }
  return undefined;
}

/** `undefined` where this browser can't write the type. */
async function toFile(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | undefined> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
  return blob?.type === type ? blob : undefined;
}
