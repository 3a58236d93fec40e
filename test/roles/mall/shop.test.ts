import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { shipInstructionSchema } from '#shared/protocol/instruction.ts';
import { numberKind } from '#shared/domain/number.ts';
import { expectOk, fail } from '#shared/result.ts';
import { importCatalogue } from '#main/roles/mall/catalogue-imports.ts';
import { endStaleOffers, giveUpOrder } from '#main/roles/mall/expiry.ts';
import { openPurchase } from '#main/roles/mall/packing.ts';
import { draftOrder } from '#main/roles/mall/draft.ts';
import { placedOrder } from '#main/roles/mall/placed-order.ts';
import {
  chooseCarrier,
  findPurchase,
  findSession,
  type ShopSession,
  signInstruction,
  startOrder,
} from '#main/roles/mall/shop.ts';
import { choosePartnerVariant, suspendPartner } from '#main/post/index.ts';
import { sha256 } from '#main/vault/index.ts';
import { aGroup, approveNow, type TestGroup } from '../../builders/a-group.ts';
import { aCatalogue, anOffer, placeShown } from '../../builders/an-order.ts';

let group: TestGroup;
beforeAll(async () => {
  group = await aGroup();
  await aCatalogue(group.mall);
});

async function aSession(basket: Record<string, number> = { 'BK-1': 1 }): Promise<{ token: string }> {
  return expectOk(await startOrder(group.mall.mall, basket));
}
const sessionOf = async (token: string): Promise<ShopSession> => (await findSession(group.mall.mall, token))!;

function claimsOf(jws: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString('utf8')) as Record<string, unknown>;
}

describe('a basket', () => {
  test('is priced with tax, and sized as classes', async () => {
    const draft = expectOk(await draftOrder(group.mall.mall, { 'BK-1': 2, 'FD-1': 3 }));
    expect(draft.total).toEqual({ value: 2 * 715 + 3 * 1620, currency: 'JPY' });
    expect(draft.parcel?.size).toEqual({ size: 60, weight: 2 });
    expect(draft.lines.map(({ amount }) => amount.value)).toEqual([1430, 4860]);
  });

  test('must hold something that is sold and can be sent', async () => {
    const { mall } = group.mall;
    expect(await draftOrder(mall, {})).toEqual(fail('basket-empty'));
    expect(await draftOrder(mall, { 'BK-1': 0 })).toEqual(fail('basket-empty'));
    expect(await draftOrder(mall, { 'BK-1': 1.5 })).toEqual(fail('basket-empty'));
    expect(await draftOrder(mall, { 'BK-1': 1, 'NO-1': 1 })).toEqual(fail('product-unknown'));
    expect(await draftOrder(mall, { constructor: 1 })).toEqual(fail('product-unknown'));
  });

  test('must fit into one parcel', async () => {
    expect(await draftOrder(group.mall.mall, { 'BIG-1': 3 })).toEqual(fail('parcel-too-big'));
    expect(await draftOrder(group.mall.mall, { 'HM-1': 18 })).toEqual(fail('parcel-too-big'));
  });

  test('of so many products that packers could not be told of them is refused', async () => {
    const other = await aGroup();
    const skus = Array.from({ length: 60 }, (_, at) => `PIN-${at}`);
    const rows = skus.map((sku) => `${sku},Pin,100,JPY,10,5,5,5,1,`);
    const header = 'sku,name,price,currency,tax_percent,length_mm,width_mm,height_mm,grams,specification';
    expectOk(await importCatalogue(other.mall.mall, 'mori', [header, ...rows].join('\n')));
    const basket = (count: number): Record<string, number> =>
      Object.fromEntries(skus.slice(0, count).map((sku) => [sku, 1]));
    expect(await draftOrder(other.mall.mall, basket(60))).toEqual(fail('parcel-too-big'));
    const { purchase } = await anOffer(other, { items: basket(20) });
    expect(expectOk(await openPurchase(other.mall.mall, 'mori', purchase)).items).toHaveLength(20);
  });
});

describe('a browser’s place in the shop', () => {
  test('is stored as a hash of its token and found by the token alone', async () => {
    const { token } = await aSession();
    expect((await sessionOf(token)).basket).toEqual({ 'BK-1': 1 });
    const rows = await group.mall.storage.read.selectFrom('shop_session').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await findSession(group.mall.mall, `${token}x`)).toBeUndefined();
    expect(await findSession(group.mall.mall, undefined)).toBeUndefined();
  });

  test('ends after two weeks', async () => {
    const other = await aGroup();
    const { token } = await anOffer(other);
    other.clock.advance({ days: 13.9 });
    expect(await findSession(other.mall.mall, token)).toBeDefined();
    other.clock.advance({ days: 0.2 });
    expect(await findSession(other.mall.mall, token)).toBeUndefined();
    await endStaleOffers(other.mall.mall);
    expect(await other.mall.storage.read.selectFrom('shop_session').selectAll().execute()).toEqual([]);
  });
});

