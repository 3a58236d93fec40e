/** Lists of 100,000 rows: what a person waits for when narrowing one. */
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '#shared/desk/contract.ts';
import type { ListAsked, ListPage } from '#shared/desk/list.ts';
import { aFolder } from '#test/builders/a-folder.ts';
import { COMMON_MIGRATIONS } from '#main/role.ts';
import { openSqliteStorage, type Storage } from '#main/storage/index.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { listParcels } from '#main/roles/carrier/parcels.ts';
import { carrierMigrations, type CarrierTables } from '#main/roles/carrier/tables.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import { listPurchases } from '#main/roles/mall/packing-queue.ts';
import { mallMigrations, type MallTables } from '#main/roles/mall/tables.ts';

const ROWS = 100_000;
/** Milliseconds of the processor, the median of three: what else the machine does meanwhile does not count. */
const PATIENCE = 50;

const NUMBERED = `with recursive counted(n) as (select 1 union all select n + 1 from counted where n < ${ROWS})`;
/** A random-looking 14-digit number of its own for each n. */
const NUMBER = (kind: number): string => `'${kind}' || printf('%013d', (n * 7368787) % 9999999999971)`;
const TIME = "strftime('%Y-%m-%dT%H:%M:%fZ', 1795000000 - n * 90, 'unixepoch')";

function fill(file: string, statements: readonly string[]): void {
  const database = new Database(file);
  database.pragma('synchronous = off');
  for (const statement of statements) database.exec(statement);
  database.close();
}

const PARTNERS = (columns: readonly string[]): string =>
  `insert into partner (${columns.join()}) select ${columns
    .map((name) => ({ id: "'partner' || n || '.example'", name: "'Trade name ' || n" })[name] ?? "''")
    .join()} from (select 1 n union select 2 union select 3)`;

async function openFilled<DB>(
  migrations: Parameters<typeof openSqliteStorage>[1],
  statements: readonly string[],
): Promise<Storage<DB>> {
  const file = `${aFolder()}/long.db`;
  await (await openSqliteStorage(file, { ...COMMON_MIGRATIONS, ...migrations })).close();
  const database = new Database(file, { readonly: true });
  const columns = database
    .prepare("select name from pragma_table_info('partner') where \"notnull\" = 1 or name in ('id', 'name')")
    .pluck()
    .all() as string[];
  database.close();
  fill(file, [PARTNERS(columns), ...statements]);
  return openSqliteStorage<DB>(file, { ...COMMON_MIGRATIONS, ...migrations });
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < 3; at++) {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return times.sort((a, b) => a - b)[1]!;
}

type Asked = Partial<ListAsked<never>>;
type List = (asked: Asked & { limit: number }) => Promise<ListPage<unknown>>;

function narrowings(states: readonly string[]): readonly (readonly [string, Asked])[] {
  return [
    ['nothing at all', {}],
    ['the oldest first', { order: 'oldest' }],
    ['a common state', { states: [states[0]] as never[] }],
    ['a rare state', { states: [states[1]] as never[] }],
    ['several states', { states: states as never[] }],
    ['one day', { from: '2026-10-20T15:00:00.000Z', until: '2026-10-21T15:00:00.000Z' }],
    ['amounts', { least: 900, most: 905 }],
    ['a partner', { partner: 'partner2.example' }],
    ['a partner by its trade name', { search: 'trade name 3' }],
    ['a whole number', { search: '3 0482 7719 3056 9' }],
    ['a part of many numbers', { search: '77' }],
    ['what nobody has', { search: 'nobody' }],
    ['everything together', { states: [states[0]] as never[], partner: 'partner1.example', least: 100, search: '1' }],
    ['a jump to the end', { skip: ROWS - 100 }],
  ];
}

async function figures(list: List, states: readonly string[]): Promise<Record<string, number>> {
  await list({ limit: 100 });
  const found: Record<string, number> = {};
  for (const [name, asked] of narrowings(states))
    found[name] = Math.round(await medianOf(() => list({ ...asked, limit: 100 })));
  return found;
}

describe('parcels', () => {
  let storage: Storage<CarrierTables>;
  beforeAll(async () => {
    storage = await openFilled<CarrierTables>(carrierMigrations, [
      `${NUMBERED} insert into parcel (number, mall, jti, contents, addressee, envelope_prefix, return_number, size, weight,
        pay, amount, currency, zone, surcharge, state, tracking_hash, agreed_at, changed_at, depot)
       select ${NUMBER(3)}, 'partner' || (n % 3 + 1) || '.example', n, randomblob(120), randomblob(246), 'x', ${NUMBER(4)}, 80, 5,
        'settled', n % 5000, 'JPY', 'a', 0, case when n % 1000 = 0 then 'attempted' else 'delivered' end, n, ${TIME}, ${TIME},
        case when n % 2 then 'YOK' else 'TKO' end from counted`,
    ]);
  });
  afterAll(() => storage.close());
  const list: List = (asked) => listParcels({ storage } as unknown as Carrier, asked as Input<'parcels.list'>);

  it('are narrowed, searched and counted while nobody notices', async () => {
    const found = await figures(list, ['delivered', 'attempted']);
    expect(Object.entries(found).filter(([, ms]) => ms >= PATIENCE)).toEqual([]);
  });

  it('are all there, each once, from one page to the next', async () => {
    const seen = new Set<string>();
    let before: string | undefined;
    let total: number | undefined;
    do {
      const page = await listParcels({ storage } as unknown as Carrier, {
        limit: 500,
        before,
        depot: 'YOK',
        states: ['attempted', 'delivered'],
        least: 4000,
      });
      for (const { number } of page.rows) seen.add(number);
      before = page.next;
      total ??= page.total;
    } while (before !== undefined);
    expect([seen.size, total]).toEqual([ROWS / 10, ROWS / 10]);
  });
});

describe('purchases', () => {
  let storage: Storage<MallTables>;
  beforeAll(async () => {
    storage = await openFilled<MallTables>(mallMigrations, [
      `${NUMBERED} insert into purchase (number, order_id, counterparty, variant, jti, contents, prices, total, currency, size,
        weight, pay, state, placed_at, offered_at, expires_at, shipping, addressee, changed_at)
       select ${NUMBER(1)}, n, 'partner' || (n % 3 + 1) || '.example', 'a', n, randomblob(246), '[]', n % 5000, 'JPY', 80, 5,
        case when n % 10 then 'settled' else 'later' end, case when n % 1000 = 0 then 'returned' else 'delivered' end, ${TIME},
        ${TIME}, ${TIME}, ${NUMBER(3)}, randomblob(246), ${TIME} from counted`,
    ]);
  });
  afterAll(() => storage.close());

  it('are narrowed, searched and counted while nobody notices', async () => {
    const found = await figures(
      (asked) => listPurchases({ storage } as unknown as Mall, asked as Input<'purchases.list'>),
      ['delivered', 'returned'],
    );
    expect(Object.entries(found).filter(([, ms]) => ms >= PATIENCE)).toEqual([]);
  });

  it('that are owed are found among them', async () => {
    const mall = { storage } as unknown as Mall;
    const page = await listPurchases(mall, { limit: 100, owed: true });
    // Every tenth is paid later, less the 100 returned; those without a price owe nothing.
    expect(page.total).toBe(ROWS / 10 - 100 - ROWS / 5000 + 20);
    expect(await medianOf(() => listPurchases(mall, { limit: 100, owed: true }))).toBeLessThan(PATIENCE * 2);
  });
});
