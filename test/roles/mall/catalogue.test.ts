import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ImportReport } from '#shared/desk/catalogue.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { listCatalogue } from '#main/roles/mall/catalogue.ts';
import { importCatalogue } from '#main/roles/mall/catalogue-imports.ts';
import { listShelf } from '#main/roles/mall/shop-shelf.ts';
import { aMall, type TestMall } from '../../builders/a-party.ts';

const HEADER = 'sku,name,price,currency,tax_percent,length_mm,width_mm,height_mm,grams,specification';
const row = (sku: string, changes: Partial<Record<string, string>> = {}): string => {
  const usual = { sku, name: 'Book', price: '715', currency: 'JPY', tax_percent: '10' };
  const sizes = { length_mm: '152', width_mm: '107', height_mm: '14', grams: '190', specification: 'paper' };
  const fields: Record<string, string | undefined> = { ...usual, ...sizes, ...changes };
  return HEADER.split(',')
    .map((name) => fields[name])
    .join(',');
};
const file = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;

let mall: TestMall;
beforeEach(async () => {
  mall = await aMall();
});

async function take(csv: string): Promise<ImportReport> {
  return expectOk(await importCatalogue(mall.mall, 'mori', csv));
}
async function listed() {
  return (await listCatalogue(mall.mall, { limit: 500 })).rows;
}
async function skus(): Promise<string[]> {
  return (await listed()).map(({ sku }) => sku);
}

