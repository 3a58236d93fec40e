/**
 * The proof of a label before it leaves (PROTOCOL.md §3): rasterised as the print head will burn it, read back by a
 * decoder other than the encoders, compared digit for digit. Error correction is for the road: a fresh label that needs
 * any is refused.
 */
import { fail, ok, type Result } from '#shared/result.ts';
import { code128Text } from './code128.ts';
import { decodeBurnt, type FoundCode } from './decode.ts';
import { DEFAULT_MEDIA, type LabelMedia, type LabelModel, mediaDots } from './model.ts';
import type { CodeName } from './page.ts';
import { type GreyPicture, rasteriseFirstPage } from '#main/printing/rasterise.ts';

/**
 * Fails with `label-unreadable`; `about` says which code is missing or says something else (`main`, `contents`,
 * `fence`, `ladder`), or `paper` (other dots than the media's) or `extra` (a code too many).
 */
export async function proveLabel(
  pdf: Uint8Array,
  model: LabelModel,
  media: Partial<LabelMedia> = {},
): Promise<Result<void>> {
  const picture = await rasteriseFirstPage(pdf, media.dpi ?? DEFAULT_MEDIA.dpi);
  return picture.ok ? provePicture(picture.value, model, media) : fail('label-unreadable', 'paper');
}

/** The same for a page that is rasterised already. */
export async function provePicture(
  picture: GreyPicture,
  model: LabelModel,
  media: Partial<LabelMedia> = {},
): Promise<Result<void>> {
  const dots = mediaDots({ ...DEFAULT_MEDIA, ...media });
  if (picture.width !== dots.width || picture.height !== dots.height) return fail('label-unreadable', 'paper');
  const found = await decodeBurnt(picture);
  const expected = expectedCodes(model);
  for (const { name, isThis } of expected) {
    if (found.filter(isThis).length !== 1) return fail('label-unreadable', name);
  }
  return found.length === expected.length ? ok() : fail('label-unreadable', 'extra');
}

interface ExpectedCode {
  readonly name: CodeName;
  readonly isThis: (found: FoundCode) => boolean;
}

function expectedCodes({ label, mainCode, contentsCode }: LabelModel): readonly ExpectedCode[] {
  const bars = code128Text(label);
  const isBars = ({ format, text }: FoundCode): boolean => format === 'Code128' && text === bars;
  const isQrCode =
    (digits: string) =>
    ({ format, text, intact }: FoundCode): boolean =>
      format === 'QRCode' && text === digits && intact;
  const isUpright = ({ rotation }: FoundCode): boolean => Math.abs(rotation) < 45;
  return [
    ...(mainCode === undefined ? [] : [{ name: 'main' as const, isThis: isQrCode(mainCode) }]),
    ...(contentsCode === undefined ? [] : [{ name: 'contents' as const, isThis: isQrCode(contentsCode) }]),
    { name: 'fence', isThis: (found) => isBars(found) && isUpright(found) },
    { name: 'ladder', isThis: (found) => isBars(found) && !isUpright(found) },
  ];
}
