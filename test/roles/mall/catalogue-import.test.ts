import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { PRODUCT_FIELDS, type ProductCells, type ProductField } from '#shared/domain/product-entry.ts';
import { recogniseHeadings } from '#shared/domain/product-headings.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { readProduct } from '#main/roles/mall/catalogue.ts';
import {
  type CatalogueImports,
  endCutOffImports,
  forgetOldImports,
  importCatalogue,
  openCatalogueImports,
} from '#main/roles/mall/catalogue-imports.ts';
import { exportCatalogue } from '#main/roles/mall/export-catalogue.ts';
import { checkUndo } from '#main/roles/mall/import-undo.ts';
import { saveProduct } from '#main/roles/mall/save-product.ts';
import { takeStock } from '#main/roles/mall/stock.ts';
import { aMall, type TestMall } from '../../builders/a-party.ts';

const HEADER = 'sku,name,price,tax_percent,stock';
/** `TOKUMEI_ROWS=50000` measures what `docs/catalogue.md` says. */
const ROWS = Number(process.env['TOKUMEI_ROWS'] ?? 3000);

let mall: TestMall;
let imports: CatalogueImports;
beforeEach(async () => {
  mall = await aMall();
  imports = openCatalogueImports(mall.mall);
});

const file = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;
async function draftOf(csv: string): Promise<string> {
  return expectOk(await imports.read(csv)).draft;
}
const rowsOf = (draft: string, kind: 'new' | 'changed' | 'unchanged' | 'refused' | 'missing') =>
  expectOk(imports.rows(draft, { kind, offset: 0, limit: 200 })).rows;
async function take(csv: string, missing: 'nothing' | 'withdraw' = 'nothing') {
  return expectOk(await imports.run('mori', await draftOf(csv), missing));
}
async function cells(sku: string): Promise<ProductCells> {
  return expectOk(await readProduct(mall.mall, sku)).cells;
}
async function everything(): Promise<string> {
  return (await exportCatalogue(mall.mall, 'mori')).csv;
}