describe('importing a catalogue', () => {
  test('takes the sample catalogue whole, goods and electronic goods', async () => {
    const csv = readFileSync(new URL('../../../data/catalogue.csv', import.meta.url), 'utf8');
    const report = await take(csv);
    expect(report.refused).toEqual([]);
    expect(report.imported).toBe(csv.trim().split('\n').length - 1);
    const rows = await listed();
    expect(rows.find(({ sku }) => sku === 'BK-0001')).toEqual({
      sku: 'BK-0001',
      name: '文庫本『山の手帖』',
      price: { value: 715, currency: 'JPY' },
      taxPercent: 10,
      specification: '文庫判 240ページ',
      size: { size: 60, weight: 2 },
      state: 'on-sale',
      pictures: 0,
    });
    expect(rows.find(({ sku }) => sku === 'EB-0701')).not.toHaveProperty('size');
    const { products: shown } = await listShelf(mall.mall, { basket: {} });
    expect(shown.filter(({ electronic }) => electronic).map(({ sku }) => sku.slice(0, 2))).toEqual(Array(4).fill('EB'));
  });

  test('names a row with a bad price and imports the others', async () => {
    const report = await take(file(row('A-1'), row('A-2', { price: '12.50' }), row('A-3')));
    expect(report).toEqual({
      imported: 2,
      refused: [{ line: 3, sku: 'A-2', code: 'field-invalid', field: 'price' }],
    });
    expect(await skus()).toEqual(['A-1', 'A-3']);
  });

  test.each([
    ['price', { price: '-5' }, 'field-invalid'],
    ['price', { price: '0' }, 'field-invalid'],
    ['price', { price: '' }, 'field-missing'],
    ['currency', { currency: 'USD' }, 'field-invalid'],
    ['tax_percent', { tax_percent: '110' }, 'field-invalid'],
    ['name', { name: '' }, 'field-missing'],
    ['name', { name: 'x'.repeat(121) }, 'field-too-long'],
    ['name', { name: 'a\u202eb' }, 'field-characters'],
    ['grams', { grams: '' }, 'field-missing'],
    ['grams', { grams: '1e3' }, 'field-invalid'],
    ['height_mm', { height_mm: '0' }, 'field-invalid'],
  ] as const)('refuses a row for its %s: %j', async (field, changes, code) => {
    const report = await take(file(row('A-1', changes), row('A-2')));
    expect(report).toEqual({ imported: 1, refused: [{ line: 2, sku: 'A-1', code, field }] });
  });

  test.each(['', 'has blank', '日本', 'a'.repeat(41), '=1+1'])('refuses a row for its sku: %j', async (sku) => {
    const { refused } = await take(file(row(sku)));
    expect(refused).toMatchObject([{ line: 2, field: 'sku' }]);
  });

  test('puts what is new behind what was there, and leaves the rest in its place', async () => {
    await take(file(row('A-1'), row('A-2')));
    await take(file(row('A-3'), row('A-2'), row('A-1')));
    expect(await skus()).toEqual(['A-1', 'A-2', 'A-3']);
  });

  test('needs every column, in whatever order, and ignores others', async () => {
    expect(await importCatalogue(mall.mall, 'mori', 'sku,name\nA-1,Book\n')).toEqual(
      fail('catalogue-columns', 'price'),
    );
    expect(await importCatalogue(mall.mall, 'mori', '')).toEqual(fail('catalogue-columns', 'sku'));
    expect(await importCatalogue(mall.mall, 'mori', 'no csv at all')).toMatchObject({
      error: { code: 'catalogue-columns' },
    });
    const turned = 'extra,grams,height_mm,width_mm,length_mm,tax_percent,currency,price,name,sku,specification';
    expect(await take(`${turned}\nx,190,14,107,152,10,JPY,715,Book,A-1,paper\n`)).toEqual({ imported: 1, refused: [] });
  });

  test('reads what spreadsheet programs write: byte order mark, CRLF, quotes, blanks, empty lines', async () => {
    const quoted = 'A-2,"Board game ""Harbour"", 2–4",6380,JPY,10,300,300,75,1600,"one\ntwo"';
    const csv = `\ufeff${HEADER}\r\n${row('A-1', { price: ' 715 ' })}\r\n\r\n${row('A-3')}\r\n`;
    expect(await take(csv)).toEqual({ imported: 2, refused: [] });
    const { refused } = await take(file(quoted.replace('one\ntwo', 'one')));
    expect(refused).toEqual([]);
    const rows = await listed();
    expect(rows.find(({ sku }) => sku === 'A-2')?.name).toBe('Board game "Harbour", 2–4');
  });

  test('counts lines as an editor does, behind a field of several lines too', async () => {
    const long = 'A-1,Book,715,JPY,10,152,107,14,190,"one\ntwo\nthree"';
    const { refused } = await take(file(long, row('A-2', { price: 'x' })));
    expect(refused.map(({ line, sku }) => [line, sku])).toEqual([
      [2, 'A-1'],
      [5, 'A-2'],
    ]);
  });

  test('is not sunk by a stray quotation mark', async () => {
    const report = await take(file(row('A-1', { name: '5" ruler' }), row('A-2', { name: '"Best" book' }), row('A-3')));
    expect(report).toEqual({ imported: 3, refused: [] });
  });

  test('names the row where a quotation never ends, and imports those before it', async () => {
    const report = await take(file(row('A-1'), row('A-2', { name: '"Book' }), row('A-3')));
    expect(report.imported).toBe(1);
    expect(report.refused).toEqual([{ line: 3, sku: '', code: 'field-invalid', field: 'row' }]);
  });

  test('takes the first of two rows with one sku', async () => {
    const report = await take(file(row('A-1', { price: '1' }), row('A-1', { price: '2' })));
    expect(report).toEqual({ imported: 1, refused: [{ line: 3, sku: 'A-1', code: 'row-twice', field: 'sku' }] });
    expect((await listed())[0]?.price.value).toBe(1);
  });

  test('again changes what is there and adds what is new', async () => {
    await take(file(row('A-1'), row('A-2')));
    await take(file(row('A-2', { price: '999' }), row('A-3')));
    const rows = await listed();
    expect(rows.map(({ sku, price }) => [sku, price.value])).toEqual([
      ['A-1', 715],
      ['A-2', 999],
      ['A-3', 715],
    ]);
  });

  test('is recorded with its counts and tells the screens', async () => {
    const heard: string[] = [];
    mall.changes.listen((topic) => heard.push(topic));
    await take(file(row('A-1'), row('A-2', { price: 'x' })));
    expect(heard).toEqual(['catalogue']);
    const [deed] = await readTrail(mall.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'mori', action: 'catalogue.imported', subject: mall.id, detail: '1/2' });
  });
});
