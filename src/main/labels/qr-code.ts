/** QR codes of decimal digits: numeric mode, error correction Q (PROTOCOL.md §3, ISO/IEC 18004). */
import { type Bitmap2D, correction, generate, mode } from 'lean-qr';
import { fail, ok, type Result } from '#shared/result.ts';
import { type Bitmap, drawModules } from './bitmap.ts';

/** Modules of white around the code. */
export const QR_QUIET_MODULES = 4;

/** Digits of a version 40 code at correction Q. */
const MOST_DIGITS = 3993;

/** The modules without quiet zone: 73 a side for 615 digits. Fails with `damaged` on anything but digits. */
export function encodeQrCode(digits: string): Result<Bitmap2D> {
  if (digits.length > MOST_DIGITS || !/^\d+$/.test(digits)) return fail('damaged');
  return ok(generate(mode.numeric(digits), { minCorrectionLevel: correction.Q, maxCorrectionLevel: correction.Q }));
}

export function drawQrCode(code: Bitmap2D, moduleDots: number): Bitmap {
  return drawModules(code.size, code.size, moduleDots, (x, y) => code.get(x, y));
}
