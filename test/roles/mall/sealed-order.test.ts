/** A sealed order from the shop to the door, between four parties over mutual TLS. */
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { choosePartnerVariant } from '#main/post/index.ts';
import { signInstruction } from '#main/roles/mall/shop.ts';
import { signPayInstruction } from '#main/roles/mall/payment.ts';
import { openSealedOrder } from '#main/roles/mall/sealed-desk.ts';
import { sealedState } from '#main/roles/mall/sealed-order.ts';
import {
  anOrderOf,
  aSealedGroup,
  aTerminal,
  CARD,
  type PlacedWay,
  type Scheme,
  type SealedGroup,
  TERMINAL,
  type TestTerminal,
} from '../../builders/a-sealed-order.ts';
import { sentEvents } from '../../builders/a-group.ts';
import { until } from '../../builders/until.ts';

let group: SealedGroup;
beforeAll(async () => {
  group = await aSealedGroup({ network: true });
});

const stateOf = async ({ token }: TestTerminal): Promise<string> =>
  expectOk(await sealedState(group.mall.mall, token)).state;
const reached = (terminal: TestTerminal, state: string): Promise<boolean> =>
  until(`the order is ${state}`, async () => (await stateOf(terminal)) === state);
const partStates = async (order: PlacedWay): Promise<Record<string, string>> =>
  Object.fromEntries((await order.shown()).sealed!.parties.map(({ asks, state }) => [asks, state]));

describe.each<Scheme>(['hpke', 'blom', 'agreed'])('a sealed order under %s', (scheme) => {
  test('reaches everyone with their own part, and ends as a parcel that the carrier expects', async () => {
    const order = await anOrderOf(group, { wrapped: true });
    const terminal = await aTerminal(group, order, scheme);
    expect(terminal.sheet.parties.map(({ asks }) => asks)).toEqual(['goods', 'card', 'destination', 'gift']);
    expect(await stateOf(terminal)).toBe('open');
    await terminal.prove();
    expect(await partStates(order)).toEqual({
      goods: 'confirmed',
      card: 'confirmed',
      destination: 'confirmed',
      gift: 'confirmed',
    });
    expectOk(await terminal.hand(await terminal.bundle()));
    await reached(terminal, 'accepted');
    await until('the gift-wrapper has answered', async () => (await partStates(order))['gift'] === 'yes');
    expect(await partStates(order)).toEqual({ goods: 'yes', card: 'yes', destination: 'yes', gift: 'yes' });
    const shown = await order.shown();
    expect(shown).toMatchObject({ state: 'accepted', payment: { state: 'accepted' }, finishing: false });
    expect(shown.shipping).toMatch(/^3\d{13}$/);
    const parcel = await group.carrier.storage.read
      .selectFrom('parcel')
      .select(['jti', 'mall', 'pay'])
      .where('number', '=', shown.shipping!)
      .executeTakeFirst();
    expect(parcel).toEqual({ jti: order.purchase, mall: group.mall.id, pay: 'settled' });
    expect(group.reports).toEqual([]);
  });
});

describe('the order sheet', () => {
  test('says what was ordered with prices, charge and everyone’s own number', async () => {
    group.clock.advance({ minutes: 7, seconds: 13 });
    const order = await anOrderOf(group, { items: { 'BK-1': 2, 'BK-2': 1, 'EB-1': 1 }, wrapped: true });
    const { sheet } = await aTerminal(group, order);
    expect(sheet).toMatchObject({
      mall: { id: 'mall.localhost', name: '見本マーケット' },
      total: { value: 2 * 715 + 2860 + 1200, currency: 'JPY' },
      // Alike for everybody who orders in this hour.
      expires: '2026-11-22T04:00:00.000Z',
      until: new Date(group.clock().getTime() + 3_600_000).toISOString(),
      lines: [
        { sku: 'BK-1', name: '文庫本『山の手帖』', quantity: 2, amount: { value: 1430, currency: 'JPY' } },
        { sku: 'BK-2', quantity: 1, amount: { value: 2860, currency: 'JPY' } },
        { sku: 'EB-1', quantity: 1, amount: { value: 1200, currency: 'JPY' } },
      ],
    });
    expect(sheet.charge).toBeUndefined();
    expect(sheet.parties.map(({ id, asks, url }) => [id, asks, url])).toEqual([
      ['mall.localhost', 'goods', 'https://mall.localhost'],
      ['credit.localhost', 'card', 'https://credit.localhost'],
      ['carrier.localhost', 'destination', 'https://carrier.localhost'],
      ['wrapper.localhost', 'gift', 'https://wrapper.localhost'],
    ]);
    const [mall, credit, carrier, wrapper] = sheet.parties.map(({ number }) => number);
    // Of two counterparties none shares a number with another.
    expect(new Set([credit, carrier, wrapper]).size).toBe(3);
    expect(mall).toBe(credit);
  });

  test('names products from the catalogue where the sealed contents had no room for names', async () => {
    const items = { 'BK-1': 1, 'BK-2': 1, 'FD-1': 1, 'HM-1': 1, 'EB-1': 1 };
    const order = await anOrderOf(group, { items });
    const { sheet } = await aTerminal(group, order);
    expect(sheet.lines.map(({ name }) => name)).toContain('Field guide to coastal birds');
    expect(sheet.lines.map(({ amount }) => amount.value)).toEqual([715, 2860, 1620, 16500, 1200]);
  });
});

