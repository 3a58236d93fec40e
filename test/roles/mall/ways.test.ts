/** Which ways to buy a shop offers, and what an order through an agency says to whom. */
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { Money } from '#shared/domain/money.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { currentKey, type PartyCard } from '#shared/protocol/party-card.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { draftOrder, orderDigest } from '#main/roles/mall/draft.ts';
import { placeOrder } from '#main/roles/mall/place-order.ts';
import { signPayInstruction } from '#main/roles/mall/payment.ts';
import { openSealedOrder } from '#main/roles/mall/sealed-desk.ts';
import { type CarrierChoice, chooseCarrier, findSession, type ShopSession, startOrder } from '#main/roles/mall/shop.ts';
import { listSettledWays, listWrappers } from '#main/roles/mall/ways.ts';
import { sealTo, tokenHash } from '#main/vault/index.ts';
import { anOrderOf, aSealedGroup, type SealedGroup, TERMINAL } from '../../builders/a-sealed-order.ts';
import { sentEvents } from '../../builders/a-group.ts';
import { tellParty } from '../../builders/a-sealed-part.ts';
import type { TestParty } from '../../builders/a-party.ts';

let group: SealedGroup;
beforeAll(async () => {
  group = await aSealedGroup({ network: false });
});

/** As the partner's card says it by now. */
async function says(
  partner: TestParty,
  change: Partial<Pick<PartyCard, 'flows' | 'terminal' | 'agency'>>,
): Promise<void> {
  const { storage } = group.mall;
  const row = await storage.read
    .selectFrom('partner')
    .select('card')
    .where('id', '=', partner.id)
    .executeTakeFirstOrThrow();
  const { flows: _, terminal: __, agency: ___, ...card } = JSON.parse(row.card) as PartyCard;
  const text = JSON.stringify({ ...card, ...change });
  await storage.write((db) => db.updateTable('partner').set({ card: text }).where('id', '=', partner.id).execute());
}
const ALL = ['window', 'sealed', 'closed'] as const;
const AGENCY = { settlement: 'credit.localhost', variant: 'reseal' } as PartyCard['agency'] & object;

async function choose(
  choice: Partial<CarrierChoice>,
  items = { 'BK-1': 1 } as Record<string, number>,
): Promise<Result<ShopSession>> {
  const { mall } = group.mall;
  const { token } = expectOk(await startOrder(mall, items));
  const usual = { carrier: group.carrier.id, credit: group.credit.id, pay: 'settled' };
  const chosen = await chooseCarrier(mall, (await findSession(mall, token))!, { ...usual, ...choice });
  return chosen.ok ? ok((await findSession(mall, token))!) : chosen;
}
const chosen = async (choice: Partial<CarrierChoice>): Promise<Pick<ShopSession, 'flow' | 'agency' | 'wrapper'>> => {
  const { flow, agency, wrapper } = expectOk(await choose(choice));
  return { flow, agency, wrapper };
};

