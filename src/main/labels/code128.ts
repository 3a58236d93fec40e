/**
 * Code 128 of a label id (PROTOCOL.md §3, ISO/IEC 15417). A label with an SSCC carries a GS1-128 instead:
 * AI 00 with the SSCC, then AI 91 (company internal) with piece, of and copy.
 */
import bwip from 'bwip-js/node';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import { type LabelId, labelIdText, pieceDigits } from '#shared/domain/label-id.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type Bitmap, drawBitmap } from './bitmap.ts';

// The package's named export `raw` is another function.
// oxlint-disable-next-line import/no-named-as-default-member
const encodeBars = bwip.raw;

/** Modules of white that ISO/IEC 15417 asks for at both ends. */
export const CODE128_QUIET_MODULES = 10;

/** Dark and light modules in reading order, without quiet zones: 145 for a 14-digit number, 200 for S10 and SSCC. */
export type BarModules = readonly boolean[];

/** What a scanner without any setting sends for this label's Code 128. */
export function code128Text(label: LabelId): string {
  return numberFormat(label.number) === 'sscc' ? `00${label.number}91${pieceDigits(label)}` : labelIdText(label);
}

/** Fails with `bad-number` when the number has no right check digit or piece, of and copy are out of range. */
export function encodeCode128(label: LabelId): Result<BarModules> {
  const format = numberFormat(label.number);
  // bwip-js would draw anything, Japanese included, without a word.
  if (format === undefined || !/^\d{6}$/.test(pieceDigits(label))) return fail('bad-number');
  return ok(
    format === 'sscc'
      ? drawBars('gs1-128', `(00)${label.number}(91)${pieceDigits(label)}`)
      : drawBars('code128', labelIdText(label)),
  );
}

/** Any other text, for what is no label: commands of a station, say. Fails with `field-invalid` on what is no ASCII. */
export function encodeCode128Text(text: string): Result<BarModules> {
  return /^[ -~]{1,40}$/.test(text) ? ok(drawBars('code128', text)) : fail('field-invalid');
}

function drawBars(bcid: 'gs1-128' | 'code128', text: string): BarModules {
  const [symbol] = encodeBars({ bcid, text });
  if (symbol === undefined || !('sbs' in symbol)) throw new Error('bwip-js drew no bars');
  return symbol.sbs.flatMap((width, at) => Array<boolean>(width).fill(at % 2 === 0));
}

/** Bars upright, read from left to right. */
export function drawFence(modules: BarModules, moduleDots: number, heightDots: number): Bitmap {
  return drawBitmap(modules.length * moduleDots, heightDots, (x) => modules[Math.floor(x / moduleDots)]!);
}

/** Bars lying, read from the bottom up: a dead print-head dot thins every bar instead of losing one. */
export function drawLadder(modules: BarModules, moduleDots: number, widthDots: number): Bitmap {
  const height = modules.length * moduleDots;
  return drawBitmap(widthDots, height, (_, y) => modules[Math.floor((height - 1 - y) / moduleDots)]!);
}