describe('without a parcel', () => {
  test('an order of electronic goods has no part for a carrier, and is ready once it is settled', async () => {
    const order = await anOrderOf(group, { items: { 'EB-1': 1 } });
    const terminal = await aTerminal(group, order, 'blom');
    expect(terminal.sheet.parties.map(({ asks }) => asks)).toEqual(['goods', 'card']);
    await terminal.prove();
    expectOk(await terminal.hand(await terminal.bundle()));
    await reached(terminal, 'accepted');
    expect(await order.shown()).toMatchObject({ goods: 'ready', payment: { state: 'accepted' } });
  });
});

describe.each(['b', 'c'] as const)('with partners in variant %s', (variant) => {
  const choose = async (to: 'a' | 'b' | 'c'): Promise<void> => {
    for (const { id } of [group.credit, group.carrier]) {
      expectOk(await choosePartnerVariant(group.mall.post, 'staff', { id, variant: to }));
    }
  };

  test('a sealed order is settled and accepted as any other', async () => {
    await choose(variant);
    const order = await anOrderOf(group, { wrapped: true });
    const terminal = await aTerminal(group, order, 'agreed');
    await choose('a');
    await terminal.prove();
    expectOk(await terminal.hand(await terminal.bundle()));
    await reached(terminal, 'accepted');
    expect(await order.shown()).toMatchObject({ state: 'accepted', payment: { state: 'accepted' } });
    const numbers = terminal.sheet.parties.map(({ number }) => number);
    const sent = (await sentEvents(group.mall, 'order.parts')).filter(({ subject }) => numbers.includes(subject));
    expect(sent.filter(({ data }) => data['contents'] !== undefined)).toHaveLength(variant === 'b' ? 0 : 2);
  });
});

describe('while a sealed order waits', () => {
  test('its page shows the terminal, its fingerprint and the code, and offers no window', async () => {
    const order = await anOrderOf(group);
    const { sealed, flow, finishing } = await order.shown();
    expect(flow).toBe('sealed');
    expect(finishing).toBe(false);
    expect(sealed).toMatchObject({ state: 'open', fingerprint: TERMINAL });
    expect(sealed!.link).toBe(`https://credit.localhost/terminal#${sealed!.code}`);
    expect(sealed!.code).toMatch(/^https:\/\/mall\.localhost~[\w-]{43}$/);
    const { mall } = group.mall;
    expect(await signPayInstruction(mall, order.orderId)).toEqual(fail('wrong-state', 'flow'));
    expect(await signInstruction(mall, order.purchase)).toEqual(fail('wrong-state', 'flow'));
  });

  test('nothing in the mall’s database is the code, the token or a product’s name', async () => {
    const order = await anOrderOf(group);
    const { token } = await aTerminal(group, order);
    const tables = ['sealed_order', 'sealed_part', 'shop_session', 'customer_order', 'outbox'] as const;
    for (const table of tables) {
      const rows = JSON.stringify(await group.mall.storage.read.selectFrom(table).selectAll().execute());
      expect(rows).not.toContain(token);
      expect(rows).not.toContain('山の手帖');
    }
  });
});

