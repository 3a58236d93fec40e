/** Orders over a closed network: the mall carries a sealed card to a company that no customer can reach. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { type CardPart, encodeCardPart } from '#shared/protocol/card-part.ts';
import { encodeOrderPart, partBinding } from '#shared/protocol/order-part.ts';
import { expectOk, fail } from '#shared/result.ts';
import { endStaleOffers, giveUpOrder } from '#main/roles/mall/expiry.ts';
import { type ClosedCard, sendInquiry } from '#main/roles/mall/inquiry.ts';
import { signPayInstruction } from '#main/roles/mall/payment.ts';
import { openSealedOrder } from '#main/roles/mall/sealed-desk.ts';
import { signInstruction } from '#main/roles/mall/shop.ts';
import { sealTo } from '#main/vault/index.ts';
import {
  anOrderOf,
  aSealedGroup,
  CARD,
  decideAll,
  type PlacedWay,
  type SealedGroup,
} from '../../builders/a-sealed-order.ts';
import { carryMessages, sentEvents } from '../../builders/a-group.ts';

let group: SealedGroup;
beforeAll(async () => {
  group = await aSealedGroup({ network: false });
});

const closed = (): Promise<PlacedWay> => anOrderOf(group, { flow: 'closed' });

/** As the shop's page seals it. */
async function sealed(
  card: ClosedCard,
  entry: Partial<CardPart> = {},
  change: Partial<ClosedCard> = {},
): Promise<string> {
  const { mall, company, number, amount, expires, key } = { ...card, ...change };
  const part = encodeOrderPart({ mall, amount, expires, body: encodeCardPart({ ...CARD, ...entry }) });
  const binding = partBinding({ party: company as ClosedCard['mall'], number, mall });
  return toBase64Url(expectOk(await sealTo(fromBase64Url(key!)!, binding, part)));
}
const cardOf = async (order: PlacedWay): Promise<ClosedCard> => (await order.shown()).closed!.card;
const asked = async (number: string): Promise<number> =>
  (await sentEvents(group.mall, 'inquiry.request')).filter(({ subject }) => subject === number).length;

describe('an order over a closed network', () => {
  test('is settled by a sealed card, and goes on at the carrier’s window', async () => {
    const order = await closed();
    const card = await cardOf(order);
    expect(card).toMatchObject({ mall: 'mall.localhost', company: 'credit.localhost', amount: { value: 3955 } });
    expect(await order.shown()).toMatchObject({ flow: 'closed', closed: { state: 'open' }, state: 'awaiting-payment' });
    expectOk(await sendInquiry(group.mall.mall, order.orderId, await sealed(card)));
    expect(await order.shown()).toMatchObject({ closed: { state: 'asked' }, payment: { state: 'offered' } });
    await group.carry();
    expect(await order.shown()).toMatchObject({ payment: { state: 'accepted' }, state: 'offered' });
    expectOk(await signInstruction(group.mall.mall, order.purchase));
    expect(await signPayInstruction(group.mall.mall, order.orderId)).toEqual(fail('wrong-state', 'flow'));
    const opened = expectOk(await openSealedOrder(group.mall.mall, 'mori', order.purchase));
    expect(opened).toMatchObject({
      flow: 'closed',
      parts: [{ party: 'credit.localhost', asks: 'card', number: card.number, state: 'yes' }],
    });
    expect(opened.bundle).toContain('order-bundle/1');
  });

  test('waits while the network is down, and is neither lost nor ended by its time', async () => {
    const order = await closed();
    expectOk(await sendInquiry(group.mall.mall, order.orderId, await sealed(await cardOf(order))));
    for (const hours of [2, 10, 11]) {
      group.clock.advance({ hours });
      await endStaleOffers(group.mall.mall);
      expect(await order.shown()).toMatchObject({ ended: false, finishing: false, closed: { state: 'asked' } });
    }
    await group.carry();
    expect(await order.shown()).toMatchObject({ payment: { state: 'accepted' }, state: 'offered' });
  });

  test('ends when its customer never enters a card', async () => {
    const order = await closed();
    const envelope = await sealed(await cardOf(order));
    group.clock.advance({ minutes: 63 });
    expect(await sendInquiry(group.mall.mall, order.orderId, envelope)).toEqual(fail('instruction-expired'));
    expect(await order.shown()).toMatchObject({ ended: true, givenUp: false });
  });

  test('is declined by NO, whatever the reason: nobody tells the mall which', async () => {
    for (const entry of [{ password: 'guessed' }, { card: '4555008634858223', password: 'blocked-99' }]) {
      const order = await closed();
      expectOk(await sendInquiry(group.mall.mall, order.orderId, await sealed(await cardOf(order), entry)));
      await group.carry();
      expect(await order.shown()).toMatchObject({ ended: true, state: 'declined', payment: { state: 'declined' } });
      const { number } = await cardOf(order);
      const [answer] = (await sentEvents(group.credit, 'inquiry.answer')).filter(({ subject }) => subject === number);
      expect(answer!.data).toEqual({ purchase: number, answer: 'no' });
    }
  });

  test('that was given up gives back what a late OK holds', async () => {
    const order = await closed();
    expectOk(await sendInquiry(group.mall.mall, order.orderId, await sealed(await cardOf(order))));
    await carryMessages(group.mall, group.credit);
    expectOk(await giveUpOrder(group.mall.mall, order.orderId));
    await decideAll(group.credit);
    await group.carry();
    expect(await order.shown()).toMatchObject({ ended: true, refunds: [{ state: 'done' }] });
  });
});

