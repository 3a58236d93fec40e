/** Batches of labels: real orders, a real press, printers on a real socket and in a real folder. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PrinterSetting } from '#shared/domain/printer.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { batchCommands } from '#shared/desk/batch.ts';
import { readTrail } from '#main/audit/index.ts';
import {
  openPrintRoom,
  type PrintRoom,
  type PrintTables,
  savePrinter,
  startPrinting,
} from '#main/printing/jobs/index.ts';
import { listItems, listJobs } from '#main/printing/jobs/list.ts';
import { openRack } from '#main/printing/jobs/rack.ts';
import { previewBatch, printLabels, queueBatch, queueChosen, sampleBatch } from '#main/roles/mall/batch.ts';
import { labelMaker, RECORDED } from '#main/roles/mall/label-maker.ts';
import { openPurchase, printLabel } from '#main/roles/mall/packing.ts';
import { printedLabel } from '#main/roles/mall/press-label.ts';
import { bringBack } from '#main/roles/mall/bring-back.ts';
import { setAsideWhole } from '#main/roles/mall/set-aside.ts';
import type { Storage } from '#main/storage/index.ts';
import { aGroup, type TestGroup } from '../../builders/a-group.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { type AgreedParcel, anAgreedParcel } from '../../builders/an-order.ts';
import { until } from '../../builders/until.ts';
import { startZplPrinter } from '../../fakes/zpl-printer.ts';

let group: TestGroup;
let mall: TestGroup['mall']['mall'];
let room: PrintRoom;
let folder: PrinterSetting;
let zpl: PrinterSetting;
let device: Awaited<ReturnType<typeof startZplPrinter>>;

beforeAll(async () => {
  group = await aGroup();
  ({ mall } = group.mall);
  room = openPrintRoom({
    storage: mall.storage as unknown as Storage<PrintTables>,
    changes: mall.changes,
    clock: mall.clock,
    makers: { labels: labelMaker(mall) },
    rack: openRack(),
  });
  device = await startZplPrinter();
  const place = join(aFolder(), 'labels');
  mkdirSync(place);
  folder = {
    id: '6d0a4f5e-1b1c-4a57-9c55-0d2f6f0a1001',
    name: 'PDF',
    way: { kind: 'folder', folder: place },
    media: { size: '100x150', dpi: 203 },
  };
  zpl = {
    id: '6d0a4f5e-1b1c-4a57-9c55-0d2f6f0a1002',
    name: 'Bench 1',
    way: { kind: 'zpl', host: '127.0.0.1', port: device.port },
    media: { size: '100x150', dpi: 203 },
  };
  await mall.storage.write(async (db) => {
    await savePrinter(db, folder);
    await savePrinter(db, zpl);
  });
  const runner = startPrinting(room, (error) => {
    throw error;
  });
  atEnd(() => runner.stop());
});

const someParcels = async (count: number): Promise<AgreedParcel[]> => {
  const parcels: AgreedParcel[] = [];
  for (let at = 0; at < count; at++) {
    parcels.push(await anAgreedParcel(group, { items: { 'BK-1': 1 } }));
    group.clock.advance({ seconds: 1 });
  }
  return parcels;
};
const stateOf = async (purchase: string): Promise<string> =>
  (
    await mall.storage.read
      .selectFrom('purchase')
      .select('state')
      .where('number', '=', purchase)
      .executeTakeFirstOrThrow()
  ).state;
const jobOf = async (id: string) => (await listJobs(room, { limit: 50 })).rows.find((row) => row.id === id)!;
const over = (id: string) => until('job over', async () => (await jobOf(id)).state === 'done' && jobOf(id));
const batch = (printer: PrinterSetting, filter = {}) =>
  queueBatch(mall, room, 'mori', { filter, printer: printer.id, startAt: 1 });

describe('a batch of labels', () => {
  test('packs each order when its label is confirmed printed, in the mall’s own records', async () => {
    const parcels = await someParcels(3);
    expect(await previewBatch(mall, room, {})).toMatchObject({
      labels: 3,
      byCarrier: [{ carrierName: 'みほん運輸', labels: 3 }],
      leftOut: { queued: 0, beyond: 0 },
    });
    const { job } = expectOk(await batch(folder));
    expect(await over(job)).toMatchObject({ total: 3, printed: 3 });
    const files = readdirSync((folder.way as { folder: string }).folder).sort();
    expect(files).toEqual(parcels.map(({ labelId }) => `${labelId}.pdf`).sort());
    for (const { purchase, labelId } of parcels) {
      expect(await stateOf(purchase)).toBe('packed');
      const label = await mall.storage.read
        .selectFrom('label')
        .selectAll()
        .where('label', '=', labelId)
        .executeTakeFirstOrThrow();
      expect(label).toMatchObject({ purchase, piece: 1, of: 1, copy: 1 });
    }
    const trail = await readTrail(mall.storage.read, { limit: 20 });
    expect(trail.filter(({ action }) => action === 'label.printed')).toHaveLength(3);
    expect(await batch(folder)).toEqual(fail('nothing-to-print'));
    // Looked at later on the bench, each is drawn as it was.
    const [{ purchase, labelId }] = parcels as [AgreedParcel];
    const seen = expectOk(await printedLabel(mall, 'mori', { purchase, copy: 1 }));
    expect(seen.labelId).toBe(labelId);
    const kept = readFileSync(join((folder.way as { folder: string }).folder, `${labelId}.pdf`));
    expect(Buffer.from(seen.pdf, 'base64').equals(kept)).toBe(true);
  });

  test('given by a second station is the same job; the bench does not print what stands in it', async () => {
    const [parcel] = await someParcels(1);
    device.paused = true;
    const { job } = expectOk(await batch(zpl));
    expect(expectOk(await batch(folder))).toEqual({ job, queued: 0, known: 1 });
    expect(await previewBatch(mall, room, {})).toMatchObject({ labels: 0, leftOut: { queued: 1 } });
    const checked = [{ sku: 'BK-1', quantity: 1 }];
    expect(await printLabel(mall, 'mori', { purchase: parcel!.purchase, checked })).toEqual(fail('already-queued'));
    // Nor in two pieces, whose labels are others.
    const twoPieces = { purchase: parcel!.purchase, pieces: 2, checked };
    expect(await printLabel(mall, 'mori', twoPieces)).toEqual(fail('already-queued'));
    device.paused = false;
    await over(job);
    expect(await stateOf(parcel!.purchase)).toBe('packed');
    expect(device.printed).toHaveLength(1);
  });

  test('names an order that was called off meanwhile, and prints the rest', async () => {
    const parcels = await someParcels(3);
    device.paused = true;
    const { job } = expectOk(await batch(zpl));
    await mall.storage.write((db) =>
      db.updateTable('purchase').set({ state: 'cancelled' }).where('number', '=', parcels[2]!.purchase).execute(),
    );
    device.paused = false;
    const row = await over(job);
    expect(row.printed + row.refused).toBe(3);
    expect(row.refused).toBe(1);
    const items = expectOk(await listItems(room, { job, states: ['refused'], after: 0, limit: 5 }));
    expect(items).toMatchObject([{ reference: parcels[2]!.labelId, code: 'label-not-wanted' }]);
    expect(await stateOf(parcels[2]!.purchase)).toBe('cancelled');
  });

  test('shows the first label as it will print on that printer', async () => {
    await someParcels(1);
    for (const printer of [folder, zpl]) {
      const { preview } = expectOk(await sampleBatch(mall, room, { filter: {}, printer: printer.id }));
      expect(Buffer.from(preview!, 'base64').subarray(1, 4).toString()).toBe('PNG');
    }
    const { job } = expectOk(await batch(folder));
    await over(job);
  });
});

test('a label of the bench goes to its printer once; again only as another copy', async () => {
  const [parcel] = await someParcels(1);
  expectOk(await openPurchase(mall, 'mori', parcel!.purchase));
  const checked = [{ sku: 'BK-1', quantity: 1 }];
  const [label] = expectOk(await printLabel(mall, 'mori', { purchase: parcel!.purchase, checked }));
  const before = device.printed.length;
  const wanted = { printer: zpl.id, labels: [label!.labelId] };
  const { job } = expectOk(await printLabels(room, 'mori', wanted));
  await over(job);
  expect(device.printed).toHaveLength(before + 1);
  expect(await printLabels(room, 'mori', wanted)).toEqual(fail('wrong-state', 'printed'));
  // Given a second time in the moment in which the first came out.
  const wish = { reference: label!.labelId, detail: RECORDED };
  expect(await room.makers.labels!.check!(room.storage.read, wish)).toBe('label-not-wanted');
  expect(await printLabels(room, 'mori', { printer: zpl.id, labels: ['30000000000009010101'] })).toEqual(
    fail('not-found'),
  );
});

test.each(['39262685214409010101', 'RR473124829JP010101', '340123450000000019010101'])(
  'a bench can give its printer the label %s',
  (label) => {
    expect(batchCommands['labels.print'].input.safeParse({ printer: zpl.id, labels: [label] }).success).toBe(true);
  },
);

describe('a batch', () => {
  test('of chosen orders leaves out what can’t be printed, names it, and prints the others', async () => {
    const [good, aside, queued] = (await someParcels(3)) as [AgreedParcel, AgreedParcel, AgreedParcel];
    const unknown = '10000000000007';
    const asked = (...purchases: string[]) => queueChosen(mall, room, 'mori', { purchases, printer: zpl.id });
    const both = await Promise.all(['mori', 'abe'].map((who) => setAsideWhole(mall, who, aside.purchase)));
    expect(both).toEqual(expect.arrayContaining([ok(), fail('wrong-state', 'set-aside')]));
    expect(await setAsideWhole(mall, 'mori', unknown)).toEqual(fail('purchase-unknown'));
    device.paused = true;
    expect(await asked(queued.purchase)).toEqual(ok({ done: 1, refused: [] }));
    expect(await asked(good.purchase, aside.purchase, queued.purchase, unknown)).toEqual(
      ok({
        done: 1,
        refused: [
          { id: aside.purchase, code: 'label-not-wanted' },
          { id: queued.purchase, code: 'already-queued' },
          { id: unknown, code: 'purchase-unknown' },
        ],
      }),
    );
    device.paused = false;
    await until(
      'both packed',
      async () => (await stateOf(good.purchase)) === 'packed' && (await stateOf(queued.purchase)) === 'packed',
    );
    expect(await stateOf(aside.purchase)).toBe('accepted');
    expect(await asked(good.purchase)).toEqual(
      ok({ done: 0, refused: [{ id: good.purchase, code: 'wrong-state', about: 'packed' }] }),
    );
    expect(await bringBack(mall, 'mori', aside.purchase)).toEqual(ok());
    const { job } = expectOk(await batch(folder));
    await over(job);
  });
});
