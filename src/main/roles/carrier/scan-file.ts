import type { ScannedParcel } from '#shared/desk/carrier.ts';
import { fail, type Result } from '#shared/result.ts';
import type { Carrier } from './carrier.ts';
import { readScan, type Scan, scanParcel } from './scan.ts';

/** The same as a scan, from a picture or PDF of a label: its main code where there is one, else its Code 128. */
export async function scanLabelFile(
  carrier: Carrier,
  who: string,
  file: Uint8Array,
  scan: Omit<Scan, 'scan'>,
): Promise<Result<ScannedParcel>> {
  const read = await carrier.press.read(file);
  if (!read.ok) return read;
  const texts = read.value.map((code) => code.text).sort((a, b) => b.length - a.length);
  const readable = texts.filter((text) => readScan(text).ok);
  // Two parcels' labels in one picture: nobody could say which was meant.
  const numbers = new Set(readable.map((text) => (readScan(text) as { value: { number: string } }).value.number));
  if (numbers.size > 1) return fail('scan-unreadable', 'several labels');
  const text = readable[0] ?? texts[0];
  return text === undefined ? fail('scan-unreadable') : scanParcel(carrier, who, { ...scan, scan: text });
}
