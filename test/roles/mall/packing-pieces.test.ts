/** Parcels of several pieces, the lineage of their labels, and what stands between an order and its label. */
import type { Approver } from '#shared/desk/accounts.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { chooseMarks, openPurchase, printLabel, reprintLabel } from '#main/roles/mall/packing.ts';
import { lookAtPurchase } from '#main/roles/mall/packing-queue.ts';
import { labelCopies, printedLabel, voidLabel } from '#main/roles/mall/press-label.ts';
import { cancelOrder } from '#main/roles/mall/refunds.ts';
import { correctSize, noteCorrection } from '#main/roles/mall/size-correction.ts';
import { writeResult } from '#main/storage/index.ts';
import { aGroup, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { aCaller, anAccount, PIN } from '../../builders/a-seat.ts';
import { type AgreedParcel, anAgreedParcel } from '../../builders/an-order.ts';

let group: TestGroup;
let mall: TestGroup['mall']['mall'];
beforeAll(async () => {
  group = await aGroup();
  ({ mall } = group.mall);
});

const ITEMS = { 'BK-1': 1, 'FD-1': 2 };
const CHECKED = [
  { sku: 'BK-1', quantity: 1 },
  { sku: 'FD-1', quantity: 2 },
];
const accepted = (): Promise<AgreedParcel> => anAgreedParcel(group, { items: ITEMS });
const print = (purchase: string) => printLabel(mall, 'mori', { purchase, checked: CHECKED });
const printInTwo = (purchase: string) =>
  printLabel(mall, 'mori', {
    purchase,
    pieces: 2,
    checked: [
      { sku: 'BK-1', quantity: 1 },
      { sku: 'FD-1', quantity: 1 },
      { sku: 'FD-1', quantity: 1, piece: 2 },
    ],
  });
const told = async (type: 'label.voided' | 'parcel.corrected', subject: string) =>
  (await sentEvents(group.mall, type)).filter((data) => JSON.stringify(data).includes(subject));
const labelsOf = async (purchase: string) => (await labelCopies(mall, purchase)).map(({ labelId }) => labelId);

describe('a parcel of two pieces', () => {
  test('has a label for each, first to last, and its codes say which', async () => {
    const { purchase, number } = await accepted();
    const labels = expectOk(await printInTwo(purchase));
    expect(labels.map(({ labelId }) => labelId)).toEqual([`${number}010201`, `${number}020201`]);
    const codes = expectOk(await mall.press.read(Buffer.from(labels[1]!.pdf, 'base64'))).map(({ text }) => text);
    expect(codes).toContain(`${number}020201`);
    const main = codes.find((text) => text.startsWith('3') && text.length > 100)!;
    expect(expectOk(parseLabelText(main)).label).toEqual({ number, piece: 2, of: 2, copy: 1 });
    expect(expectOk(await lookAtPurchase(mall, purchase))).toMatchObject({ state: 'packed', copies: 1, pieces: 2 });
    expect(expectOk(await printedLabel(mall, 'mori', { purchase, piece: 2, copy: 1 }))).toEqual(labels[1]);
  });

  test('printed at two benches, in one piece and in two, has the labels of one of them', async () => {
    const { purchase } = await accepted();
    const answers = await Promise.all([print(purchase), printInTwo(purchase), printInTwo(purchase)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    const labels = await labelCopies(mall, purchase);
    expect(labels).toHaveLength(labels[0]!.of);
  });

  test('is not printed with a piece beyond the last', async () => {
    const { purchase } = await accepted();
    const checked = [CHECKED[0]!, { ...CHECKED[1]!, piece: 2 }];
    expect(await printLabel(mall, 'mori', { purchase, checked })).toEqual(fail('field-invalid', 'piece'));
  });

  test('has each piece printed again by itself', async () => {
    const { purchase, number } = await accepted();
    expectOk(await printInTwo(purchase));
    const again = expectOk(await reprintLabel(mall, aCaller('sato'), { purchase, piece: 2, reason: 'damaged' }));
    expect(again.labelId).toBe(`${number}020202`);
    expect(await labelsOf(purchase)).toEqual([`${number}010201`, `${number}020201`, `${number}020202`]);
    expect(await reprintLabel(mall, aCaller('sato'), { purchase, piece: 3, reason: 'damaged' })).toEqual(
      fail('not-found'),
    );
  });
});

describe('a label printed again', () => {
  test('voids the copies before it and tells the carrier, whose station warns', async () => {
    const { purchase, number } = await accepted();
    expectOk(await print(purchase));
    expectOk(await reprintLabel(mall, aCaller('sato'), { purchase, reason: 'damaged' }));
    const [first, second] = await labelCopies(mall, purchase);
    expect(first).toMatchObject({ copy: 1, who: 'mori', voided: { who: 'sato', reason: 'damaged' } });
    expect(second).toMatchObject({ copy: 2, who: 'sato', reason: 'damaged' });
    expect(second).not.toHaveProperty('voided');
    expect(await told('label.voided', `${number}010101`)).toHaveLength(1);
    await group.exchange();
    const voided = group.carrier.storage.read.selectFrom('voided_label').select('label');
    expect((await voided.execute()).map(({ label }) => label)).toContain(`${number}010101`);
  });

  test('needs somebody else from the second time on, and at once where the first is lost', async () => {
    const { purchase } = await accepted();
    const again = (choice: { reason?: 'damaged' | 'lost'; approver?: Approver } = {}) =>
      reprintLabel(mall, aCaller('sato'), { purchase, reason: 'damaged', ...choice });
    expectOk(await print(purchase));
    expect(await again({ reason: 'lost' })).toEqual(fail('approval-needed'));
    expect(await again({ reason: 'lost', approver: { name: ' ＳＡＴＯ ', secret: PIN } })).toEqual(
      fail('approval-needed', 'own'),
    );
    expectOk(await again());
    expect(await again()).toEqual(fail('approval-needed'));
    await anAccount(mall.staff, 'Ueda');
    await anAccount(mall.staff, 'Kudo', 'clerk');
    expect(await again({ approver: { name: 'Ueda', secret: '9137' } })).toEqual(fail('wrong-secret'));
    expect(await again({ approver: { name: 'Kudo', secret: PIN } })).toEqual(fail('approval-needed', 'permission'));
    expectOk(await again({ approver: { name: 'ueda', secret: PIN } }));
    expect((await labelCopies(mall, purchase)).at(-1)).toMatchObject({ copy: 3, approver: 'Ueda' });
    const deeds = await readTrail(group.mall.storage.read, { limit: 5 });
    expect(deeds.find(({ action }) => action === 'label.reprinted')).toMatchObject({ detail: 'damaged · Ueda' });
  });

  test('a clerk who may not reprint is never alone with it', async () => {
    const { purchase } = await accepted();
    expectOk(await print(purchase));
    await anAccount(mall.staff, 'Ishii');
    const clerk = aCaller('sato', 'clerk');
    const order = { purchase, reason: 'damaged' } as const;
    expect(await reprintLabel(mall, clerk, order)).toEqual(fail('approval-needed'));
    expectOk(await reprintLabel(mall, clerk, { ...order, approver: { name: 'Ishii', secret: PIN } }));
  });

  test('pressed twice at once is one more copy, not two', async () => {
    const { purchase } = await accepted();
    expectOk(await print(purchase));
    const answers = await Promise.all(
      [1, 2].map(() => reprintLabel(mall, aCaller('sato'), { purchase, reason: 'misprint' })),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await labelsOf(purchase)).toHaveLength(2);
  });

  test('can be voided by itself, once', async () => {
    const { purchase, number } = await accepted();
    expectOk(await print(purchase));
    const label = { purchase, piece: 1, copy: 1, reason: 'damaged' } as const;
    expectOk(await voidLabel(mall, 'sato', label));
    expect(await voidLabel(mall, 'sato', label)).toEqual(fail('wrong-state', 'voided'));
    expect(await voidLabel(mall, 'sato', { ...label, copy: 2 })).toEqual(fail('not-found'));
    const date = group.clock().toISOString().slice(0, 10);
    expect(await told('label.voided', number)).toMatchObject([
      { subject: `${number}010101`, data: { label: `${number}010101`, date } },
    ]);
  });
});

describe('an order that is called off while it is packed', () => {
  test('gets no label, whichever of the two is quicker', async () => {
    const { purchase } = await accepted();
    // The label takes long to draw; the order is called off meanwhile.
    const [printed, cancelled] = await Promise.all([
      print(purchase),
      cancelOrder(mall, 'sato', { number: purchase, reason: 'customer' }),
    ]);
    expectOk(cancelled);
    expect(printed).toEqual(fail('wrong-state', 'cancelled'));
    expect(await labelsOf(purchase)).toEqual([]);
    expect(expectOk(await lookAtPurchase(mall, purchase)).state).toBe('cancelled');
  });

  test('or whose size changes meanwhile, is not printed as it was', async () => {
    const { purchase } = await accepted();
    const [printed] = await Promise.all([print(purchase), correctSize(mall, 'sato', { purchase, size: 140 })]);
    expect(printed).toEqual(fail('wrong-state', 'changed'));
    expectOk(await print(purchase));
  });
});

describe('marks and size', () => {
  test('chosen at the bench are remembered and stand on the label beside those of the product', async () => {
    const { purchase } = await accepted();
    await group.mall.storage.write((db) =>
      db.updateTable('product').set({ marks: 'keep-dry' }).where('sku', '=', 'FD-1').execute(),
    );
    expectOk(await chooseMarks(mall, 'mori', { purchase, marks: ['do-not-stack', 'fragile'] }));
    const { marks } = expectOk(await openPurchase(mall, 'mori', purchase));
    expect(marks).toEqual({ chosen: ['fragile', 'do-not-stack'], always: ['keep-dry'] });
    const [plain] = expectOk(await print((await accepted()).purchase));
    const [marked] = expectOk(await print(purchase));
    expect(marked!.preview.length).toBeGreaterThan(plain!.preview.length);
    expectOk(await chooseMarks(mall, 'mori', { purchase, marks: [] }));
    expect(await chooseMarks(mall, 'mori', { purchase: '10000000000009', marks: [] })).toEqual(
      fail('purchase-unknown'),
    );
  });

  test('corrected at the bench is told to the carrier in the same unit of work, and stands on the order', async () => {
    const { purchase, number } = await accepted();
    const { size } = expectOk(await lookAtPurchase(mall, purchase));
    expectOk(await correctSize(mall, 'mori', { purchase, size: 120 }));
    expectOk(await correctSize(mall, 'mori', { purchase, size: 120 }));
    const order = expectOk(await openPurchase(mall, 'mori', purchase));
    expect(order).toMatchObject({ size: { size: 120 }, corrected: { was: size.size, size: 120, by: 'bench' } });
    const sent = await group.mall.storage.read
      .selectFrom('outbox')
      .select('id')
      .where('type', '=', 'parcel.corrected')
      .where('subject', '=', number)
      .execute();
    expect(sent).toHaveLength(1);
    expect(await correctSize(mall, 'mori', { purchase: '10000000000009', size: 60 })).toEqual(fail('purchase-unknown'));
  });

  test('measured by the carrier is taken over, and a message of an earlier day changes nothing', async () => {
    const { purchase, number } = await accepted();
    const hear = (size: 100 | 140, date: string, subject = number) =>
      writeResult(mall.storage, (db) =>
        noteCorrection(mall, db, { partner: { id: group.carrier.id }, subject, data: { size, date } } as never),
      );
    expectOk(await hear(140, '2026-11-22'));
    expectOk(await hear(100, '2026-11-21'));
    const order = expectOk(await openPurchase(mall, 'mori', purchase));
    expect(order).toMatchObject({ size: { size: 140 }, corrected: { size: 140, by: 'carrier' } });
    expect(await hear(100, '2026-11-23', '30000000000007')).toEqual(fail('event-unknown-number'));
  });
});
