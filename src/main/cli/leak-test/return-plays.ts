/** A parcel that its customer sends back: neither label nor number says what is in it, nor from where it comes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../demo/order-stopped.ts';
import { playOrder } from '../demo/play-order.ts';
import { withBrowser } from './marked-browser.ts';
import { printedFolder } from './places.ts';
import { withoutWords } from './settled-plays.ts';
import type { Play, Stage } from './stage.ts';

export const RETURN_PLAYS: Readonly<Record<string, Play>> = {
  'sent back by the customer, opened and decided at the bench': playReturned,
};

function playReturned(stage: Stage): Promise<void> {
  const { group, orders } = stage;
  const { mall, carrier } = group.parties;
  const shop = mall.config.public.url;
  return withBrowser(stage, async (browser) => {
    const { purchase, result } = await playOrder(group, withoutWords(orders.nextSettled()), { browser });
    if (result !== 'ok') throw new Error('an order was not settled that should be');
    await carrier.desk.ask('mall-depots.set', { mall: mall.config.id, depot: orders.routes.depot });
    await browser.get(`${shop}/order/return`);
    await browser.post(`${shop}/order/return`, [['reason', 'does-not-fit']]);
    await browser.get(`${shop}/order/return/phone`);
    // What a customer prints at home is searched as what the mall prints.
    const folder = printedFolder(group.folder, 'mall');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'return-label.pdf'), await browser.download(`${shop}/order/return/label`));
    const announced = (await mall.desk.ask('returns.list', { limit: 500 })).rows;
    const { number } = announced.find((row) => row.purchase === purchase)!;
    for (const step of ['accept', 'arrive', 'deliver'] as const) {
      await carrier.desk.ask('station.scan', { scan: number, step });
    }
    await until('the mall knows of the arrival', async () => {
      const { rows } = await mall.desk.ask('returns.list', { limit: 500 });
      return rows.find((row) => row.purchase === purchase)?.state === 'arrived' || undefined;
    });
    await decide(stage, number);
    await browser.get(`${shop}/order`);
  });
}

/** All of it came back, as good as new. */
async function decide({ group }: Stage, number: string): Promise<void> {
  const { desk } = group.parties.mall;
  const { purchase, items, refundable } = await desk.ask('returns.open', { scan: number });
  const pieces = items.map(({ quantity }, item) => ({ item, quantity, condition: 'as-new' as const }));
  await desk.ask('returns.decide', { purchase, pieces, charge: false, amount: refundable });
  await until('the money is back', async () => {
    const { refunds } = await desk.ask('orders.find', { number: purchase });
    return (refunds.length > 0 && refunds.every(({ state }) => state === 'done')) || undefined;
  });
}
