import { expect, test } from 'vitest';
import { manifestCsv, manifestNumber, readManifestCsv } from '#shared/domain/manifest.ts';
import { numberKind, verifyMod11_10 } from '#shared/domain/number.ts';
import { expectOk, fail } from '#shared/result.ts';

const FILE = {
  manifest: '0b1f4a52-6d2c-4a52-9d1e-5a3c7be0f6a1',
  date: '2026-11-21',
  mall: 'minato.example',
  carrier: 'aozora.example',
  parcels: [
    { shipping: '30482771930569', pieces: 2, size: 80 },
    { shipping: 'RR123456785JP', pieces: 1, size: 60 },
  ],
} as const;
const LINE = '0b1f4a52-6d2c-4a52-9d1e-5a3c7be0f6a1,2026-11-21,minato.example,aozora.example';

test('a manifest’s number is derived of its UUID, has a check digit, and is no number of a label', () => {
  // 0x0b1f4a526d2c4a529d1e5a3c7be0f6a1 modulo 10^12.
  expect(manifestNumber(FILE.manifest)).toMatch(/^5118184842913\d$/);
  expect(manifestNumber('00000000-0000-0000-0000-0000000003e7').slice(0, 13)).toBe('5000000000999');
  expect(verifyMod11_10(manifestNumber(FILE.manifest))).toBe(true);
  expect(numberKind(manifestNumber(FILE.manifest))).toBeUndefined();
});

test('a manifest’s file is written in these bytes, and read back', () => {
  const csv = manifestCsv(FILE);
  expect(csv).toBe(
    `manifest,date,mall,carrier,shipping,pieces,size\r\n${LINE},30482771930569,2,80\r\n${LINE},RR123456785JP,1,60\r\n`,
  );
  expect(expectOk(readManifestCsv(csv))).toEqual(FILE);
});

test.each([
  ['another header', (csv: string) => csv.replace('pieces,', 'count,'), '1'],
  ['no parcel', (csv: string) => `${csv.split('\r\n')[0]}\r\n`, '1'],
  ['no end', (csv: string) => csv.trimEnd(), '1'],
  ['a parcel twice', (csv: string) => csv.replace('RR123456785JP', '30482771930569'), '3'],
  ['another date in a line', (csv: string) => csv.replace(/2026-11-21(?=.*RR)/, '2026-11-22'), '3'],
  ['a size that is no class', (csv: string) => csv.replace(',2,80', ',2,81'), '2'],
  ['a column more', (csv: string) => csv.replace(',1,60', ',1,60,x'), '3'],
])('a file with %s is refused', (_, change, line) => {
  expect(readManifestCsv(change(manifestCsv(FILE)))).toEqual(fail('manifest-invalid', line));
});
