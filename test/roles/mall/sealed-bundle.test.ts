/** What a mall refuses of a sealed order, and what it makes of the same said twice. Nobody else hears of any of it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { encodeGoodsPart } from '#shared/protocol/goods-part.ts';
import { encodeOrderPart, type OrderBundle, type OrderPart, partBinding } from '#shared/protocol/order-part.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { endStaleOffers, giveUpOrder } from '#main/roles/mall/expiry.ts';
import { takeBundle } from '#main/roles/mall/sealed-bundle.ts';
import { listAnswers, relayChallenges } from '#main/roles/mall/sealed-challenge.ts';
import { dropOldBundles, orderSheet, sealedState } from '#main/roles/mall/sealed-order.ts';
import {
  anOrderOf,
  aSealedGroup,
  aTerminal,
  decideAll,
  type PlacedWay,
  type SealedGroup,
  type TestTerminal,
} from '../../builders/a-sealed-order.ts';
import { carryMessages, sentEvents } from '../../builders/a-group.ts';
import { tellParty } from '../../builders/a-sealed-part.ts';

const WRONG_TOKEN = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

let group: SealedGroup;
beforeAll(async () => {
  group = await aSealedGroup({ network: false });
});

interface Ready {
  readonly order: PlacedWay;
  readonly terminal: TestTerminal;
  readonly bundle: OrderBundle;
}

/** Everyone has proved itself, and the bundle is made. */
async function ready(choice: { wrapped?: boolean; scheme?: 'hpke' | 'blom' | 'agreed' } = {}): Promise<Ready> {
  const order = await anOrderOf(group, choice);
  const terminal = await aTerminal(group, order, choice.scheme ?? 'hpke');
  await terminal.prove();
  return { order, terminal, bundle: await terminal.bundle() };
}

const stateOf = async ({ token }: TestTerminal): Promise<string> =>
  expectOk(await sealedState(group.mall.mall, token)).state;

/** The order as it was: nothing was taken, nothing left. */
async function untouched({ terminal, order }: Ready): Promise<void> {
  expect(await stateOf(terminal)).toBe('open');
  expect((await order.shown()).sealed!.parties.map(({ state }) => state)).not.toContain('sent');
  const numbers = terminal.sheet.parties.map(({ number }) => number);
  const sent = await sentEvents(group.mall, 'order.parts');
  expect(sent.filter(({ subject }) => numbers.includes(subject))).toEqual([]);
}

type Part = OrderBundle['parts'][number];
const withPart = (bundle: OrderBundle, party: string, change: Partial<Part>): OrderBundle => ({
  ...bundle,
  parts: bundle.parts.map((part) => (part.party === party ? { ...part, ...change } : part)),
});
const partOf = (bundle: OrderBundle, party: string): Part => bundle.parts.find((part) => part.party === party)!;

/** The mall's own part, saying something else. */
async function ownPart(
  { terminal, bundle }: Ready,
  { items, pay = 'settled', ...change }: Partial<OrderPart> & { items?: Record<string, number>; pay?: string },
): Promise<OrderBundle> {
  const { mall, lines, total, expires, parties } = terminal.sheet;
  const bought = items ?? Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]));
  const body = encodeGoodsPart({
    items: Object.entries(bought).map(([sku, quantity]) => ({ sku, quantity })),
    pay,
  });
  const part = encodeOrderPart({
    mall: mall.id,
    amount: total,
    expires: Math.floor(Date.parse(expires) / 1000),
    body,
    ...change,
  });
  const binding = partBinding({ party: mall.id, number: parties[0]!.number, mall: mall.id });
  const sealed = expectOk(await terminal.ends.get(mall.id)!.scheme.seal(binding, part));
  return withPart(bundle, mall.id, { envelope: toBase64Url(sealed) });
}

