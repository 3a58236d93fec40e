/** The overview of 100,000 orders: what a screen that is always open may cost. */
import { expect, test } from 'vitest';
import { PARCEL_STATES, PURCHASE_STATES } from '#shared/domain/states.ts';
import { readCarrierOverview } from '#main/roles/carrier/overview.ts';
import { carrierMigrations } from '#main/roles/carrier/tables.ts';
import { readMallOverview } from '#main/roles/mall/overview.ts';
import { mallMigrations } from '#main/roles/mall/tables.ts';
import { COMMON_MIGRATIONS } from '#main/role.ts';
import { type Migrations, openSqliteStorage } from '#main/storage/index.ts';
import { aClock } from '../builders/a-clock.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';
import { fillTable, openForFilling } from '../builders/filled-tables.ts';

const ROWS = 100_000;
const NOW = '2026-11-21T03:00:00.000Z';
/** Of the processor, the median of three: what else the machine does meanwhile does not count. */
const PATIENCE_MS = 50;
const DAYS = Array.from({ length: 15 }, (_, at) => new Date(Date.UTC(2026, 10, 8 + at)).toISOString());

/** One in ten is open still, over two months. */
const stateOf = (states: readonly string[], open: number, at: number): string =>
  at % 10 === 0 ? states[(at / 10) % open]! : 'delivered';
const timeOf = (at: number): string => new Date(Date.parse(NOW) - at * 52_000).toISOString();

async function medianOf(
  migrations: Migrations,
  tables: Readonly<Record<string, (at: number) => Readonly<Record<string, string | number | null>>>>,
  read: (parts: never) => Promise<unknown>,
): Promise<number> {
  const file = `${aFolder()}/overview.db`;
  const storage = await openSqliteStorage<never>(file, { ...COMMON_MIGRATIONS, ...migrations });
  atEnd(() => storage.close());
  const database = openForFilling(file);
  for (const [table, rowOf] of Object.entries(tables)) fillTable(database, table, ROWS, rowOf);
  database.exec('analyze');
  database.close();
  const parts = { storage, clock: aClock(NOW) } as never;
  await read(parts);
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const start = process.cpuUsage();
    await read(parts);
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return times.sort((a, b) => a - b)[1]!;
}

test('of a mall and of a carrier is read while nobody notices', async () => {
  const mall = await medianOf(
    mallMigrations,
    {
      purchase: (at) => ({
        number: `1${at}`,
        state: stateOf(PURCHASE_STATES, 6, at),
        placed_at: timeOf(at),
        pay: 'settled',
        total: at % 5000,
      }),
      label: (at) => ({ purchase: `1${at}`, piece: 1, of: 1, copy: 1, printed_at: timeOf(at) }),
    },
    (parts) => readMallOverview(parts, DAYS),
  );
  const carrier = await medianOf(
    carrierMigrations,
    {
      parcel: (at) => ({
        number: `3${at}`,
        state: stateOf(PARCEL_STATES, 5, at),
        agreed_at: timeOf(at),
        depot: ['YOK', 'KAW', 'SAI'][at % 3]!,
        mall: `mall ${at % 5}`,
        amount: at % 4 ? null : 1200,
        remittance: at % 10_000 === 4 ? null : 'sent',
        pay: 'settled',
        currency: 'JPY',
      }),
      parcel_step: (at) => ({ number: `3${at}`, state: 'at-depot', at: timeOf(at), who: 'test', asked: null }),
    },
    (parts) => readCarrierOverview(parts, DAYS),
  );
  process.stdout.write(`overview ${JSON.stringify({ mall, carrier })}\n`);
  expect(mall).toBeLessThan(PATIENCE_MS);
  expect(carrier).toBeLessThan(PATIENCE_MS);
});