describe('the ways to a credit company', () => {
  const offered = async (): Promise<unknown> =>
    (await listSettledWays(group.mall.mall)).map(({ company, flows, agencies }) => [
      company.id,
      [...flows],
      agencies.map(({ id }) => id),
    ]);

  test('are those that its card names; a sealed order needs its terminal; an agency names whom it serves', async () => {
    const { credit } = group;
    await says(credit, { flows: ALL.slice(), terminal: TERMINAL });
    expect(await offered()).toEqual([['credit.localhost', ['window', 'sealed', 'closed'], []]]);
    await says(credit, {});
    expect(await offered()).toEqual([['credit.localhost', ['window'], []]]);
    await says(credit, { flows: ['sealed'] });
    expect(await offered()).toEqual([]);
    await says(credit, { flows: ['closed'] });
    expect(await offered()).toEqual([['credit.localhost', ['closed'], []]]);
    await says(credit, {
      flows: ['window'],
      agency: { ...AGENCY, settlement: 'other.example' as typeof AGENCY.settlement },
    });
    expect(await offered()).toEqual([['credit.localhost', ['window'], []]]);
    await says(credit, { flows: [], agency: AGENCY });
    expect(await offered()).toEqual([['credit.localhost', [], ['credit.localhost']]]);
    expect((await listWrappers(group.mall.mall)).map(({ id }) => id)).toEqual(['wrapper.localhost']);
  });

  test('without a word is its window, or the one other way', async () => {
    const { credit } = group;
    await says(credit, { flows: ALL.slice(), terminal: TERMINAL, agency: AGENCY });
    expect(await chosen({})).toEqual({ flow: 'window', agency: null, wrapper: null });
    await says(credit, { flows: ['closed'] });
    expect(await chosen({})).toEqual({ flow: 'closed', agency: null, wrapper: null });
    await says(credit, { flows: [], agency: AGENCY });
    expect(await chosen({})).toEqual({ flow: 'agency', agency: credit.id, wrapper: null });
    await says(credit, { flows: ['sealed', 'closed'], terminal: TERMINAL });
    expect(await choose({})).toEqual(fail('flow-missing', 'credit'));
  });

  test('that somebody does not take part in are refused', async () => {
    const { credit, carrier, wrapper } = group;
    await says(credit, { flows: ALL.slice(), terminal: TERMINAL });
    expect(await chosen({ flow: 'sealed', wrapper: wrapper.id })).toEqual({
      flow: 'sealed',
      agency: null,
      wrapper: wrapper.id,
    });
    expect(await chosen({ flow: 'sealed', wrapper: '' })).toEqual({ flow: 'sealed', agency: null, wrapper: null });
    // Nobody wraps what goes another way.
    expect(await chosen({ flow: 'window', wrapper: wrapper.id })).toEqual({
      flow: 'window',
      agency: null,
      wrapper: null,
    });
    expect(await choose({ flow: 'sealed', wrapper: carrier.id })).toEqual(fail('flow-missing', 'wrapper'));
    expect(await choose({ flow: 'agency:other.example' })).toEqual(fail('flow-missing', 'agency'));
    expect(await choose({ flow: 'post' })).toEqual(fail('flow-missing', 'credit'));
    expect(await choose({ flow: 'sealed', credit: 'other.example' })).toEqual(fail('field-missing', 'credit'));
    await says(carrier, { flows: ['window'] });
    expect(await choose({ flow: 'sealed' })).toEqual(fail('flow-missing', 'carrier'));
    // Without a parcel no carrier takes part.
    expect(await choose({ flow: 'sealed', carrier: '' }, { 'EB-1': 1 })).toMatchObject({ ok: true });
    await says(carrier, { flows: ['window', 'sealed'] });
  });

  test('count when the order is placed: one that ended meanwhile, or was not confirmed, places nothing', async () => {
    const { mall } = group.mall;
    const session = expectOk(await choose({ flow: 'sealed', wrapper: group.wrapper.id }));
    const draft = expectOk(await draftOrder(mall, session.basket));
    const shown = orderDigest(session, draft);
    for (const change of [
      { flow: 'window' },
      { wrapper: null },
      { flow: 'agency', agency: 'credit.localhost' },
    ] as const) {
      expect(orderDigest({ ...session, ...change }, draft)).not.toBe(shown);
    }
    await says(group.credit, { flows: ['window'] });
    expect(await placeOrder(mall, session, shown)).toEqual(fail('flow-missing', 'credit'));
    await says(group.credit, { flows: ALL.slice(), terminal: TERMINAL });
    expectOk(await placeOrder(mall, session, shown));
  });
});

async function aCustomerEnvelope({ id, vault, clock }: TestParty, number: string): Promise<string> {
  const key = currentKey({ keys: vault.publicKeys() }, 'seal', clock())!;
  const binding = { kind: 'customer', recipient: id, number } as const;
  return toBase64Url(expectOk(await sealTo(fromBase64Url(key.x)!, binding, new Uint8Array([0xa0]))));
}

