import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cataloguePage, orderPage } from '#main/doors/public/pages/index.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import { catalogueView, orderView, settledView } from '../../doors/public/pages/sample-views.ts';
import { chromiumPath, type CustomerBrowser, openCustomerBrowser } from './customer-browser.ts';

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
