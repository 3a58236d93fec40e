/** On a group that was used before: what is reported is the order that was asked for, and nothing of the others. */
import { beforeAll, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { openCustomerBrowser } from '#main/cli/demo/customer.ts';
import { type DemoGroup, startDemoGroup } from '#main/cli/demo/group.ts';
import type { OrderFile } from '#main/cli/demo/order-file.ts';
import { agreeWithCarrier, openCarrierWindow, orderAtMall, packOrder, playOrder } from '#main/cli/demo/play-order.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { ADDRESSEE } from '../../builders/an-order.ts';

let group: DemoGroup;
beforeAll(async () => {
  group = await startDemoGroup(aFolder(), { ports: 'free' });
  atEnd(() => group.stop());
}, 60_000);

const anOrder = (sku: string, name: string): OrderFile => ({
  items: [{ sku, quantity: 1 }],
  addressee: { ...ADDRESSEE, name },
  pay: 'on-delivery',
});

async function agreed(order: OrderFile): Promise<string> {
  const browser = openCustomerBrowser(group.rootPem);
  const purchase = await orderAtMall(group, browser, order);
  await agreeWithCarrier(browser, await openCarrierWindow(group, browser), order);
  return purchase;
}

/** Cash collected, and still with the carrier. */
async function delivered(purchase: string): Promise<void> {
  const { mall, carrier } = group.parties;
  const { text } = await packOrder(group, purchase);
  await mall.desk.ask('packing.hand-over', { purchase });
  for (const step of ['accept', 'arrive', 'load'] as const)
    await carrier.desk.ask('station.scan', { scan: text, step });
  const { due } = await carrier.desk.ask('station.scan', { scan: text, step: 'deliver' });
  expectOk(await carrier.desk.call('station.deliver', { scan: text, collected: due! }));
}

test('plays the order that was asked for, whatever was left over', { timeout: 60_000 }, async () => {
  await delivered(await agreed(anOrder('BK-0001', 'Earlier Customer')));
  const waiting = await agreed(anOrder('BK-0001', 'Waiting Customer'));
  const played = await playOrder(group, anOrder('HL-0302', 'Asked For'));
  expect(played.opened.name).toBe('Asked For');
  expect(played.purchase).not.toBe(waiting);
  const rows = await group.parties.mall.desk.ask('purchases.list', { limit: 500 });
  const total = rows.find(({ purchase }) => purchase === played.purchase)!.total;
  expect(played.collected.value).toBeGreaterThan(0);
  expect(played.remitted).toEqual(total);
  expect(rows.find(({ purchase }) => purchase === waiting)?.state).toBe('accepted');
  const [remittance] = await group.parties.mall.desk.ask('remittances.received', {});
  expect(remittance).toMatchObject({ parcels: 2, breaks: 0 });
});

test('an order that the shop does not take stops with where and why, and no more', { timeout: 30_000 }, async () => {
  const stopped = playOrder(group, anOrder('NO-SUCH', 'Nobody'));
  await expect(stopped).rejects.toThrow(/^mall\.localhost:\d+\/basket answered 422, product-unknown$/);
});
