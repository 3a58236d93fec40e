import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import {
  type Account,
  balanceOf,
  bookTransfer,
  checkLedger,
  ledgerMigrations,
  type LedgerTables,
} from '#main/ledger/index.ts';
import { openSqliteStorage, type Storage } from '#main/storage/index.ts';

let folder: string;
let storage: Storage<LedgerTables>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokumei-ledger-'));
  storage = await openSqliteStorage(join(folder, 'ledger.db'), ledgerMigrations);
});
afterEach(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

const AT = new Date('2026-11-21T00:00:00Z');
const book = (debit: Account, credit: Account, value: number): Promise<void> =>
  storage.write((db) => bookTransfer(db, { at: AT, kind: 'test', subject: '1', debit, credit, amount: yen(value) }));

test('a transfer gives to one account what it takes from the other', async () => {
  await book('customer:1', 'mall:m', 3415);
  await book('cash', 'customer:1', 3000);
  expect(await balanceOf(storage.read, 'customer:1', 'JPY')).toEqual(yen(415));
  expect(await balanceOf(storage.read, 'mall:m', 'JPY')).toEqual(yen(-3415));
  expect(await checkLedger(storage.read)).toEqual({ sum: 0, differing: [] });
});

test.each([
  ['nothing', 'cash', 'fees', 0],
  ['less than nothing', 'cash', 'fees', -1],
  ['from an account to itself', 'cash', 'cash', 1],
] as const)('the database refuses to move %s, and nothing of it stays', async (_, debit, credit, value) => {
  await expect(book(debit, credit, value)).rejects.toThrow('constraint');
  expect(await balanceOf(storage.read, debit, 'JPY')).toEqual(yen(0));
});

test('over any history the sum is zero and every balance is the sum of its transfers', async () => {
  const account = fc.constantFrom<Account[]>('customer:1', 'customer:2', 'mall:a', 'mall:b', 'cash', 'fees', 'losses');
  const move = fc.record({ debit: account, credit: account, value: fc.integer({ min: -5, max: 1_000_000 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 30 }), async (moves) => {
      await Promise.allSettled(moves.map(({ debit, credit, value }) => book(debit, credit, value)));
      expect(await checkLedger(storage.read)).toEqual({ sum: 0, differing: [] });
    }),
    { numRuns: 25 },
  );
});

test('a balance that somebody changed by hand is found', async () => {
  await book('cash', 'fees', 5);
  await storage.write((db) =>
    db.updateTable('account_balance').set({ balance: 6 }).where('account', '=', 'cash').execute(),
  );
  expect(await checkLedger(storage.read)).toEqual({ sum: 1, differing: ['cash'] });
});