describe('a draft', () => {
  test('says row by row what would be new, changed, unchanged, refused or missing, and changes nothing', async () => {
    await take(file('A-1,One,100,10,5', 'A-2,Two,200,10,', 'A-3,Three,300,8,1'));
    const before = await everything();
    const draft = await draftOf(file('A-1,One,120,10,7', 'A-2,Two,200,10,', 'A-4,Four,0,10,', 'A-5,Five,500,10,'));
    expect(expectOk(imports.draft(draft)).counts).toEqual({ new: 1, changed: 1, unchanged: 1, refused: 1, missing: 1 });
    expect(rowsOf(draft, 'changed')).toMatchObject([
      {
        line: 2,
        sku: 'A-1',
        changes: [
          { field: 'price', before: '100', after: '120' },
          { field: 'stock', before: '5', after: '7' },
        ],
      },
    ]);
    expect(rowsOf(draft, 'refused')).toMatchObject([
      { line: 4, problems: [{ field: 'price', code: 'field-invalid' }] },
    ]);
    expect(rowsOf(draft, 'missing')).toMatchObject([{ sku: 'A-3', name: 'Three' }]);
    expect(await everything()).toBe(before);
  });

  test('takes a row that is put right, and looks at its namesakes again', async () => {
    const draft = await draftOf(file('A-1,One,abc,10,', 'A-1,Other,200,10,', 'A-1,Third,300,10,'));
    expect(rowsOf(draft, 'new').map(({ line }) => line)).toEqual([3]);
    expect(rowsOf(draft, 'refused').map(({ line, problems }) => [line, problems[0]?.code])).toEqual([
      [2, 'field-invalid'],
      [4, 'row-twice'],
    ]);
    const { row, counts } = expectOk(imports.repair(draft, { line: 2, cells: { price: '１００円'.slice(0, 3) } }));
    expect(row.kind).toBe('new');
    expect(counts).toMatchObject({ new: 1, refused: 2 });
    expectOk(imports.repair(draft, { line: 4, cells: { sku: 'A-2' } }));
    expectOk(imports.repair(draft, { line: 3, cells: { sku: 'A-3' } }));
    expect(rowsOf(draft, 'new').map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(imports.repair(draft, { line: 9, cells: {} })).toEqual(fail('not-found', '9'));
  });

  test('does not miss a product whose row can’t stand', async () => {
    await take(file('A-1,One,100,10,', 'A-2,Two,200,10,'));
    const draft = await draftOf(file('A-1,One,wrong,10,'));
    expect(rowsOf(draft, 'missing').map(({ sku }) => sku)).toEqual(['A-2']);
    expectOk(imports.repair(draft, { line: 2, cells: { sku: 'A-2' } }));
    expect(rowsOf(draft, 'missing').map(({ sku }) => sku)).toEqual(['A-1']);
  });

  test('knows its columns by Japanese and English headings, and takes them for what staff say', async () => {
    const heads = [
      '商品コード',
      '品名',
      '税込価格（円）',
      '税率(%)',
      '奥行 (mm)',
      'JANコード',
      'Handling',
      '棚番号',
      'メモ',
    ];
    expect(recogniseHeadings(heads)).toEqual([
      'sku',
      'name',
      'price',
      'tax_percent',
      'length_mm',
      'barcode',
      'marks',
      'shelf',
      null,
    ]);
    expect(recogniseHeadings(PRODUCT_FIELDS)).toEqual(PRODUCT_FIELDS);
    const draft = await draftOf('Nummer\tName\tPrice\tTax\nA-1\tOne\t"1,200"\t8%\n');
    expect(expectOk(imports.draft(draft))).toMatchObject({ columns: [null, 'name', 'price', 'tax_percent'] });
    expect(rowsOf(draft, 'refused')).toMatchObject([{ problems: [{ field: 'sku', code: 'field-missing' }] }]);
    expectOk(await imports.map(draft, ['sku', 'name', 'price', 'tax_percent']));
    expect(rowsOf(draft, 'new')).toMatchObject([{ sku: 'A-1' }]);
    await imports.run('mori', draft, 'nothing');
    expect(await cells('A-1')).toMatchObject({ price: '1200', tax_percent: '8' });
  });

  test('of a few columns leaves the others as they are', async () => {
    await take(file('A-1,One,100,10,5'));
    await take('sku,price\nA-1,150\nA-9,90\n');
    expect(await cells('A-1')).toMatchObject({ name: 'One', price: '150', stock: '5' });
    expect(await readProduct(mall.mall, 'A-9')).toEqual(fail('product-unknown'));
  });

  test('refuses sizes for a product that has files', async () => {
    await take(file('A-1,One,100,10,'));
    const row = { sku: 'A-1', position: 1, name: 'a.pdf', bytes: 3, sha256: 'x' };
    await mall.storage.write((db) => db.insertInto('product_file').values(row).execute());
    const draft = await draftOf('sku,length_mm,width_mm,height_mm,grams\nA-1,10,10,10,10\n');
    expect(rowsOf(draft, 'refused')[0]?.problems).toEqual([{ field: 'length_mm', code: 'product-has-files' }]);
  });
});

const cell = (field: ProductField) => {
  const words: Record<string, fc.Arbitrary<string>> = {
    sku: fc.constantFrom('A-1', 'A-2', 'A-3', 'A-4', 'bad sku', ''),
    name: fc.constantFrom('One', '品名', 'a,b', 'with "quotes"', ''),
    price: fc.constantFrom('1', '715', '0', 'x', '１２０'),
    tax_percent: fc.constantFrom('8', '10', '99'),
    stock: fc.constantFrom('', '0', '5', '-1'),
    marks: fc.constantFrom('', 'fragile', 'keep-dry fragile', 'loud'),
    on_sale: fc.constantFrom('', 'yes', 'no', 'maybe'),
    sale_from: fc.constantFrom('', '2026-12-01', '2026/1/5', '2026-02-30'),
  };
  return words[field] ?? fc.constant('');
};
const table = fc
  .uniqueArray(fc.constantFrom<ProductField>('name', 'price', 'tax_percent', 'stock', 'marks', 'on_sale', 'sale_from'))
  .chain((fields) => {
    const columns = ['sku', ...fields] as const;
    const row = fc.tuple(...columns.map((field) => cell(field as ProductField)));
    return fc.array(row, { maxLength: 6 }).map((rows) => [columns as readonly string[], ...rows]);
  })
  .map((rows) =>
    rows.map((cells) => cells.map((text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(',')),
  )
  .map((lines) => `${lines.join('\n')}\n`);

describe('an import', () => {
  test('does what its preview said, and its undo leaves no trace: for any files', async () => {
    await take(file('A-1,One,100,10,5', 'A-2,Two,200,8,'));
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), async (csv, withdraw) => {
        const before = await everything();
        const draft = await draftOf(csv);
        const { counts } = expectOk(imports.draft(draft));
        const planned = [...rowsOf(draft, 'new'), ...rowsOf(draft, 'changed')];
        const missing = withdraw ? rowsOf(draft, 'missing') : [];
        const outcome = expectOk(await imports.run('mori', draft, withdraw ? 'withdraw' : 'nothing'));
        expect(outcome).toMatchObject({
          added: counts.new,
          changed: counts.changed,
          withdrawn: missing.length,
          refused: [],
        });
        for (const { sku, changes } of [...planned, ...missing]) {
          const after = await cells(sku);
          for (const change of changes) expect(after[change.field]).toBe(change.after);
        }
        const again = expectOk(imports.draft(await draftOf(csv))).counts;
        expect(again).toMatchObject({ new: 0, changed: 0, refused: counts.refused });
        expectOk(await imports.undo('mori', outcome.import));
        expect(await everything()).toBe(before);
      }),
      { numRuns: 40 },
    );
  });

  test('of its own export finds everything unchanged', async () => {
    await take(
      'sku,name,price,tax_percent,length_mm,width_mm,height_mm,grams,specification,stock,barcode,shelf,marks,low_stock,' +
        'on_sale,sale_from,sale_until\n' +
        'A-1,"One, ""first""",100,10,10,20,30,40,"two\nlines".slice,5,4901234567894,C-3,fragile keep-dry,2,no,2026-12-01,2026-12-31\n'.replace(
          '"two\nlines".slice',
          '"B5, 24 cm"',
        ) +
        'B-2, 見本 ,2980,8,,,,,,,,,,,,,\n',
    );
    const csv = await everything();
    expect(expectOk(imports.draft(await draftOf(csv))).counts).toEqual({
      new: 0,
      changed: 0,
      unchanged: 2,
      refused: 0,
      missing: 0,
    });
    const other = await aMall();
    const there = openCatalogueImports(other.mall);
    await there.run('mori', expectOk(await there.read(csv)).draft, 'nothing');
    expect((await exportCatalogue(other.mall, 'mori')).csv).toBe(csv);
  });

  test('is not sunk by a product that somebody changed since the preview', async () => {
    await take(file('A-1,One,100,10,', 'A-2,Two,200,10,'));
    const draft = await draftOf(file('A-1,One,110,10,', 'A-2,Two,220,10,', 'A-3,Three,300,10,'));
    const { revision } = expectOk(await readProduct(mall.mall, 'A-1'));
    expectOk(await saveProduct(mall.mall, 'ueda', { cells: { sku: 'A-1', price: '105' }, revision }));
    const outcome = expectOk(await imports.run('mori', draft, 'nothing'));
    expect(outcome).toMatchObject({ added: 1, changed: 1, refused: [{ line: 2, sku: 'A-1', code: 'changed-since' }] });
    expect(await cells('A-1')).toMatchObject({ price: '105' });
  });

  test('withdraws what the file does not have where staff say so, and never deletes', async () => {
    await take(file('A-1,One,100,10,', 'A-2,Two,200,10,'));
    const outcome = await take(file('A-1,One,100,10,'), 'withdraw');
    expect(outcome.withdrawn).toBe(1);
    expect(expectOk(await readProduct(mall.mall, 'A-2'))).toMatchObject({ state: 'withdrawn' });
    const [deed] = await readTrail(mall.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'mori', action: 'catalogue.imported', detail: '1/1' });
  });

  test('stops between two units, and what was done by then can be undone', async () => {
    const rows = Array.from({ length: 1000 }, (_, at) => `A-${at},Name ${at},100,10,`);
    const draft = await draftOf(file(...rows));
    const running = imports.run('mori', draft, 'nothing');
    expect(await imports.run('mori', draft, 'nothing')).toEqual(fail('import-running'));
    imports.stop();
    const outcome = expectOk(await running);
    expect(outcome.state).toBe('stopped');
    expect(outcome.added).toBeLessThan(1000);
    expectOk(await imports.undo('mori', outcome.import));
    expect((await exportCatalogue(mall.mall, 'mori')).products).toBe(0);
  });

  test('that the end of the program cut off was stopped', async () => {
    const { import: id } = await take(file('A-1,One,100,10,'));
    await mall.storage.write((db) => db.updateTable('catalogue_import').set({ state: 'running' }).execute());
    expect(await checkUndo(mall.mall, id)).toEqual(fail('wrong-state', 'running'));
    await endCutOffImports(mall.mall);
    expect(expectOk(await checkUndo(mall.mall, id))).toMatchObject({ restored: 1 });
  });

  test(`of ${ROWS} rows lets others write between its units`, { timeout: 120_000 }, async () => {
    const rows = Array.from({ length: ROWS }, (_, at) => `SKU-${at},Product ${at},${100 + (at % 900)},10,${at % 50}`);
    const begun = performance.now();
    const draft = await draftOf(file(...rows));
    await expect.poll(() => expectOk(imports.draft(draft)).state, { timeout: 60_000 }).toBe('ready');
    const read = performance.now();
    expect(expectOk(imports.draft(draft)).counts.new).toBe(ROWS);
    let between = 0;
    let longest = 0;
    const importing = { ended: false };
    const shop = (async () => {
      while (!importing.ended) {
        const asked = performance.now();
        await mall.storage.write((db) => db.selectFrom('product').select('sku').limit(1).execute());
        longest = Math.max(longest, performance.now() - asked);
        between++;
        // As requests come: each by an event of its own.
        await setImmediate();
      }
    })();
    const outcome = expectOk(await imports.run('mori', draft, 'nothing'));
    importing.ended = true;
    await shop;
    const ran = performance.now();
    expect(outcome.added).toBe(ROWS);
    expect(between).toBeGreaterThanOrEqual(ROWS / 100);
    expect(expectOk(await imports.undo('mori', outcome.import)).restored).toBe(ROWS);
    if (ROWS > 5000) {
      const [looked, imported, undone] = [read - begun, ran - read, performance.now() - ran].map(Math.round);
      process.stdout.write(`${ROWS}: read ${looked}, imported ${imported}, undone ${undone}, wait ${longest} ms\n`);
    }
  });
});

