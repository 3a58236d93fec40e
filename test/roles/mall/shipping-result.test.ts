import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { concatBytes, fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { ERRORS } from '#shared/errors.ts';
import type { Variant } from '#shared/protocol/instruction.ts';
import { fail, type Result } from '#shared/result.ts';
import { choosePartnerVariant } from '#main/post/index.ts';
import { endStaleOffers } from '#main/roles/mall/expiry.ts';
import { findPurchase } from '#main/roles/mall/shop.ts';
import type { PurchaseTable } from '#main/roles/mall/tables.ts';
import { variantCDigits } from '#main/vault/index.ts';
import { START } from '../../builders/a-clock.ts';
import { aGroup, bringEvent, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { anAgreedParcel, anOffer, sealForCarrier } from '../../builders/an-order.ts';
import { anEvent } from '../../post/an-event.ts';

let group: TestGroup;
beforeAll(async () => {
  group = await aGroup();
});
beforeEach(async () => {
  group.clock.set(START);
  await group.mall.storage.write(async (db) => {
    await db.deleteFrom('purchase').execute();
    await db.deleteFrom('outbox').execute();
  });
  await group.carrier.storage.write(async (db) => {
    for (const table of ['parcel_step', 'return_parcel', 'parcel', 'outbox'] as const)
      await db.deleteFrom(table).execute();
  });
  await choose('a');
});

const SHIPPING = numberFromDigits('shipping', '048277193056');
const RETURN = numberFromDigits('return', '048277193056');

async function choose(variant: Variant): Promise<void> {
  await choosePartnerVariant(group.mall.post, 'staff', { id: group.carrier.id, variant });
}
const purchaseOf = async (number: string): Promise<PurchaseTable> => (await findPurchase(group.mall.mall, number))!;

/** The OK that an honest carrier sends. */
async function agreement(purchase: string): Promise<Record<string, unknown>> {
  const row = await purchaseOf(purchase);
  const addressee = await sealForCarrier(group.carrier.carrier, SHIPPING);
  return {
    purchase: row.jti,
    result: 'ok',
    pay: row.pay,
    return: RETURN,
    ...(row.variant !== 'c' && { shipping: SHIPPING }),
    ...(row.variant !== 'b' && { contents: toBase64Url(row.contents), addressee: toBase64Url(addressee) }),
  };
}

function tell(data: Record<string, unknown>, subject = data['purchase']): Promise<Result<void>> {
  const event = anEvent(group.carrier, { type: 'shipping.result', subject, data });
  return bringEvent(group.carrier, group.mall, JSON.stringify(event));
}

describe('an OK', () => {
  test.each(['a', 'b', 'c'] as const)('in variant %s makes the purchase ready to pack', async (variant) => {
    await choose(variant);
    const { purchase } = await anOffer(group);
    const data = await agreement(purchase);
    expect(await tell(data)).toEqual({ ok: true, value: undefined });
    const row = await purchaseOf(purchase);
    expect(row).toMatchObject({ state: 'accepted', return_number: RETURN });
    const derived = numberFromDigits('shipping', variantCDigits(fromBase64Url(row.jti) ?? new Uint8Array(8)));
    expect(row.shipping).toBe(variant === 'c' ? derived : SHIPPING);
    expect(row.addressee === null).toBe(variant === 'b');
  });

  test('with other contents than the mall sent is refused, and the purchase stays as it was', async () => {
    const { purchase } = await anOffer(group);
    const other = await anOffer(group);
    const data = await agreement(purchase);
    const swapped = toBase64Url((await purchaseOf(other.purchase)).contents);
    const bytes = fromBase64Url(data['contents'] as string)!;
    bytes[bytes.length - 1]! ^= 1;
    for (const contents of [swapped, toBase64Url(bytes), undefined]) {
      expect(await tell({ ...data, contents })).toEqual(fail('contents-differ'));
    }
    expect((await purchaseOf(purchase)).state).toBe('offered');
  });

  test.each([
    ['another way to pay', { pay: 'later' }, 'pay'],
    ['no number', { shipping: undefined }, 'shipping'],
    ['a number with a wrong check digit', { shipping: '30482771930560' }, 'shipping'],
    ['a number of another kind', { shipping: numberFromDigits('return', '048277193056') }, 'shipping'],
    ['no addressee', { addressee: undefined }, 'addressee'],
    ['a return number of another kind', { return: SHIPPING }, 'return'],
    ['a return number with a wrong check digit', { return: '40482771930560' }, 'return'],
    ['an addressee that is no envelope', { addressee: 'AAAA' }, 'addressee'],
  ])('with %s is refused', async (_, changes, about) => {
    const { purchase } = await anOffer(group);
    const refused = await tell({ ...(await agreement(purchase)), ...changes });
    expect(refused).toMatchObject({ error: { code: 'event-invalid', about } });
    expect((await purchaseOf(purchase)).state).toBe('offered');
  });

  test.each<[string, (envelope: Uint8Array<ArrayBuffer>) => Uint8Array]>([
    ['of version 2', (envelope) => envelope.with(0, 2)],
    ['too large for a label', (envelope) => concatBytes(envelope, new Uint8Array(512 - 192))],
    ['to a key that is not the carrier’s', (envelope) => envelope.with(5, envelope[5]! ^ 1)],
  ])('with an addressee %s is refused', async (_, spoil) => {
    const { purchase } = await anOffer(group);
    const data = await agreement(purchase);
    const addressee = toBase64Url(spoil(fromBase64Url(data['addressee'] as string)!));
    expect(await tell({ ...data, addressee })).toEqual(fail('event-invalid', 'addressee'));
    expect((await purchaseOf(purchase)).state).toBe('offered');
    expect((await tell(data)).ok).toBe(true);
  });

  test('with contents in the addressee’s place is refused', async () => {
    const { purchase } = await anOffer(group);
    const data = await agreement(purchase);
    expect(await tell({ ...data, addressee: data['contents'] })).toEqual(fail('event-invalid', 'addressee'));
  });

  test('with a number that another parcel has is refused for good', async () => {
    const [first, second] = [await anOffer(group), await anOffer(group)];
    await tell(await agreement(first.purchase));
    const refused = await tell(await agreement(second.purchase));
    expect(refused).toEqual(fail('event-invalid', 'shipping'));
    expect((await purchaseOf(second.purchase)).state).toBe('offered');
  });

  test('for a purchase that is not known yet may come again later', async () => {
    const { purchase } = await anOffer(group);
    const unknown = { ...(await agreement(purchase)), purchase: '10000000000009' };
    const refused = await tell(unknown);
    expect(refused).toEqual(fail('event-unknown-number'));
    expect(ERRORS['event-unknown-number'].status).toBe(503);
  });

  test('is about the number that it says it is about', async () => {
    const { purchase } = await anOffer(group);
    expect(await tell(await agreement(purchase), '10000000000009')).toEqual(fail('event-invalid', 'subject'));
  });

  test('by another carrier than the customer chose is about a purchase unknown', async () => {
    const { purchase } = await anOffer(group);
    const data = await agreement(purchase);
    await group.mall.storage.write((db) => db.updateTable('purchase').set({ counterparty: 'x.localhost' }).execute());
    expect(await tell(data)).toEqual(fail('event-unknown-number'));
  });

  test('tells no fee and no zone', async () => {
    await anAgreedParcel(group, { zone: 'okinawa' });
    const [result] = await sentEvents(group.carrier, 'shipping.result');
    expect(Object.keys(result!.data).sort()).toEqual(
      ['addressee', 'contents', 'pay', 'purchase', 'result', 'return', 'shipping'].sort(),
    );
  });
});

describe('NO and NG', () => {
  test.each([
    ['no', 'declined'],
    ['refused', 'refused'],
  ] as const)('%s ends the purchase as %s', async (result, state) => {
    const { purchase } = await anOffer(group);
    expect((await tell({ purchase, result })).ok).toBe(true);
    expect(await purchaseOf(purchase)).toMatchObject({ state, shipping: null, addressee: null });
  });

  test('after an OK change nothing', async () => {
    const { purchase } = await anOffer(group);
    await tell(await agreement(purchase));
    expect(await tell({ purchase, result: 'refused' })).toEqual(fail('wrong-state', 'accepted'));
    expect((await purchaseOf(purchase)).state).toBe('accepted');
  });

  test('to an order that has ended already is nothing new', async () => {
    const { purchase } = await anOffer(group);
    await expire();
    expect((await tell({ purchase, result: 'no' })).ok).toBe(true);
    expect((await purchaseOf(purchase)).state).toBe('expired');
  });
});

async function expire(): Promise<void> {
  group.clock.advance({ days: 2 });
  await endStaleOffers(group.mall.mall);
}

describe('an OK that comes after the order ended', () => {
  test.each(['a', 'b', 'c'] as const)(
    'in variant %s is called off: no parcel is expected any more',
    async (variant) => {
      await choose(variant);
      const parcel = await anAgreedParcel(group, { untold: true });
      await expire();
      await group.exchange();
      expect((await purchaseOf(parcel.purchase)).state).toBe('expired');
      const [cancelled] = await sentEvents(group.mall, 'shipping.cancel');
      expect(cancelled?.subject).toBe(parcel.number);
      const row = await group.carrier.storage.read.selectFrom('parcel').select('state').executeTakeFirstOrThrow();
      expect(row.state).toBe('cancelled');
    },
  );

  test('is called off once, however often it comes', async () => {
    await anAgreedParcel(group, { untold: true });
    await expire();
    const [result] = await sentEvents(group.carrier, 'shipping.result');
    await bringEvent(group.carrier, group.mall, result!.json);
    await bringEvent(group.carrier, group.mall, result!.json);
    expect(await sentEvents(group.mall, 'shipping.cancel')).toHaveLength(1);
  });
});
