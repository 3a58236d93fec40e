/** Shipping numbers of a post or of GS1: from the range to the label, and back through independent readers at the depot. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import { KIND_DIGITS } from '#shared/domain/number.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readCodes } from '#main/labels/index.ts';
import { claimShippingNumber, formatsDesk } from '#main/roles/carrier/number-ranges.ts';
import { trackByNumber } from '#main/roles/carrier/parcels.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { printLabel } from '#main/roles/mall/packing.ts';
import { aGroup, type TestGroup } from '../../builders/a-group.ts';
import { anAgreedParcel } from '../../builders/an-order.ts';
import { hasCommand } from '../../labels/commands.ts';

let group: TestGroup;
beforeEach(async () => {
  group = await aGroup();
});
const CHECKED = [
  { sku: 'BK-1', quantity: 1 },
  { sku: 'FD-1', quantity: 2 },
];
const WHO = { who: 'sato' };
const S10 = { format: 's10', lead: 'rr', country: 'jp', first: 12_345_600, last: 12_345_699 } as const;
const SSCC = { format: 'sscc', lead: '3 4912345', country: '', first: 0, last: 999_999_999 } as const;
const desk = () => formatsDesk(group.carrier.carrier);
const list = async () => expectOk(await desk()['formats.list'](WHO, {}));
async function inUse(entry: typeof S10 | typeof SSCC | (Omit<typeof S10, 'last'> & { last: number })): Promise<string> {
  const { range } = expectOk(await desk()['formats.add'](WHO, entry));
  expectOk(await desk()['formats.use'](WHO, { range, inUse: true }));
  return range;
}
const claim = () => group.carrier.storage.write((db) => claimShippingNumber(db));

function readByZbar(png: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'label-'));
  try {
    writeFileSync(join(folder, 'a.png'), png);
    return spawnSync('zbarimg', ['-q', '--nodbus', 'a.png'], { cwd: folder, encoding: 'utf8' }).stdout.split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each([
  ['S10', S10, 's10'],
  ['SSCC-18', SSCC, 'sscc'],
] as const)('a parcel with a number of an %s range', (_, entry, format) => {
  test('is agreed on, labelled by its mall, read by two readers and taken at the depot', async () => {
    await inUse(entry);
    expect((await list()).next).toBe(format);
    const { number, purchase } = await anAgreedParcel(group);
    expect(numberFormat(number)).toBe(format);
    const [printed] = expectOk(await printLabel(group.mall.mall, 'mori', { purchase, checked: CHECKED }));
    const png = Buffer.from(printed!.preview, 'base64');

    const codes = expectOk(await readCodes(png)).map(({ text }) => text);
    const digits = codes.find((text) => text.length > 300 && text.startsWith(KIND_DIGITS.shipping))!;
    const bars = codes.find((text) => text.length < 30)!;
    if (hasCommand('zbarimg', '--version')) expect(readByZbar(png).join('\n')).toContain(digits);
    for (const [scan, step, state] of [
      [digits, 'accept', 'accepted'],
      [bars, 'arrive', 'at-depot'],
      [number, 'look', 'at-depot'],
    ] as const) {
      const scanned = expectOk(await scanParcel(group.carrier.carrier, { who: 'abe' }, { scan, step }));
      expect(scanned).toMatchObject({ number, state });
      expect(scanned.warnings).not.toContain('unconfirmed');
    }
    expect((await trackByNumber(group.carrier.carrier, number)).steps).toMatchObject([{ state: 'accepted' }]);
    const [row] = (await list()).ranges;
    expect(row!.issued).toBe(1);
  });
});

describe('a range', () => {
  test('issues each of its numbers once and at random; then own numbers go on, and the desk says so', async () => {
    await inUse({ ...S10, last: 12_345_699 });
    const numbers: string[] = [];
    for (let at = 0; at < 100; at++) numbers.push(await claim());
    expect(new Set(numbers).size).toBe(100);
    expect(numbers.every((number) => number.startsWith('RR123456') && numberFormat(number) === 's10')).toBe(true);
    expect(numbers).not.toEqual([...numbers].sort());
    expect(await list()).toMatchObject({ next: 'own', usedUp: true, ranges: [{ left: 0, low: true }] });
    expect(numberFormat(await claim())).toBe('default');
    // The next one, once it is there.
    await inUse({ ...S10, first: 12_345_700, last: 12_345_701 } as never);
    expect(await claim()).toMatch(/^RR1234570[01]/);
  });

  test('is used up also where some of its numbers are no SSCC', async () => {
    const { range } = expectOk(
      await desk()['formats.add'](WHO, { format: 'sscc', lead: '3491234567890', country: '', first: 5, last: 9 }),
    );
    expectOk(await desk()['formats.use'](WHO, { range, inUse: true }));
    const numbers = [await claim(), await claim(), await claim(), await claim(), await claim()];
    expect(new Set(numbers.map((number) => number.slice(0, 17)))).toEqual(
      new Set([5, 6, 7, 8, 9].map((serial) => `3491234567890${String(serial).padStart(4, '0')}`)),
    );
    expect(numberFormat(await claim())).toBe('default');
  });

  test('is refused over another one’s numbers, and goes only while nothing was issued', async () => {
    const range = await inUse(S10);
    expect(await desk()['formats.add'](WHO, { ...S10, first: 12_345_699, last: 12_345_800 })).toEqual(
      fail('field-invalid', 'first'),
    );
    expect(await desk()['formats.add'](WHO, { ...S10, lead: 'R' })).toEqual(fail('field-invalid', 'lead'));
    await claim();
    expect(await desk()['formats.remove'](WHO, { range })).toEqual(fail('wrong-state'));
    expectOk(await desk()['formats.use'](WHO, { range, inUse: false }));
    expect(await list()).toMatchObject({ next: 'own', usedUp: false });
    const { range: fresh } = expectOk(await desk()['formats.add'](WHO, SSCC));
    expectOk(await desk()['formats.remove'](WHO, { range: fresh }));
    expect((await list()).ranges).toHaveLength(1);
  });

  test('shows the bar code that a label would have', async () => {
    const preview = await desk()['formats.preview'](WHO, { number: 'RR 123 456 785 JP' });
    expect(preview).toMatchObject({ value: { text: 'RR123456785JP010101', bars: expect.stringMatching(/^1[01]+1$/) } });
    expect(await desk()['formats.preview'](WHO, { number: 'RR123456786JP' })).toEqual(fail('bad-number'));
  });
});
