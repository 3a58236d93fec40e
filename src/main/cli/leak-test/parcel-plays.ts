/** Parcels that the mall or the carrier is paid for: every way that they go today, and the ways that they go wrong. */
import type { Variant } from '#shared/protocol/instruction.ts';
import type { CustomerBrowser } from '../demo/customer.ts';
import type { ParcelOrder } from '../demo/order-file.ts';
import { until } from '../demo/order-stopped.ts';
import { playOrder, type PlayOptions } from '../demo/play-order.ts';
import { agreeWithCarrier, deliverOrder, openCarrierWindow, packOrder, plainFields } from '../demo/play-parcel.ts';
import { orderAtMall } from '../demo/play-shop.ts';
import { withBrowser } from './marked-browser.ts';
import { customersMistake, forgeLabels, mistypeAddress } from './mistakes.ts';
import type { Play, Stage } from './stage.ts';

export const PARCEL_PLAYS: Readonly<Record<string, Play>> = {
  'cash on delivery, sealed in the browser': (stage) => playWhole(stage, stage.orders.next({ pay: 'on-delivery' })),
  'paid later, sealed in the browser': async (stage) => {
    const order = stage.orders.next({ pay: 'later' });
    await playWhole(stage, order);
    await recordPayment(stage);
  },
  'abroad, without scripts, after entries that were refused': playWithoutScripts,
  'refused in the window of the carrier': playRefusal,
  'given up before the end': playGivenUp,
  'returned after an attempt, with wrong cash and a label printed again': playReturn,
  'variant b, number only': (stage) => playVariant(stage, 'b'),
  'variant c, envelope only': (stage) => playVariant(stage, 'c'),
  'mistakes of customers': async (stage) => {
    await withBrowser(stage, async (browser) => {
      await orderAtMall(stage.group, browser, stage.orders.next({ pay: 'on-delivery' }));
      await customersMistake(stage, browser, await openCarrierWindow(stage.group, browser));
    });
  },
};

function playWhole(stage: Stage, order: ParcelOrder, options: PlayOptions = {}): Promise<void> {
  return withBrowser(stage, async (browser) => {
    await playOrder(stage.group, order, { ...options, browser });
    await followParcel(stage, browser);
  });
}

/** By the token that this browser alone has, and by the number that anybody may type. */
export async function followParcel({ group }: Stage, browser: CustomerBrowser): Promise<void> {
  const { mall, carrier } = group.parties;
  const done = await browser.get(`${carrier.config.public.url}/ship/done`);
  const tracking = /\/track\/[A-Za-z0-9_-]+/.exec(done.body)?.[0];
  if (tracking !== undefined) await browser.get(carrier.config.public.url + tracking);
  const [newest] = (await carrier.desk.ask('parcels.list', { limit: 1 })).rows;
  await browser.get(`${carrier.config.public.url}/track?number=${newest!.number}`);
  await browser.get(`${mall.config.public.url}/order`);
}

async function recordPayment({ group }: Stage): Promise<void> {
  const { desk } = group.parties.mall;
  const purchases = (await desk.ask('purchases.list', { limit: 500 })).rows;
  const { purchase, total } = purchases.find(({ pay, paid }) => pay === 'later' && !paid)!;
  await desk.ask('payments.record', { purchase, amount: total, date: new Date().toISOString().slice(0, 10) });
}

function playWithoutScripts(stage: Stage): Promise<void> {
  const { group, orders } = stage;
  const order = orders.next({ pay: 'on-delivery', country: 'DE' });
  // As a Mac types it: what is stored is NFC.
  const typed = JSON.parse(JSON.stringify(order).normalize('NFD')) as ParcelOrder;
  return withBrowser(stage, async (browser) => {
    await orderAtMall(group, browser, typed);
    const form = await openCarrierWindow(group, browser);
    await mistypeAddress(stage, browser, form);
    await agreeWithCarrier(browser, form, typed.addressee, { withoutScripts: true });
    const packed = await packOrder(group);
    await forgeLabels(stage, form, packed);
    await deliverOrder(group, packed);
    await followParcel(stage, browser);
  });
}

function playRefusal(stage: Stage): Promise<void> {
  const { group, orders } = stage;
  const order = orders.next({ pay: 'on-delivery' });
  return withBrowser(stage, async (browser) => {
    await orderAtMall(group, browser, order);
    const form = await openCarrierWindow(group, browser);
    const fields = Object.entries(plainFields(order.addressee));
    await browser.post(new URL(`/ship/refuse${form.url.search}`, form.url), fields);
    await until('the mall knows of the refusal', async () => {
      const { body } = await browser.get(`${group.parties.mall.config.public.url}/order/state`);
      return body.includes('refused') ? true : undefined;
    });
    await browser.get(group.parties.mall.config.public.url);
  });
}

/** Back from the confirmation, and never seen again. */
function playGivenUp(stage: Stage): Promise<void> {
  const { group, orders } = stage;
  const shop = group.parties.mall.config.public.url;
  const basket = orders.next({ pay: 'later' }).items.map(({ sku }): [string, string] => ['take', sku]);
  return withBrowser(stage, async (browser) => {
    await browser.post(`${shop}/basket`, basket);
    await browser.post(`${shop}/carrier`, [
      ['carrier', group.parties.carrier.config.id],
      ['pay', 'later'],
    ]);
    await browser.post(`${shop}/confirm`, [['answer', 'back']]);
    await browser.get(shop);
  });
}

function playReturn(stage: Stage): Promise<void> {
  const { group, orders } = stage;
  const { mall, carrier } = group.parties;
  const order = orders.next({ pay: 'on-delivery' });
  return withBrowser(stage, async (browser) => {
    await orderAtMall(group, browser, order);
    await agreeWithCarrier(browser, await openCarrierWindow(group, browser), order.addressee);
    const { purchase, text } = await packOrder(group);
    await mall.desk.ask('packing.reprint', { purchase, reason: 'damaged' });
    await mall.desk.ask('packing.label', { purchase, copy: 2 });
    await mall.desk.ask('packing.hand-over', { purchase });
    for (const step of ['look', 'accept', 'accept', 'arrive', 'load', 'deliver'] as const) {
      await carrier.desk.call('station.scan', { scan: text, step });
    }
    const wrong = { value: 1, currency: 'JPY' };
    await carrier.desk.call('station.scan', { scan: text, step: 'deliver', collected: wrong });
    await carrier.desk.ask('station.scan', { scan: text, step: 'attempt', reason: 'absent' });
    await carrier.desk.ask('station.scan', { scan: text, step: 'return', reason: 'undeliverable' });
    await until('the mall knows of the return', async () => {
      const purchases = (await mall.desk.ask('purchases.list', { limit: 500 })).rows;
      return purchases.find((row) => row.purchase === purchase && row.state === 'returned');
    });
  });
}

async function playVariant(stage: Stage, variant: Exclude<Variant, 'a'>): Promise<void> {
  const { mall, carrier } = stage.group.parties;
  const id = carrier.config.id;
  await mall.desk.ask('partners.choose-variant', { id, variant });
  await playWhole(stage, stage.orders.next({ pay: 'on-delivery' }));
  await mall.desk.ask('partners.choose-variant', { id, variant: 'a' });
}
