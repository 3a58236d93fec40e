import type { ScannedParcel } from '#shared/desk/carrier.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { sealPicture } from '#main/exceptions/index.ts';
import type { LabelPress } from '#main/labels/index.ts';
import type { Carrier } from './carrier.ts';
import { refuseScan, type Scan, scanParcel } from './scan.ts';
import { readScan } from './scan-reading.ts';

/** The same as a scan, from a picture or PDF of a label: its main code where there is one, else its Code 128. */
export async function scanLabelFile(
  carrier: Carrier,
  caller: DeskCaller,
  file: Uint8Array,
  scan: Omit<Scan, 'scan'>,
): Promise<Result<ScannedParcel>> {
  const picture = await sealPicture(carrier.vault, file);
  const read = await readLabelFile(carrier.press, file);
  if (!read.ok) return refuseScan(carrier, caller, { ...scan, picture }, '-', read.error);
  return scanParcel(carrier, caller, { ...scan, scan: read.value, picture });
}

/** What the one label in a picture or PDF says. Fails with `scan-unreadable`, also where there are several parcels' labels. */
export async function readLabelFile(press: LabelPress, file: Uint8Array): Promise<Result<string>> {
  const read = await press.read(file);
  if (!read.ok) return read;
  const texts = read.value.map((code) => code.text).sort((a, b) => b.length - a.length);
  const readable = texts.flatMap((text) => {
    const scanned = readScan(text);
    return scanned.ok ? [{ text, number: scanned.value.number }] : [];
  });
  // Nobody could say which was meant.
  if (new Set(readable.map(({ number }) => number)).size > 1) return fail('scan-unreadable', 'several labels');
  const text = readable[0]?.text ?? texts[0];
  return text === undefined ? fail('scan-unreadable') : ok(text);
}
