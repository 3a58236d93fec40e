/** A process that prints what stands in a database on a label printer, until it is killed: `a-print-service.ts <database> <port>`. */
import type { Topic } from '#shared/desk/contract.ts';
import { ok } from '#shared/result.ts';
import { trailMigrations } from '#main/audit/index.ts';
import {
  openPrintRoom,
  printMigrations,
  type PrintTables,
  type PrintWish,
  startPrinting,
} from '#main/printing/jobs/index.ts';
import { openZplPrinter } from '#main/printing/printers/zpl-printer.ts';
import { openChanges, openSqliteStorage, settingMigrations } from '#main/storage/index.ts';
import { aClock } from '#test/builders/a-clock.ts';

const [file, port] = process.argv.slice(2) as [string, string];
const storage = await openSqliteStorage<PrintTables>(file, {
  ...trailMigrations,
  ...settingMigrations,
  ...printMigrations,
});
const printer = openZplPrinter({ host: '127.0.0.1', port: Number(port), pollMs: 3, leastMs: 0, answerMs: 500 });
const room = openPrintRoom({
  storage,
  changes: openChanges<Topic, PrintTables>(storage),
  clock: aClock(),
  makers: {
    labels: {
      perPage: () => 8,
      perPaper: () => 1,
      make: async (wishes: readonly PrintWish[]) =>
        ok({
          papers: wishes.map(({ reference }) => ({
            bytes: Buffer.from(`^XA^FO10,10^FD${reference}^FS^PQ1^XZ`),
            references: [reference],
          })),
          refused: [],
        }),
      preview: async () => ok(new Uint8Array()),
    },
  },
  rack: { open: () => printer, found: async () => [] },
});
startPrinting(room, (error) => {
  throw error;
});