describe('an undo', () => {
  test('leaves what somebody changed since, and names it', async () => {
    await take(file('A-1,One,100,10,', 'A-2,Two,200,10,'));
    const { import: id } = await take(file('A-1,One,110,10,', 'A-2,Two,220,10,'));
    const { revision } = expectOk(await readProduct(mall.mall, 'A-2'));
    expectOk(await saveProduct(mall.mall, 'ueda', { cells: { sku: 'A-2', price: '230' }, revision }));
    const check = { restored: 1, left: 1, leftSkus: ['A-2'] };
    expect(expectOk(await checkUndo(mall.mall, id))).toEqual(check);
    expect(expectOk(await imports.undo('ueda', id))).toEqual(check);
    expect(await cells('A-1')).toMatchObject({ price: '100' });
    expect(await cells('A-2')).toMatchObject({ price: '230' });
  });

  test('is done once, and noted', async () => {
    const { import: id } = await take(file('A-1,One,100,10,'));
    expectOk(await imports.undo('ueda', id));
    expect(await imports.undo('ueda', id)).toEqual(fail('wrong-state', 'undone'));
    const [deed] = await readTrail(mall.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'ueda', action: 'catalogue.undone', detail: '1/1' });
    const [row] = expectOk(await imports.list()).imports;
    expect(row).toMatchObject({ id, state: 'undone', undoable: false, undoneBy: 'ueda' });
  });

  test('keeps what was sold meanwhile sold', async () => {
    await take(file('A-1,One,100,10,5'));
    const { import: id } = await take(file('A-1,One,100,10,20'));
    const line = { product: { sku: 'A-1' }, quantity: 3 };
    expectOk(await mall.storage.write((db) => takeStock(db, [line])));
    expectOk(await imports.undo('mori', id));
    expect(await cells('A-1')).toMatchObject({ stock: '2' });
  });

  test('withdraws a new product that an order may name instead of removing it', async () => {
    const { import: id } = await take(file('A-1,One,100,10,5'));
    const order = { id: 'o', placed_at: mall.clock().toISOString(), total: 100, shipping_charge: 0, currency: 'JPY' };
    await mall.storage.write((db) =>
      db
        .insertInto('customer_order')
        .values({ ...order, pay: 'later', flow: 'window', buyer_key: null })
        .execute(),
    );
    expectOk(await imports.undo('mori', id));
    expect(expectOk(await readProduct(mall.mall, 'A-1'))).toMatchObject({ state: 'withdrawn' });
  });

  test('is past after thirty days', async () => {
    const { import: id } = await take(file('A-1,One,100,10,5'));
    mall.clock.advance({ days: 31 });
    await forgetOldImports(mall.mall);
    expect(expectOk(await imports.list()).imports[0]).toMatchObject({ id, state: 'done', undoable: false });
  });
});

test('importing in one go is an import like any other', async () => {
  const whole = 'sku,name,price,currency,tax_percent,length_mm,width_mm,height_mm,grams,specification';
  expectOk(await importCatalogue(mall.mall, 'mori', `${whole}\nA-1,One,100,JPY,10,,,,,\n`));
  expect(expectOk(await imports.list()).imports).toMatchObject([{ who: 'mori', added: 1, undoable: true }]);
});