describe('a sealed card', () => {
  test('is taken once: the same again is fine, another is not', async () => {
    const order = await closed();
    const { mall } = group.mall;
    const card = await cardOf(order);
    const [one, other] = [await sealed(card), await sealed(card)];
    const both = await Promise.all([one, one].map((envelope) => sendInquiry(mall, order.orderId, envelope)));
    both.forEach(expectOk);
    expect(await sendInquiry(mall, order.orderId, other)).toEqual(fail('already-decided'));
    expect(await asked(card.number)).toBe(1);
    await group.carry();
    expectOk(await sendInquiry(mall, order.orderId, one));
    expect(await asked(card.number)).toBe(1);
  });

  test('that is none, or sealed to somebody else, never leaves', async () => {
    const order = await closed();
    const { mall } = group.mall;
    const card = await cardOf(order);
    const own = group.mall.vault.publicKeys().find(({ use }) => use === 'seal')!;
    const foreign = await sealed(card, {}, { key: own.x });
    expect(await sendInquiry(mall, order.orderId, foreign)).toMatchObject(fail('unknown-key'));
    const bytes = fromBase64Url(await sealed(card))!;
    const broken = [
      '',
      'no envelope',
      'A'.repeat(3000),
      toBase64Url(bytes.slice(1)),
      toBase64Url(bytes.with(0, 2)),
      toBase64Url(bytes.with(1, 1)),
    ];
    for (const each of broken) expect(await sendInquiry(mall, order.orderId, each)).toEqual(fail('bundle-invalid'));
    expect(await asked(card.number)).toBe(0);
    expect(await order.shown()).toMatchObject({ closed: { state: 'open' } });
  });

  test('of another order is refused by the company: it does not open', async () => {
    const [order, other] = [await closed(), await closed()];
    expectOk(await sendInquiry(group.mall.mall, order.orderId, await sealed(await cardOf(other))));
    await group.carry();
    expect(await order.shown()).toMatchObject({ ended: true, payment: { state: 'declined' } });
    expect(await other.shown()).toMatchObject({ closed: { state: 'open' } });
  });

  test('goes with no order that goes another way', async () => {
    const order = await anOrderOf(group);
    const card = await cardOf(await closed());
    const envelope = await sealed(card);
    expect(await sendInquiry(group.mall.mall, order.orderId, envelope)).toEqual(fail('purchase-unknown'));
    expect(await sendInquiry(group.mall.mall, 'no such order', envelope)).toEqual(fail('purchase-unknown'));
  });

  test('lies sealed at the mall: neither card number nor password are in its database', async () => {
    const order = await closed();
    expectOk(await sendInquiry(group.mall.mall, order.orderId, await sealed(await cardOf(order))));
    const copy = join(group.mall.folder, 'closed.db');
    await group.mall.storage.backup(copy);
    const bytes = readFileSync(copy);
    for (const secret of [CARD.card, CARD.password]) expect(bytes.includes(secret)).toBe(false);
  });
});