describe('a bundle is refused', () => {
  const refuse = async (one: Ready, bundle: OrderBundle, error: Result<never>): Promise<void> => {
    expect(await one.terminal.hand(bundle)).toEqual(error);
    await untouched(one);
  };

  // Whatever it refuses leaves it as it was.
  let usual: Ready;
  beforeAll(async () => {
    usual = await ready();
  });

  test('with a part of another bundle: its number is not this order’s', async () => {
    const scheme = 'blom';
    const [one, other] = [await ready({ scheme }), await ready({ scheme })];
    for (const party of [group.mall.id, group.credit.id, group.carrier.id]) {
      await refuse(one, withPart(one.bundle, party, partOf(other.bundle, party)), fail('bundle-foreign', party));
    }
  });

  test('with the mall’s envelope of another bundle under this number: it does not open', async () => {
    const [one, other] = [await ready(), await ready()];
    const { envelope } = partOf(other.bundle, group.mall.id);
    await refuse(one, withPart(one.bundle, group.mall.id, { envelope }), fail('bundle-foreign', group.mall.id));
  });

  test('of another order, or for another mall', async () => {
    const [one, other] = [await ready(), await ready()];
    await refuse(one, other.bundle, fail('bundle-foreign', group.mall.id));
    const mall = 'other.example' as OrderBundle['mall'];
    const elsewhere = { ...one.bundle, mall, parts: one.bundle.parts.map((part) => ({ ...part, mall })) };
    await refuse(one, elsewhere, fail('bundle-foreign', 'other.example'));
  });

  test('without a party of the order, or with one more', async () => {
    const one = await ready({ wrapped: true });
    for (const { party } of one.bundle.parts) {
      const parts = one.bundle.parts.filter((part) => part.party !== party);
      await refuse(one, { ...one.bundle, parts }, fail('bundle-invalid', party));
    }
    const plain = await ready();
    const surplus = { ...partOf(one.bundle, group.wrapper.id) };
    const more = { ...plain.bundle, parts: [...plain.bundle.parts, surplus] };
    await refuse(plain, more, fail('bundle-foreign', group.wrapper.id));
  });

  test('with a part that has not even the form of one', async () => {
    const one = usual;
    const { envelope } = partOf(one.bundle, group.credit.id);
    const bytes = fromBase64Url(envelope)!;
    const broken = {
      cut: bytes.subarray(0, bytes.length - 1),
      kind: Uint8Array.from(bytes, (byte, at) => (at === 1 ? 1 : byte)),
      version: Uint8Array.from(bytes, (byte, at) => (at === 0 ? 2 : byte)),
    };
    for (const each of Object.values(broken)) {
      const bundle = withPart(one.bundle, group.credit.id, { envelope: toBase64Url(each) });
      await refuse(one, bundle, fail('bundle-invalid', group.credit.id));
    }
  });

  test('under another key than its party proved itself with: scheme, pseudonym or centre', async () => {
    const one = await ready({ scheme: 'blom' });
    const { by } = partOf(one.bundle, group.carrier.id);
    if (by.scheme !== 'blom') throw new Error('a key of the centre');
    const key = fail('party-unproven', group.carrier.id);
    const others: Part['by'][] = [
      { ...by, id: '~AAAAAAAAAAAAAAAAAAAAAA' as typeof by.id },
      { ...by, generation: 2 },
      { scheme: 'agreed', id: by.id },
    ];
    for (const other of others) await refuse(one, withPart(one.bundle, group.carrier.id, { by: other }), key);
    const open = await aTerminal(group, one.order, 'hpke');
    const toPublicKey = partOf(await open.bundle(), group.carrier.id);
    await refuse(one, withPart(one.bundle, group.carrier.id, toPublicKey), key);
  });

  test.each(['goods', 'card', 'destination', 'gift'] as const)(
    'while the party that is asked for %s has not proved itself',
    async (asks) => {
      const order = await anOrderOf(group, { wrapped: true });
      const terminal = await aTerminal(group, order);
      const silent = terminal.sheet.parties.find((party) => party.asks === asks)!.id;
      const others = terminal.sheet.parties.map(({ id }) => id).filter((id) => id !== silent);
      const requests = (await terminal.challenges(others)).map(({ request }) => request);
      expectOk(await relayChallenges(group.mall.mall, terminal.token, requests));
      await group.carry();
      const one = { order, terminal, bundle: await terminal.bundle() };
      await refuse(one, one.bundle, fail('party-unproven', silent));
    },
  );

  test.each<[string, Parameters<typeof ownPart>[1], string]>([
    ['another quantity', { items: { 'BK-1': 1, 'FD-1': 3 } }, 'items'],
    ['another product', { items: { 'BK-1': 1, 'HM-1': 2 } }, 'items'],
    ['one product less', { items: { 'BK-1': 1 } }, 'items'],
    ['one product more', { items: { 'BK-1': 1, 'FD-1': 2, 'HM-1': 1 } }, 'items'],
    ['another amount', { amount: { value: 1, currency: 'JPY' } }, 'amount'],
    ['another currency', { amount: { value: 3955, currency: 'USD' } }, 'amount'],
    ['another way of paying', { pay: 'later' }, 'pay'],
    ['another end', { expires: 4_000_000_000 }, 'expires'],
  ])('where the mall’s own part says %s', async (_, change, about) => {
    await refuse(usual, await ownPart(usual, change), fail('contents-differ', about));
  });

  test('where the mall’s own part is another’s, a challenge, or empty', async () => {
    const one = usual;
    const foreign = await ownPart(one, { mall: 'other.example' });
    await refuse(one, foreign, fail('bundle-foreign', group.mall.id));
    const [challenge] = await one.terminal.challenges([group.mall.id]);
    const asPart = withPart(one.bundle, group.mall.id, { envelope: challenge!.request.envelope });
    await refuse(one, asPart, fail('bundle-foreign', group.mall.id));
    const empty = await ownPart(one, { body: new Uint8Array([0xa0]) });
    await refuse(one, empty, fail('bundle-invalid', group.mall.id));
  });

  test('with a token that opens no order', async () => {
    const one = await ready();
    const { mall } = group.mall;
    expect(await takeBundle(mall, WRONG_TOKEN, one.bundle)).toEqual(fail('purchase-unknown'));
    expect(await orderSheet(mall, WRONG_TOKEN)).toEqual(fail('purchase-unknown'));
    expect(await listAnswers(mall, WRONG_TOKEN)).toEqual(fail('purchase-unknown'));
    expect(await sealedState(mall, WRONG_TOKEN)).toEqual(fail('purchase-unknown'));
    expect(await relayChallenges(mall, WRONG_TOKEN, [])).toEqual(fail('purchase-unknown'));
    const other = await ready();
    expect(await takeBundle(mall, other.terminal.token, one.bundle)).toEqual(fail('bundle-foreign', group.mall.id));
    await untouched(one);
  });
});

