/** A settled parcel that is handed over by a manifest: its price is claimed once, whatever becomes of the parcel. */
import { beforeEach, describe, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { checkLedger } from '#main/ledger/index.ts';
import { answerPickup } from '#main/roles/carrier/pickup.ts';
import { endHolds } from '#main/roles/credit/settle.ts';
import { closeManifest } from '#main/roles/mall/close-manifest.ts';
import { countPiece } from '#main/roles/mall/count-parcels.ts';
import { foundHere } from '#main/roles/mall/manifests.ts';
import { cancelOrder } from '#main/roles/mall/refunds.ts';
import { carryParcel, packParcel } from '../../builders/a-dispatch.ts';
import { sentEvents } from '../../builders/a-group.ts';
import { aCatalogue } from '../../builders/an-order.ts';
import {
  aLinkedParcel,
  aSettlingGroup,
  cardRow,
  type LinkedParcel,
  SAMPLE_PERSON,
  type SettlingGroup,
} from '../../builders/a-payment.ts';

let group: SettlingGroup;
let before: number;
beforeEach(async () => {
  group = await aSettlingGroup();
  await aCatalogue(group.mall);
  before = (await cardRow(group, SAMPLE_PERSON)).available;
});
/** One paperback and two packets of tea. */
const PRICE = 3955;
const spent = async (): Promise<number> => before - (await cardRow(group, SAMPLE_PERSON)).available;
const close = () => closeManifest(group.mall.mall, 'mori', group.carrier.id);
const cancel = (number: string) => cancelOrder(group.mall.mall, 'mori', { number, reason: 'customer' });
const payment = (orderId: string) =>
  group.mall.storage.read
    .selectFrom('settlement')
    .selectAll()
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow();

async function aCountedParcel(items?: Record<string, number>): Promise<LinkedParcel> {
  const parcel = await aLinkedParcel(group, items ? { items } : {});
  await packParcel(group, parcel.purchase);
  expectOk(await countPiece(group.mall.mall, 'mori', { carrier: group.carrier.id, scan: parcel.number }));
  return parcel;
}
/** Handed over, not there at the pick-up, found here again. */
async function aFoundParcel(items?: Record<string, number>): Promise<LinkedParcel> {
  const parcel = await aCountedParcel(items);
  const { manifest } = expectOk(await close());
  await group.exchange();
  expectOk(await answerPickup(group.carrier.carrier, 'kato', { manifest, final: true }));
  await group.exchange();
  expectOk(await foundHere(group.mall.mall, 'mori', parcel.purchase));
  return parcel;
}

test.each(['a', 'b', 'c'] as const)('in variant %s it is claimed as the manifest is closed', async (variant) => {
  group = await aSettlingGroup({ variant, creditVariant: variant });
  const { orderId, number } = await aCountedParcel();
  expectOk(await close());
  await group.exchange();
  expect(await payment(orderId)).toMatchObject({ state: 'claimed', claimed: PRICE });
  await carryParcel(group, number, ['accept']);
  expect(await sentEvents(group.mall, 'claim')).toHaveLength(1);
});

test('one whose hold has ended stays here and is named; the rest goes', async () => {
  const lapsed = await aCountedParcel();
  group.clock.advance({ days: 40 });
  await endHolds(group.credit.credit);
  await group.exchange();
  expect(await close()).toEqual(fail('wrong-state', lapsed.purchase));
  const good = await aCountedParcel();
  expect(expectOk(await close())).toMatchObject({
    parcels: 1,
    left: 1,
    refused: [{ purchase: lapsed.purchase, code: 'wrong-state' }],
  });
  const states = await group.mall.storage.read.selectFrom('purchase').select(['number', 'state']).execute();
  expect(Object.fromEntries(states.map(({ number, state }) => [number, state]))).toMatchObject({
    [lapsed.purchase]: 'packed',
    [good.purchase]: 'handed-over',
  });
});

describe('one that was missing and is found here', () => {
  test('is not claimed again with the next manifest', async () => {
    const { number, orderId } = await aFoundParcel();
    expectOk(await countPiece(group.mall.mall, 'mori', { carrier: group.carrier.id, scan: number }));
    expectOk(await close());
    await group.exchange();
    await carryParcel(group, number, ['accept']);
    expect(await sentEvents(group.mall, 'claim')).toHaveLength(1);
    expect(await payment(orderId)).toMatchObject({ state: 'claimed', claimed: PRICE, refunded: 0 });
    expect(await spent()).toBe(PRICE);
  });

  test('is called off with what was claimed given back', async () => {
    const { purchase, orderId } = await aFoundParcel();
    expectOk(await cancel(purchase));
    await group.exchange();
    expect(await payment(orderId)).toMatchObject({ claimed: PRICE, refunded: PRICE });
    expect(await spent()).toBe(0);
    expect(await checkLedger(group.credit.storage.read)).toEqual({ sum: 0, differing: [] });
  });

  test('leaves what is held for the other part of its order alone', async () => {
    const { purchase, orderId } = await aFoundParcel({ 'BK-1': 1, 'FD-1': 2, 'EB-1': 1 });
    expectOk(await cancel(purchase));
    await group.exchange();
    expect(await payment(orderId)).toMatchObject({ claimed: PRICE, refunded: PRICE, released: 0 });
    expect(await spent()).toBe(1200);
    expect(await checkLedger(group.credit.storage.read)).toEqual({ sum: 0, differing: [] });
  });
});
