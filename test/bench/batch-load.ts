/** A batch of labels while customers look at the shop: how long its pages take, idle and meanwhile. */
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PrinterSetting } from '#shared/domain/printer.ts';
import { mod11_10 } from '#shared/domain/number.ts';
import { expectOk } from '#shared/result.ts';
import { openPrintRoom, type PrintTables, savePrinter, startPrinting } from '#main/printing/jobs/index.ts';
import { listJobs } from '#main/printing/jobs/list.ts';
import { cancelJob } from '#main/printing/jobs/orders.ts';
import { openRack } from '#main/printing/jobs/rack.ts';
import { queueBatch } from '#main/roles/mall/batch.ts';
import { labelMaker } from '#main/roles/mall/label-maker.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import type { Storage } from '#main/storage/index.ts';
import { aShop } from '#test/builders/a-browser.ts';
import { aFolder, atEnd } from '#test/builders/a-folder.ts';
import { aGroup } from '#test/builders/a-group.ts';
import { anAgreedParcel } from '#test/builders/an-order.ts';

/** Milliseconds. */
export interface Latency {
  readonly visits: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export interface BatchLoad {
  readonly idle: Latency;
  readonly meanwhile: Latency;
  readonly printed: number;
  readonly folder: string;
  readonly seconds: number;
  /** To write all of it down as a job. */
  readonly queuedSeconds: number;
}

/**
 * @param idleMs how long the shop is measured before
 * @param enough the job is cancelled once so many are printed
 */
export async function measureBatch(labels: number, idleMs: number, enough = labels): Promise<BatchLoad> {
  const group = await aGroup();
  const { mall } = group.mall;
  const { purchase } = await anAgreedParcel(group, { items: { 'BK-1': 1 } });
  await copyOrder(mall, purchase, labels - 1);
  const shop = await aShop(group.mall);
  await shop.door.listen({ host: '127.0.0.1', port: 0 });
  const { port } = shop.door.server.address() as AddressInfo;
  const visitor = new Worker(new URL('./page-visitor.ts', import.meta.url), {
    workerData: { port, path: '/', host: group.mall.id, pauseMs: 10 },
  });
  atEnd(() => visitor.terminate());
  const broken = new Promise<never>((_, reject) => visitor.once('error', reject));
  const take = (): Promise<Latency> =>
    Promise.race([
      broken,
      new Promise<Latency>((resolve) => {
        visitor.once('message', (times: number[]) => resolve(latencyOf(times)));
        visitor.postMessage('take', []);
      }),
    ]);

  const folder = join(aFolder(), 'labels');
  mkdirSync(folder);
  const printer: PrinterSetting = {
    id: '6d0a4f5e-1b1c-4a57-9c55-0d2f6f0a1001',
    name: 'PDF',
    way: { kind: 'folder', folder },
    media: { size: '100x150', dpi: 203 },
  };
  const room = openPrintRoom({
    storage: mall.storage as unknown as Storage<PrintTables>,
    changes: mall.changes,
    clock: mall.clock,
    makers: { labels: labelMaker(mall) },
    rack: openRack(),
  });
  await mall.storage.write((db) => savePrinter(db, printer));
  const runner = startPrinting(room, (error) => {
    throw error;
  });
  atEnd(() => runner.stop());

  // The first pages pay for what is made once.
  await pause(300);
  await take();
  await pause(idleMs);
  const idle = await take();
  const begun = performance.now();
  const { job } = expectOk(await queueBatch(mall, room, 'sato', { filter: {}, printer: printer.id, startAt: 1 }));
  const queuedSeconds = (performance.now() - begun) / 1000;
  const row = async () => (await listJobs(room, { limit: 5 })).rows.find(({ id }) => id === job)!;
  while ((await row()).printed < enough) await pause(100);
  const meanwhile = await take();
  const seconds = (performance.now() - begun) / 1000;
  const { printed } = await row();
  if (enough < labels) expectOk(await cancelJob(room, 'sato', job));
  await visitor.terminate();
  return { idle, meanwhile, printed, folder, seconds, queuedSeconds };
}

function latencyOf(times: readonly number[]): Latency {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { visits: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The same order again under other numbers, as it stands once the carrier said OK. */
async function copyOrder(mall: Mall, number: string, copies: number): Promise<void> {
  const row = await mall.storage.read
    .selectFrom('purchase')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  const numbered = (kind: string, at: number): string => {
    const digits = `${kind}9${String(at).padStart(11, '0')}`;
    return digits + mod11_10(digits);
  };
  for (let from = 1; from <= copies; from += 100) {
    const rows = Array.from({ length: Math.min(100, copies - from + 1) }, (_, at) => ({
      ...row,
      number: numbered('1', from + at),
      jti: numbered('1', from + at),
      shipping: numbered('3', from + at),
      placed_at: new Date(Date.parse(row.placed_at) + (from + at) * 1000).toISOString(),
    }));
    await mall.storage.write(async (db) => {
      for (const each of rows) await db.insertInto('purchase').values(each).execute();
    });
  }
}
