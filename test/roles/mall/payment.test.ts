import { beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { findPartner, type Partner } from '#main/post/index.ts';
import { endStaleOffers, giveUpOrder } from '#main/roles/mall/expiry.ts';
import { noteSettlementExpired } from '#main/roles/mall/hold-end.ts';
import { acceptSettlementResult, findPayment } from '#main/roles/mall/payment.ts';
import { orderRefunds } from '#main/roles/mall/order-money.ts';
import { chooseCarrier, findPurchase, findSession, startOrder } from '#main/roles/mall/shop.ts';
import type { SettlementTable } from '#main/roles/mall/tables.ts';
import { writeResult } from '#main/storage/index.ts';
import { sealTo } from '#main/vault/index.ts';
import { aGroup, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { aCatalogue, placeShown } from '../../builders/an-order.ts';

const CREDIT = 'credit.localhost';

let group: TestGroup;
let credit: Partner;
beforeEach(async () => {
  group = await aGroup();
  await aCatalogue(group.mall);
  // A company that is on the mall's list; only its messages are played here.
  await group.mall.storage.write(async (db) => {
    const row = await db.selectFrom('partner').selectAll().where('id', '=', group.carrier.id).executeTakeFirstOrThrow();
    const card = JSON.stringify({ ...JSON.parse(row.card), id: CREDIT, role: 'credit' });
    await db
      .insertInto('partner')
      .values({ ...row, id: CREDIT, role: 'credit', card })
      .execute();
  });
  credit = (await findPartner(group.mall.storage.read, CREDIT))!;
});

async function aSettledOrder(): Promise<{ purchase: string; orderId: string }> {
  const { mall } = group.mall;
  const { token } = expectOk(await startOrder(mall, { 'BK-1': 1 }));
  const session = async () => (await findSession(mall, token))!;
  const choice = { carrier: group.carrier.id, credit: CREDIT, pay: 'settled' };
  expectOk(await chooseCarrier(mall, await session(), choice));
  const { purchase } = expectOk(await placeShown(mall, await session()));
  return { purchase, orderId: (await findPurchase(mall, purchase))!.order_id };
}

const paymentOf = async (orderId: string): Promise<SettlementTable> =>
  (await findPayment(group.mall.storage.read, orderId))!;
const stateOf = async (purchase: string) => (await findPurchase(group.mall.mall, purchase))!.state;

/** The customer's name, sealed to the key on the credit company's card, or as told. */
async function sealCustomer(
  receipt: string,
  { key, bytes = 1 }: { key?: Uint8Array | undefined; bytes?: number | undefined } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { x } = credit.card.keys.find(({ use }) => use === 'seal')!;
  const binding = { kind: 'customer', recipient: CREDIT, number: receipt } as const;
  return expectOk(await sealTo(key ?? fromBase64Url(x)!, binding, new Uint8Array(bytes).fill(0xa0)));
}

async function settle(
  orderId: string,
  sealing: { key?: Uint8Array; bytes?: number; version?: number } = {},
): Promise<Result<void>> {
  const { mall } = group.mall;
  const { jti, contents, amount, currency } = await paymentOf(orderId);
  const receipt = numberFromDigits('receipt', '048277193056');
  const customer = await sealCustomer(receipt, sealing);
  customer[0] = sealing.version ?? customer[0]!;
  const data = {
    purchase: jti,
    result: 'ok' as const,
    receipt,
    contents: toBase64Url(contents),
    customer: toBase64Url(customer),
    amount: { value: amount, currency },
    until: '2026-12-21T00:00:00Z',
  };
  const event = { partner: credit, subject: jti, time: mall.clock().toISOString(), data };
  return writeResult(mall.storage, (db) => acceptSettlementResult(mall, db, event));
}

describe('a settled order', () => {
  test('is offered to the carrier after the payment', async () => {
    const { purchase, orderId } = await aSettledOrder();
    expect(await stateOf(purchase)).toBe('awaiting-payment');
    expectOk(await settle(orderId));
    expect([await stateOf(purchase), (await paymentOf(orderId)).state]).toEqual(['offered', 'accepted']);
  });

  test.each([
    ['another key than its card’s', { key: new Uint8Array(32).fill(9) }],
    ['more bytes than a label has room for', { bytes: 192 }],
    ['another version', { version: 2 }],
  ])('is not settled by a customer’s name under %s', async (_, sealing) => {
    const { purchase, orderId } = await aSettledOrder();
    expect(await settle(orderId, sealing)).toEqual(fail('event-invalid', 'customer'));
    expect(await stateOf(purchase)).toBe('awaiting-payment');
    expectOk(await settle(orderId, { bytes: 191 }));
  });

  test('that nobody paid in time ends with its payment; what a late OK holds goes back, once', async () => {
    const { purchase, orderId } = await aSettledOrder();
    group.clock.advance({ minutes: 76 });
    await endStaleOffers(group.mall.mall);
    expect(await stateOf(purchase)).toBe('awaiting-payment');
    group.clock.advance({ minutes: 1, seconds: 1 });
    await endStaleOffers(group.mall.mall);
    expect([await stateOf(purchase), (await paymentOf(orderId)).state]).toEqual(['expired', 'expired']);
    for (let again = 0; again < 2; again++) expectOk(await settle(orderId));
    expect([await stateOf(purchase), (await paymentOf(orderId)).state]).toEqual(['expired', 'expired']);
    const refunds = await orderRefunds(group.mall.storage.read, orderId);
    expect(refunds).toMatchObject([{ amount: yen(715), way: 'settlement', reason: 'cancelled', state: 'asked' }]);
    // The hold lapses at the credit company, which says so: that must not be asked for again and again.
    const { jti, amount, currency } = await paymentOf(orderId);
    const data = { purchase: jti, amount: { value: amount, currency } };
    const event = { partner: credit, subject: jti, time: group.clock().toISOString(), data };
    const { mall } = group.mall;
    expect(await writeResult(mall.storage, (db) => noteSettlementExpired(mall, db, event))).toMatchObject({ ok: true });
  });

  test('is given up before the payment and after it; then what is held goes back', async () => {
    const { mall } = group.mall;
    const before = await aSettledOrder();
    expectOk(await giveUpOrder(mall, before.orderId));
    expect([await stateOf(before.purchase), (await paymentOf(before.orderId)).state]).toEqual(['expired', 'expired']);
    const after = await aSettledOrder();
    expectOk(await settle(after.orderId));
    expectOk(await giveUpOrder(mall, after.orderId));
    expect([await stateOf(after.purchase), (await paymentOf(after.orderId)).state]).toEqual(['expired', 'accepted']);
    expect(await orderRefunds(mall.storage.read, before.orderId)).toEqual([]);
    expect(await orderRefunds(mall.storage.read, after.orderId)).toMatchObject([{ amount: yen(715), state: 'asked' }]);
    const [told, ...more] = await sentEvents(group.mall, 'settlement.refund');
    expect(more).toEqual([]);
    const { jti } = await paymentOf(after.orderId);
    expect(told!.data).toEqual({ refund: told!.subject, purchase: jti, amount: yen(715), reason: 'cancelled' });
  });
});
