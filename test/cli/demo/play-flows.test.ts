/** Every way to buy but through windows, on one group: what is printed, what opens, what is declined, what is charged. */
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { enterGift } from '#shared/protocol/gift-part.ts';
import { type OrderBundle, orderBundleSchema } from '#shared/protocol/order-part.ts';
import { expectOk } from '#shared/result.ts';
import { holdCard } from '#main/cli/demo/card-holder.ts';
import { openCustomerBrowser } from '#main/cli/demo/customer.ts';
import type { DemoFlow } from '#main/cli/demo/flow.ts';
import { DEMO_PASSPHRASE, type DemoGroup, type DemoRole, startDemoGroup } from '#main/cli/demo/group.ts';
import type { CardEntry, SettledOrder } from '#main/cli/demo/order-file.ts';
import { confirmOnce, enrol, openOrder } from '#main/cli/demo/play-agency.ts';
import { type DeclinedOrder, type PlayedOrder, playOrder } from '#main/cli/demo/play-order.ts';
import { terminalFor } from '#main/cli/demo/play-sealed.ts';
import { orderAtMall } from '#main/cli/demo/play-shop.ts';
import { runOpenPart } from '#main/cli/open-part.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { ADDRESSEE } from '../../builders/an-order.ts';
import { runCommand } from '../a-command.ts';

const CUSTOMERS = readFileSync(new URL('../../../data/customers.csv', import.meta.url), 'utf8');
const HANAKO = { number: '4111007269513902', password: 'tsubaki-7' };
/** Has 1,199 yen left. */
const TARO = { number: '4222007864711204', password: 'sazanka-12' };
const PERSON = { number: '4333006014311077', password: 'correct horse battery' };
const EXPIRED = { number: '4444007817856660', password: 'fujisan-3' };
const BLOCKED = { number: '4555008634858223', password: 'blocked-99' };

let group: DemoGroup;
beforeAll(async () => {
  const options = { agency: 'reseal', wrapper: true, keyCentre: true } as const;
  group = await startDemoGroup(aFolder(), { ports: 'free', ...options });
  atEnd(() => group.stop());
}, 120_000);

function anOrder(card: Partial<CardEntry>, more: Partial<SettledOrder> = {}): SettledOrder {
  return {
    items: [{ sku: 'HL-0302', quantity: 1 }],
    addressee: { ...ADDRESSEE, name: 'Sealed Customer' },
    pay: 'settled',
    card: { ...HANAKO, checkWords: [], ...card },
    ...more,
  };
}

const play = (flow: DemoFlow, order: SettledOrder): Promise<PlayedOrder | DeclinedOrder> =>
  playOrder(group, order, { flow, customers: CUSTOMERS });

async function playOk(flow: DemoFlow, order: SettledOrder): Promise<PlayedOrder> {
  const played = await play(flow, order);
  if (played.result !== 'ok') throw new Error('not settled');
  return played;
}

async function available({ number }: Pick<CardEntry, 'number'>): Promise<number> {
  const { desk } = group.parties.credit;
  const [found] = (await desk.ask('customers.list', { search: number.slice(-4), limit: 1 })).rows;
  const { cards } = await desk.ask('customers.open', { id: found!.id });
  return cards[0]!.available.value;
}

const openPart = (folder: string, file: string): ReturnType<typeof runCommand> =>
  runCommand(runOpenPart, ['--dir', folder, '--file', file], { TOKUMEI_PASSPHRASE: DEMO_PASSPHRASE });

async function newestReason(): Promise<string | undefined> {
  const { rows } = await group.parties.credit.desk.ask('inquiries.list', { limit: 1 });
  const [row] = rows;
  return row?.reason;
}

