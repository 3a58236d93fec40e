/** The pay window in a real browser over TLS, with an authenticator that the browser plays (WebDriver's virtual one). */
import { copyFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sentEvents } from '../../builders/a-group.ts';
import { aPayWindow, type TestPublicDoor } from '../../builders/a-browser.ts';
import {
  aPayInstruction,
  aSettlingGroup,
  HANAKO,
  payClaims,
  SAMPLE_PERSON,
  type SettlingGroup,
  UNKNOWN_CARD,
} from '../../builders/a-payment.ts';
import { chromiumPath, launchChromium } from '../../chromium.ts';
import { buildScript } from '../../renderer/customer/customer-browser.ts';

const STYLE = new URL('../../../src/renderer/customer/style.css', import.meta.url);

interface Virtual {
  readonly session: CDPSession;
  readonly authenticatorId: string;
}

describe.skipIf(chromiumPath === undefined)('the pay window in a browser', () => {
  let group: SettlingGroup;
  let door: TestPublicDoor;
  let url: string;
  let chrome: Browser;
  let context: BrowserContext;
  let taking: NodeJS.Timeout;
  const complaints: string[] = [];

  beforeAll(async () => {
    group = await aSettlingGroup();
    url = `https://credit.localhost:${await freePort()}`;
    const { credit } = group;
    door = await aPayWindow({
      ...credit,
      profile: { ...credit.profile, public: url },
      credit: { ...credit.credit, publicUrl: url },
    });
    for (const name of ['pay', 'paid']) writeFileSync(join(door.assets, `${name}.js`), await buildScript(name));
    copyFileSync(STYLE, join(door.assets, 'style.css'));
    await door.door.listen({ host: '127.0.0.1', port: Number(new URL(url).port) });
    chrome = await launchChromium();
    // A mall that takes every answer at once: no page waits for it.
    taking = setInterval(() => void takeAnswers(), 20);
  }, 60_000);
  async function takeAnswers(): Promise<void> {
    const at = group.clock().toISOString();
    await group.credit.storage.write((db) =>
      db.updateTable('outbox').set({ accepted_at: at }).where('accepted_at', 'is', null).execute(),
    );
  }
  beforeEach(async () => {
    group.clock.advance({ hours: 1 });
    await context?.close();
    context = await chrome.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' });
    complaints.length = 0;
    await group.credit.storage.write((db) => db.deleteFrom('passkey').execute());
  });
  afterAll(async () => {
    clearInterval(taking);
    await chrome?.close();
  });

  /** The form of a mall's page, then the window that it leads to. */
  async function arrive(jws: string): Promise<Page> {
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto('about:blank');
    await page.setContent(
      `<form method=post action="${url}/pay"><input name=instruction value="${jws}"><button>go</button></form>`,
    );
    await page.click('button');
    await page.waitForURL('**/pay/form?window=*');
    return page;
  }
  const anInstruction = (yen = 500): Promise<string> => aPayInstruction(group, { yen });

  async function plugIn(page: Page, user: { verified?: boolean } = {}): Promise<Virtual> {
    const session = await context.newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: user.verified ?? true,
        automaticPresenceSimulation: true,
      },
    });
    return { session, authenticatorId };
  }
  async function keysOf({ session, authenticatorId }: Virtual) {
    return (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  }
  /** The same device, later, in another window. */
  async function carry(from: Virtual, to: Virtual): Promise<void> {
    for (const credential of await keysOf(from)) {
      await to.session.send('WebAuthn.addCredential', { authenticatorId: to.authenticatorId, credential });
    }
  }

  async function payByPassword(page: Page, entry = HANAKO): Promise<void> {
    await page.fill('#card', entry.card);
    await page.fill('#password', entry.password);
    await page.click('#buy');
    await page.waitForURL('**/pay/done?window=*');
  }
  async function addPasskey(page: Page): Promise<void> {
    await page.click('#add-passkey');
    await page.waitForFunction(() => document.querySelector('#passkey-said')!.textContent !== '');
  }
  const answersTo = async (jws: string) =>
    (await sentEvents(group.credit, 'settlement.result'))
      .filter(({ subject }) => subject === payClaims(jws).jti)
      .map(({ data }) => data['result']);
  /** A device with a passkey for this card. */
  async function aDevice(entry = HANAKO): Promise<Virtual> {
    const page = await arrive(await anInstruction());
    const device = await plugIn(page);
    await payByPassword(page, entry);
    await addPasskey(page);
    return device;
  }

  test('after the password a passkey is added, and the next payment needs the password no more', async () => {
    const page = await arrive(await anInstruction());
    const device = await plugIn(page);
    await payByPassword(page);
    await addPasskey(page);
    expect(await page.textContent('#passkey-said')).toContain('The passkey is added');
    const [key] = await keysOf(device);
    expect(key).toMatchObject({ rpId: 'credit.localhost', isResidentCredential: true, userName: '•••• 3902' });

    const jws = await anInstruction(700);
    const next = await arrive(jws);
    await carry(device, await plugIn(next));
    await next.fill('#card', HANAKO.card);
    await next.click('#use-passkey');
    await next.waitForURL('**/pay/done?window=*');
    expect(await next.textContent('h1')).toBe('Your payment is arranged');
    expect(await answersTo(jws)).toEqual(['ok']);
    expect(await next.locator('#passkey-offer').count()).toBe(0);
    expect(complaints).toEqual([]);
    expect(door.reports).toEqual([]);
  });

  test('after a wrong password the window is loaded anew and come back to without sending anything again', async () => {
    const page = await arrive(await anInstruction());
    await page.fill('#card', HANAKO.card);
    await page.fill('#password', 'wrong');
    await page.click('#buy');
    await page.waitForSelector('#problem');
    await page.waitForURL('**/pay/form?window=*');
    const posts: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
    await page.goto(`${url}/reset/done`);
    await page.goBack();
    await page.reload();
    expect(await page.locator('#buy').isVisible()).toBe(true);
    expect(posts).toEqual([]);
  });

  test('a device that has a passkey makes no second, and says so', async () => {
    const device = await aDevice();
    const page = await arrive(await anInstruction());
    await carry(device, await plugIn(page));
    await payByPassword(page);
    await addPasskey(page);
    expect(await page.textContent('#passkey-said')).toBe('This device has a passkey already.');
  });

  test('another card’s device, and one that can’t tell its user, pay nothing', async () => {
    await aDevice();
    const stranger = await aDevice(SAMPLE_PERSON);
    const jws = await anInstruction();
    const page = await arrive(jws);
    await carry(stranger, await plugIn(page));
    await page.fill('#card', HANAKO.card);
    await page.click('#use-passkey');
    await page.waitForFunction(() => document.querySelector('#passkey-problem')!.textContent !== '');
    expect(await page.textContent('#passkey-problem')).toContain('No passkey was used');
    expect(await page.isEnabled('#use-passkey')).toBe(true);

    const nobody = await arrive(jws);
    await carry(stranger, await plugIn(nobody, { verified: false }));
    await nobody.fill('#card', SAMPLE_PERSON.card);
    await nobody.click('#use-passkey');
    await nobody.waitForFunction(() => document.querySelector('#passkey-problem')!.textContent !== '');
    expect(await answersTo(jws)).toEqual([]);
    // The password still does.
    await payByPassword(page);
    expect(await answersTo(jws)).toEqual(['ok']);
  });

  test('what was signed is good once, and in its own window', async () => {
    const device = await aDevice();
    const jws = await anInstruction();
    const page = await arrive(jws);
    await carry(device, await plugIn(page));
    const own = new URL(page.url()).searchParams.get('window')!;
    const posted: string[] = [];
    // Signed, but kept from the server.
    await page.route('**/pay/passkey?window=*', async (route) => {
      posted.push(route.request().postData() ?? '');
      await route.abort();
    });
    await page.fill('#card', HANAKO.card);
    await page.click('#use-passkey');
    await expect.poll(() => posted.length).toBe(1);
    const response = new URLSearchParams(posted[0]).get('response')!;
    await page.unrouteAll();

    const bring = async (at: Page, window: string): Promise<string> => {
      await at.goto(`${url}/pay/form?window=${window}`);
      await at.evaluate((text) => {
        const form = document.querySelector<HTMLFormElement>('#signed')!;
        form.querySelector('input')!.value = text;
        form.submit();
      }, response);
      await at.waitForURL(/\/pay\/(passkey|done)\?window=/);
      return new URL(at.url()).pathname;
    };
    const otherJws = await anInstruction(900);
    const other = await arrive(otherJws);
    const otherWindow = new URL(other.url()).searchParams.get('window')!;
    await other.evaluate(
      ([path, card]) =>
        fetch(path!, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ card }),
        }),
      [`/pay/passkey/options?window=${otherWindow}`, HANAKO.card],
    );
    expect(await bring(other, otherWindow)).toBe('/pay/passkey');
    expect(await other.textContent('.code')).toContain('card-refused');
    expect(await bring(page, own)).toBe('/pay/done');
    expect(await bring(other, otherWindow)).toBe('/pay/passkey');
    expect([await answersTo(jws), await answersTo(otherJws)]).toEqual([['ok'], []]);
  });

  test('a card of nobody is asked for a passkey too, and a wrong number is named at its field', async () => {
    const page = await arrive(await anInstruction());
    await plugIn(page);
    await page.fill('#card', UNKNOWN_CARD);
    await page.click('#use-passkey');
    await page.waitForFunction(() => document.querySelector('#passkey-problem')!.textContent !== '');
    expect(await page.textContent('#passkey-problem')).toContain('No passkey was used');
    await page.fill('#card', '4111007269513903');
    await page.click('#use-passkey');
    await expect.poll(() => page.textContent('#passkey-problem')).toContain('Card number');
  });

  test('without scripts there is the password alone', async () => {
    await context.close();
    context = await chrome.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB', javaScriptEnabled: false });
    const page = await arrive(await anInstruction());
    expect(await page.isVisible('#use-passkey')).toBe(false);
    await payByPassword(page);
    expect(await page.isVisible('#add-passkey')).toBe(false);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
