/** On a group that was used before: what is reported is the order that was asked for, and nothing of the others. */
import { existsSync, readFileSync } from 'node:fs';
import PostalMime from 'postal-mime';
import { beforeAll, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { numberKind } from '#shared/domain/number.ts';
import { expectOk } from '#shared/result.ts';
import { digestInHex } from '#main/cli/demo/buyer.ts';
import { openCustomerBrowser } from '#main/cli/demo/customer.ts';
import { DEMO_PASSPHRASE, type DemoGroup, startDemoGroup } from '#main/cli/demo/group.ts';
import type { CardEntry, OrderFile, ParcelOrder } from '#main/cli/demo/order-file.ts';
import { type PlayedOrder, playOrder } from '#main/cli/demo/play-order.ts';
import { agreeWithCarrier, openCarrierWindow, packOrder } from '#main/cli/demo/play-parcel.ts';
import { orderAtMall } from '#main/cli/demo/play-shop.ts';
import { runOpenLabel } from '#main/cli/open-label.ts';
import { readCodes } from '#main/labels/index.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { ADDRESSEE } from '../../builders/an-order.ts';
import { runCommand } from '../a-command.ts';

let group: DemoGroup;
beforeAll(async () => {
  group = await startDemoGroup(aFolder(), { ports: 'free' });
  atEnd(() => group.stop());
}, 60_000);

const anOrder = (sku: string, name: string): ParcelOrder => ({
  items: [{ sku, quantity: 1 }],
  addressee: { ...ADDRESSEE, name },
  pay: 'on-delivery',
});

async function agreed(order: ParcelOrder): Promise<string> {
  const browser = openCustomerBrowser(group.rootPem);
  const purchase = await orderAtMall(group, browser, order);
  await agreeWithCarrier(browser, await openCarrierWindow(group, browser), order.addressee);
  return purchase;
}

async function playOk(order: OrderFile): Promise<PlayedOrder> {
  const played = await playOrder(group, order);
  if (played.result !== 'ok') throw new Error('not settled');
  return played;
}

/** Cash collected, and still with the carrier. */
async function delivered(purchase: string): Promise<void> {
  const { mall, carrier } = group.parties;
  const { text } = await packOrder(group, purchase);
  await mall.desk.ask('packing.hand-over', { purchase });
  for (const step of ['accept', 'arrive', 'load'] as const)
    await carrier.desk.ask('station.scan', { scan: text, step });
  const { due } = await carrier.desk.ask('station.scan', { scan: text, step: 'deliver' });
  expectOk(await carrier.desk.call('station.scan', { scan: text, step: 'deliver', collected: due! }));
}

test('plays the order that was asked for, whatever was left over', { timeout: 60_000 }, async () => {
  await delivered(await agreed(anOrder('BK-0001', 'Earlier Customer')));
  const waiting = await agreed(anOrder('BK-0001', 'Waiting Customer'));
  const played = await playOk(anOrder('HL-0302', 'Asked For'));
  expect(played.opened!.name).toBe('Asked For');
  expect(played.purchase).not.toBe(waiting);
  const rows = (await group.parties.mall.desk.ask('purchases.list', { limit: 500 })).rows;
  const total = rows.find(({ purchase }) => purchase === played.purchase)!.total;
  expect(played.collected!.value).toBeGreaterThan(0);
  expect(played.remitted).toEqual(total);
  expect(rows.find(({ purchase }) => purchase === waiting)?.state).toBe('accepted');
  const [remittance] = (await group.parties.mall.desk.ask('remittances.received', { limit: 100 })).rows;
  expect(remittance).toMatchObject({ parcels: 2, breaks: 0 });
});

test('an order that the shop does not take stops with where and why, and no more', { timeout: 30_000 }, async () => {
  const stopped = playOrder(group, anOrder('NO-SUCH', 'Nobody'));
  await expect(stopped).rejects.toThrow(/^mall\.localhost:\d+\/basket answered 422, product-unknown$/);
});

const HANAKO = { number: '4111007269513902', password: 'tsubaki-7' };
/** Has 1,199 yen left. */
const TARO = { number: '4222007864711204', password: 'sazanka-12' };

const aSettledOrder = (sku: string, card: Partial<CardEntry>): ParcelOrder => ({
  ...anOrder(sku, 'Paid Already'),
  pay: 'settled',
  card: { ...HANAKO, checkWords: [], ...card },
});

async function available({ number }: Pick<CardEntry, 'number'>): Promise<number> {
  const { desk } = group.parties.credit;
  const [found] = (await desk.ask('customers.list', { search: number.slice(-4), limit: 1 })).rows;
  const { cards } = await desk.ask('customers.open', { id: found!.id });
  return cards[0]!.available.value;
}

test('a settled order leads on to the carrier, who collects nothing', { timeout: 60_000 }, async () => {
  const before = await available(HANAKO);
  const played = await playOk(aSettledOrder('HL-0302', { checkWords: ['kaede', 'suzume', ' ＨＡＹＡＢＵＳＡ '] }));
  expect(played.checks).toEqual([true, false, true]);
  expect(numberKind(played.receipt!)).toBe('receipt');
  expect(numberKind(played.shipping!)).toBe('shipping');
  expect(played.opened!.name).toBe('Paid Already');
  expect(played.collected).toEqual(yen(0));
  expect(played.states!.at(-1)).toBe('delivered');
  expect(await available(HANAKO)).toBe(before - 998);
  const parcels = (await group.parties.carrier.desk.ask('parcels.list', { limit: 1 })).rows;
  expect(JSON.stringify(parcels)).not.toContain('998');
  for (const folder of Object.values(played.parties)) expect(existsSync(folder)).toBe(true);
});

test.each<[string, ParcelOrder, readonly boolean[]]>([
  ['one yen more than the balance', aSettledOrder('FD-0601', { ...TARO, checkWords: ['umi'] }), [true]],
  [
    'a wrong password',
    aSettledOrder('BK-0001', { password: 'tsubaki-8', checkWords: ['', 'kaede', ''] }),
    [false, true, false],
  ],
  ['a card that nobody has', aSettledOrder('BK-0001', { number: '4980000000000006', checkWords: ['kaede'] }), [false]],
  ['a card number that is none', aSettledOrder('BK-0001', { number: '1234', checkWords: ['a', 'b'] }), [false, false]],
])('with %s nothing is charged', { timeout: 60_000 }, async (_, order, checks) => {
  const before = [await available(HANAKO), await available(TARO)];
  const played = await playOrder(group, order);
  expect(played).toMatchObject({ result: 'no', checks });
  expect([await available(HANAKO), await available(TARO)]).toEqual(before);
  const queue = await group.parties.mall.desk.ask('packing.queue', {});
  expect(queue.map(({ purchase }) => purchase)).not.toContain(played.purchase);
});

const PERSON = { number: '4333006014311077', password: 'correct horse battery', checkWords: [] };

test('electronic goods come by mail, and the buyer’s own key opens them', { timeout: 60_000 }, async () => {
  const items = [
    { sku: 'EB-0702', quantity: 1 },
    { sku: 'EB-0704', quantity: 2 },
  ];
  const played = await playOk({ items, pay: 'settled', card: PERSON });
  expect(played.goods!.map(({ name }) => name)).toEqual(['EB-0702.pdf', 'EB-0704.txt']);
  const { desk } = group.parties.mall;
  const sold = await Promise.all(items.map(({ sku }) => desk.ask('goods.files', { sku })));
  expect(played.goods!.map(({ sha256 }) => sha256)).toEqual(sold.flat().map(({ sha256 }) => digestInHex(sha256)));
  expect(played.shipping).toBeUndefined();

  const codes = expectOk(await readCodes(readFileSync(played.receiptLabel!)));
  expect(codes.map(({ text }) => text)).toContain(played.receiptText);
  const opened = await runCommand(runOpenLabel, ['--dir', played.parties.credit, '--text', played.receiptText!], {
    TOKUMEI_PASSPHRASE: DEMO_PASSPHRASE,
  });
  expect(JSON.parse(opened.out)).toMatchObject({
    kind: 'receipt',
    number: played.receipt,
    customer: { name: 'Sample Person' },
  });

  const { headers, text, attachments, to } = await PostalMime.parse(readFileSync(played.mail!));
  expect(to?.map(({ address }) => address)).toEqual(['person@mail.example']);
  expect(attachments.map(({ filename }) => filename)).toEqual([`${played.receipt}.tokumei`]);
  const said = JSON.stringify([headers, text]);
  const names = (await desk.ask('catalogue.list', { limit: 100 })).rows.flatMap(({ sku, name, specification }) => [
    sku,
    name,
    specification,
  ]);
  for (const word of ['見本マーケット', 'mall.localhost', ...names]) expect(said).not.toContain(word);
});

test('a parcel and electronic goods in one order go their two ways', { timeout: 60_000 }, async () => {
  const items = [
    { sku: 'BK-0002', quantity: 1 },
    { sku: 'EB-0701', quantity: 1 },
  ];
  const { addressee } = anOrder('BK-0002', 'Both Ways');
  const played = await playOk({ items, addressee, pay: 'settled', card: PERSON });
  expect(played.opened!.name).toBe('Both Ways');
  expect(played.states!.at(-1)).toBe('delivered');
  expect(played.goods!.map(({ name }) => name)).toEqual(['EB-0701.txt']);
});

test('a parcel without an addressee is not ordered', async () => {
  const { addressee: _, ...order } = aSettledOrder('BK-0001', {});
  await expect(playOrder(group, order as OrderFile)).rejects.toThrow('a parcel needs an addressee');
});
