/** Jobs on a label printer that speaks ZPL on a real socket. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectOk, ok } from '#shared/result.ts';
import { addJob } from '#main/printing/jobs/index.ts';
import { listItems } from '#main/printing/jobs/list.ts';
import { decideItems } from '#main/printing/jobs/orders.ts';
import { openZplPrinter } from '#main/printing/printers/zpl-printer.ts';
import { aFolder, atEnd } from '#test/builders/a-folder.ts';
import { aPrintRoom, BENCH, someWishes, type TestPrintRoom } from '#test/builders/a-print-room.ts';
import { until } from '#test/builders/until.ts';
import { startZplPrinter, type ZplPrinterDouble } from '#test/fakes/zpl-printer.ts';

const out = (printer: ZplPrinterDouble): (string | undefined)[] =>
  printer.printed.map((format) => /\^FD([\w-]+)\^FS/.exec(format)?.[1]);
const names = (count: number): string[] => someWishes(count).map(({ reference }) => reference);

async function aZplRoom(printer: ZplPrinterDouble, folder?: string): Promise<TestPrintRoom> {
  const zpl = openZplPrinter({ host: '127.0.0.1', port: printer.port, pollMs: 3, leastMs: 0, answerMs: 500 });
  const test = await aPrintRoom({ printer: zpl, ...(folder !== undefined && { folder }) });
  test.maker.make = async (wishes) =>
    ok({
      papers: wishes.map(({ reference }) => ({
        bytes: Buffer.from(`^XA^FO10,10^FD${reference}^FS^PQ1^XZ`),
        references: [reference],
      })),
      refused: [],
    });
  return test;
}

const give = async ({ room }: TestPrintRoom, count: number) =>
  expectOk(await addJob(room, { printer: BENCH.id, kind: 'labels', who: 'sato' }, [someWishes(count)]));

test('200 labels: the paper runs out at 88, the job says so, and with new paper goes on by itself', async () => {
  const printer = await startZplPrinter({ paper: 88 });
  const test = await aZplRoom(printer);
  const { job } = await give(test, 200);
  test.start();
  const stopped = await test.reaches(job, 'stopped');
  expect(stopped).toMatchObject({ cause: 'printer-paper-out', waitsForPrinter: true });
  await until('88', async () => (await test.job(job)).printed === 88);
  printer.refill(500);
  expect(await test.reaches(job, 'done')).toMatchObject({ printed: 200, unsure: 0 });
  expect(out(printer)).toEqual(names(200));
  expect(test.maker.recorded).toEqual(names(200));
});

test('two stations give the same 60 labels to the same printer: each comes out once', async () => {
  const printer = await startZplPrinter();
  const test = await aZplRoom(printer);
  test.start();
  const jobs = await Promise.all([give(test, 60), give(test, 60)]);
  expect(jobs.map(({ queued }) => queued).reduce((a, b) => a + b)).toBe(60);
  await until('all', () => printer.printed.length === 60);
  await test.reaches(jobs[0].job, 'done');
  expect([...out(printer)].sort()).toEqual(names(60).sort());
});

test('a service that is killed in the middle goes on after its start; nobody’s label is lost or comes twice', async () => {
  const folder = aFolder();
  const printer = await startZplPrinter({ pace: 4 });
  const before = await aZplRoom(printer, folder);
  const { job } = await give(before, 200);
  await before.room.storage.close();

  const service = startService(join(folder, 'print.db'), printer.port);
  await until('60 labels', () => printer.printed.length >= 60);
  service.kill('SIGKILL');
  await once(service, 'exit');
  await until('what it held', () => printer.held === 0);
  const cameOut = new Set(out(printer));

  const test = await aZplRoom(printer, folder);
  test.start();
  await until('all but the unsure', async () => (await test.job(job)).cause === 'unsure');
  const unsure = expectOk(await listItems(test.room, { job, states: ['unsure'], after: 0, limit: 50 }));
  // No more than what was in the printer, and what it had confirmed in that moment.
  expect(unsure.length).toBeGreaterThan(0);
  expect(unsure.length).toBeLessThanOrEqual(8);
  for (const { position, reference } of unsure) {
    expectOk(await decideItems(test.room, 'sato', { job, positions: [position], cameOut: cameOut.has(reference) }));
  }
  expect(await test.reaches(job, 'done')).toMatchObject({ printed: 200, unsure: 0 });
  expect([...out(printer)].sort()).toEqual(names(200).sort());
});

function startService(file: string, port: number): ChildProcess {
  const script = join(import.meta.dirname, 'a-print-service.ts');
  const service = spawn(process.execPath, [script, file, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] });
  atEnd(() => service.kill('SIGKILL'));
  return service;
}
