/** Money on its way: orders called off, prices given back, customers billed, malls paid out, secrets chosen anew. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { visitSqliteStorage } from '#main/storage/index.ts';
import { FILES } from '#main/config.ts';
import { makeBuyer } from '../demo/buyer.ts';
import type { DemoGroup } from '../demo/group.ts';
import { until } from '../demo/order-stopped.ts';
import { playOrder } from '../demo/play-order.ts';
import { agreeWithCarrier, openCarrierWindow } from '../demo/play-parcel.ts';
import { payForOrder } from '../demo/play-payment.ts';
import { orderAtMall } from '../demo/play-shop.ts';
import { withBrowser } from './marked-browser.ts';
import { withoutWords } from './settled-plays.ts';
import type { Play, Stage } from './stage.ts';

export const MONEY_PLAYS: Readonly<Record<string, Play>> = {
  'called off before dispatch, parcel and electronic goods': playCallOff,
  'given back after delivery, through the credit company and in cash': async (stage) => {
    await playGivenBack(stage);
    await playCashBack(stage);
  },
  'billed, paid, and paid out to the mall': playBilling,
  'password and check words chosen anew': playReset,
};

function playCallOff(stage: Stage): Promise<void> {
  const { group, orders } = stage;
  const { desk } = group.parties.mall;
  const order = withoutWords(orders.nextElectronic('mixed'));
  return withBrowser(stage, async (browser) => {
    const number = await orderAtMall(group, browser, order, { buyer: await makeBuyer() });
    await payForOrder(group, browser, order.card);
    await agreeWithCarrier(browser, await openCarrierWindow(group, browser), order.addressee!);
    await until('the mall has the answers', async () => {
      const { parts } = await desk.ask('orders.find', { number });
      return parts.every(({ standing }) => standing === 'cancellable') || undefined;
    });
    const { parts } = await desk.ask('orders.find', { number });
    for (const part of parts) await desk.ask('orders.cancel', { number: part.number, reason: 'customer' });
    await untilGivenBack(group, number);
    await browser.get(`${group.parties.mall.config.public.url}/order`);
  });
}

/** Every refund of the order is done. */
async function untilGivenBack(group: DemoGroup, number: string): Promise<void> {
  await until('the money is back', async () => {
    const { refunds } = await group.parties.mall.desk.ask('orders.find', { number });
    return (refunds.length > 0 && refunds.every(({ state }) => state === 'done')) || undefined;
  });
}

/** In part, by the mall and then by a customer who contests the charge. */
function playGivenBack(stage: Stage): Promise<void> {
  const { group, orders, book } = stage;
  const { mall, credit } = group.parties;
  return withBrowser(stage, async (browser) => {
    const played = await playOrder(group, withoutWords(orders.nextSettled()), { browser });
    if (played.result !== 'ok') throw new Error('an order was not settled that should be');
    const { purchase: number, receipt } = played;
    const some = (): { value: number; currency: string } => ({
      value: book.amountFrom('charge', 1_000_000),
      currency: 'JPY',
    });
    await mall.desk.ask('refunds.make', { number, amount: some(), reason: 'other' });
    await untilGivenBack(group, number);
    const { dispute } = await credit.desk.ask('disputes.open', {
      receipt: receipt!,
      amount: some(),
      about: 'not-as-ordered',
      note: 'contested',
    });
    await credit.desk.ask('disputes.file', { dispute });
    await credit.desk.ask('disputes.decide', { dispute, end: 'won', reason: 'contested' });
    await untilGivenBack(group, number);
    await credit.desk.ask('settlements.open', { receipt: receipt! });
    await browser.get(`${mall.config.public.url}/order`);
  });
}

function playCashBack(stage: Stage): Promise<void> {
  const { group, orders, book } = stage;
  const { mall, carrier } = group.parties;
  return withBrowser(stage, async (browser) => {
    const { purchase: number } = await playOrder(group, orders.next({ pay: 'on-delivery' }), { browser });
    const amount = { value: book.amountFrom('cash', 1_000_000), currency: 'JPY' };
    await mall.desk.ask('refunds.make', { number, amount, reason: 'other' });
    const asked = await until('the carrier is asked', async () => {
      const { rows } = await carrier.desk.ask('cash-refunds.list', { states: ['asked'], limit: 1 });
      return rows[0];
    });
    await carrier.desk.ask('cash-refunds.open', { refund: asked.refund });
    await carrier.desk.ask('cash-refunds.done', { refund: asked.refund });
    await untilGivenBack(group, number);
    await carrier.desk.ask('invoices.due', {});
  });
}