test.each<[DemoFlow]>([['sealed'], ['sealed-blom']])(
  '%s: everyone opens its own part and no other, while the party runs',
  { timeout: 120_000 },
  async (flow) => {
    const before = await available(HANAKO);
    const played = await playOk(flow, anOrder({}, { gift: 'お誕生日おめでとう\nHappy birthday' }));
    expect(played).toMatchObject({ flow, result: 'ok', checks: [], collected: yen(0) });
    expect(played.opened!.name).toBe('Sealed Customer');
    expect(await available(HANAKO)).toBe(before - 998);
    const bundle = orderBundleSchema.parse(JSON.parse(readFileSync(played.bundle!, 'utf8')));
    expect(Object.keys(played.parts!).sort()).toEqual(['carrier', 'credit', 'mall', 'wrapper']);
    expect(bundle.parts).toHaveLength(4);
    const schemes = new Set(bundle.parts.map(({ by }) => by.scheme));
    expect([...schemes]).toEqual([flow === 'sealed' ? 'hpke' : 'blom']);
    const said: Record<string, unknown> = {};
    for (const [owner, file] of Object.entries(played.parts!)) {
      for (const [reader, folder] of Object.entries(played.parties)) {
        const { code, out } = await openPart(folder, file);
        expect([owner, reader, code]).toEqual([owner, reader, owner === reader ? 0 : 1]);
        if (code === 0) said[owner] = JSON.parse(out);
        else expect(out).toBe('');
      }
    }
    expect(said).toMatchObject({
      mall: { items: [{ sku: 'HL-0302', quantity: 1 }], pay: 'settled', amount: yen(998) },
      credit: { card: HANAKO.number, expiry: '2029-03', instalments: 1, amount: yen(998) },
      carrier: { addressee: { name: 'Sealed Customer' } },
      wrapper: { text: 'お誕生日おめでとう\nHappy birthday' },
    });
    expect(said['carrier']).not.toHaveProperty('amount');
    expect(said['wrapper']).not.toHaveProperty('amount');
  },
);

test('electronic goods alone have no carrier’s part', { timeout: 60_000 }, async () => {
  const { addressee: _, ...order } = anOrder(PERSON, { items: [{ sku: 'EB-0701', quantity: 1 }] });
  const played = await playOk('sealed', order);
  expect(Object.keys(played.parts!).sort()).toEqual(['credit', 'mall']);
  expect(played.goods!.map(({ name }) => name)).toEqual(['EB-0701.txt']);
  expect(played.shipping).toBeUndefined();
});

test.each<[string, DemoFlow, Partial<CardEntry>, string]>([
  ['a wrong password', 'sealed', { password: 'tsubaki-8' }, 'card-refused'],
  ['another expiry than the card’s', 'sealed-blom', { expiry: '2029-04' }, 'card-refused'],
  ['too little left', 'sealed', TARO, 'over-limit'],
  ['a blocked card', 'sealed-blom', BLOCKED, 'card-blocked'],
  ['a card that has expired', 'sealed', EXPIRED, 'card-expired'],
  ['a card that nobody has', 'sealed', { number: '4980000000000006' }, 'card-refused'],
  ['a card number that is none', 'sealed', { number: '1234' }, 'card-refused'],
  ['too little left, confirmed through the agency', 'agency', TARO, 'over-limit'],
])('%s: nothing is charged (%s)', { timeout: 60_000 }, async (_, flow, card, reason) => {
  const before = [await available(HANAKO), await available(TARO)];
  const played = await play(flow, anOrder(card, { items: [{ sku: 'FD-0601', quantity: 1 }] }));
  expect(played).toMatchObject({ result: 'no', flow, checks: [] });
  expect([await available(HANAKO), await available(TARO)]).toEqual(before);
  expect(await newestReason()).toBe(reason);
  const parcels = (await group.parties.carrier.desk.ask('parcels.list', { limit: 500 })).rows;
  expect(JSON.stringify(parcels)).not.toContain(played.purchase);
});

test('a bundle counts once; one with a part of another order is refused', { timeout: 90_000 }, async () => {
  const card = holdCard({ ...HANAKO, checkWords: [] }, CUSTOMERS);
  const entry = {
    card: { card: card.number, expiry: card.expiry, instalments: 1, password: card.password },
    destination: { addressee: ADDRESSEE, tracking: 'A'.repeat(22) },
    gift: expectOk(enterGift('gift')),
  };
  const atTerminal = async (): Promise<Awaited<ReturnType<typeof terminalFor>>> => {
    const browser = openCustomerBrowser(group.rootPem);
    await orderAtMall(group, browser, anOrder({}, { gift: 'x' }), { flow: 'sealed' });
    return terminalFor(group, openCustomerBrowser(group.rootPem), { browser, pairwise: false });
  };
  const before = await available(HANAKO);
  const one = await atTerminal();
  const first = await one.order(entry);
  expect(await one.post(first)).toBe(202);
  const two = await atTerminal();
  const swapped = async (ask: string): Promise<OrderBundle> => {
    const other = one.sheet.parties.find(({ asks }) => asks === ask)!.id;
    const own = await two.seal(entry);
    return {
      ...own,
      parts: own.parts.map((part) => (part.party === other ? first.parts.find(({ party }) => party === other)! : part)),
    };
  };
  for (const ask of ['card', 'destination', 'goods']) expect(await two.post(await swapped(ask))).toBe(409);
  expect(await two.post(first)).toBe(409);
  const changed = await two.seal(entry, { ...two.sheet, total: yen(1) });
  expect(await two.post(changed)).toBe(422);
  expect(await one.outcome()).toMatch(/settled|accepted/);
  expect(await available(HANAKO)).toBe(before - 998);
});

