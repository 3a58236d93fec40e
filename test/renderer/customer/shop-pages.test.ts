import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { toBase64Url } from '#shared/bytes.ts';
import { cataloguePage, confirmPage, orderPage } from '#main/doors/public/pages/index.ts';
import { readKeyFile } from '#renderer/customer/seal/buyer-keys.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import {
  catalogueView,
  confirmView,
  creditOf,
  line,
  orderView,
  settledView,
} from '../../doors/public/pages/sample-views.ts';
import { chromiumPath } from '../../chromium.ts';
import { type CustomerBrowser, openCustomerBrowser } from './customer-browser.ts';

describe.skipIf(chromiumPath === undefined)('the shop’s pages in a browser', () => {
  let customer: CustomerBrowser;
  let state: PurchaseState;
  const offer = { action: '/ship', instruction: 'a.b.c' };

  beforeAll(async () => {
    customer = await openCustomerBrowser('order', 'basket');
    customer.shown.set('/', () => cataloguePage(catalogueView('ja', { quantities: {} })));
    customer.shown.set('/order', () => orderPage(orderView('ja', { state, ...(state === 'offered' && { offer }) })));
    customer.shown.set('/order/state', () => JSON.stringify({ state }));
  });
  beforeEach(() => {
    state = 'offered';
    customer.posted.length = 0;
    customer.complaints.length = 0;
  });
  afterAll(() => customer?.close());

  test('the order page opens the carrier’s window, waits, and shows what became of it', async () => {
    const page = await customer.open('/order');
    expect(await page.textContent('#waiting')).toBe('');
    const opened = page.context().waitForEvent('page');
    await page.click('#offer button');
    const other = await opened;
    await other.waitForURL('**/after');
    expect(await other.evaluate(() => window.opener)).toBeNull();
    expect(customer.posted).toEqual([{ path: '/ship', fields: { instruction: 'a.b.c' }, body: 'instruction=a.b.c' }]);
    expect(await page.textContent('#waiting')).toContain('待っています');
    state = 'accepted';
    await page.waitForSelector('#order[data-state="accepted"]');
    expect(await page.textContent('main')).toContain('ご注文を承りました');
    expect(customer.complaints).toEqual([]);
  });

  test('goes on from the payment to the carrier by itself, and stays where nothing changed', async () => {
    let settlement: 'offered' | 'accepted' = 'offered';
    customer.shown.set('/order', () =>
      orderPage(settledView('ja', settlement, settlement === 'accepted' ? { offer } : {})),
    );
    customer.shown.set('/order/state', () => JSON.stringify({ state, settlement }));
    const page = await customer.open('/order');
    const before = await page.evaluate(() => performance.timeOrigin);
    await page.waitForResponse((response) => response.url().endsWith('/order/state'));
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(before);
    settlement = 'accepted';
    await page.waitForSelector('#order[data-settlement="accepted"]');
    expect(await page.getAttribute('#offer', 'action')).toBe(offer.action);
    expect(await page.textContent('main')).toContain('2 0482 7719 3056 2');
    customer.shown.set('/order', () => orderPage(orderView('ja', { state, ...(state === 'offered' && { offer }) })));
    customer.shown.set('/order/state', () => JSON.stringify({ state }));
  });

  test('leads back to the goods by itself when nothing was ordered', async () => {
    state = 'refused';
    const page = await customer.open('/order', {}, (opening) => opening.clock.install());
    expect(await page.textContent('[role=status]')).toContain('代金は発生していません');
    await page.clock.fastForward(10_000);
    await page.waitForURL((url) => url.pathname === '/');
  });

  test('stays and asks again while the shop can’t be reached', async () => {
    const page = await customer.open('/order');
    customer.shown.delete('/order/state');
    await page.waitForResponse((response) => response.url().endsWith('/order/state'));
    customer.shown.set('/order/state', () => JSON.stringify({ state }));
    state = 'packed';
    await page.waitForSelector('#order[data-state="packed"]');
  });

  test('the catalogue adds up what is ticked, and ticks what is wanted twice', async () => {
    const page = await customer.open('/');
    expect(await page.textContent('#sum')).toBe('商品を選んでください。');
    await page.check('input[value="BK-0001"]');
    expect(await page.textContent('#sum')).toMatch(/^1点 ¥715$/);
    await page.fill('input[name="quantity:CL-0401"]', '2');
    expect(await page.isChecked('input[value="CL-0401"]')).toBe(true);
    expect(await page.textContent('#sum')).toMatch(/^3点 ¥4,015$/);
    await page.uncheck('input[value="BK-0001"]');
    expect(await page.textContent('#sum')).toMatch(/^2点 ¥3,300$/);
    expect(customer.complaints).toEqual([]);
  });
});