interface ClaimDates {
  claim: { date: string };
}

/** What was claimed today is billed as if a month had passed. */
async function playBilling({ group, book }: Stage): Promise<void> {
  const { mall, credit } = group.parties;
  const { desk } = credit;
  const storage = visitSqliteStorage<ClaimDates>(join(credit.folder, FILES.database));
  await storage.write((db) => db.updateTable('claim').set({ date: '2026-01-15' }).execute());
  await storage.close();
  const account = {
    holder: 'ミホン',
    bankCode: '0001',
    bankName: 'ミホン',
    branchCode: '001',
    branchName: 'ホンテン',
    accountType: 'ordinary',
    accountNumber: '1234567',
  } as const;
  const shown = { ja: '見本銀行 本店 普通 1234567', en: 'Sample Bank, main branch, 1234567' };
  await desk.ask('billing.set-account', { ...account, consignor: '1', shown });
  await desk.ask('payees.save', { ...account, partner: mall.config.id, feeRate: 150 });
  await desk.ask('statements.make', {});
  const { rows } = await desk.ask('statements.list', { limit: 100 });
  if (rows.length === 0) throw new Error('nothing was billed');
  for (const { reference, amount } of rows) {
    await desk.ask('statements.open', { reference });
    await desk.ask('statements.paper', { reference });
    await desk.ask('statements.send', { reference, by: 'print' });
    await desk.ask('payments.receive', { reference, amount, date: new Date().toISOString().slice(0, 10) });
  }
  await desk.ask('statements.letters', {});
  const text = `${book.japanese('holder')} ${book.latin('holder')}`;
  await desk.call('payments.import', {
    file: Buffer.from(`date,amount,text\n2026-01-20,1000000,${text}\n`).toString('base64'),
  });
  await desk.ask('payouts.preview', {});
  const { run } = await desk.ask('payouts.make', { malls: [mall.config.id] });
  for (const form of ['iso20022', 'zengin'] as const) await desk.call('payouts.file', { run, form });
  await until('the mall knows of the payout', async () => {
    const payouts = (await mall.desk.ask('payouts.list', { limit: 100 })).rows;
    return payouts.length > 0 || undefined;
  });
  await mall.desk.ask('payouts.open-claims', { limit: 100 });
  await untilMailed(group);
}

async function untilMailed({ parties }: DemoGroup): Promise<void> {
  await until('every mail has left', async () => {
    const { rows } = await parties.credit.desk.ask('mails.list', { limit: 500 });
    return rows.every(({ state }) => state !== 'waiting') || undefined;
  });
}

/** By the link in a mail, at last; and by a letter, which nobody follows. */
function playReset(stage: Stage): Promise<void> {
  const { group, orders, book } = stage;
  const { desk } = group.parties.credit;
  // Whoever pays later orders keeps the password that is on them.
  const { number } = orders.holders.poor;
  return withBrowser(stage, async (browser) => {
    const [found] = (await desk.ask('customers.list', { search: number.slice(-4), limit: 1 })).rows;
    const { cards } = await desk.ask('customers.open', { id: found!.id });
    const card = cards[0]!.id;
    await desk.ask('cards.reset', { card, by: 'letter', reason: 'asked for' });
    const before = await group.mail.received();
    await desk.ask('cards.reset', { card, by: 'mail', reason: 'asked for' });
    const link = await until('the mail arrives', async () => {
      const mails = (await group.mail.received()).filter((file) => !before.includes(file));
      const texts = await Promise.all(
        mails.map(async (file) => (await PostalMime.parse(await readFile(file))).text ?? ''),
      );
      return /https:\/\/\S+\/reset\/\S+/.exec(texts.join('\n'))?.[0];
    });
    book.learn('token', new URL(link).pathname.split('/').at(-1)!);
    const form = await browser.get(link);
    const choose = (password: string, again: string): Promise<{ readonly status: number }> =>
      browser.post(new URL('/reset', form.url), [
        ['password', password],
        ['again', again],
        ['words', `${book.japanese('word')}\n${book.latin('word')}`],
      ]);
    const password = book.latin('password');
    if ((await choose(password, book.latin('password'))).status !== 422) throw new Error('two passwords were taken');
    if ((await choose(password, password)).status !== 200) throw new Error('no password was taken');
  });
}