describe('the choice of a carrier', () => {
  test('is one of the approved carriers and a way to pay', async () => {
    const { mall } = group.mall;
    const session = await sessionOf((await aSession()).token);
    const choose = (carrier: string, pay: string) => chooseCarrier(mall, session, { carrier, pay });
    expect(await choose('nobody.localhost', 'later')).toEqual(fail('carrier-missing'));
    expect(await choose(group.carrier.id, 'never')).toEqual(fail('field-invalid', 'pay'));
    expect(await choose(group.carrier.id, 'settled')).toEqual(fail('field-missing', 'credit'));
    expect(await choose(group.carrier.id, 'later')).toEqual({ ok: true, value: undefined });
    expectOk(await suspendPartner(group.mall.post, 'staff', group.carrier.id));
    expect(await choose(group.carrier.id, 'later')).toEqual(fail('carrier-missing'));
    expectOk(await approveNow(group.mall, group.carrier));
  });

  test('must have been made before the order is placed', async () => {
    const session = await sessionOf((await aSession()).token);
    expect(await placeShown(group.mall.mall, session)).toEqual(fail('carrier-missing'));
  });

  test('does not change once the order is placed', async () => {
    const { token, purchase } = await anOffer(group, { pay: 'later' });
    const session = await sessionOf(token);
    await chooseCarrier(group.mall.mall, session, { carrier: group.carrier.id, pay: 'on-delivery' });
    expect((await sessionOf(token)).pay).toBe('later');
    expect((await findPurchase(group.mall.mall, purchase))?.pay).toBe('later');
  });
});

describe('placing an order', () => {
  test('issues a purchase number and keeps the names sealed to the mall itself', async () => {
    const { purchase } = await anOffer(group, { items: { 'BK-1': 1, 'BK-2': 2 } });
    expect(numberKind(purchase)).toBe('purchase');
    const row = (await findPurchase(group.mall.mall, purchase))!;
    expect(row).toMatchObject({ total: 715 + 2 * 2860, state: 'offered', shipping: null, size: 60 });
    expect(JSON.stringify({ ...row, contents: Buffer.from(row.contents).toString('latin1') })).not.toMatch(
      /BK-2|birds/,
    );
    const opened = expectOk(await openPurchase(group.mall.mall, 'mori', purchase));
    expect(opened.items).toEqual([
      { sku: 'BK-1', quantity: 1, name: '文庫本『山の手帖』' },
      { sku: 'BK-2', quantity: 2, name: 'Field guide to coastal birds' },
    ]);
  });

  test('forgets the basket and keeps no name beside the purchase', async () => {
    const { token } = await anOffer(group);
    expect((await sessionOf(token)).basket).toEqual({});
  });

  test('twice is one purchase, one after the other and at once', async () => {
    const { mall } = group.mall;
    const { token } = await aSession();
    const choice = { carrier: group.carrier.id, pay: 'later' };
    expectOk(await chooseCarrier(mall, await sessionOf(token), choice));
    const before = await sessionOf(token);
    const placed = await Promise.all([placeShown(mall, before), placeShown(mall, before), placeShown(mall, before)]);
    const [first] = placed.map((result) => expectOk(result).purchase);
    expect(new Set(placed.map((result) => expectOk(result).purchase))).toEqual(new Set([first]));
    expect(expectOk(await placeShown(mall, await sessionOf(token))).purchase).toBe(first);
    const rows = await group.mall.storage.read.selectFrom('shop_session').selectAll().execute();
    const { order_id } = (await findPurchase(mall, first!))!;
    expect(rows.filter((row) => row.order_id === order_id)).toHaveLength(1);
    const purchases = await group.mall.storage.read.selectFrom('purchase').select('number').execute();
    expect(purchases.filter(({ number }) => number === first)).toHaveLength(1);
  });

  test('seals the same things to other bytes each time', async () => {
    const [a, b] = [await anOffer(group), await anOffer(group)];
    const [one, other] = [
      await findPurchase(group.mall.mall, a.purchase),
      await findPurchase(group.mall.mall, b.purchase),
    ];
    expect(Buffer.from(one!.contents).equals(Buffer.from(other!.contents))).toBe(false);
    expect(one!.order_id).not.toBe(other!.order_id);
  });

  test('with a carrier that was suspended meanwhile fails', async () => {
    const { mall } = group.mall;
    const { token } = await aSession();
    expectOk(await chooseCarrier(mall, await sessionOf(token), { carrier: group.carrier.id, pay: 'later' }));
    expectOk(await suspendPartner(group.mall.post, 'staff', group.carrier.id));
    expect(await placeShown(mall, await sessionOf(token))).toEqual(fail('carrier-missing'));
    expectOk(await approveNow(group.mall, group.carrier));
  });
});