describe('an order through an agency', () => {
  beforeAll(() => says(group.credit, { flows: ['window'], agency: AGENCY }));
  const throughAgency = () => anOrderOf(group, { flow: 'agency:credit.localhost', items: { 'BK-1': 2, 'FD-1': 1 } });
  const askFor = async (orderId: string) => {
    const { jti } = await group.mall.storage.read
      .selectFrom('settlement')
      .select('jti')
      .where('order_id', '=', orderId)
      .executeTakeFirstOrThrow();
    const [ask] = (await sentEvents(group.mall, 'agency.request')).filter(({ subject }) => subject === jti);
    return ask!;
  };
  const say = (purchase: string, verdict: 'yes' | 'no' | 'again', by: TestParty = group.credit) =>
    tellParty(by, group.mall, { type: 'agency.verdict', subject: purchase, data: { purchase, verdict } });

  test('is asked for at once, with amount, pieces and the code’s hash; the code is on the shop’s page alone', async () => {
    const order = await throughAgency();
    const ask = await askFor(order.orderId);
    const { agency, flow } = await order.shown();
    expect(flow).toBe('agency');
    expect(agency).toMatchObject({ company: { id: 'credit.localhost' }, variant: 'reseal', state: 'asked' });
    const [url, code] = agency!.link.split('#') as [string, string];
    expect(url).toBe('https://credit.localhost/wallet');
    expect(ask.data).toEqual({
      step: 'ask',
      purchase: ask.subject,
      amount: { value: 3050, currency: 'JPY' },
      quantity: 3,
      code: tokenHash(code),
      expires: agency!.until,
      contents: expect.stringMatching(/^[\w-]+$/) as string,
    });
    expect(ask.json).not.toContain(code);
    expect(await signPayInstruction(group.mall.mall, order.orderId)).toEqual(fail('wrong-state', 'flow'));
    const opened = expectOk(await openSealedOrder(group.mall.mall, 'mori', order.purchase));
    expect(opened).toEqual({
      flow: 'agency',
      parts: [],
      agency: { party: 'credit.localhost', name: '見本クレジット', state: 'asked' },
    });
  });

  test('is declined by its NO, once; yes alone settles nothing', async () => {
    const [no, yes] = [await throughAgency(), await throughAgency()];
    const { subject } = await askFor(no.orderId);
    expectOk(await say(subject, 'no'));
    expect(await no.shown()).toMatchObject({ ended: true, state: 'declined', agency: { state: 'no' } });
    expectOk(await say(subject, 'no'));
    expect(await say(subject, 'yes')).toEqual(fail('wrong-state', 'no'));
    const other = (await askFor(yes.orderId)).subject;
    expectOk(await say(other, 'yes'));
    expect(await yes.shown()).toMatchObject({ state: 'awaiting-payment', agency: { state: 'yes' } });
  });

  test('has run out where the NO comes after its time, and nobody says that its customer gave it up', async () => {
    const order = await throughAgency();
    const { subject } = await askFor(order.orderId);
    group.clock.advance({ minutes: 60 });
    expectOk(await say(subject, 'no'));
    expect(await order.shown()).toMatchObject({ ended: true, state: 'expired', givenUp: false });
  });

  test('gives back what the settlement server holds, should its OK come after the agency’s NO', async () => {
    const order = await throughAgency();
    const { subject, data } = await askFor(order.orderId);
    expectOk(await say(subject, 'no'));
    const { amount, contents } = data as { amount: Money; contents: string };
    const ending = { receipt: numberFromDigits('receipt', '048277193056'), until: '2026-12-01T00:00:00.000Z' };
    const customer = await aCustomerEnvelope(group.credit, ending.receipt);
    const held = { purchase: subject, result: 'ok', contents, customer, amount, ...ending } as const;
    expectOk(await tellParty(group.credit, group.mall, { type: 'settlement.result', subject, data: held }));
    expect(await order.shown()).toMatchObject({
      ended: true,
      state: 'declined',
      refunds: [{ amount, state: 'asked' }],
    });
  });

  test('hears no verdict of anybody else, about another order, or that is the agency’s own affair', async () => {
    const order = await throughAgency();
    const { subject } = await askFor(order.orderId);
    expect(await say(subject, 'no', group.carrier)).toEqual(fail('event-foreign', 'role'));
    expect(await say('10482771930561', 'no')).toEqual(fail('event-unknown-number'));
    expect(await say(subject, 'again')).toEqual(fail('event-invalid', 'verdict'));
    const data = { purchase: subject, verdict: 'no' } as const;
    const odd = { type: 'agency.verdict', subject: 'other', data } as const;
    expect(await tellParty(group.credit, group.mall, odd)).toEqual(fail('event-invalid', 'subject'));
    expect(await order.shown()).toMatchObject({ ended: false, agency: { state: 'asked' } });
  });
});
