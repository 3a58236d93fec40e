/** A text as the two codes that a scanner reads off a screen, whichever kind it is. */
import { correction, generate } from 'lean-qr';
import { ok, type Result } from '#shared/result.ts';
import { encodeCode128Text } from './code128.ts';

export interface ScreenCodes {
  /** Code 128: its modules from left to right, `1` for dark, without quiet zones. */
  readonly bars: string;
  /** QR code: its rows of modules, `1` for dark, without quiet zone. */
  readonly rows: readonly string[];
}

/** Fails with `field-invalid` on what is no ASCII or longer than 40 characters. */
export function screenCodes(text: string): Result<ScreenCodes> {
  const bars = encodeCode128Text(text);
  return bars.ok ? ok({ bars: draw(bars.value), rows: screenQrRows(text) }) : bars;
}

/** The QR code alone, also of what no Code 128 is long enough for. */
export function screenQrRows(text: string): readonly string[] {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const row = (y: number): string => draw(Array.from({ length: code.size }, (_, x) => code.get(x, y)));
  return Array.from({ length: code.size }, (_, y) => row(y));
}

const draw = (modules: readonly boolean[]): string => modules.map((dark) => (dark ? '1' : '0')).join('');
