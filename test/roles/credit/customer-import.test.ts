/** A long import: hashed side by side, watched, stopped, begun again. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CustomerImport } from '#shared/desk/credit.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { openCustomerDrafts } from '#main/roles/credit/customer-draft.ts';
import { importCustomers, openCustomerImports } from '#main/roles/credit/customer-import.ts';
import { takeTurns } from '#main/roles/credit/take-turns.ts';
import { aCardNumber, CUSTOMERS } from '../../builders/a-payment.ts';
import { aCredit, type TestCredit } from '../../builders/a-party.ts';
import { until } from '../../builders/until.ts';

let credit: TestCredit;
beforeEach(async () => {
  credit = await aCredit();
});

const HEADER = CUSTOMERS.split('\n')[0]!;

function aFile(rows: number, broken: readonly number[] = []): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    const expiry = broken.includes(n) ? 'never' : '2030-01';
    return `Person ${n},,,,,p${n}@mail.example,,${aCardNumber(n)},${expiry},1000,1000,JPY,secret-${n},a${n}|b${n},no`;
  });
  return [HEADER, ...lines, ''].join('\n');
}

const cards = async (): Promise<number> => (await credit.storage.read.selectFrom('card').select('id').execute()).length;

test('of many rows keeps the file’s order, and names each bad one', async () => {
  const report = expectOk(await importCustomers(credit.credit, 'mori', aFile(60, [0, 17, 59])));
  expect(report).toMatchObject({ state: 'done', rows: 60, looked: 60, imported: 57 });
  expect(report.refused).toEqual([2, 19, 61].map((line) => ({ line, code: 'field-invalid', field: 'expiry' })));
  const search = await credit.storage.read.selectFrom('customer_search').select('text').orderBy('id').execute();
  expect(search.map(({ text }) => text.split(' ')[0]).slice(0, 3)).toEqual(['person1', 'person2', 'person3']);
});

test('tells how far it is, and stops where it is told to: what was taken in stays, and the file may come again', async () => {
  const heard: CustomerImport[] = [];
  const stopped = expectOk(
    await importCustomers(credit.credit, 'mori', aFile(40, [3]), (soFar) => {
      heard.push(soFar);
      return soFar.looked === 10 ? 'stop' : 'go-on';
    }),
  );
  expect(heard.map(({ looked }) => looked)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(heard.at(-1)).toMatchObject({ state: 'running', rows: 40, imported: 9 });
  expect(stopped).toMatchObject({ state: 'stopped', rows: 40, looked: 10, imported: 9, refused: [{ line: 5 }] });
  expect(await cards()).toBe(9);
  const [deed] = await readTrail(credit.storage.read, { limit: 1 });
  expect(deed).toMatchObject({ action: 'customers.imported', detail: '9/10' });

  const again = expectOk(await importCustomers(credit.credit, 'mori', aFile(40)));
  expect(again).toMatchObject({ state: 'done', imported: 31 });
  expect(new Set(again.refused.map(({ code }) => code))).toEqual(new Set(['card-known']));
  expect(await cards()).toBe(40);
});

test('work that takes turns runs three at a time, in the order it came, past one that fails', async () => {
  const inTurn = takeTurns(3);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const works = Array.from({ length: 9 }, (_, n) =>
    inTurn(async () => {
      begun.push(n);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, n % 3));
      running--;
      if (n === 4) throw new Error('broken');
      return n;
    }),
  );
  const ends = await Promise.allSettled(works);
  expect(ends.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
  expect([most, begun]).toEqual([3, [0, 1, 2, 3, 4, 5, 6, 7, 8]]);
});

describe('at the desk', () => {
  test('goes on behind the screen that began it, one at a time, and is stopped from any', async () => {
    const imports = openCustomerImports(credit.credit, 1);
    expect(imports.last()).toBeUndefined();
    const begun = expectOk(await imports.begin('mori', aFile(400)));
    expect(begun).toMatchObject({ state: 'running' });
    expect(await imports.begin('sato', CUSTOMERS)).toEqual(fail('import-running'));
    await until('rows', () => (imports.last()?.looked ?? 0) > 3);
    imports.stop();
    await until('the end', () => imports.last()?.state === 'stopped');
    expect(imports.last()!.looked).toBeLessThan(400);
    expect(await cards()).toBe(imports.last()!.imported);
    // And the next one is not stopped by that.
    const waited = openCustomerImports(credit.credit);
    expect(expectOk(await waited.begin('sato', CUSTOMERS))).toMatchObject({ state: 'done', imported: 5 });
  });

  test('that can’t be read leaves nothing behind; one that breaks says so', async () => {
    const imports = openCustomerImports(credit.credit);
    expect(await imports.begin('mori', 'name\nA\n')).toMatchObject({ error: { code: 'catalogue-columns' } });
    expect(imports.last()).toBeUndefined();
    vi.spyOn(credit.storage, 'write').mockRejectedValueOnce(new Error('the disk is gone'));
    await expect(imports.begin('mori', aFile(3))).rejects.toThrow('the disk is gone');
    expect(imports.last()).toMatchObject({ state: 'failed' });
    vi.restoreAllMocks();
    expect(expectOk(await imports.begin('mori', aFile(3)))).toMatchObject({ state: 'done', imported: 3 });
  });
});

test('a file is looked at first: every mistake of a row is named and put right, known cards are passed over, then it is taken in', async () => {
  const imports = openCustomerImports(credit.credit);
  const drafts = openCustomerDrafts(credit.credit);
  expectOk(await imports.begin('mori', aFile(1)));
  const lines = [
    '氏名,メールアドレス,カード番号,有効期限,利用枠,パスワード',
    `Person 0,p0@mail.example,${aCardNumber(0)},2030-01,1000,secret-0`,
    `Person 1,nobody,${aCardNumber(1)},never,1000,secret-1`,
    `Person 2,p2@mail.example,${aCardNumber(2)},2030-01,1000,secret-2`,
    `Person 3,p3@mail.example,${aCardNumber(2)},2030-01,1000,secret-3`,
    `Somebody,p2@mail.example,${aCardNumber(4)},2030-01,1000,secret-4`,
  ];
  const read = expectOk(await drafts.read(lines.join('\n')));
  const { draft } = read;
  expect(read.counts).toEqual({ new: 1, changed: 0, unchanged: 1, refused: 3, missing: 0 });
  expect(JSON.stringify(read)).not.toMatch(/secret-|\d{16}/);
  const refused = expectOk(drafts.rows({ draft, kind: 'refused', offset: 0, limit: 50 })).rows;
  expect(refused.map(({ line, problems }) => [line, problems])).toEqual([
    [
      3,
      [
        { field: 'email', code: 'field-invalid' },
        { field: 'expiry', code: 'field-invalid' },
      ],
    ],
    [5, [{ field: 'card_number', code: 'row-twice' }]],
    [6, [{ field: 'email', code: 'email-known' }]],
  ]);
  const repair = (line: number, cells: Record<string, string>, leaveOut = false) =>
    drafts.repair({ draft, line, cells, leaveOut });
  expectOk(await repair(3, { email: 'p1@mail.example', expiry: '2031-02' }));
  const { row } = expectOk(await repair(5, { card_number: aCardNumber(3) }));
  expect(row.cells).toMatchObject({ card_number: aCardNumber(3).slice(-4) });
  expect(row.cells).not.toHaveProperty('password');
  expect(expectOk(await repair(6, {}, true)).counts).toMatchObject({ new: 3, refused: 0 });
  expectOk(await imports.beginTable('mori', expectOk(drafts.take(draft))));
  expect(imports.last()).toMatchObject({ state: 'done', rows: 3, imported: 3, refused: [] });
  expect(await cards()).toBe(4);
  expect(drafts.take(draft)).toEqual(fail('not-found'));
});
