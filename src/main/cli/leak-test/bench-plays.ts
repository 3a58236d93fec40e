/** A day at the mall's bench: what is in a parcel is said on its screen and nowhere else that is kept. */
import { PLAYERS } from '#main/staff/index.ts';
import { mkdirSync, readdirSync } from 'node:fs';
import type { PrinterMedia, PrinterWay } from '#shared/domain/printer.ts';
import { labelIdText, parseLabelId } from '#shared/domain/label-id.ts';
import { expectOk } from '#shared/result.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { ParcelOrder } from '../demo/order-file.ts';
import { until } from '../demo/order-stopped.ts';
import { agreeWithCarrier, openCarrierWindow } from '../demo/play-parcel.ts';
import { orderAtMall } from '../demo/play-shop.ts';
import { startLabelPrinter } from './label-printer.ts';
import { withBrowser } from './marked-browser.ts';
import { printedFolder } from './places.ts';
import type { Play, Stage } from './stage.ts';

export const BENCH_PLAYS: Readonly<Record<string, Play>> = {
  'at the bench: pieces, copies, sizes, what is missing, a batch, a label printer, a manifest': playBench,
};

async function playBench(stage: Stage): Promise<void> {
  const { orders } = stage;
  const inPieces = await agreed(stage, orders.next({ pay: 'on-delivery' }));
  const short = await agreed(stage, orders.next({ pay: 'later' }));
  const plain = await agreed(stage, orders.next({ pay: 'on-delivery' }));
  await pickAndSend(stage, short);
  const labels = await packInPieces(stage, inPieces);
  await printBatch(stage, [short, plain]);
  await printLabels(stage, labels);
  await handOver(stage, labels);
  for (const purchase of [inPieces, short, plain]) {
    await stage.group.parties.mall.desk.ask('packing.labels', { purchase });
  }
}

/** An order that waits at the bench. */
async function agreed(stage: Stage, order: ParcelOrder): Promise<string> {
  const { group } = stage;
  let purchase = '';
  await withBrowser(stage, async (browser) => {
    purchase = await orderAtMall(group, browser, order);
    await agreeWithCarrier(browser, await openCarrierWindow(group, browser), order.addressee);
  });
  await until('the mall has the answer', async () => {
    const queue = await group.parties.mall.desk.ask('packing.queue', { place: 'waiting', limit: 500 });
    return queue.some((row) => row.purchase === purchase) || undefined;
  });
  return purchase;
}

/** On a pick list, set aside for a piece that is missing, found, set aside again and sent without it. */
async function pickAndSend({ group }: Stage, purchase: string): Promise<void> {
  const { desk } = group.parties.mall;
  await desk.ask('packing.pick', { oldest: 10, language: 'ja' });
  const missing = [{ item: 1, count: 1 }];
  await desk.ask('packing.set-aside', { purchase, missing });
  await desk.ask('packing.queue', { place: 'aside', limit: 10 });
  await desk.ask('packing.open', { number: purchase });
  await desk.ask('packing.bring-back', { purchase });
  await desk.ask('packing.set-aside', { purchase, missing });
  await desk.ask('packing.send-without', { purchase, missing });
  await desk.ask('packing.open', { number: purchase });
}

/** The supervisor among the players of a demo group. */
const { name, secret } = PLAYERS[1]!;
const APPROVER = { name, secret };

/** Two pieces, of which one gets new labels; returns the labels that count. */
async function packInPieces({ group }: Stage, purchase: string): Promise<readonly string[]> {
  const { desk } = group.parties.mall;
  const { items } = await desk.ask('packing.open', { number: purchase });
  await desk.ask('packing.mark', { purchase, marks: ['fragile'] });
  await desk.ask('packing.correct-size', { purchase, size: 100 });
  const checked = items.map(({ sku, quantity }, at) => ({ sku, quantity, piece: at === 0 ? 1 : 2 }));
  const printed = await desk.ask('packing.print', { purchase, pieces: 2, checked });
  await desk.ask('packing.reprint', { purchase, piece: 2, reason: 'damaged' });
  const alone = await desk.call('packing.reprint', { purchase, piece: 2, reason: 'lost' });
  if (alone.ok) throw new Error('one person printed a lost label again');
  const last = await desk.ask('packing.reprint', { purchase, piece: 2, reason: 'lost', approver: APPROVER });
  await desk.ask('packing.void', { purchase, piece: 2, copy: 3, reason: 'misprint' });
  const again = await desk.ask('packing.reprint', { purchase, piece: 2, reason: 'misprint', approver: APPROVER });
  if (numberOf(last.labelId) !== numberOf(again.labelId)) throw new Error('a copy has another number');
  await desk.ask('packing.slip', { purchase, language: 'ja' });
  return [printed[0]!.labelId, again.labelId];
}

