import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { handOver, openPurchase, printLabel, reprintLabel } from '#main/roles/mall/packing.ts';
import { listPurchases, packingQueue } from '#main/roles/mall/packing-queue.ts';
import { printedLabel } from '#main/roles/mall/press-label.ts';
import { printSlip } from '#main/roles/mall/slip.ts';
import { choosePartnerVariant } from '#main/post/index.ts';
import { aGroup, type TestGroup } from '../../builders/a-group.ts';
import { aCaller } from '../../builders/a-seat.ts';
import { type AgreedParcel, anAgreedParcel, anOffer } from '../../builders/an-order.ts';

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
const print = (purchase: string, checked = CHECKED) => printLabel(mall, 'mori', { purchase, checked });
const printed = async (purchase: string) => expectOk(await print(purchase))[0]!;
const stateOf = async (purchase: string): Promise<string> => expectOk(await openPurchase(mall, 'mori', purchase)).state;

describe('an order on the bench', () => {
  test('waits in the queue once the carrier said OK, oldest first, and until it is handed over', async () => {
    const before = (await packingQueue(mall)).length;
    await anOffer(group);
    expect(await packingQueue(mall)).toHaveLength(before);
    const first = await accepted();
    group.clock.advance({ seconds: 1 });
    const second = await accepted();
    const queue = await packingQueue(mall);
    expect(queue.slice(-2).map(({ purchase }) => purchase)).toEqual([first.purchase, second.purchase]);
    expect(queue.at(-1)).toMatchObject({ carrierName: 'みほん運輸', state: 'accepted', paid: false, copies: 0 });
  });

  test('opens by purchase number, shipping number and scanned label, however it is typed', async () => {
    const { purchase, number, labelId } = await accepted();
    for (const scan of [purchase, number, labelId, ` ${purchase.slice(0, 5)} ${purchase.slice(5)}`]) {
      expect(expectOk(await openPurchase(mall, 'mori', scan)).purchase).toBe(purchase);
    }
    expect(await openPurchase(mall, 'mori', '10000000000009')).toEqual(fail('purchase-unknown'));
    expect(await openPurchase(mall, 'mori', '')).toEqual(fail('purchase-unknown'));
  });

  test('says what to pack and what the driver collects; the opening is recorded', async () => {
    const { purchase } = await accepted();
    const order = expectOk(await openPurchase(mall, 'mori', purchase));
    expect(order.items.map(({ sku, quantity }) => ({ sku, quantity }))).toEqual(CHECKED);
    expect(order.collect).toEqual({ value: 715 + 2 * 1620, currency: 'JPY' });
    const [deed] = await readTrail(group.mall.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'mori', action: 'contents.opened', subject: purchase });
  });

  test('is told from the mall’s own table alone: contents from elsewhere do not open', async () => {
    const [one, other] = [await accepted(), await accepted()];
    const { contents } = await group.mall.storage.read
      .selectFrom('purchase')
      .select('contents')
      .where('number', '=', other.purchase)
      .executeTakeFirstOrThrow();
    await group.mall.storage.write((db) =>
      db.updateTable('purchase').set({ contents }).where('number', '=', one.purchase).execute(),
    );
    expect(await openPurchase(mall, 'mori', one.purchase)).toEqual(fail('not-authentic'));
    expect(await print(one.purchase)).toEqual(fail('not-authentic'));
    await group.mall.storage.write((db) => db.deleteFrom('purchase').where('number', '=', one.purchase).execute());
  });
});

