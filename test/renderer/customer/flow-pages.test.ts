/** The shop's pages for orders without a window of the credit company, in a real browser with their scripts. */
import type { Page, Request } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { carrierChoicePage, orderPage } from '#main/doors/public/pages/index.ts';
import type { OrderWay } from '#main/doors/public/views.ts';
import { readCodes } from '#main/labels/index.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { decodeCardPart } from '#shared/protocol/card-part.ts';
import { decodeOrderPart, partBinding } from '#shared/protocol/order-part.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { expectOk } from '#shared/result.ts';
import {
  cardSealing,
  cardWay,
  carrierChoiceView,
  creditOf,
  flowsOf,
  ORDER_CODE,
  otherCredit,
  terminalWay,
  walletWay,
  wayView,
  wrapperOf,
} from '../../doors/public/pages/sample-views.ts';
import { chromiumPath } from '../../chromium.ts';
import { type CustomerBrowser, openCustomerBrowser } from './customer-browser.ts';
import { openBound, publicKey } from './sample-key.ts';

const CARD = '4111007269513902';
const PASSWORD = 'tsubaki-7';
const sealing = { ...cardSealing, publicKey };

describe.skipIf(chromiumPath === undefined)('an order without a window, in a browser', () => {
  let customer: CustomerBrowser;
  let way: OrderWay;
  /** Everything that left the browser: address, headers and body. */
  const sent: string[] = [];

  beforeAll(async () => {
    customer = await openCustomerBrowser('order', 'card', 'carrier');
    customer.shown.set('/order', () => orderPage(wayView('en', way)));
    customer.shown.set('/order/state', () => JSON.stringify({ state: 'awaiting-payment', settlement: 'offered' }));
  });
  beforeEach(() => {
    way = { ...cardWay, sealing } as OrderWay;
    for (const list of [customer.posted, customer.complaints, sent]) list.length = 0;
  });
  afterAll(() => customer?.close());

  function note(request: Request): void {
    sent.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`);
  }
  async function open(options = {}): Promise<Page> {
    const page = await customer.open('/order', options, async (opening) => opening.context().on('request', note));
    return page;
  }
  async function fill(page: Page, card: { card?: string; expiry?: string; password?: string } = {}): Promise<void> {
    await page.waitForSelector('#card-form:not([hidden])');
    await page.fill('#card', card.card ?? CARD);
    await page.fill('#expiry', card.expiry ?? '07/29');
    await page.fill('#password', card.password ?? PASSWORD);
  }

  test('the card is sealed to the credit company; neither it nor the password leaves in any request', async () => {
    const page = await open();
    await fill(page);
    await Promise.all([page.waitForURL('**/after'), page.click('#send-card')]);
    const [posted] = customer.posted;
    expect(customer.posted).toHaveLength(1);
    expect([posted!.path, Object.keys(posted!.fields)]).toEqual(['/order/card', ['envelope']]);
    const { recipient, number, issuer, amount, expires } = sealing;
    const binding = partBinding({ party: recipient as PartyId, number, mall: issuer as PartyId });
    const part = expectOk(decodeOrderPart(await openBound(fromBase64Url(posted!.fields['envelope']!)!, binding)));
    expect({ ...part, body: undefined }).toEqual({ mall: issuer, amount, expires, body: undefined });
    const card = { card: CARD, expiry: '2029-07', instalments: 1, password: PASSWORD };
    expect(expectOk(decodeCardPart(part.body))).toEqual(card);

    const all = sent.join('\n');
    expect(sent.length).toBeGreaterThan(3);
    for (const secret of [CARD, '4111 0072 6951 3902', CARD.slice(4), PASSWORD, '07/29', '2029-07', '07%2F29']) {
      expect(all).not.toContain(secret);
    }
    await page.goBack();
    await page.waitForSelector('#card-form:not([hidden])');
    const left = await page
      .locator('#card-form input')
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value).join(''));
    expect(left).toBe('');
    expect(customer.complaints).toEqual([]);
  });

  test('it is typed and sent by keys alone, grouped as on the card', async () => {
    const page = await open();
    await page.waitForSelector('#card-form:not([hidden])');
    await page.focus('#card');
    await page.keyboard.type(CARD);
    expect(await page.inputValue('#card')).toBe('4111 0072 6951 3902');
    await page.keyboard.press('Tab');
    await page.keyboard.type('0729');
    expect(await page.inputValue('#expiry')).toBe('07/29');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await Promise.all([page.waitForURL('**/after'), page.keyboard.press('Enter')]);
    expect(customer.posted).toHaveLength(1);
  });

  test('it is sent once, however often the button is pressed', async () => {
    const page = await open();
    await fill(page);
    await page.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>('#card-form')!;
      for (let press = 0; press < 5; press++) form.requestSubmit();
    });
    await page.waitForURL('**/after');
    expect(customer.posted).toHaveLength(1);
  });

  test('nothing is sent while a field can’t stand; the field says so and has the focus', async () => {
    const page = await open();
    for (const [field, typed, said] of [
      ['card', '4111 0072 6951 3903', /^Card number: /],
      ['expiry', '13/29', /^Expiry: please type month and year/],
      ['password', '', /^Password: please fill this in/],
    ] as const) {
      await fill(page, { [field]: typed });
      await page.click('#send-card');
      await page.waitForFunction((id) => document.activeElement?.id === id, field);
      expect(await page.textContent(`#${field}-error`)).toMatch(said);
      expect(await page.getAttribute(`#${field}`, 'aria-invalid')).toBe('true');
      await page.fill(`#${field}`, ' ');
      expect(await page.textContent(`#${field}-error`)).toBe('');
    }
    expect(customer.posted).toEqual([]);
    expect(await page.isEnabled('#send-card')).toBe(true);
  });

  test('without scripts there is no field for a card, but words why', async () => {
    const page = await open({ javaScriptEnabled: false });
    expect(await page.isVisible('#card')).toBe(false);
    expect(await page.textContent('.offer noscript')).toContain('Your card is sealed by this page’s scripts');
    expect(await page.isVisible('form[action="/order/give-up"] button')).toBe(true);
  });

  test('a browser that can’t seal says so and shows no field', async () => {
    const page = await customer.open('/order', {}, (opening) =>
      opening.addInitScript({ content: 'crypto.subtle.generateKey = () => Promise.reject(new Error("no"))' }),
    );
    await page.waitForSelector('#cannot-seal:not([hidden])');
    expect(await page.isVisible('#card')).toBe(false);
  });

  test('the terminal opens with the order code in a window of its own, and this page waits', async () => {
    way = terminalWay;
    // The company's page, at this server.
    const written = orderPage(wayView('en', way)).replace('https://credit.localhost:8443/terminal', '/terminal');
    customer.shown.set('/order', () => written);
    customer.shown.set('/terminal', () => '<!doctype html><title>terminal</title>');
    const page = await open();
    const opened = page.context().waitForEvent('page');
    await page.click('#terminal');
    const other = await opened;
    await other.waitForLoadState();
    expect([await other.title(), new URL(other.url()).hash]).toEqual(['terminal', `#${ORDER_CODE}`]);
    expect(await other.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
    expect(await page.textContent('#waiting')).toContain('Waiting for the sealed parts');
    // The code is for the terminal alone: no server sees what stands behind the hash.
    expect(sent.join('\n')).not.toContain(ORDER_CODE.split('~')[1]);
    expect(customer.complaints).toEqual([]);
    customer.shown.set('/order', () => orderPage(wayView('en', way)));
  });

  test('the order code can be copied for a terminal page of one’s own', async () => {
    way = terminalWay;
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.click('.own-terminal summary');
    await page.click('#copy-code');
    await page.waitForFunction(() => document.querySelector('#code-copied')!.textContent === 'Copied.');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(ORDER_CODE);
  });

  test('the code for the phone reads as the link beside it, also on a dark page', async () => {
    way = walletWay('en');
    const page = await open({ colorScheme: 'dark' });
    const link = await page.getAttribute('#wallet', 'href');
    const picture = await page.locator('svg.qr').screenshot();
    expect(expectOk(await readCodes(picture)).map(({ text }) => text)).toEqual([link]);
  });

  test('the page follows every step of the parts by itself', async () => {
    way = terminalWay;
    let standing = 'open';
    customer.shown.set('/order/state', () =>
      JSON.stringify({ state: 'awaiting-payment', settlement: 'offered', way: standing }),
    );
    const page = await open();
    way = { flow: 'sealed', state: 'asked' };
    standing = 'asked';
    await page.waitForSelector('#order[data-way="asked"]');
    expect(await page.textContent('main')).toContain('Waiting for the answer of Hama Credit');
    customer.shown.set('/order/state', () => JSON.stringify({ state: 'awaiting-payment', settlement: 'offered' }));
  });

  test('the choice greys out what the chosen companies don’t take, and goes to a way that they do', async () => {
    const credits = [creditOf('en'), otherCredit('en')];
    const view = carrierChoiceView('en', {
      credits,
      flows: flowsOf('en'),
      wrappers: [wrapperOf('en')],
      pay: 'settled',
      chosenCredit: 'credit.localhost',
    });
    customer.shown.set('/carrier', () => carrierChoicePage(view));
    const page = await customer.open('/carrier');
    const enabled = (): Promise<boolean[]> =>
      page
        .locator('input[name=flow]')
        .evaluateAll((inputs) => inputs.map((input) => !(input as HTMLInputElement).disabled));
    // The whole card is the label, over its button.
    const check = (value: string): Promise<void> => page.check(`input[value="${value}"]`, { force: true });
    const flow = (): Promise<string> => page.inputValue('input[name=flow]:checked');
    expect(await enabled()).toEqual([true, true, false, true]);
    expect([await flow(), await page.isVisible('#wrappers')]).toEqual(['window', false]);
    await check('sealed');
    expect(await page.isVisible('#wrappers')).toBe(true);
    await check('north.example');
    expect([await enabled(), await flow()]).toEqual([[true, false, false, true], 'window']);
    expect(await page.textContent('#flows [data-unfit=carrier]:not([hidden])')).toContain('Not with the carrier');
    await check('capital.example');
    expect([await enabled(), await flow()]).toEqual([[false, false, true, false], 'closed']);
    await check('on-delivery');
    expect([await page.isVisible('#credits'), await page.isVisible('#flows')]).toEqual([false, false]);
    expect(customer.complaints).toEqual([]);
  });
});