test('a wallet pays again on another device, with its PIN alone', { timeout: 90_000 }, async () => {
  const before = await available(PERSON);
  const played = await playOk('agency', anOrder(PERSON));
  expect(existsSync(played.agency!)).toBe(true);
  expect(await available(PERSON)).toBe(before - 998);

  const device = openCustomerBrowser(group.rootPem);
  const wallet = await enrol(group, device, holdCard({ ...PERSON, checkWords: [] }, CUSTOMERS), '4649');
  const another = openCustomerBrowser(group.rootPem);
  const shop = openCustomerBrowser(group.rootPem);
  await orderAtMall(group, shop, anOrder(PERSON), { flow: 'agency' });
  const order = await openOrder(group, another, shop);
  expect(order.order).toMatchObject({ amount: yen(998), quantity: 1 });
  expect(await confirmOnce(another, order, wallet, '9464')).toBe('again');
  expect(await confirmOnce(another, order, wallet, '4649')).toBe('yes');
  // Answered: it counts no second time.
  await expect(confirmOnce(another, order, wallet, '4649')).rejects.toThrow(/answered 4\d\d/);
  expect(await available(PERSON)).toBe(before - 2 * 998);
});

test('an agency that passes on, and a credit company that only the mall reaches', { timeout: 120_000 }, async () => {
  await restart('agency', { agency: { ...group.parties.agency!.config.agency!, variant: 'pass' } });
  const passed = await playOk('agency-pass', anOrder(HANAKO));
  expect(passed).toMatchObject({ flow: 'agency-pass', agency: group.parties.agency!.folder });

  await restart('credit', { public: { url: group.parties.credit.config.public.url } });
  const { url } = group.parties.credit.config.public;
  await expect(openCustomerBrowser(group.rootPem).get(url)).rejects.toThrow(/ECONNREFUSED/);
  const closed = await playOk('closed', anOrder(HANAKO));
  expect(closed.opened!.name).toBe('Sealed Customer');
  const part = closed.parts!.credit!;
  expect((await openPart(closed.parties.mall, part)).code).toBe(1);
  expect(JSON.parse((await openPart(closed.parties.credit, part)).out)).toMatchObject({ card: HANAKO.number });
  const dear = anOrder(TARO, { items: [{ sku: 'FD-0601', quantity: 1 }] });
  expect(await play('closed', dear)).toMatchObject({ result: 'no', flow: 'closed' });
});

async function restart(role: DemoRole, change: Parameters<DemoGroup['restart']>[1]): Promise<void> {
  await group.restart(role, change);
  await expect
    .poll(() => group.parties[role]!.desk.ask('post.waiting', { limit: 100 }), { timeout: 10_000 })
    .toMatchObject({ total: 0 });
}

test(
  'a group that was made with less grows, and may go to a closed network and back',
  { timeout: 180_000 },
  async () => {
    const folder = aFolder();
    const keysOf: string[] = [];
    for (const options of [
      {},
      { agency: 'pass', wrapper: true, keyCentre: true },
      { closed: true },
      { keyCentre: true },
    ] as const) {
      const again = await startDemoGroup(folder, options);
      try {
        const { mall, credit, agency, wrapper } = again.parties;
        const partners = (await mall.desk.ask('partners.list', {})).map(({ id, state }) => `${id} ${state}`);
        expect(partners).toContain('credit.localhost approved');
        expect(partners.includes('agency.localhost approved')).toBe(keysOf.length > 0 || agency !== undefined);
        expect(wrapper !== undefined).toBe('wrapper' in options);
        const shown = openCustomerBrowser(again.rootPem).get(credit.config.public.url);
        if ('closed' in options) await expect(shown).rejects.toThrow(/ECONNREFUSED/);
        else expect((await shown).status).toBeLessThan(500);
        if (again.keys) keysOf.push(again.keys.keys.reference);
      } finally {
        await again.stop();
      }
    }
    // The customer's file stays as it is while it serves.
    expect(keysOf).toEqual([keysOf[0], keysOf[0]]);
  },
);