describe('a bundle that was taken', () => {
  test('is taken once however often it is sent, also side by side, and no other after it', async () => {
    const one = await ready();
    const again = await one.terminal.bundle();
    const hands = await Promise.all([one.bundle, one.bundle, again].map((bundle) => one.terminal.hand(bundle)));
    expect(hands.filter(({ ok }) => ok).length).toBe(2);
    expect(hands[2]).toEqual(fail('already-decided'));
    expectOk(await one.terminal.hand(one.bundle));
    const number = one.terminal.sheet.parties.find(({ asks }) => asks === 'card')!.number;
    const sent = (await sentEvents(group.mall, 'order.parts')).filter(({ subject }) => subject === number);
    expect(sent).toHaveLength(1);
    await group.carry();
    expect(await stateOf(one.terminal)).toBe('accepted');
    expectOk(await one.terminal.hand(one.bundle));
    expect(await one.terminal.hand(again)).toEqual(fail('already-decided'));
    const requests = (await one.terminal.challenges()).map(({ request }) => request);
    expect(await relayChallenges(group.mall.mall, one.terminal.token, requests)).toEqual(fail('already-decided'));
  });

  test('waits for a credit company that can’t be reached, longer than anybody holds a window open', async () => {
    const one = await ready();
    expectOk(await one.terminal.hand(one.bundle));
    group.clock.advance({ hours: 8 });
    await endStaleOffers(group.mall.mall);
    expect(await stateOf(one.terminal)).toBe('asked');
    expect(await one.order.shown()).toMatchObject({ ended: false, finishing: false });
    await group.carry();
    expect(await stateOf(one.terminal)).toBe('accepted');
  });
});

