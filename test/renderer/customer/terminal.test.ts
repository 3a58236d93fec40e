import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readTerminalPage } from '#main/doors/public/terminal-page.ts';
import { createKeyCentre } from '#main/vault/index.ts';
import { toBase64Url } from '#shared/bytes.ts';
import { decodeCardPart } from '#shared/protocol/card-part.ts';
import { decodeDestinationPart } from '#shared/protocol/destination-part.ts';
import { decodeGiftPart } from '#shared/protocol/gift-part.ts';
import { decodeGoodsPart } from '#shared/protocol/goods-part.ts';
import type { OrderSheet } from '#shared/protocol/order-sheet.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { AgreedKey, CustomerKeys } from '#shared/protocol/personal-key.ts';
import { expectOk } from '#shared/result.ts';
import { ROOT } from '../../../build/root.ts';
import { terminalPage } from '../../../build/terminal.ts';
import { aFolder } from '../../builders/a-folder.ts';
import { CHEAP, PASSPHRASE } from '../../builders/a-party.ts';
import { chromiumPath, launchChromium } from '../../chromium.ts';
import { aTerminalGroup, type TerminalGroup } from './terminal-group.ts';

const TYPED = {
  card: '4111111111111111',
  expiry: '12/39',
  password: 'ひらけ胡麻9317',
  name: '見本 花子',
  postalCode: '231-0015',
  line1: '神奈川県横浜市中区尾上町1-2-3',
  line2: '見本マンション405号室',
  phone: '045-555-0139',
} as const;
const CARD = { card: TYPED.card, expiry: '2039-12', instalments: 1, password: TYPED.password };
const ADDRESSEE = {
  name: TYPED.name,
  postalCode: TYPED.postalCode,
  lines: [TYPED.line1, TYPED.line2],
  phone: TYPED.phone,
  country: 'JP',
};

