/** How a mall carries challenges and answers between a customer's terminal and the parties of an order. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { checkAnswer } from '#shared/protocol/make-bundle.ts';
import type { MadeChallenge } from '#shared/protocol/make-bundle.ts';
import type { Answers } from '#shared/protocol/order-sheet.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { listAnswers, relayChallenges } from '#main/roles/mall/sealed-challenge.ts';
import {
  anOrderOf,
  aSealedGroup,
  aTerminal,
  type PlacedWay,
  type SealedGroup,
  type TestTerminal,
} from '../../builders/a-sealed-order.ts';
import { carryMessages, sentEvents } from '../../builders/a-group.ts';
import { tellParty } from '../../builders/a-sealed-part.ts';

let group: SealedGroup;
let order: PlacedWay;
let terminal: TestTerminal;
beforeAll(async () => {
  group = await aSealedGroup({ network: false });
});
beforeEach(async () => {
  order = await anOrderOf(group);
  terminal = await aTerminal(group, order);
});

const relay = (made: readonly Pick<MadeChallenge, 'request'>[]): Promise<Result<void>> =>
  relayChallenges(
    group.mall.mall,
    terminal.token,
    made.map(({ request }) => request),
  );
const answers = async (): Promise<Answers['answers']> =>
  expectOk(await listAnswers(group.mall.mall, terminal.token)).answers;
const said = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await answers()).map(({ party, result }) => [party, result]));
const numberOf = (party: string): string => terminal.sheet.parties.find(({ id }) => id === party)!.number;
const challengesTo = async (party: string): Promise<number> =>
  (await sentEvents(group.mall, 'order.challenge')).filter(({ subject }) => subject === numberOf(party)).length;

describe('challenges', () => {
  test('reach their parties, the mall’s own is answered at once, and every answer proves its party', async () => {
    expect(await answers()).toEqual([]);
    const made = await terminal.challenges();
    expectOk(await relay(made));
    expect(await said()).toEqual({
      'mall.localhost': 'ok',
      'credit.localhost': 'waiting',
      'carrier.localhost': 'waiting',
    });
    await group.carry();
    const got = await answers();
    for (const one of made) {
      const answer = got.find(({ party }) => party === one.party);
      expect(await checkAnswer(one, terminal.ends.get(one.party)!, answer)).toEqual(ok('proven'));
    }
    // To another challenge, or from another party, none of them does.
    const [other] = await terminal.challenges([group.credit.id]);
    const own = got.find(({ party }) => party === group.credit.id);
    const end = terminal.ends.get(group.credit.id)!;
    expect(await checkAnswer(other!, end, own)).toEqual(fail('party-unproven', group.credit.id));
  });

  test('are brought once however often they are sent, and a newer one makes the answer void', async () => {
    const made = await terminal.challenges([group.credit.id]);
    for (let again = 0; again < 3; again++) expectOk(await relay(made));
    expect(await challengesTo(group.credit.id)).toBe(1);
    await group.carry();
    expect(await said()).toEqual({ 'credit.localhost': 'ok' });
    expectOk(await relay(await terminal.challenges([group.credit.id])));
    expect(await answers()).toEqual([{ party: group.credit.id, result: 'waiting' }]);
    expect((await order.shown()).sealed!.parties.map(({ state }) => state)).toEqual(['awaited', 'awaited', 'awaited']);
    await group.carry();
    expect(await said()).toEqual({ 'credit.localhost': 'ok' });
  });

  test('that were overtaken are not waited for: their answer changes nothing', async () => {
    expectOk(await relay(await terminal.challenges([group.credit.id])));
    await carryMessages(group.mall, group.credit);
    expectOk(await relay(await terminal.challenges([group.credit.id])));
    await carryMessages(group.credit, group.mall);
    expect(await said()).toEqual({ 'credit.localhost': 'waiting' });
    await group.carry();
    expect(await said()).toEqual({ 'credit.localhost': 'ok' });
  });

  test('end somewhere: beyond twenty a party hears no more', async () => {
    for (let count = 0; count < 20; count++) expectOk(await relay(await terminal.challenges([group.credit.id])));
    expect(await relay(await terminal.challenges())).toEqual(fail('too-many', group.credit.id));
    // All of them or none.
    expect(await challengesTo(group.carrier.id)).toBe(0);
  });

  test('to nobody of this order, to one party twice, or what is no challenge by that key, are refused', async () => {
    const [toCredit, toCarrier] = await terminal.challenges([group.credit.id, group.carrier.id]);
    const elsewhere = { request: { ...toCredit!.request, party: group.wrapper.id } };
    expect(await relay([toCarrier!, elsewhere])).toEqual(fail('bundle-foreign', group.wrapper.id));
    expect(await relay([toCredit!, toCredit!])).toEqual(fail('bundle-invalid', group.credit.id));
    const by = { scheme: 'agreed', id: '~AAAAAAAAAAAAAAAAAAAAAA' } as MadeChallenge['request']['by'];
    expect(await relay([{ request: { ...toCredit!.request, by } }])).toEqual(fail('bundle-invalid', group.credit.id));
    const short = fromBase64Url(toCredit!.request.envelope)!.slice(1);
    const cut = { request: { ...toCredit!.request, envelope: toBase64Url(short) } };
    expect(await relay([cut])).toEqual(fail('bundle-invalid', group.credit.id));
    expect(await answers()).toEqual([]);
    expect(await challengesTo(group.carrier.id)).toBe(0);
  });
});

describe('a party that can’t open a challenge', () => {
  test('says no, the mall too, and may be asked again', async () => {
    const [toMall, toCredit] = await terminal.challenges([group.mall.id, group.credit.id]);
    const swapped = [
      { request: { ...toMall!.request, envelope: toCredit!.request.envelope } },
      { request: { ...toCredit!.request, envelope: toMall!.request.envelope } },
    ];
    expectOk(await relay(swapped));
    await group.carry();
    expect(await answers()).toEqual([
      { party: group.mall.id, result: 'no' },
      { party: group.credit.id, result: 'no' },
    ]);
    expect(await terminal.hand(await terminal.bundle())).toEqual(fail('party-unproven', group.mall.id));
    await terminal.prove();
    expectOk(await terminal.hand(await terminal.bundle()));
  });

  test('is no oracle: an order part sent as a challenge is answered by nobody', async () => {
    const { parts } = await terminal.bundle();
    expectOk(await relay(parts.map(({ party, by, envelope }) => ({ request: { party, by, envelope } }))));
    await group.carry();
    expect(await said()).toEqual({ 'mall.localhost': 'no', 'credit.localhost': 'no', 'carrier.localhost': 'no' });
  });
});

describe('an answer', () => {
  test('counts from the party that was asked alone, once, and not without its envelope', async () => {
    const [made] = await terminal.challenges([group.credit.id]);
    expectOk(await relay([made!]));
    const purchase = numberOf(group.credit.id);
    const [challenge] = await group.mall.storage.read
      .selectFrom('sealed_part')
      .select('challenge')
      .where('number', '=', purchase)
      .where('party', '=', group.credit.id)
      .execute();
    const data = { purchase, challenge: challenge!.challenge!, result: 'ok' } as const;
    const message = { type: 'order.answer', subject: purchase, data } as const;
    expect(await tellParty(group.carrier, group.mall, message)).toEqual(fail('event-unknown-number'));
    expect(await tellParty(group.credit, group.mall, { ...message, subject: '1' })).toEqual(
      fail('event-invalid', 'subject'),
    );
    expect(await said()).toEqual({ 'credit.localhost': 'waiting' });
    expectOk(await tellParty(group.credit, group.mall, message));
    expect(await said()).toEqual({ 'credit.localhost': 'no' });
    await group.carry();
    expect(await said()).toEqual({ 'credit.localhost': 'no' });
  });
});
