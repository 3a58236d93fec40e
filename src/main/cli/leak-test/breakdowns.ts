/** Breaks something inside a running party, lets work run into it and mends it: its log must say where, not about whom. */
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type SettingTables, visitSqliteStorage, type Writable, writeSetting } from '#main/storage/index.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { writeTariff } from '#main/roles/carrier/tariff.ts';
import { FILES } from '#main/config.ts';
import { openCustomerBrowser } from '../demo/customer.ts';
import type { DemoGroup } from '../demo/group.ts';
import { agreeWithCarrier, deliverOrder, openCarrierWindow, packOrder, plainFields } from '../demo/play-parcel.ts';
import { buy, inWindow, openPayWindow } from '../demo/play-payment.ts';
import { orderAtMall } from '../demo/play-shop.ts';
import type { Stage } from './stage.ts';
import { recordBrowser } from './recorders.ts';

/** The demo's carrier has no screen for its tariff. */
export async function useTariff(group: DemoGroup, tariff: Tariff): Promise<void> {
  await changeSettings(group, (db) => writeTariff(db, tariff));
}

async function changeSettings(group: DemoGroup, change: (db: Writable<SettingTables>) => Promise<void>): Promise<void> {
  const storage = visitSqliteStorage<SettingTables>(join(group.parties.carrier.folder, FILES.database));
  await storage.write(change);
  await storage.close();
}

export async function playBreakdowns(stage: Stage): Promise<void> {
  const { group, orders } = stage;
  const { mall, credit, carrier } = group.parties;
  const order = orders.next({ pay: 'on-delivery' });
  const browser = recordBrowser(group, openCustomerBrowser(group.rootPem));
  await orderAtMall(group, browser, order);
  const form = await openCarrierWindow(group, browser);
  const fields = Object.entries(plainFields(order.addressee));
  await withoutTariff(stage, async () => {
    const page = await browser.post(new URL(`/ship/accept${form.url.search}`, form.url), fields);
    if (page.status !== 500) throw new Error('the form was taken without a tariff');
  });
  await agreeWithCarrier(browser, form, order.addressee, { withoutScripts: true });
  const packed = await packOrder(group);
  await withoutSpool(mall.folder, async () => {
    const printed = await mall.desk.call('packing.reprint', { purchase: packed.purchase, reason: 'damaged' });
    if (printed.ok) throw new Error('a label was printed without a spool');
  });
  await withoutTariff(stage, async () => {
    const scanned = await carrier.desk.call('station.scan', { scan: packed.text, step: 'look' });
    if (scanned.ok) throw new Error('a parcel was scanned without a tariff');
  });
  await deliverOrder(group, packed);
  await playBrokenPayment(stage);
  for (const { folder } of [mall, credit, carrier]) {
    const { size } = await stat(join(folder, 'logs/tokumei.log'));
    if (size === 0) throw new Error('a breakdown was not logged');
  }
}

/** A card's stored secret that no program wrote. */
async function playBrokenPayment({ group, orders }: Stage): Promise<void> {
  const { card, ...order } = orders.nextSettled();
  const browser = recordBrowser(group, openCustomerBrowser(group.rootPem));
  await orderAtMall(group, browser, { ...order, card });
  const form = await openPayWindow(group, browser);
  const storage = visitSqliteStorage<CardSecrets>(join(group.parties.credit.folder, FILES.database));
  const known = await storage.read.selectFrom('card').select(['id', 'password']).execute();
  await storage.write((db) => db.updateTable('card').set({ password: 'broken' }).execute());
  const page = await browser.post(inWindow(form, '/pay/accept'), [
    ['card', card.number],
    ['password', card.password],
  ]);
  for (const { id, password } of known) {
    await storage.write((db) => db.updateTable('card').set({ password }).where('id', '=', id).execute());
  }
  await storage.close();
  if (page.status !== 500) throw new Error('a card was charged whose password can’t be read');
  if (!(await buy(browser, form, card))) throw new Error('a card was refused that is good again');
}

interface CardSecrets {
  card: { id: string; password: string };
}

async function withoutTariff({ group, orders }: Stage, act: () => Promise<void>): Promise<void> {
  await changeSettings(group, (db) => writeSetting(db, 'tariff', 'broken'));
  try {
    await act();
  } finally {
    await useTariff(group, orders.tariff);
  }
}

async function withoutSpool(folder: string, act: () => Promise<void>): Promise<void> {
  const spool = join(folder, FILES.spool);
  await rename(spool, `${spool}-away`);
  try {
    await act();
  } finally {
    await rename(`${spool}-away`, spool);
  }
}