describe('an order that ended', () => {
  test('by its time takes no bundle and no challenge, and its pieces go back', async () => {
    const one = await ready();
    group.clock.advance({ minutes: 61 });
    expect(await one.order.shown()).toMatchObject({ ended: false });
    group.clock.advance({ minutes: 2 });
    expect(await one.terminal.hand(one.bundle)).toEqual(fail('instruction-expired'));
    const requests = (await one.terminal.challenges()).map(({ request }) => request);
    expect(await relayChallenges(group.mall.mall, one.terminal.token, requests)).toEqual(fail('instruction-expired'));
    expect(await one.order.shown()).toMatchObject({ ended: true, givenUp: false, state: 'expired' });
    const back = await group.mall.storage.read
      .selectFrom('stock_return')
      .select(['part', 'done'])
      .where('order_id', '=', one.order.orderId)
      .execute();
    expect(back).toEqual([{ part: 'parcel', done: 1 }]);
    expect(await stateOf(one.terminal)).toBe('ended');
  });

  test('ends by housekeeping too, without anybody looking', async () => {
    const one = await ready();
    group.clock.advance({ minutes: 63 });
    await endStaleOffers(group.mall.mall);
    expect(await stateOf(one.terminal)).toBe('ended');
  });

  test('because its customer gave it up takes none either', async () => {
    const one = await ready();
    expectOk(await giveUpOrder(group.mall.mall, one.order.orderId));
    expect(await one.terminal.hand(one.bundle)).toEqual(fail('instruction-expired'));
    expect(await one.order.shown()).toMatchObject({ ended: true, givenUp: true });
  });

  test('gives back at once what a late OK holds; the carrier never gets its part', async () => {
    const one = await ready();
    expectOk(await one.terminal.hand(one.bundle));
    await carryMessages(group.mall, group.credit);
    expectOk(await giveUpOrder(group.mall.mall, one.order.orderId));
    expect(await decideAll(group.credit)).toBe(1);
    await group.carry();
    const shown = await one.order.shown();
    expect(shown.refunds).toMatchObject([{ amount: one.terminal.sheet.total, state: 'done' }]);
    expect(await stateOf(one.terminal)).toBe('ended');
    const toCarrier = one.terminal.sheet.parties.find(({ asks }) => asks === 'destination')!.number;
    const sent = await sentEvents(group.mall, 'order.parts');
    expect(sent.map(({ subject }) => subject)).not.toContain(toCarrier);
  });

  test('after its payment calls the parcel off that the carrier agrees to later', async () => {
    const one = await ready();
    expectOk(await one.terminal.hand(one.bundle));
    await carryMessages(group.mall, group.credit);
    await decideAll(group.credit);
    await carryMessages(group.credit, group.mall);
    expect(await stateOf(one.terminal)).toBe('settled');
    expectOk(await giveUpOrder(group.mall.mall, one.order.orderId));
    await group.carry();
    expect(await one.order.shown()).toMatchObject({ state: 'expired', refunds: [{ state: 'done' }] });
    const parcel = await group.carrier.storage.read
      .selectFrom('parcel')
      .select('state')
      .where('jti', '=', one.order.purchase)
      .executeTakeFirst();
    expect(parcel?.state).toBe('cancelled');
  });
});

