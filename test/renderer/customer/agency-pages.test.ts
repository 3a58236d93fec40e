/** The agency's pages as a customer has them: the real door over TLS, the built scripts, Chromium, files on a disk. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AGENCY_FAILURES, WALLET } from '#shared/locale/agency.ts';
import { readWallet } from '#shared/protocol/make-confirmation.ts';
import { WALLET_VARIANTS, type WalletVariant } from '#shared/protocol/wallet.ts';
import { expectOk } from '#shared/result.ts';
import { agencyHome, agencyRoutes } from '#main/doors/public/agency-routes.ts';
import { buildPublicDoor } from '#main/doors/public/public-door.ts';
import { tokenHash } from '#main/vault/index.ts';
import { aClock } from '../../builders/a-clock.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { bringEvent, sentEvents } from '../../builders/a-group.ts';
import { type AgencyGroup, anAgencyGroup, anAskedOrder, anEvent, aWallet, OWNER } from '../../builders/an-agency.ts';
import { chromiumPath, launchChromium } from '../../chromium.ts';
import { buildScript } from './customer-browser.ts';

const CUSTOMER = new URL('../../../src/renderer/customer/', import.meta.url);
/** Pictures of the pages are kept where this names a folder. */
const SHOTS = process.env['TOKUMEI_SHOTS'];

const TYPED = { name: '見本 花子', card: '4111007269513902', expiry: '07/29', password: 'tsubaki-7' };

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