describe.skipIf(chromiumPath === undefined)('electronic goods in a browser', () => {
  let customer: CustomerBrowser;
  const view = confirmView('ja', { lines: [line('EB-0701', 1)], pay: 'settled', credit: creditOf('ja') });

  beforeAll(async () => {
    customer = await openCustomerBrowser('confirm', 'order');
    customer.shown.set('/confirm', () => confirmPage(view));
  });
  beforeEach(() => {
    customer.posted.length = 0;
    customer.complaints.length = 0;
  });
  afterAll(() => customer?.close());

  /** Every key that this browser keeps, as `buyer-keys.ts` files them. */
  const kept = (page: Page): Promise<string[]> =>
    page.evaluate(() => Object.keys(localStorage).map((place) => place.replace('tokumei.buyer-key.', '')));

  const keptPair = async (page: Page, publicKey: string) =>
    readKeyFile((await page.evaluate((place) => localStorage.getItem(place), `tokumei.buyer-key.${publicKey}`)) ?? '');

  test('are confirmed with the public half of a key that stays here', async () => {
    const page = await customer.open('/confirm');
    await page.waitForSelector('#yes:not([hidden])');
    await Promise.all([page.waitForURL('**/after'), page.dblclick('#yes')]);
    const [first] = customer.posted;
    expect(first!.fields).toEqual({ shown: view.shown, answer: 'ok', buyerKey: expect.stringMatching(/^[\w-]{43}$/) });
    const publicKey = first!.fields['buyerKey']!;
    expect(customer.posted).toHaveLength(1);
    expect(await kept(page)).toEqual([publicKey]);
    const privateKey = toBase64Url((await keptPair(page, publicKey))!.privateKey);
    expect(first!.body).not.toContain(privateKey);
    // A pair indeed.
    const jwk = { kty: 'OKP', crv: 'X25519', x: publicKey, d: privateKey };
    expect(createPublicKey(createPrivateKey({ key: jwk, format: 'jwk' })).export({ format: 'jwk' }).x).toBe(publicKey);
    expect(customer.complaints).toEqual([]);
  });

  test('get another key for another order', async () => {
    const page = await customer.open('/confirm');
    for (const order of [1, 2]) {
      if (order === 2) await page.goBack();
      await page.waitForSelector('#yes:not([hidden])');
      await Promise.all([page.waitForURL('**/after'), page.click('#yes')]);
    }
    const keys = customer.posted.map(({ fields }) => fields['buyerKey']);
    expect(new Set(keys).size).toBe(2);
    expect((await kept(page)).sort()).toEqual([...keys].sort());
  });

  test('with NG make no key', async () => {
    const page = await customer.open('/confirm');
    await Promise.all([page.waitForURL('**/after'), page.click('button[value="ng"]')]);
    expect(customer.posted[0]!.fields).toEqual({ shown: view.shown, buyerKey: '', answer: 'ng' });
    expect(await kept(page)).toEqual([]);
  });

  test('without scripts have no button that leads nowhere, and say what they need', async () => {
    const page = await customer.open('/confirm', { javaScriptEnabled: false });
    expect(await page.isVisible('#yes')).toBe(false);
    expect(await page.textContent('noscript')).toContain('スクリプトが必要です');
    expect(await page.isVisible('button[value="ng"]')).toBe(true);
  });

  test.each([
    ['has no such keys', 'crypto.subtle.generateKey = () => Promise.reject(new Error("no"))'],
    ['keeps nothing', 'Storage.prototype.setItem = () => { throw new Error("full"); }'],
  ] as const)('in a browser that %s say so', async (_, prepare) => {
    const page = await customer.open('/confirm', {}, (opening) => opening.addInitScript({ content: prepare }));
    await page.waitForSelector('#key-impossible:not([hidden])');
    expect(await page.isVisible('#yes')).toBe(false);
    expect(await page.textContent('#key-impossible')).toContain('鍵を作れないか、保存できません');
  });

  test('have a key file to save, in the browser that holds the key alone', async () => {
    const page = await customer.open('/confirm');
    await page.waitForSelector('#yes:not([hidden])');
    await Promise.all([page.waitForURL('**/after'), page.click('#yes')]);
    const buyerKey = customer.posted[0]!.fields['buyerKey']!;
    const { state: _, carrier: __, ...order } = settledView('ja', 'accepted', { goods: 'ready', buyerKey });
    customer.shown.set('/order', () => orderPage(order));
    customer.shown.set('/order/state', () => JSON.stringify({ state: 'ready', settlement: 'accepted' }));
    await page.goto(new URL('/order', page.url()).href);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save-key')]);
    expect(download.suggestedFilename()).toMatch(/^tokumei-key-[\w-]{8}\.json$/);
    const text = readFileSync((await download.path())!, 'utf8');
    const { privateKey } = (await keptPair(page, buyerKey))!;
    expect(JSON.parse(text)).toEqual({
      tokumei: 'buyer-key/1',
      publicKey: buyerKey,
      privateKey: toBase64Url(privateKey),
    });
    expect(await page.textContent('#key-saved')).toContain('保存しました');
    expect(customer.complaints).toEqual([]);
    const other = await customer.open('/order');
    await other.waitForResponse((response) => response.url().endsWith('/order/state'));
    expect(await other.isVisible('#save-key')).toBe(false);
  });

  test('show each step as it comes, and money on its way back', async () => {
    let view = settledView('ja', 'accepted', { state: 'accepted', goods: 'ready' });
    customer.shown.set('/order', () => orderPage(view));
    customer.shown.set('/order/state', () => {
      const { state, goods, refunds } = view;
      const told = refunds.length > 0 && { refunds: refunds.map((refund) => refund.state).join(' ') };
      return JSON.stringify({ state, settlement: 'accepted', goods, ...told });
    });
    const page = await customer.open('/order');
    const before = await page.evaluate(() => performance.timeOrigin);
    await page.waitForResponse((response) => response.url().endsWith('/order/state'));
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(before);
    view = { ...view, goods: 'forwarded' };
    await page.waitForSelector('a[href="/open"]');
    const refund = { amount: { value: 1200, currency: 'JPY' }, way: 'settlement', at: '2026-11-21T03:00:00Z' } as const;
    view = { ...view, refunds: [{ ...refund, state: 'asked' }] };
    await page.waitForSelector('.refunds');
    view = { ...view, refunds: [{ ...refund, state: 'done' }] };
    await page.waitForSelector('.refunds .done');
  });
});