describe('a verdict', () => {
  test('counts once, and for a part that was sent; from a party without a part in it for nothing', async () => {
    const one = await ready({ wrapped: true });
    const numberOf = (asks: string): string => one.terminal.sheet.parties.find((party) => party.asks === asks)!.number;
    const say = (by: 'credit' | 'wrapper' | 'carrier', asks: string, verdict: 'yes' | 'no') => {
      const purchase = numberOf(asks);
      return tellParty(group[by], group.mall, {
        type: 'order.verdict',
        subject: purchase,
        data: { purchase, verdict },
      });
    };
    expect(await say('wrapper', 'gift', 'yes')).toEqual(fail('wrong-state', 'confirmed'));
    expectOk(await one.terminal.hand(one.bundle));
    expect(await say('wrapper', 'card', 'no')).toEqual(fail('event-unknown-number'));
    expect(await say('wrapper', 'gift', 'no')).toEqual(fail('wrong-state', 'received'));
    await group.carry();
    expect(await stateOf(one.terminal)).toBe('accepted');
    expectOk(await say('credit', 'card', 'yes'));
    expect(await say('credit', 'card', 'no')).toEqual(fail('wrong-state', 'yes'));
    expect(await stateOf(one.terminal)).toBe('accepted');
    const purchase = numberOf('card');
    const odd = { type: 'order.verdict', subject: 'other', data: { purchase, verdict: 'no' } } as const;
    expect(await tellParty(group.credit, group.mall, odd)).toEqual(fail('event-invalid', 'subject'));
  });

  test('of a gift-wrapper that says NO does not stop the order, and staff see it', async () => {
    const one = await ready({ wrapped: true });
    const other = await ready({ wrapped: true });
    const { envelope } = partOf(other.bundle, group.wrapper.id);
    const { by } = partOf(one.bundle, group.wrapper.id);
    expectOk(await one.terminal.hand(withPart(one.bundle, group.wrapper.id, { envelope, by })));
    await group.carry();
    expect(await stateOf(one.terminal)).toBe('accepted');
    expect((await one.order.shown()).sealed!.parties.map(({ asks, state }) => [asks, state])).toContainEqual([
      'gift',
      'no',
    ]);
  });

  test('of a carrier ends the parcel; the shipping NO that follows is nothing new', async () => {
    const one = await ready();
    expectOk(await one.terminal.hand(one.bundle));
    await carryMessages(group.mall, group.credit);
    await decideAll(group.credit);
    await carryMessages(group.credit, group.mall);
    const { purchase } = one.order;
    const verdict = { type: 'order.verdict', subject: purchase, data: { purchase, verdict: 'no' } } as const;
    expectOk(await tellParty(group.carrier, group.mall, verdict));
    expect(await one.order.shown()).toMatchObject({ state: 'declined' });
    const result = { type: 'shipping.result', subject: purchase, data: { purchase, result: 'no' } } as const;
    expectOk(await tellParty(group.carrier, group.mall, result));
    expect((await one.order.shown()).refunds).toHaveLength(1);
  });
});

describe('after their retention', () => {
  test('bundle, answers and code are gone; the order itself stays', async () => {
    const one = await ready({ scheme: 'blom' });
    expectOk(await one.terminal.hand(one.bundle));
    await group.carry();
    group.clock.advance({ days: 35 });
    await dropOldBundles(group.mall.mall);
    expect(await stateOf(one.terminal)).toBe('accepted');
    group.clock.advance({ days: 1, hours: 1, minutes: 1 });
    await dropOldBundles(group.mall.mall);
    expect(await sealedState(group.mall.mall, one.terminal.token)).toEqual(fail('purchase-unknown'));
    const { orderId } = one.order;
    const db = group.mall.storage.read;
    const row = await db.selectFrom('sealed_order').selectAll().where('order_id', '=', orderId).executeTakeFirst();
    expect(row).toMatchObject({ bundle: null, token_hash: null });
    const parts = await db.selectFrom('sealed_part').selectAll().where('order_id', '=', orderId).execute();
    expect(parts.map(({ answer_envelope }) => answer_envelope)).toEqual([null, null, null]);
    // Nor under which pseudonyms: they are the same in the customer's next order.
    expect(parts.map(({ sealer }) => JSON.parse(sealer!))).toEqual(parts.map(() => ({ scheme: 'blom' })));
  });
});
