/** Scanners: what the desk's service does for them. How a computer's own scanner is set stays on that computer. */
import { command, fileSchema, nothing } from './command.ts';

/** A printed page, base64 both. */
export interface CommandSheet {
  readonly pdf: string;
  /** The first page as PNG. */
  readonly preview: string;
}

/** The calibration code, to be drawn on a screen. */
export interface CalibrationCode {
  readonly text: string;
  /** Modules of the Code 128 from left to right, `1` dark. */
  readonly bars: string;
  /** Rows of the QR code, `1` dark. */
  readonly rows: readonly string[];
}

export const scannerCommands = {
  /** Every command of this desk's stations as a bar code, with the calibration code: A4. */
  'scanner.sheet': command<CommandSheet>()(nothing),
  'scanner.calibration': command<CalibrationCode>()(nothing),
  /** The texts of the codes on a PDF, PNG or JPEG; fails with `scan-unreadable`. Nothing is opened. */
  'scanner.read-file': command<{ texts: readonly string[] }>()(nothing.extend({ file: fileSchema })),
};
