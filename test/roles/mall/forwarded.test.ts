/** What the credit company says of a package's mail, in whatever order it arrives. */
import { beforeEach, expect, test } from 'vitest';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { findPartner } from '#main/post/index.ts';
import { findPayment } from '#main/roles/mall/payment.ts';
import { noteForwarded } from '#main/roles/mall/send-goods.ts';
import { writeResult } from '#main/storage/index.ts';
import { aSettledOrder, aSettlingGroup, type SettlingGroup } from '../../builders/a-payment.ts';

let group: SettlingGroup;
let orderId: string;
beforeEach(async () => {
  group = await aSettlingGroup();
  ({ orderId } = await aSettledOrder(group, { items: { 'EB-1': 1 } }));
  await move('sent');
});

async function move(state: 'packed' | 'sent' | 'refunded'): Promise<void> {
  await group.mall.storage.write((db) =>
    db.updateTable('goods').set({ state }).where('order_id', '=', orderId).execute(),
  );
}
const state = async (): Promise<string> =>
  (await group.mall.storage.read.selectFrom('goods').select('state').executeTakeFirstOrThrow()).state;

/** @param minute when the credit company said it */
async function tell(result: 'sent' | 'failed', minute: number): Promise<Result<void>> {
  const { mall } = group.mall;
  const receipt = (await findPayment(mall.storage.read, orderId))!.receipt!;
  const time = new Date(group.clock().getTime() + minute * 60_000).toISOString();
  const partner = (await findPartner(mall.storage.read, group.credit.id))!;
  const data = { receipt, result, date: time.slice(0, 10) };
  return writeResult(mall.storage, (db) => noteForwarded(mall, db, { partner, subject: receipt, time, data }));
}

test('it was mailed, came back, and was mailed again', async () => {
  for (const [result, minute, after] of [
    ['sent', 1, 'forwarded'],
    ['failed', 2, 'failed'],
    ['sent', 3, 'forwarded'],
  ] as const) {
    expectOk(await tell(result, minute));
    expect(await state()).toBe(after);
  }
});

test('word of an earlier mail that comes late changes nothing', async () => {
  expectOk(await tell('sent', 1));
  expectOk(await tell('sent', 3));
  expectOk(await tell('failed', 2));
  expect(await state()).toBe('forwarded');
  expectOk(await tell('failed', 4));
  expectOk(await tell('sent', 3));
  expect(await state()).toBe('failed');
});

test('it comes again while our own note of the arrival is not written, and means nothing once the price went back', async () => {
  await move('packed');
  expect(await tell('sent', 1)).toEqual(fail('event-unknown-number'));
  await move('refunded');
  expectOk(await tell('failed', 2));
  expect(await state()).toBe('refunded');
});