describe.skipIf(chromiumPath === undefined)('the agency’s pages in a browser', () => {
  const sites: Partial<Record<WalletVariant, { readonly group: AgencyGroup; readonly origin: string }>> = {};
  let browser: Browser;
  let context: BrowserContext | undefined;
  const complaints: string[] = [];
  /** All that the browser sent. */
  const sent: string[] = [];
  const reports: unknown[] = [];

  beforeAll(async () => {
    const assets = aFolder();
    for (const name of ['enrol', 'wallet']) writeFileSync(join(assets, `${name}.js`), await buildScript(name));
    for (const name of readdirSync(CUSTOMER).filter((each) => each.endsWith('.css'))) {
      writeFileSync(join(assets, name), readFileSync(new URL(name, CUSTOMER)));
    }
    for (const variant of WALLET_VARIANTS) {
      const group = await anAgencyGroup(variant, aClock(new Date().toISOString()));
      const port = await freePort();
      const origin = `https://${group.agency.id}:${port}`;
      const door = await buildPublicDoor(
        {
          party: 'みほん認証',
          accent: '#5B3A7A',
          demo: false,
          publicUrl: origin,
          assets,
          tls: group.agency.vault.tlsContext('public')!,
          card: group.agency.card,
          report: (error) => reports.push(error),
        },
        (server, pages) => {
          agencyRoutes(group.agency.agency)(server, pages);
          agencyHome(server, pages);
        },
      );
      await door.listen({ host: '127.0.0.1', port });
      atEnd(() => door.close());
      sites[variant] = { group, origin };
    }
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  /** A device of its own: nothing of another is in it. */
  async function aDevice(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    await context?.close();
    context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB', ...options });
    return context;
  }

  async function open(device: BrowserContext, url: string): Promise<Page> {
    const page = await device.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await page.goto(url);
    return page;
  }

  async function fill(page: Page, changes: Partial<Record<keyof typeof TYPED | 'pin' | 'again', string>> = {}) {
    for (const [id, value] of Object.entries({ ...TYPED, pin: OWNER.pin, again: OWNER.pin, ...changes })) {
      await page.fill(`#${id}`, value);
    }
  }

  async function enrol(page: Page): Promise<void> {
    await fill(page);
    await page.click('#make');
    await page.waitForSelector('#keep:not([hidden])');
  }

  async function decide({ credit, agency, mall }: AgencyGroup, purchase: string, verdict: 'yes' | 'no' | 'again') {
    const data = { mall: mall.id, purchase, verdict };
    expectOk(await bringEvent(credit, agency, anEvent(credit, 'agency.verdict', purchase, data)));
  }

  const passed = async ({ agency }: AgencyGroup, purchase: string) =>
    (await sentEvents(agency, 'agency.request')).filter(({ subject }) => subject === purchase);
  const outcome = (page: Page) => page.textContent('#outcome:not([hidden]) h2');

  async function confirm(page: Page, pin: string): Promise<void> {
    await page.waitForSelector('#pin-field:not([hidden])');
    await page.fill('#pin', pin);
    await page.click('#confirm-now');
    await page.waitForSelector('#outcome:not([hidden])');
  }

  test.each(WALLET_VARIANTS)(
    'a wallet is made, kept in the browser, and confirms an order (variant %s)',
    async (variant) => {
      const { group, origin } = sites[variant]!;
      const device = await aDevice();
      const page = await open(device, `${origin}/enrol`);
      expect(await page.getAttribute('.wallet-main [data-variant]', 'data-variant')).toBe(variant);
      await enrol(page);
      expect(await page.inputValue('#password')).toBe('');
      await page.click('#keep-here');
      await page.waitForSelector('#to-wallet:not([hidden])');

      const order = await anAskedOrder(group);
      const wallet = await open(device, `${origin}/wallet#${order.code}`);
      await wallet.waitForSelector('#order:not([hidden])');
      expect(wallet.url()).toBe(`${origin}/wallet`);
      expect(await wallet.textContent('#mall')).toBe('見本マーケット mall.localhost');
      expect(await wallet.textContent('#amount')).toBe('¥4,298');
      expect(await wallet.textContent('#quantity')).toBe('3');
      for (const each of WALLET_VARIANTS) {
        expect(await wallet.isVisible(`#variant-${each}`)).toBe(each === variant);
      }
      await confirm(wallet, OWNER.pin);
      expect(await outcome(wallet)).toBe(WALLET.sentTitle.en);
      const [event] = await passed(group, order.purchase);
      expect(event!.data['resealed'] !== undefined).toBe(variant === 'reseal');
      await decide(group, order.purchase, 'yes');
      await wallet.waitForSelector('#outcome.done');
      expect(await outcome(wallet)).toBe(WALLET.yesTitle.en);
      expect(await wallet.isVisible('#confirm')).toBe(false);
    },
  );

  test('nothing that was typed left the browser as it is, nor does it stay in it', async () => {
    const { group, origin } = sites.reseal!;
    const device = await aDevice();
    const page = await open(device, `${origin}/enrol`);
    await enrol(page);
    await page.click('#keep-here');
    const order = await anAskedOrder(group);
    const wallet = await open(device, `${origin}/wallet#${order.code}`);
    await confirm(wallet, OWNER.pin);
    const kept = JSON.stringify((await device.storageState()).origins);
    const { card, password, name } = TYPED;
    for (const secret of [card, password, encodeURIComponent(name), name, OWNER.pin]) {
      expect(sent.join('\n')).not.toContain(secret);
      expect(kept).not.toContain(secret);
    }
    expect(sent.some((each) => each.includes('/wallet/confirm') && each.includes(order.code))).toBe(true);
    // What finds the order goes to the agency in a body, and stands in no address.
    expect(sent.filter((each) => each.split(' ')[0]!.includes(order.code))).toEqual([]);
    expect(kept).toContain('tokumei.wallet.');
  });

  test('saved as a file it works on another device; kept, forgotten and withdrawn there', async () => {
    const { group, origin } = sites.pass!;
    const page = await open(await aDevice(), `${origin}/enrol`);
    await enrol(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
    const stick = join(aFolder(), download.suggestedFilename());
    await download.saveAs(stick);
    expect(download.suggestedFilename()).toMatch(/^[\w-]{8}\.tokumei-wallet$/);
    const { serial } = expectOk(readWallet(readFileSync(stick, 'utf8'))).wallet;
    expect((await page.textContent('#serial'))!.replaceAll(' ', '')).toBe(serial);

    const device = await aDevice();
    const order = await anAskedOrder(group);
    const wallet = await open(device, `${origin}/wallet#${order.code}`);
    expect(await wallet.isVisible('#no-wallet')).toBe(true);
    expect(await wallet.isVisible('#enrol-link')).toBe(true);
    await wallet.setInputFiles('#file', stick);
    await confirm(wallet, OWNER.pin);
    await decide(group, order.purchase, 'yes');
    await wallet.waitForSelector('#outcome.done');

    const manage = await open(device, `${origin}/wallet`);
    await manage.setInputFiles('#file', stick);
    await manage.click('#keep');
    await manage.reload();
    expect(await manage.isVisible('#manage')).toBe(true);
    await manage.click('#forget');
    expect(await manage.textContent('#managed')).toBe(WALLET.forgotten.en);
    await manage.reload();
    expect(await manage.isVisible('#manage')).toBe(false);
    await manage.setInputFiles('#file', stick);
    await manage.click('#manage summary');
    await manage.click('#revoke');
    await manage.waitForSelector('#managed:not(:empty)');
    const next = await anAskedOrder(group);
    const refused = await open(device, `${origin}/wallet#${next.code}`);
    await refused.setInputFiles('#file', stick);
    await refused.fill('#pin', OWNER.pin);
    await refused.click('#confirm-now');
    await refused.waitForSelector('#refusal:not([hidden])');
    expect(await refused.textContent('#refusal-text')).toBe(AGENCY_FAILURES['wallet-revoked'].en);
  });

  test('a wrong PIN may be typed anew, and a verdict of no is said', async () => {
    const { group, origin } = sites.reseal!;
    const device = await aDevice();
    const jws = await aWallet(group.agency);
    const order = await anAskedOrder(group);
    const page = await open(device, `${origin}/wallet#${order.code}`);
    await page.setInputFiles('#file', { name: 'w', mimeType: 'text/plain', buffer: Buffer.from(jws) });
    await page.fill('#pin', '12');
    await page.click('#confirm-now');
    expect(await page.textContent('#pin-error')).toBe(AGENCY_FAILURES['field-invalid pin'].en);
    await confirm(page, '1593');
    await decide(group, order.purchase, 'again');
    await page.waitForSelector('#refusal:not([hidden])');
    expect(await page.inputValue('#pin')).toBe('');
    expect(await page.isVisible('#outcome')).toBe(false);
    await confirm(page, OWNER.pin);
    await decide(group, order.purchase, 'no');
    await page.waitForSelector('#outcome.stop');
    expect(await outcome(page)).toBe(WALLET.noTitle.en);
    expect(await passed(group, order.purchase)).toHaveLength(2);
  });

  test('a file that is no wallet, was cut, or is of another agency is refused', async () => {
    const { group, origin } = sites.reseal!;
    const page = await open(await aDevice(), `${origin}/wallet`);
    const jws = await aWallet(group.agency);
    const [header, payload, signature] = jws.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
    const foreign = Buffer.from(JSON.stringify({ ...claims, agency: 'other.example' })).toString('base64url');
    const files: [string, string][] = [
      ['hello', AGENCY_FAILURES['wallet-invalid'].en],
      [jws.slice(0, 300), AGENCY_FAILURES['wallet-invalid'].en],
      ['x'.repeat(20_000), AGENCY_FAILURES['wallet-invalid'].en],
      [`${header}.${foreign}.${signature}`, AGENCY_FAILURES['wallet-foreign'].en],
    ];
    for (const [text, said] of files) {
      await page.setInputFiles('#file', { name: 'w', mimeType: 'text/plain', buffer: Buffer.from(text) });
      await page.waitForFunction((text) => document.getElementById('refusal-text')!.textContent === text, said);
      expect(await page.isVisible('#manage')).toBe(false);
    }
  });

  test('the page waits for an order that its shop has not announced, over a reload too', async () => {
    const { group, origin } = sites.reseal!;
    const code = 'c0de'.padEnd(43, '_');
    const page = await open(await aDevice(), `${origin}/wallet#${code}`);
    await page.waitForSelector('#looking:not([hidden])');
    await page.reload();
    await page.waitForSelector('#looking:not([hidden])');
    await anAskedOrder(group, { code: tokenHash(code) });
    await page.waitForSelector('#order:not([hidden])');
    expect(await page.isVisible('#looking')).toBe(false);
  });

  test('an order whose time ran out, and one that another tab confirmed, are said to be so', async () => {
    const { group, origin } = sites.reseal!;
    const device = await aDevice();
    const buffer = Buffer.from(await aWallet(group.agency));
    const order = await anAskedOrder(group);
    const [one, other] = [
      await open(device, `${origin}/wallet#${order.code}`),
      await open(device, `${origin}/wallet#${order.code}`),
    ];
    for (const page of [one, other]) await page.setInputFiles('#file', { name: 'w', mimeType: 'text/plain', buffer });
    await confirm(one, OWNER.pin);
    await confirm(other, OWNER.pin);
    expect(await outcome(other)).toBe(WALLET.sentTitle.en);
    expect(await passed(group, order.purchase)).toHaveLength(1);
    await decide(group, order.purchase, 'yes');
    await Promise.all([one, other].map((page) => page.waitForSelector('#outcome.done')));

    const late = await anAskedOrder(group);
    const page = await open(device, `${origin}/wallet#${late.code}`);
    await page.setInputFiles('#file', { name: 'w', mimeType: 'text/plain', buffer });
    await page.fill('#pin', OWNER.pin);
    group.clock.advance({ minutes: 16 });
    await confirm(page, OWNER.pin);
    expect(await outcome(page)).toBe(WALLET.expiredTitle.en);
    expect(await passed(group, late.purchase)).toEqual([]);
  });

  test('each field says what is wrong with it', async () => {
    const page = await open(await aDevice(), `${sites.reseal!.origin}/enrol`);
    const wrong = [
      [{ name: '' }, 'name'],
      [{ card: '4111 0072 6951 3903' }, 'card'],
      [{ expiry: '13/29' }, 'expiry'],
      [{ expiry: '01/20' }, 'expiry'],
      [{ password: '' }, 'password'],
      [{ pin: '4444', again: '4444' }, 'pin'],
      [{ again: '2705' }, 'again'],
    ] as const;
    for (const [changes, field] of wrong) {
      await fill(page, changes);
      await page.click('#make');
      await page.waitForFunction((id) => document.activeElement?.id === id, field);
      expect(await page.textContent(`#${field}-error`)).not.toBe('');
      expect(await page.getAttribute(`#${field}`, 'aria-invalid')).toBe('true');
    }
    expect(sent.filter((each) => each.includes('/enrol {'))).toHaveLength(
      sent.filter((each) => each.includes('/enrol {') && each.includes('"sealed"')).length,
    );
  });

  test('without scripts there is nothing to type into, and it says why', async () => {
    for (const path of ['enrol', 'wallet']) {
      const page = await open(await aDevice({ javaScriptEnabled: false }), `${sites.reseal!.origin}/${path}`);
      expect(await page.isVisible('input:not([type=hidden])')).toBe(false);
      expect(await page.isVisible('noscript .notice')).toBe(true);
    }
  });

  test.skipIf(SHOTS === undefined)(
    'look as they should',
    async () => {
      mkdirSync(SHOTS!, { recursive: true });
      for (const locale of ['ja-JP', 'en-GB']) {
        for (const colorScheme of ['light', 'dark'] as const) {
          for (const width of [390, 1100]) {
            const variant = colorScheme === 'light' ? 'reseal' : 'pass';
            const { group, origin } = sites[variant]!;
            const device = await aDevice({ locale, colorScheme, viewport: { width, height: 900 } });
            const name = (page: string): string =>
              join(SHOTS!, `${page}-${locale.slice(0, 2)}-${colorScheme}-${width}.png`);
            const page = await open(device, `${origin}/enrol`);
            await page.waitForSelector('#enrol:not([hidden])');
            await page.screenshot({ path: name('enrol'), fullPage: true });
            await fill(page, { again: '1' });
            await page.click('#make');
            await page.screenshot({ path: name('enrol-wrong'), fullPage: true });
            await enrol(page);
            await page.screenshot({ path: name('enrol-kept'), fullPage: true });
            await page.click('#keep-here');
            const order = await anAskedOrder(group);
            const empty = await open(device, `${origin}/wallet`);
            await empty.screenshot({ path: name('wallet'), fullPage: true });
            const wallet = await open(device, `${origin}/wallet#${order.code}`);
            await wallet.waitForSelector('#order:not([hidden])');
            await wallet.screenshot({ path: name('wallet-order'), fullPage: true });
            await confirm(wallet, '1593');
            await wallet.screenshot({ path: name('wallet-sent'), fullPage: true });
            await decide(group, order.purchase, 'again');
            await wallet.waitForSelector('#refusal:not([hidden])');
            await wallet.screenshot({ path: name('wallet-again'), fullPage: true });
            await confirm(wallet, OWNER.pin);
            await decide(group, order.purchase, 'yes');
            await wallet.waitForSelector('#outcome.done');
            await wallet.screenshot({ path: name('wallet-yes'), fullPage: true });
          }
        }
      }
    },
    180_000,
  );

  test('nothing broke, and the policy was kept', () => {
    const ours = complaints.filter((text) => !/status of (410|409|422|403|503|429)|preventDefault/.test(text));
    expect(ours).toEqual([]);
    expect(reports).toEqual([]);
  });
});
