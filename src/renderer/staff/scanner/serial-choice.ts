/** How a serial scanner is set: kept in the settings of this computer. */

export const BAUD_RATES = [9600, 19_200, 38_400, 57_600, 115_200] as const;
export const SERIAL_ENDS = ['any', 'cr', 'lf', 'none'] as const;
export type SerialEnd = (typeof SERIAL_ENDS)[number];

export interface SerialChoice {
  readonly baud: number;
  readonly end: SerialEnd;
}

export function readSerialChoice(stored: unknown): SerialChoice {
  const found = (stored ?? {}) as Partial<SerialChoice>;
  return {
    baud: BAUD_RATES.find((rate) => rate === found.baud) ?? 9600,
    end: SERIAL_ENDS.find((end) => end === found.end) ?? 'any',
  };
}
