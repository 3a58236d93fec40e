/**
 * What a mall hands to a carrier at the end of a day: its number, and the file that both can keep. Shipping numbers,
 * pieces and size classes are all it holds.
 */
import { fail, ok, type Result } from '../result.ts';
import { mod11_10 } from './number.ts';
import { SIZE_CLASSES, type SizeClass } from './parcel-size.ts';

/** Parcels on one manifest at most. */
export const MOST_ON_MANIFEST = 10_000;

export interface ManifestParcel {
  readonly shipping: string;
  readonly pieces: number;
  readonly size: SizeClass;
}

export interface ManifestFile {
  /** UUID. */
  readonly manifest: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly date: string;
  /** Party ids. */
  readonly mall: string;
  readonly carrier: string;
  readonly parcels: readonly ManifestParcel[];
}

/**
 * The number on the paper: `5`, 12 digits of the manifest's UUID (as a 128-bit number, modulo 10^12) and an ISO/IEC 7064
 * MOD 11,10 check digit. Both sides derive it; nobody tells it. No label begins with a 5.
 */
export function manifestNumber(manifest: string): string {
  const digits = BigInt(`0x${manifest.replaceAll('-', '')}`) % 10n ** 12n;
  const body = `5${String(digits).padStart(12, '0')}`;
  return body + mod11_10(body);
}

const COLUMNS = 'manifest,date,mall,carrier,shipping,pieces,size';
const LINE = /^([0-9a-f-]{36}),(\d{4}-\d\d-\d\d),([^,"\s]+),([^,"\s]+),([0-9A-Z]{8,20}),(\d{1,2}),(\d{1,3})$/;

/** RFC 4180 without quotes, in the order given: the very bytes that are signed. */
export function manifestCsv({ manifest, date, mall, carrier, parcels }: ManifestFile): string {
  const lines = parcels.map(({ shipping, pieces, size }) =>
    [manifest, date, mall, carrier, shipping, pieces, size].join(','),
  );
  return [COLUMNS, ...lines, ''].join('\r\n');
}

/** Fails with `manifest-invalid` (about: the line) on anything that `manifestCsv` would not have written. */
export function readManifestCsv(csv: string): Result<ManifestFile> {
  const [head, ...lines] = csv.split('\r\n');
  if (head !== COLUMNS || lines.pop() !== '' || lines.length === 0) return fail('manifest-invalid', '1');
  const seen = new Set<string>();
  const parcels: ManifestParcel[] = [];
  let first: Omit<ManifestFile, 'parcels'> | undefined;
  for (const [at, line] of lines.entries()) {
    const [, manifest, date, mall, carrier, shipping, pieces, size] = LINE.exec(line) ?? [];
    if (manifest === undefined || date === undefined || mall === undefined)
      return fail('manifest-invalid', `${at + 2}`);
    if (carrier === undefined || shipping === undefined) return fail('manifest-invalid', `${at + 2}`);
    first ??= { manifest, date, mall, carrier };
    const isOne =
      first.manifest === manifest && first.date === date && first.mall === mall && first.carrier === carrier;
    const sizeClass = SIZE_CLASSES.find((one) => one === Number(size));
    if (!isOne || seen.has(shipping) || sizeClass === undefined) return fail('manifest-invalid', `${at + 2}`);
    seen.add(shipping);
    parcels.push({ shipping, pieces: Number(pieces), size: sizeClass });
  }
  return ok({ ...first!, parcels });
}