function numberOf(labelId: string): string {
  return labelIdText({ ...expectOk(parseLabelId(labelId)), piece: 1, of: 1, copy: 1 });
}

const MEDIA: PrinterMedia = { size: '100x150', dpi: 203 };

async function savePrinter({ group }: Stage, way: PrinterWay): Promise<string> {
  const printer = { id: randomUuid(), name: way.kind, way, media: MEDIA };
  await group.parties.mall.desk.ask('printers.save', { printer });
  return printer.id;
}

/** All that waits, to a folder. */
async function printBatch(stage: Stage, purchases: readonly string[]): Promise<void> {
  const { group } = stage;
  const { desk } = group.parties.mall;
  const folder = printedFolder(group.folder, 'mall');
  mkdirSync(folder, { recursive: true });
  const printer = await savePrinter(stage, { kind: 'folder', folder });
  const { labels } = await desk.ask('batch.preview', { filter: {} });
  if (labels !== purchases.length) throw new Error('another number of labels waits than was ordered');
  await desk.ask('batch.sample', { filter: {}, printer });
  const { job } = await desk.ask('batch.print', { filter: {}, printer, startAt: 1 });
  await untilPrinted(stage, job, labels);
  const files = readdirSync(folder).filter((name) => name.endsWith('.pdf'));
  if (files.length !== labels) throw new Error('other files came out than labels');
}

/** Labels that the bench made, to a label printer. */
async function printLabels(stage: Stage, labels: readonly string[]): Promise<void> {
  const { group } = stage;
  const { desk } = group.parties.mall;
  const double = await startLabelPrinter(printedFolder(group.folder, 'mall'));
  try {
    const printer = await savePrinter(stage, { kind: 'zpl', host: '127.0.0.1', port: double.port });
    await desk.ask('printers.status', { id: printer });
    const { job } = await desk.ask('labels.print', { printer, labels: [...labels] });
    await untilPrinted(stage, job, labels.length);
    if (double.labels() !== labels.length) throw new Error('other labels came out than were printed');
  } finally {
    await double.stop();
  }
}

/** Counted onto a manifest, with one parcel more that the driver does not find. */
async function handOver({ group }: Stage, labels: readonly string[]): Promise<void> {
  const { mall, carrier } = group.parties;
  const { id } = carrier.config;
  const { left } = await mall.desk.ask('handover.read', { carrier: id });
  const other = left.find(({ shipping }) => !labels[0]!.startsWith(shipping))!;
  for (const scan of [...labels, other.shipping]) await mall.desk.ask('handover.count', { carrier: id, scan });
  const { manifest } = await mall.desk.ask('handover.close', { carrier: id });
  for (const language of ['ja', 'en'] as const) await mall.desk.ask('handover.papers', { manifest, language });
  await until('the carrier has the manifest', async () => {
    const rows = (await carrier.desk.ask('pickups.list', { limit: 50 })).rows;
    return rows.some((row) => row.manifest === manifest) || undefined;
  });
  for (const scan of labels) await carrier.desk.ask('station.scan', { scan, step: 'accept' });
  await carrier.desk.ask('pickups.read', { manifest });
  await carrier.desk.ask('pickups.answer', { manifest, final: true });
  await until('the mall has the answer', async () => {
    const { state } = await mall.desk.ask('handover.manifest', { manifest });
    return state === 'differs' || undefined;
  });
  await mall.desk.ask('handover.found', { purchase: other.purchase });
}

async function untilPrinted({ group }: Stage, job: string, labels: number): Promise<void> {
  const { desk } = group.parties.mall;
  await until('the labels are printed', async () => {
    const row = (await desk.ask('jobs.list', { limit: 50 })).rows.find(({ id }) => id === job);
    return row?.printed === labels || undefined;
  });
  await desk.ask('jobs.items', { job, after: 0, limit: 100 });
}
