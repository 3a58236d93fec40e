import { beforeEach, describe, expect, test } from 'vitest';
import { toBase64Url } from '#shared/bytes.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { expectOk, type Result } from '#shared/result.ts';
import { findPartner, type Partner } from '#main/post/index.ts';
import { endStaleOffers, giveUpOrder } from '#main/roles/mall/expiry.ts';
import { acceptSettlementResult, findPayment, noteSettlementExpired } from '#main/roles/mall/payment.ts';
import { chooseCarrier, findPurchase, findSession, startOrder } from '#main/roles/mall/shop.ts';
import type { SettlementTable } from '#main/roles/mall/tables.ts';
import { writeResult } from '#main/storage/index.ts';
import { sealTo } from '#main/vault/index.ts';
import { aGroup, type TestGroup } from '../../builders/a-group.ts';
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

async function settle(orderId: string): Promise<Result<void>> {
  const { mall } = group.mall;
  const { jti, contents, amount, currency } = await paymentOf(orderId);
  const receipt = numberFromDigits('receipt', '048277193056');
  const binding = { kind: 'customer', recipient: CREDIT, number: receipt } as const;
  const customer = expectOk(await sealTo(new Uint8Array(32).fill(9), binding, new Uint8Array([0xa0])));
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

  test('that nobody paid in time ends with its payment, and a late OK changes nothing', async () => {
    const { purchase, orderId } = await aSettledOrder();
    group.clock.advance({ minutes: 76 });
    await endStaleOffers(group.mall.mall);
    expect(await stateOf(purchase)).toBe('awaiting-payment');
    group.clock.advance({ minutes: 1, seconds: 1 });
    await endStaleOffers(group.mall.mall);
    expect([await stateOf(purchase), (await paymentOf(orderId)).state]).toEqual(['expired', 'expired']);
    expect(await settle(orderId)).toMatchObject({ ok: true });
    expect([await stateOf(purchase), (await paymentOf(orderId)).state]).toEqual(['expired', 'expired']);
    // The hold lapses at the credit company, which says so: that must not be asked for again and again.
    const { jti, amount, currency } = await paymentOf(orderId);
    const data = { purchase: jti, amount: { value: amount, currency } };
    const event = { partner: credit, subject: jti, time: group.clock().toISOString(), data };
    const { mall } = group.mall;
    expect(await writeResult(mall.storage, (db) => noteSettlementExpired(mall, db, event))).toMatchObject({ ok: true });
  });

  test('is given up before the payment and after it; then the hold stands until it lapses', async () => {
    const { mall } = group.mall;
    const before = await aSettledOrder();
    expectOk(await giveUpOrder(mall, before.orderId));
    expect([await stateOf(before.purchase), (await paymentOf(before.orderId)).state]).toEqual(['expired', 'expired']);
    const after = await aSettledOrder();
    expectOk(await settle(after.orderId));
    expectOk(await giveUpOrder(mall, after.orderId));
    expect([await stateOf(after.purchase), (await paymentOf(after.orderId)).state]).toEqual(['expired', 'accepted']);
  });
});
