/** An order over a closed network from the goods to the carrier's window, in a real browser over TLS at a real shop. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sendOwnCard } from '#main/post/index.ts';
import { aShop, type TestPublicDoor } from '../../builders/a-browser.ts';
import { sentEvents } from '../../builders/a-group.ts';
import { aCatalogue } from '../../builders/an-order.ts';
import { decideAll } from '../../builders/an-inquiry.ts';
import { aSettlingGroup, HANAKO, type SettlingGroup, TARO } from '../../builders/a-payment.ts';
import { chromiumPath, launchChromium } from '../../chromium.ts';
import { buildScript } from '../../renderer/customer/customer-browser.ts';

const STYLE = new URL('../../../src/renderer/customer/style.css', import.meta.url);

describe.skipIf(chromiumPath === undefined)('an order over a closed network in a browser', () => {
  let group: SettlingGroup;
  let door: TestPublicDoor;
  let url: string;
  let chrome: Browser;
  let page: Page;
  /** Everything that left the browser, and what it complained of. */
  const sent: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    group = await aSettlingGroup();
    const { credit, mall } = group;
    credit.profile.flows = ['closed'];
    await sendOwnCard(credit.post, credit.profile);
    await group.exchange();
    await aCatalogue(mall);
    url = `https://mall.localhost:${await freePort()}`;
    door = await aShop({ ...mall, profile: { ...mall.profile, public: url }, mall: { ...mall.mall, publicUrl: url } });
    for (const name of ['order', 'carrier', 'card', 'basket']) {
      writeFileSync(join(door.assets, `${name}.js`), await buildScript(name));
    }
    copyFileSync(STYLE, join(door.assets, 'style.css'));
    await door.door.listen({ host: '127.0.0.1', port: Number(new URL(url).port) });
    chrome = await launchChromium();
  }, 60_000);
  beforeEach(async () => {
    sent.length = complaints.length = 0;
    const context = await chrome.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' });
    context.on('request', (request) => {
      sent.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`);
    });
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterAll(() => chrome?.close());

  async function order(entry: typeof HANAKO, expiry: string): Promise<void> {
    await page.goto(url);
    await page.check('input[value="BK-2"]');
    await page.click('button.primary');
    await page.check('#pay-settled', { force: true });
    await page.click('button.primary');
    expect(await page.textContent('main')).toContain('you enter your card here');
    await page.click('#yes');
    await page.fill('#card', entry.card);
    await page.fill('#expiry', expiry);
    await page.fill('#password', entry.password);
    await page.click('#send-card');
    await page.waitForSelector('#order[data-way^="asked"]');
  }

  test('waits while nobody can be reached, and goes on to the carrier once the answer is there', async () => {
    await order(HANAKO, '03/29');
    expect(await page.textContent('main')).toContain('the order waits and is not lost');
    const [asked] = await sentEvents(group.mall, 'inquiry.request');
    expect(asked!.json).not.toContain(HANAKO.card);
    // The network is back.
    await group.exchange();
    await decideAll(group.credit.credit);
    await group.exchange();
    await page.waitForSelector('form#offer[action="https://carrier.localhost/ship"]');
    expect(await page.textContent('main')).toContain('Your payment through 見本クレジット is arranged');
    const all = sent.join('\n');
    for (const secret of [HANAKO.card, HANAKO.card.replace(/(\d{4})(?=\d)/g, '$1 '), HANAKO.password, '2029-03']) {
      expect(all).not.toContain(secret);
    }
    expect([complaints, door.reports]).toEqual([[], []]);
  });

  test('leads back to the goods with the reason where the answer is no', async () => {
    await order(TARO, '12/28');
    await group.exchange();
    await decideAll(group.credit.credit);
    await group.exchange();
    await page.waitForSelector('[data-back-after]');
    expect(await page.textContent('[role=status]')).toContain('could not take this payment');
    const settled = await group.mall.storage.read.selectFrom('settlement').select('state').execute();
    expect(settled.map(({ state }) => state).sort()).toEqual(['accepted', 'declined']);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