describe.skipIf(chromiumPath === undefined)('the page of sealed orders in a browser', () => {
  let group: TerminalGroup;
  let browser: Browser;
  let context: BrowserContext | undefined;
  let folder: string;
  let customerKeys: CustomerKeys;
  let agreed: AgreedKey;
  /** Console and script errors: violations of the policy among them. */
  const complaints: string[] = [];
  /** As the browser sent them, whoever got them. */
  const requests: string[] = [];

  beforeAll(async () => {
    folder = aFolder();
    writeFileSync(join(folder, 'terminal.html'), await terminalPage(join(ROOT, 'src/renderer/customer/terminal')));
    const { bytes, policy } = (await readTerminalPage(folder))!;
    group = await aTerminalGroup();
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}; frame-ancestors 'none'`,
    };
    group.shown.set('credit.localhost/terminal', { headers, body: bytes });

    const centre = expectOk(await createKeyCentre(aFolder(), PASSPHRASE, { scrypt: CHEAP }));
    const { goods, card, destination } = group.parties;
    for (const { id, vault } of [goods, card, destination]) {
      expectOk(await vault.installPersonalKey(expectOk(await centre.issue(id))));
    }
    customerKeys = expectOk(await centre.issueCustomer([goods.id, card.id, destination.id]));
    agreed = {
      tokumei: 'agreed-key/1',
      ends: [`~${'C'.repeat(22)}`, card.id],
      key: toBase64Url(new Uint8Array(32).fill(9)),
    };
    await card.vault.installAgreedKey(agreed);
    browser = await launchChromium();
  }, 60_000);
  beforeEach(() => {
    group.reset();
    complaints.length = requests.length = 0;
  });
  afterEach(() => context?.close());
  afterAll(async () => {
    await browser?.close();
    await group?.close();
  });

  async function open(from: 'host' | 'disk', code?: string, options: BrowserContextOptions = {}): Promise<Page> {
    context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB', ...options });
    context.on('request', (request) => {
      requests.push(`${request.url()}\n${JSON.stringify(request.headers())}\n${request.postData() ?? ''}`);
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const place =
      from === 'host'
        ? `${group.origin(group.parties.card)}/terminal`
        : pathToFileURL(join(folder, 'terminal.html')).href;
    await page.goto(code === undefined ? place : `${place}#${code}`);
    return page;
  }

  async function fill(page: Page, typed: Readonly<Record<string, string>> = TYPED): Promise<void> {
    for (const [name, text] of Object.entries(typed)) await page.fill(`#${name}`, text);
  }
  const address = (page: Page) => page.evaluate(() => location.href);
  const proofOf = (page: Page, id: string, state: string) =>
    page.waitForSelector(`.proof[data-party="${id}"][data-state="${state}"]`);
  async function send(page: Page): Promise<void> {
    await fill(page);
    await page.click('#send');
  }
  const arrive = (page: Page, state: string) => page.waitForSelector(`.posted[data-state="${state}"]`);
  async function refusal(page: Page): Promise<string> {
    const notice = await page.waitForSelector('#refusal, #unproven');
    return (await notice.textContent())!;
  }
  const keyFile = (name: string, content: unknown) => ({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
  });
  async function saved(page: Page, button: string): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
    return readFileSync(await download.path(), 'utf8');
  }

  /** Everything that left the browser and everything that servers got, as it was and with its encodings undone. */
  function wholeTraffic(): string {
    const text = [...requests, ...group.seen.map((each) => JSON.stringify(each))].join('\n');
    const undone = [...text.matchAll(/[\w-]{16,}/g)].map(([run]) => Buffer.from(run, 'base64url').toString('utf8'));
    return [text, decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25')), ...undone].join('\n');
  }
  function expectNothingTold(typed: Readonly<Record<string, string>> = TYPED): void {
    const traffic = wholeTraffic();
    // It does see what was sent.
    expect(traffic).toContain('/sealed/state');
    const forms = Object.values(typed).flatMap((text) => [text, text.replace(/(\d{4})(?=\d)/g, '$1 ')]);
    expect(forms.filter((form) => traffic.includes(form))).toEqual([]);
  }
  async function expectNothingKept(page: Page): Promise<void> {
    const kept = await page.evaluate(async () => {
      const isFile = location.protocol === 'file:';
      return {
        local: localStorage.length,
        session: sessionStorage.length,
        cookies: isFile ? '' : document.cookie,
        databases: isFile ? 0 : (await indexedDB.databases()).length,
        caches: isFile ? 0 : (await caches.keys()).length,
        fields: [...document.querySelectorAll('input, textarea')].length,
        state: JSON.stringify(history.state),
        hash: location.hash,
      };
    });
    expect(kept).toEqual({
      local: 0,
      session: 0,
      cookies: '',
      databases: 0,
      caches: 0,
      fields: 0,
      state: 'null',
      hash: '',
    });
    expect(await context!.cookies()).toEqual([]);
  }

  test('cuts the order, seals each part to its party’s public key, and tells nobody more', async () => {
    group.mall.asks = ['goods', 'card', 'destination', 'gift'];
    const page = await open('host', group.code);
    // Forgotten before anything else happens.
    expect(await address(page)).toBe(`${group.origin(group.parties.card)}/terminal`);
    await page.waitForSelector('#order-form');
    await fill(page, { ...TYPED, gift: 'おめでとう\n花子' });
    group.mall.states = ['asked', 'settled', 'accepted'];
    await page.click('#send');
    for (const state of ['asked', 'settled', 'accepted']) await arrive(page, state);

    const [bundle, ...more] = group.bundles;
    expect(more).toEqual([]);
    expect(bundle!.parts.map(({ by }) => by)).toEqual(bundle!.parts.map(() => ({ scheme: 'hpke' })));
    const [goods, card, destination, gift] = await Promise.all(
      (['goods', 'card', 'destination', 'gift'] as const).map((ask) => group.open(bundle!, ask)),
    );
    expect(expectOk(decodeGoodsPart(goods!.body))).toMatchObject({ items: [{ sku: 'BK-0001' }, { sku: 'TE-0007' }] });
    expect(expectOk(decodeCardPart(card!.body))).toEqual(CARD);
    expect(card!.amount).toEqual({ value: 3415, currency: 'JPY' });
    const { addressee, tracking } = expectOk(decodeDestinationPart(destination!.body));
    expect(addressee).toEqual(ADDRESSEE);
    expect(expectOk(decodeGiftPart(gift!.body))).toEqual({ text: 'おめでとう\n花子' });

    expect(await page.getAttribute('#tracking', 'href')).toBe(
      `${group.origin(group.parties.destination)}/track/${tracking}`,
    );
    expect(await saved(page, '#save-tracking')).toContain(`/track/${tracking}`);
    expect(JSON.parse(await saved(page, '#save-bundle'))).toEqual(bundle);
    expectNothingTold({ ...TYPED, gift: 'おめでとう', tracking });
    await expectNothingKept(page);
    // Keys come from the parties, everything else goes to the shop.
    const { goods: mall } = group.parties;
    const told = group.seen.filter(({ method, url }) => method === 'POST' && !url.startsWith(`${mall.id}:`));
    expect(told).toEqual([]);
    expect(group.seen.every(({ headers }) => !/"(referer|cookie)"/i.test(headers))).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('works from a disk, with the keys of a key centre', async () => {
    const page = await open('disk');
    expect(await page.textContent('.here')).toMatch(/your own disk/);
    await page.fill('#code', ` ${group.code}\n`);
    await page.click('#open-order');
    await page.waitForSelector('#order-form');
    // Another link in the same window begins anew; from a disk, too, the address forgets it.
    await page.evaluate((code) => {
      document.querySelector('main')!.replaceChildren();
      location.hash = code;
    }, group.code);
    await page.waitForSelector('#order-form');
    expect(await address(page)).toBe(pathToFileURL(join(folder, 'terminal.html')).href);
    await page.setInputFiles('#key-file', keyFile('keys.json', customerKeys));
    await page.waitForSelector('#part-card .proof:has-text("sealed with your key file")');
    expect(await page.textContent('.key-list')).toContain('見本カード');
    await send(page);
    await arrive(page, 'accepted');

    const [bundle] = group.bundles;
    const ids = bundle!.parts.map(({ by }) => (by.scheme === 'blom' ? by.id : by.scheme));
    expect(ids).toEqual(customerKeys.keys.map(({ id }) => id));
    expect(new Set(ids).size).toBe(3);
    expect(expectOk(decodeCardPart((await group.open(bundle!, 'card')).body))).toEqual(CARD);
    expectNothingTold();
    expect(wholeTraffic()).not.toContain(customerKeys.reference);
    await expectNothingKept(page);
    expect(complaints).toEqual([]);
  });

  test('takes a key that was agreed beforehand for the one party that it is for', async () => {
    const page = await open('host', group.code);
    await page.waitForSelector('#order-form');
    await page.setInputFiles('#key-file', keyFile('agreed.json', agreed));
    await page.waitForSelector('#part-card .proof:has-text("sealed with the key you agreed on")');
    await send(page);
    await arrive(page, 'accepted');
    expect(group.bundles[0]!.parts.map(({ by }) => by)).toEqual([
      { scheme: 'hpke' },
      { scheme: 'agreed', id: agreed.ends[0] },
      { scheme: 'hpke' },
    ]);
    expect(expectOk(decodeCardPart((await group.open(group.bundles[0]!, 'card')).body))).toEqual(CARD);
  });

  test('needs no address of a party that it has a key in common with', async () => {
    group.mall.sheet = ({ parties, ...sheet }) => ({
      ...sheet,
      parties: parties.map(({ url, ...party }) => (party.asks === 'card' ? party : { ...party, url })),
    });
    const page = await open('host', group.code);
    expect(await refusal(page)).toContain('party-unproven');
    await page.setInputFiles('#key-file', keyFile('keys.json', customerKeys));
    await proofOf(page, group.parties.card.id, 'proven');
    await send(page);
    await arrive(page, 'accepted');
    expect(group.seen.some(({ url }) => /^credit\.localhost:\d+\/\.well-known/.test(url))).toBe(false);
  });

  test('sends nothing when a party can’t open its challenge, and goes on once it can', async () => {
    group.mall.answer = (party, answer) => (party.asks === 'destination' ? { result: 'no' } : answer);
    const page = await open('host', group.code);
    await page.waitForSelector('#order-form');
    await send(page);
    expect(await refusal(page)).toMatch(
      /見本運輸 could not prove that it is itself\. Nothing was sent.*party-unproven/s,
    );
    await proofOf(page, group.parties.destination.id, 'failed');
    expect(group.bundles).toEqual([]);
    expectNothingTold();
    expect(await page.inputValue('#password')).toBe(TYPED.password);

    group.mall.answer = (_, answer) => answer;
    await page.click('#unproven button');
    await proofOf(page, group.parties.destination.id, 'proven');
    await page.click('#send');
    await arrive(page, 'accepted');
    expect(group.bundles).toHaveLength(1);
  });

  test('waits for a party that takes its time', async () => {
    let ready = false;
    group.mall.answer = (party, answer) => {
      if (party.asks !== 'card') return answer;
      // The mall hears of it later.
      return {
        get result() {
          return ready ? answer.result : 'waiting';
        },
        get envelope() {
          return answer.envelope;
        },
      } as typeof answer;
    };
    const page = await open('host', group.code);
    await page.waitForSelector('#order-form');
    await send(page);
    await page.waitForSelector('text=Waiting for 見本カード');
    await proofOf(page, group.parties.goods.id, 'proven');
    expect(group.bundles).toEqual([]);
    ready = true;
    await arrive(page, 'accepted');
  });

  const SWAPS: readonly [string, (swapped: TerminalGroup['mall']) => void, RegExp][] = [
    [
      'another host for the credit company',
      (mall) =>
        (mall.sheet = withParty('card', (party) => ({ ...party, url: party.url!.replace('credit.', 'evil.') }))),
      /party-unproven/,
    ],
    [
      'another credit company than the one that serves the page',
      (mall) =>
        (mall.sheet = withParty('card', (party) => ({
          ...party,
          id: 'evil.localhost' as PartyId,
          url: party.url!.replace('credit.', 'evil.'),
        }))),
      /party-unproven/,
    ],
    [
      'a host that shows another’s card',
      (mall) =>
        (mall.sheet = withParty('destination', (party) => ({
          ...party,
          id: 'evil.localhost' as PartyId,
          url: party.url!.replace('carrier.', 'evil.'),
        }))),
      /party-unproven/,
    ],
    [
      'a party of another trade',
      (mall) => (mall.card = (card) => (card.role === 'carrier' ? { ...card, role: 'wrapper' } : card)),
      /party-unproven/,
    ],
    [
      'a party that takes no sealed orders',
      (mall) => (mall.card = (card) => (card.role === 'carrier' ? { ...card, flows: ['window'] } : card)),
      /flow-missing/,
    ],
    [
      'a key whose time is over',
      (mall) =>
        (mall.card = (card) => ({ ...card, keys: card.keys.map((key) => ({ ...key, exp: '2026-01-01T00:00:00Z' })) })),
      /party-unproven/,
    ],
    [
      'its own answer for another’s',
      (mall) => {
        let own: { result: 'ok' | 'no' | 'waiting'; envelope?: string } | undefined;
        mall.answer = (party, answer) => {
          if (party.asks === 'goods') own = answer;
          return party.asks === 'card' ? own! : answer;
        };
      },
      /party-unproven/,
    ],
  ];
  function withParty(ask: string, change: (party: OrderSheet['parties'][number]) => OrderSheet['parties'][number]) {
    return (sheet: OrderSheet) => ({
      ...sheet,
      parties: sheet.parties.map((party) => (party.asks === ask ? change(party) : party)),
    });
  }

  test('is not led astray by a shop that names others than who they are', async () => {
    const page = await open('host');
    for (const [what, swap, code] of SWAPS) {
      group.reset();
      swap(group.mall);
      // Another link in the same window: the order before counts for nothing any more.
      await page.evaluate((next) => {
        document.querySelector('main')!.replaceChildren();
        location.hash = next;
      }, group.code);
      expect(await refusal(page), what).toMatch(code);
      if (await page.isVisible('#send')) {
        await send(page);
        expect(await refusal(page), what).toMatch(code);
      }
      expect(group.bundles, what).toEqual([]);
    }
    expectNothingTold();
  });

  test('a mall that answers old challenges proves nobody', async () => {
    const old = new Map<string, { result: 'ok' | 'no' | 'waiting'; envelope?: string }>();
    group.mall.answer = (party, answer) => {
      const before = old.get(party.id);
      old.set(party.id, answer);
      return before ?? answer;
    };
    const page = await open('host', group.code);
    await proofOf(page, group.parties.card.id, 'proven');
    await page.setInputFiles('#key-file', keyFile('keys.json', customerKeys));
    expect(await refusal(page)).toContain('party-unproven');
  });

  test('says what is wrong with an order code, at the field or in words', async () => {
    const page = await open('host');
    await page.click('#open-order');
    expect(await page.textContent('#code-error')).toBe('Order code: please fill this in.');
    for (const wrong of ['hello', 'http://mall.localhost~x', group.code.slice(0, -1)]) {
      await page.fill('#code', wrong);
      await page.click('#open-order');
      expect(await page.textContent('#code-error')).toMatch(/doesn’t look right/);
    }
    expect(group.seen.filter(({ method }) => method === 'POST')).toEqual([]);
    await page.fill('#code', group.code.replace(/token/, 'other'));
    await page.click('#open-order');
    expect(await refusal(page)).toMatch(/no order with this code.*purchase-unknown/s);
    await page.fill('#code', group.code);
    await page.click('#open-order');
    await page.waitForSelector('#order-form');
  });

  test.each([
    ['instruction-expired', /time for this order is over/],
    ['down', /mall\.localhost can’t be reached/],
  ])('says when the shop has no order any more: %s', async (code, text) => {
    group.mall.refuse = { '/sealed/sheet': [code as 'down'] };
    const page = await open('host', group.code);
    expect(await refusal(page)).toMatch(text);
    expect(await page.isVisible('#code-form')).toBe(true);
  });

  test('shows how far an order is that was sealed before', async () => {
    group.mall.refuse = { '/sealed/bundle': ['already-decided'] };
    const page = await open('host', group.code);
    await page.waitForSelector('#order-form');
    await send(page);
    await page.waitForSelector('.posted');
    expect(await page.isVisible('.keep')).toBe(false);
    await expectNothingKept(page);
  });

  test('hands over the same bundle again when the line broke', async () => {
    group.mall.refuse = { '/sealed/bundle': ['down', 'down', 'down'] };
    const page = await open('host', group.code);
    await page.waitForSelector('#order-form');
    await send(page);
    expect(await refusal(page)).toMatch(/can’t be reached.*unavailable/s);
    await page.click('#send');
    await arrive(page, 'accepted');
    const bodies = group.seen.filter(({ url }) => url.endsWith('/sealed/bundle')).map(({ body }) => body);
    expect(bodies).toHaveLength(4);
    expect(new Set(bodies).size).toBe(1);
    expect(group.bundles).toHaveLength(1);
  });

  test('refuses a key file that was cut, and goes on without it', async () => {
    const page = await open('host', group.code);
    await proofOf(page, group.parties.card.id, 'proven');
    await page.setInputFiles('#key-file', keyFile('cut.json', JSON.stringify(customerKeys).slice(0, 5000)));
    expect(await refusal(page)).toContain('key-invalid');
    await send(page);
    await arrive(page, 'accepted');
    expect(group.bundles[0]!.parts.every(({ by }) => by.scheme === 'hpke')).toBe(true);
  });

  test('says which companies have no matching key, and goes on when the file is taken away', async () => {
    const foreign = expectOk(await createKeyCentre(aFolder(), PASSPHRASE, { scrypt: CHEAP, threshold: 3 }));
    const file = expectOk(await foreign.issueCustomer([group.parties.card.id]));
    const page = await open('host', group.code);
    await proofOf(page, group.parties.card.id, 'proven');
    await page.setInputFiles('#key-file', keyFile('foreign.json', file));
    expect(await refusal(page)).toContain('party-unproven');
    await proofOf(page, group.parties.card.id, 'failed');
    await page.click('summary:has-text("Use a key file")');
    await page.click('.key-list button');
    await proofOf(page, group.parties.card.id, 'proven');
    expect(await page.isVisible('#unproven')).toBe(false);
  });

  test('says at the field what can’t stand, in the language of the browser, and seals nothing', async () => {
    const page = await open('host', group.code, { locale: 'ja-JP' });
    await page.waitForSelector('#order-form');
    await fill(page, { ...TYPED, card: '4111111111111112' });
    await page.click('#send');
    expect(await page.textContent('#card-error')).toMatch(/^「カード番号」の形/);
    await page.fill('#card', TYPED.card);
    await page.fill('#expiry', '01/20');
    await page.click('#send');
    expect(await page.textContent('#expiry-error')).toMatch(/^「有効期限」/);
    await page.fill('#expiry', TYPED.expiry);
    await page.fill('#postalCode', '231');
    await page.click('#send');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('postalCode');
    await page.click('button[lang=en]');
    expect(await page.textContent('#postalCode-error')).toMatch(/^Postal code: /);
    // What was typed is still there.
    expect(await page.inputValue('#name')).toBe(TYPED.name);
    expect(await page.textContent('#send')).toBe('Seal and order');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(group.bundles).toEqual([]);
    expectNothingTold();
  });

  test('shows names as the shop writes them, never as markup', async () => {
    const evil = '<img src=x onerror="document.title=1"><b>Book</b>';
    group.mall.sheet = (sheet) => ({ ...sheet, lines: sheet.lines.map((line) => ({ ...line, name: evil })) });
    const page = await open('host', group.code);
    await page.waitForSelector('#order-form');
    expect(await page.locator('.basket b, .basket img').count()).toBe(0);
    expect(await page.textContent('.basket tbody th')).toContain(evil);
    expect(complaints).toEqual([]);
  });

  test('nothing typed is left for whoever goes away and comes back', async () => {
    const page = await open('host', group.code);
    await page.waitForSelector('#order-form');
    await fill(page);
    await page.goto(`${group.origin(group.parties.goods)}/.well-known/tokumei`);
    await page.goBack();
    await page.waitForSelector('#code-form');
    const values = await page
      .locator('input')
      .evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value));
    expect(values.join('')).toBe('');
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  });

  test('a browser that can’t seal is told so before anything is typed', async () => {
    context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const generateKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'));
      Object.defineProperty(SubtleCrypto.prototype, 'generateKey', { value: generateKey });
    });
    await page.goto(`${group.origin(group.parties.card)}/terminal#${group.code}`);
    await page.waitForSelector('[role=alert]');
    expect(await page.textContent('[role=alert]')).toMatch(/can’t seal/);
    expect(await page.locator('input').count()).toBe(0);
  });
});