describe('a label', () => {
  test.each([
    ['nothing checked', []],
    ['an item missing', CHECKED.slice(1)],
    [
      'too few of one',
      [
        { sku: 'BK-1', quantity: 1 },
        { sku: 'FD-1', quantity: 1 },
      ],
    ],
    [
      'too many of one',
      [
        { sku: 'BK-1', quantity: 1 },
        { sku: 'FD-1', quantity: 3 },
      ],
    ],
    ['something else', [...CHECKED, { sku: 'HM-1', quantity: 1 }]],
  ])('is not printed with %s', async (_, checked) => {
    const { purchase } = await accepted();
    expect(await print(purchase, checked)).toMatchObject({ error: { code: 'items-unchecked' } });
    expect(await stateOf(purchase)).toBe('accepted');
  });

  test('is not printed before the carrier said OK', async () => {
    const { purchase } = await anOffer(group, { items: ITEMS });
    expect(await print(purchase)).toEqual(fail('wrong-state', 'offered'));
    expect(await print('10000000000009')).toEqual(fail('purchase-unknown'));
    expect(await reprintLabel(mall, aCaller('mori'), { purchase, reason: 'lost' })).toEqual(
      fail('wrong-state', 'offered'),
    );
    expect(await handOver(mall, 'mori', purchase)).toEqual(fail('wrong-state', 'offered'));
  });

  test('is printed once, recorded, kept as it was, and printed again as copy 2 with a reason', async () => {
    const { purchase, number, labelId, labelText } = await accepted();
    const first = await printed(purchase);
    expect(first).toMatchObject({ labelId, copy: 1 });
    expect(await stateOf(purchase)).toBe('packed');
    const pdf = readFileSync(join(group.mall.folder, 'spool', `${labelId}.pdf`));
    expect(pdf.toString('base64')).toBe(first.pdf);
    expect(await print(purchase)).toEqual(fail('wrong-state', 'packed'));

    const codes = expectOk(await mall.press.read(pdf)).map(({ text }) => text);
    expect(codes).toContain(labelText);
    expect(codes).toContain(labelId);
    const contents = codes.find((text) => text.startsWith('1') && text.length > 100)!;
    expect(expectOk(parseLabelText(contents)).label.number).toBe(purchase);

    const again = expectOk(await reprintLabel(mall, aCaller('sato'), { purchase, reason: 'damaged' }));
    expect(again).toMatchObject({ labelId: `${number}010102`, copy: 2 });
    const [deed] = await readTrail(group.mall.storage.read, { limit: 1 });
    expect(deed).toMatchObject({
      who: 'sato',
      action: 'label.reprinted',
      subject: `${number}010102`,
      detail: 'damaged',
    });

    expect(expectOk(await printedLabel(mall, 'mori', { purchase, copy: 1 }))).toEqual(first);
    expect(await printedLabel(mall, 'mori', { purchase, copy: 3 })).toEqual(fail('not-found'));
    const [row] = (await listPurchases(mall, { limit: 1, search: purchase })).rows;
    expect(row).toMatchObject({ purchase, copies: 2, shipping: number });
  });

  test('comes out of one of two benches that print at once', async () => {
    const { purchase, labelId } = await accepted();
    const answers = await Promise.all([print(purchase), print(purchase)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ error: { code: 'wrong-state' } });
    const labels = await group.mall.storage.read
      .selectFrom('label')
      .select('label')
      .where('purchase', '=', purchase)
      .execute();
    expect(labels).toEqual([{ label: labelId }]);
  });

  test('in variant b has no main code', async () => {
    expectOk(await choosePartnerVariant(group.mall.post, 'staff', { id: group.carrier.id, variant: 'b' }));
    const { purchase, labelId } = await accepted();
    const { pdf } = await printed(purchase);
    const codes = expectOk(await mall.press.read(Buffer.from(pdf, 'base64'))).map(({ text }) => text);
    expect(codes).toContain(labelId);
    expect(codes.filter((text) => text.startsWith('3') && text.length > 100)).toEqual([]);
    expectOk(await choosePartnerVariant(group.mall.post, 'staff', { id: group.carrier.id, variant: 'a' }));
  });

  test('leaves the bench once', async () => {
    const { purchase } = await accepted();
    expect(await handOver(mall, 'mori', purchase)).toEqual(fail('wrong-state', 'accepted'));
    expectOk(await print(purchase));
    expect(await handOver(mall, 'mori', purchase)).toEqual({ ok: true, value: undefined });
    expect(await stateOf(purchase)).toBe('handed-over');
    expect(await handOver(mall, 'mori', purchase)).toEqual(fail('wrong-state', 'handed-over'));
    expect(await handOver(mall, 'mori', '10000000000009')).toEqual(fail('purchase-unknown'));
    expect((await packingQueue(mall)).map((row) => row.purchase)).not.toContain(purchase);
  });
});

describe('the slip in the parcel', () => {
  test('is printed for an order that the carrier took, and for no other', async () => {
    const { purchase } = await accepted();
    const slip = expectOk(await printSlip(mall, 'mori', { purchase, language: 'ja' }));
    expect(Buffer.from(slip.pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    const [deed] = await readTrail(group.mall.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ action: 'slip.printed', subject: purchase });
  });

  test('is not printed for an order that came to nothing', async () => {
    const { purchase } = await anOffer(group);
    expect(await printSlip(mall, 'mori', { purchase, language: 'en' })).toEqual(fail('wrong-state', 'offered'));
    await group.mall.storage.write((db) =>
      db
        .updateTable('purchase')
        .set({ state: 'refused', decided_at: group.clock().toISOString() })
        .where('number', '=', purchase)
        .execute(),
    );
    expect(await printSlip(mall, 'mori', { purchase, language: 'en' })).toEqual(fail('wrong-state', 'refused'));
  });
});
