/** A CSV as text: UTF-8, or the Shift_JIS that Japanese spreadsheets still write. */

export interface CsvText {
  readonly csv: string;
  readonly encoding: 'UTF-8' | 'Shift_JIS';
}

/** `undefined` for what is no text in either. */
export function decodeCsv(bytes: Uint8Array): CsvText | undefined {
  for (const encoding of ['UTF-8', 'Shift_JIS'] as const) {
    try {
      const csv = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!csv.includes('\0')) return { csv, encoding };
    } catch {
      // The next encoding.
    }
  }
  return undefined;
}
