import { beforeAll, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { listCatalogue } from '#main/roles/mall/catalogue.ts';
import { importCatalogue } from '#main/roles/mall/catalogue-imports.ts';
import { queueCursor } from '#shared/desk/packing.ts';
import { packingQueue } from '#main/roles/mall/packing-queue.ts';
import { makePickList, toteName } from '#main/roles/mall/pick-list.ts';
import { setAside } from '#main/roles/mall/set-aside.ts';
import { aGroup, type TestGroup } from '../../builders/a-group.ts';
import { anAgreedParcel, CATALOGUE } from '../../builders/an-order.ts';

let group: TestGroup;
let mall: TestGroup['mall']['mall'];
const purchases: string[] = [];
const EXTRA: Readonly<Record<string, string>> = {
  'BK-1': '4901234567894,A-10,',
  'BK-2': ',A-2,fragile keep-dry',
  'FD-1': ',B-1,',
};
beforeAll(async () => {
  group = await aGroup();
  ({ mall } = group.mall);
  const [head, ...rows] = CATALOGUE.trim().split('\n');
  const csv = [`${head},barcode,shelf,marks`, ...rows.map((row) => `${row},${EXTRA[row.split(',')[0]!] ?? ',,'}`)];
  expectOk(await importCatalogue(mall, 'ueda', csv.join('\n')));
  const baskets: Record<string, number>[] = [{ 'BK-1': 2, 'FD-1': 1 }, { 'BK-2': 1 }, { 'BK-1': 1, 'HM-1': 1 }];
  for (const items of baskets) {
    purchases.push((await anAgreedParcel(group, { items })).purchase);
    group.clock.advance({ seconds: 1 });
  }
});

test('columns for bar code, shelf and marks come in with the catalogue and stay where a file leaves them out', async () => {
  const row = async (sku: string) =>
    (await listCatalogue(mall, { limit: 500 })).rows.find((product) => product.sku === sku);
  expect(await row('BK-1')).toMatchObject({ barcode: '4901234567894', shelf: 'A-10' });
  expect(await row('BK-2')).toMatchObject({ shelf: 'A-2', marks: ['fragile', 'keep-dry'] });
  expectOk(await importCatalogue(mall, 'ueda', CATALOGUE));
  expect(await row('BK-1')).toMatchObject({ barcode: '4901234567894', shelf: 'A-10' });
  const [head, first] = CATALOGUE.split('\n');
  const bad = expectOk(await importCatalogue(mall, 'ueda', `${head},marks\n${first},explosive\n`));
  expect(bad.refused).toMatchObject([{ sku: 'BK-1', field: 'marks', code: 'field-invalid' }]);
});

test('one list for the oldest orders, by shelf as one walks, with a tote for each', async () => {
  const list = expectOk(await makePickList(mall, 'mori', { oldest: 10, language: 'ja' }));
  expect(list.totes.map(({ tote, purchase, pieces }) => [tote, purchase, pieces])).toEqual([
    ['A', purchases[0], 3],
    ['B', purchases[1], 1],
    ['C', purchases[2], 2],
  ]);
  expect(
    list.shelves.map(({ shelf, lines }) => [shelf, lines.map(({ sku, quantity }) => `${quantity} ${sku}`)]),
  ).toEqual([
    ['A-2', ['1 BK-2']],
    ['A-10', ['3 BK-1']],
    ['B-1', ['1 FD-1']],
    [undefined, ['1 HM-1']],
  ]);
  expect(list.shelves[1]!.lines[0]!.totes).toEqual([
    { tote: 'A', quantity: 2 },
    { tote: 'C', quantity: 1 },
  ]);
  expect(Buffer.from(list.pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  const deeds = await readTrail(group.mall.storage.read, { limit: 3 });
  expect(deeds.map(({ action, subject, detail }) => [action, subject, detail])).toEqual(
    [...purchases].reverse().map((purchase) => ['contents.opened', purchase, 'pick-list']),
  );
});

test('an order that does not wait is named and sinks no other', async () => {
  expectOk(await setAside(mall, 'mori', { purchase: purchases[1]!, missing: [{ item: 0, count: 1 }] }));
  const wanted = [...purchases.slice(0, 2), '10000000000009'];
  const list = expectOk(await makePickList(mall, 'mori', { purchases: wanted, language: 'en' }));
  expect(list.totes.map(({ purchase }) => purchase)).toEqual([purchases[0]]);
  expect(list.refused).toEqual([
    { purchase: purchases[1], code: 'wrong-state' },
    { purchase: '10000000000009', code: 'purchase-unknown' },
  ]);
  expect(await makePickList(mall, 'mori', { purchases: [purchases[1]!], language: 'en' })).toEqual(fail('not-found'));
});

test('the queue is paged by its last row, and by carrier', async () => {
  const first = await packingQueue(mall, { place: 'waiting', limit: 1 });
  const rest = await packingQueue(mall, { place: 'waiting', after: queueCursor(first[0]!) });
  expect([...first, ...rest].map(({ purchase }) => purchase)).toEqual([purchases[0], purchases[2]]);
  expect(await packingQueue(mall, { carrier: 'nobody.example' })).toEqual([]);
});

test('totes go on behind Z', () => {
  expect([0, 25, 26, 51].map(toteName)).toEqual(['A', 'Z', 'AA', 'AZ']);
});