describe('the instruction', () => {
  test('holds what the carrier needs and nothing else', async () => {
    const { instruction, purchase } = await anOffer(group, { items: { 'HM-1': 1 } });
    const claims = shipInstructionSchema.parse(claimsOf(instruction));
    const row = (await findPurchase(group.mall.mall, purchase))!;
    const at = Date.parse(row.placed_at) / 1000;
    expect(claims).toEqual({
      iss: 'mall.localhost',
      aud: 'carrier.localhost',
      jti: purchase,
      iat: at,
      exp: at + 900,
      act: 'ship',
      size: { size: 60, weight: 2 },
      pay: 'on-delivery',
      amount: { value: 16500, currency: 'JPY' },
      contents: toBase64Url(row.contents),
      ret: 'https://mall.localhost/order',
    });
  });

  test('tells no price when nothing is collected', async () => {
    const { instruction } = await anOffer(group, { pay: 'later' });
    expect(claimsOf(instruction)).not.toHaveProperty('amount');
    expect(claimsOf(instruction)).toHaveProperty('pay', 'later');
  });

  test('is the same each time it is asked for', async () => {
    const { instruction, purchase } = await anOffer(group);
    group.clock.advance({ minutes: 3 });
    expect(await signInstruction(group.mall.mall, purchase)).toEqual({ ok: true, value: instruction });
  });

  test('ends after its fifteen minutes', async () => {
    const { purchase } = await anOffer(group);
    group.clock.advance({ minutes: 15 });
    expect(await signInstruction(group.mall.mall, purchase)).toEqual(fail('instruction-expired'));
    expect(await signInstruction(group.mall.mall, '10000000000000')).toEqual(fail('purchase-unknown'));
  });

  test('in variant b carries no contents, in variant c no number', async () => {
    const { post, mall } = group.mall;
    expectOk(await choosePartnerVariant(post, 'staff', { id: group.carrier.id, variant: 'b' }));
    const b = await anOffer(group);
    expect(claimsOf(b.instruction)).not.toHaveProperty('contents');
    expect(claimsOf(b.instruction)['jti']).toBe(b.purchase);

    expectOk(await choosePartnerVariant(post, 'staff', { id: group.carrier.id, variant: 'c' }));
    const c = await anOffer(group);
    const claims = claimsOf(c.instruction);
    expect(JSON.stringify(claims)).not.toContain(c.purchase);
    expect(claims['jti']).toBe(toBase64Url(sha256(fromBase64Url(claims['contents'] as string)!)));
    expect(await openPurchase(mall, 'mori', c.purchase)).toMatchObject({ ok: true });
    expectOk(await choosePartnerVariant(post, 'staff', { id: group.carrier.id, variant: 'a' }));
  });
});

describe('an offer that nobody answers', () => {
  test('ends when no window can answer any more, and not before: an hour and the clocks’ skew after its instruction', async () => {
    const { mall, clock } = await freshOffer();
    clock.advance({ minutes: 15 + 60 + 2, seconds: -1 });
    await endStaleOffers(mall);
    expect(await stateNow(mall)).toBe('offered');
    clock.advance({ seconds: 1 });
    await endStaleOffers(mall);
    expect(await stateNow(mall)).toBe('expired');
  });

  test('ends in the database at the moment when somebody is told so', async () => {
    const { mall, clock, token } = await freshOffer();
    clock.advance({ minutes: 76, seconds: 59 });
    const session = (await findSession(mall, token))!;
    expect(await placedOrder(mall, session)).toMatchObject({ state: 'offered', finishing: true, givenUp: false });
    clock.advance({ seconds: 1 });
    expect(await placedOrder(mall, session)).toMatchObject({ state: 'expired', finishing: false, givenUp: false });
    expect(await stateNow(mall)).toBe('expired');
  });

  test('is given up by the customer while it is open, and not once there is an answer', async () => {
    const { mall, token } = await freshOffer();
    const session = (await findSession(mall, token))!;
    const { orderId } = (await placedOrder(mall, session))!;
    expect(await giveUpOrder(mall, orderId)).toMatchObject({ ok: true });
    expect(await placedOrder(mall, session)).toMatchObject({ state: 'expired', givenUp: true });
    expect(await giveUpOrder(mall, orderId)).toEqual(fail('wrong-state'));
  });

  test('is shown to the browser that placed it alone', async () => {
    const { mall, token } = await freshOffer();
    expect(await placedOrder(mall, (await findSession(mall, token))!)).toMatchObject({ state: 'offered' });
    const stranger = expectOk(await startOrder(mall, { 'BK-1': 1 }));
    expect(await placedOrder(mall, (await findSession(mall, stranger.token))!)).toBeUndefined();
  });

  async function freshOffer() {
    const fresh = await aGroup();
    const { token } = await anOffer(fresh);
    return { mall: fresh.mall.mall, clock: fresh.clock, token };
  }
  async function stateNow(mall: TestGroup['mall']['mall']): Promise<string> {
    return (await mall.storage.read.selectFrom('purchase').select('state').executeTakeFirstOrThrow()).state;
  }
});