describe('what leaves the mall', () => {
  test('is each party’s own part: the credit company’s at once, the others’ after its OK, amounts to it alone', async () => {
    const order = await anOrderOf(group, { wrapped: true });
    const terminal = await aTerminal(group, order, 'blom');
    await terminal.prove();
    const bundle = await terminal.bundle();
    expectOk(await terminal.hand(bundle));
    await reached(terminal, 'accepted');
    const numberOf = (asks: string): string => terminal.sheet.parties.find((party) => party.asks === asks)!.number;
    const sent = (await sentEvents(group.mall, 'order.parts')).filter(({ subject }) =>
      bundle.parts.some(({ number }) => number === subject),
    );
    expect(sent.map(({ subject }) => subject).sort()).toEqual(
      [numberOf('card'), numberOf('destination'), numberOf('gift')].sort(),
    );
    const members = (asks: string): string[] =>
      Object.keys(sent.find(({ subject }) => subject === numberOf(asks))!.data).sort();
    expect(members('card')).toEqual(['amount', 'by', 'contents', 'part', 'purchase']);
    expect(members('destination')).toEqual(['by', 'contents', 'part', 'pay', 'purchase', 'size']);
    expect(members('gift')).toEqual(['by', 'part', 'purchase']);
    for (const { subject, data } of sent) {
      const own = bundle.parts.find(({ number, party }) => number === subject && party !== group.mall.id)!;
      expect(data['part']).toBe(own.envelope);
    }
    // No identifier of the customer is seen by two parties.
    const sealers = sent.map(({ data }) => (data['by'] as { id: string }).id);
    expect(new Set(sealers).size).toBe(3);
  });
});

describe('a credit company that says NO', () => {
  test('ends the order as declined; carrier and gift-wrapper never hear of it', async () => {
    const order = await anOrderOf(group, { wrapped: true });
    const terminal = await aTerminal(group, order);
    await terminal.prove();
    const bundle = await terminal.bundle({ card: { ...CARD, password: 'guessed' } });
    expectOk(await terminal.hand(bundle));
    await reached(terminal, 'no');
    expect(await order.shown()).toMatchObject({ ended: true, state: 'declined', payment: { state: 'declined' } });
    expect(await partStates(order)).toEqual({ goods: 'yes', card: 'no', destination: 'received', gift: 'received' });
    const others = bundle.parts.filter(({ party }) => party !== group.credit.id).map(({ number }) => number);
    const sent = await sentEvents(group.mall, 'order.parts');
    const toCarrier = terminal.sheet.parties.find(({ asks }) => asks === 'destination')!.number;
    expect(others).toContain(toCarrier);
    expect(sent.map(({ subject }) => subject)).not.toContain(toCarrier);
  });
});

describe('a carrier that says NO', () => {
  test('ends the parcel, and what is held for it goes back', async () => {
    const order = await anOrderOf(group);
    const terminal = await aTerminal(group, order);
    await terminal.prove();
    const bundle = await terminal.bundle();
    const other = await (await aTerminal(group, await anOrderOf(group))).bundle();
    // As a customer's broken terminal might: an envelope for another number opens for nobody.
    const parts = bundle.parts.map((part) =>
      part.party === group.carrier.id
        ? { ...part, envelope: other.parts.find(({ party }) => party === part.party)!.envelope }
        : part,
    );
    expectOk(await terminal.hand({ ...bundle, parts }));
    await reached(terminal, 'no');
    expect(await partStates(order)).toMatchObject({ card: 'yes', destination: 'no' });
    await until('the money is on its way back', async () => {
      const { refunds } = await order.shown();
      return refunds.length === 1 && refunds[0]!.state === 'done';
    });
    expect((await order.shown()).state).toBe('declined');
  });
});

describe('at the mall’s desk', () => {
  test('staff see who has which part under which scheme, and the bundle as it came', async () => {
    const order = await anOrderOf(group, { wrapped: true });
    const terminal = await aTerminal(group, order, 'agreed');
    await terminal.prove();
    const bundle = await terminal.bundle();
    expectOk(await terminal.hand(bundle));
    await reached(terminal, 'accepted');
    const gift = terminal.sheet.parties.find(({ asks }) => asks === 'gift')!.number;
    for (const number of [order.purchase, gift]) {
      const opened = expectOk(await openSealedOrder(group.mall.mall, 'mori', number));
      expect(opened.flow).toBe('sealed');
      expect(opened.parts.map(({ asks, scheme }) => [asks, scheme])).toEqual(
        ['goods', 'card', 'destination', 'gift'].map((asks) => [asks, 'agreed']),
      );
      expect(JSON.parse(opened.bundle!)).toEqual(bundle);
    }
    const trail = await group.mall.storage.read
      .selectFrom('trail')
      .select(['who', 'action', 'subject'])
      .where('action', '=', 'sealed.opened')
      .where('subject', '=', order.purchase)
      .execute();
    expect(trail).toHaveLength(2);
    expect(await openSealedOrder(group.mall.mall, 'mori', '10482771930561')).toEqual(fail('purchase-unknown'));
  });
});
