/** A mall's catalogue behind the fake desk: the product's own use cases over a database of their own, opened when asked. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogueCommands } from '#shared/desk/catalogue.ts';
import type { Topic } from '#shared/desk/contract.ts';
import type { DeskCaller, DeskHandlers } from '#shared/desk/handlers.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { Result } from '#shared/result.ts';
import { COMMON_MIGRATIONS } from '#main/role.ts';
import { mallCatalogueDesk } from '#main/roles/mall/catalogue-desk.ts';
import { importCatalogue } from '#main/roles/mall/catalogue-imports.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import { mallMigrations, type MallTables } from '#main/roles/mall/tables.ts';
import { openChanges, openSqliteStorage } from '#main/storage/index.ts';

type CatalogueCommand = keyof typeof catalogueCommands;
type Desk = DeskHandlers<CatalogueCommand>;

const CSV = new URL('../../data/catalogue.csv', import.meta.url);
/** Of every third product. */
const STOCKS = ['12', '3', '0', '140'];

async function openCatalogue(announce: (topic: Topic) => void, empty: boolean): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'fake-catalogue-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const storage = await openSqliteStorage<MallTables>(join(folder, 'catalogue.db'), {
    ...COMMON_MIGRATIONS,
    ...mallMigrations,
  });
  const changes = openChanges<Topic, MallTables>(storage);
  const mall = { self: 'minato.example' as PartyId, storage, changes, clock: () => new Date() } as unknown as Mall;
  if (!empty) {
    await importCatalogue(mall, '森', readFileSync(CSV, 'utf8'));
    const rows = await storage.read.selectFrom('product').select('sku').orderBy('position').execute();
    await storage.write(async (db) => {
      for (const [at, { sku }] of rows.filter((_, place) => place % 3 === 0).entries()) {
        const stock = Number(STOCKS[at % STOCKS.length]);
        await db.updateTable('product').set({ stock, low_stock: 5 }).where('sku', '=', sku).execute();
      }
      await db.updateTable('product').set({ on_sale: 0 }).where('sku', '=', 'CL-0402').execute();
    });
  }
  changes.listen(announce);
  return mallCatalogueDesk(mall);
}

/** All commands of the catalogue. */
export function fakeCatalogue(announce: (topic: Topic) => void, empty: boolean): Partial<DeskHandlers> {
  let opened: Promise<Desk> | undefined;
  return Object.fromEntries(
    Object.keys(catalogueCommands).map((name) => [
      name,
      async (caller: DeskCaller, input: unknown): Promise<Result<unknown>> => {
        const desk = await (opened ??= openCatalogue(announce, empty));
        const handle = desk[name as CatalogueCommand] as (
          caller: DeskCaller,
          input: unknown,
        ) => Promise<Result<unknown>>;
        return handle(caller, input);
      },
    ]),
  );
}
