import { beforeAll, describe, expect, test } from 'vitest';
import { ERRORS } from '#shared/errors.ts';
import { expectOk } from '#shared/result.ts';
import { agencyHome, agencyRoutes } from '#main/doors/public/agency-routes.ts';
import { suspendPartner } from '#main/post/index.ts';
import { aBrowser, aDoor, type TestPublicDoor } from '../../builders/a-browser.ts';
import {
  aConfirmation,
  type AgencyGroup,
  anAgencyGroup,
  anAskedOrder,
  aWallet,
  OWNER,
} from '../../builders/an-agency.ts';

const HOST = 'agency.localhost';
const OWN = { host: HOST, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };

let group: AgencyGroup;
let door: TestPublicDoor;
let wallet: string;
beforeAll(async () => {
  group = await anAgencyGroup('reseal');
  door = await aDoor(group.agency, (server, pages) => {
    agencyRoutes(group.agency.agency)(server, pages);
    agencyHome(server, pages);
  });
  wallet = await aWallet(group.agency);
});

async function post(url: string, body: unknown, headers: Record<string, string> = OWN) {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await door.door.inject({ method: 'POST', url, headers, payload });
  const isJson = answer.headers['content-type']?.startsWith('application/json');
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: isJson ? (answer.json() as unknown) : answer.body,
  };
}

const refused = (code: keyof typeof ERRORS, about?: string) => ({
  status: ERRORS[code].status,
  body: about === undefined ? { code } : { code, about },
});

describe('the agency’s pages', () => {
  test('are the same for everybody, keep no cookie and are not stored', async () => {
    const browser = aBrowser(door, HOST);
    for (const path of ['/enrol', '/wallet']) {
      const page = await browser.get(path);
      expect(page).toMatchObject({ status: 200, cookies: [], headers: { 'cache-control': 'no-store' } });
      expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    }
    expect((await browser.get('/wallet')).body).toBe((await browser.get('/wallet')).body);
    expect(await browser.get('/')).toMatchObject({ status: 303, headers: { location: '/wallet' } });
  });

  test('have no field that a browser could send by itself', async () => {
    for (const path of ['/enrol', '/wallet']) {
      const { body } = await aBrowser(door, HOST).get(path);
      const inputs = body.match(/<input[^>]*>/g) ?? [];
      const own = inputs.filter((input) => !input.includes('name="back"'));
      expect(own.length).toBeGreaterThan(0);
      for (const input of own) expect(input).not.toMatch(/\sname=/);
    }
  });

  test('say which variant it is before anything is typed, and whom one is at', async () => {
    const { body } = await aBrowser(door, HOST).get('/enrol', { 'accept-language': 'en' });
    expect(body).toContain('We open the seal and close it anew');
    expect(body).toContain('agency.localhost');
    expect(body).toContain('見本クレジット');
    const passing = await anAgencyGroup('pass');
    const other = await aDoor(passing.agency, agencyRoutes(passing.agency.agency));
    const page = await aBrowser(other, HOST).get('/enrol', { 'accept-language': 'ja' });
    expect(page.body).toContain('当社は開かずに渡す方式');
    expect(page.body).not.toContain('当社が開いて封緘し直す方式');
  });

  test('are not there while nobody is there to settle', async () => {
    const alone = await anAgencyGroup('reseal');
    expectOk(await suspendPartner(alone.agency.post, 'staff', alone.credit.id));
    const other = await aDoor(alone.agency, agencyRoutes(alone.agency.agency));
    for (const path of ['/enrol', '/wallet']) {
      expect(await aBrowser(other, HOST).get(path)).toMatchObject({ status: 503 });
    }
  });
});

describe('what the pages’ scripts ask', () => {
  test('is an order, from its announcement to its confirmation', async () => {
    const unknown = 'x'.repeat(43);
    expect(await post('/wallet/request', { code: unknown })).toMatchObject(refused('agency-unavailable'));
    const order = await anAskedOrder(group);
    expect(await post('/wallet/request', { code: order.code })).toMatchObject({
      status: 200,
      body: { purchase: order.purchase, quantity: 3, state: 'open' },
    });
    const confirmation = await aConfirmation(group, order, wallet, OWNER.pin);
    const sent = { code: order.code, wallet, confirmation };
    expect(await post('/wallet/confirm', sent)).toMatchObject({ status: 202, body: {} });
    expect(await post('/wallet/state', { code: order.code })).toMatchObject({ status: 200, body: { state: 'sent' } });
    expect(await post('/wallet/confirm', sent)).toMatchObject(refused('already-decided'));
  });

  test('is answered to this host’s own pages alone, and no origin may read it', async () => {
    const order = await anAskedOrder(group);
    for (const more of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      expect(await post('/wallet/request', { code: order.code }, { ...OWN, ...more })).toMatchObject({ status: 403 });
    }
    const foreign = { host: HOST, origin: 'https://mall.localhost', 'content-type': 'application/json' };
    expect(await post('/wallet/request', { code: order.code }, foreign)).toMatchObject({ status: 403 });
    const own = await post('/wallet/request', { code: order.code });
    expect(own.headers['access-control-allow-origin']).toBeUndefined();
  });

  test.each([
    ['/enrol', {}],
    ['/enrol', { serial: 'x', ticket: '', sealed: 'AAAA', pin: 'AAAA' }],
    ['/wallet/request', { code: 'short' }],
    ['/wallet/request', []],
    ['/wallet/confirm', { code: 'x'.repeat(43), wallet: 'x'.repeat(9000), confirmation: 'AAAA' }],
    ['/wallet/confirm', { code: 'x'.repeat(43), wallet: 'a.b.c', confirmation: 'not base64!' }],
    ['/wallet/state', null],
    ['/wallet/revoke', { wallet: 7 }],
  ])('%s without its shape is refused, and not repeated: %o', async (path, body) => {
    expect(await post(path, body)).toMatchObject(refused('field-invalid', 'form'));
  });

  test('that is no JSON at all, or a form, is refused', async () => {
    expect(await post('/wallet/confirm', '{"code":')).toMatchObject({ status: 422 });
    const form = { ...OWN, 'content-type': 'application/x-www-form-urlencoded' };
    expect(await post('/enrol', 'name=%E8%A6%8B%E6%9C%AC&card=4111007269513902', form)).toMatchObject(
      refused('field-invalid', 'form'),
    );
    expect(door.reports).toEqual([]);
  });

  test('withdraws a wallet for whoever holds it', async () => {
    const own = await aWallet(group.agency);
    expect(await post('/wallet/revoke', { wallet: `${own.slice(0, -4)}AAAA` })).toMatchObject({ status: 422 });
    expect(await post('/wallet/revoke', { wallet: own })).toMatchObject({ status: 200, body: {} });
    expect(await post('/wallet/revoke', { wallet: own })).toMatchObject({ status: 200, body: {} });
    const order = await anAskedOrder(group);
    const confirmation = await aConfirmation(group, order, own);
    expect(await post('/wallet/confirm', { code: order.code, wallet: own, confirmation })).toMatchObject(
      refused('wallet-revoked'),
    );
  });

  test('may be tried so often from one address, and what was right does not count', async () => {
    const order = await anAskedOrder(group);
    for (let n = 0; n < 130; n++) {
      expect((await post('/wallet/state', { code: order.code })).status).toBe(200);
    }
    const foreign = { code: order.code, wallet: 'AAAA.AAAA.AAAA', confirmation: 'AAAA' };
    const answers: number[] = [];
    for (let n = 0; n < 130; n++) answers.push((await post('/wallet/confirm', foreign)).status);
    expect(answers[0]).toBe(422);
    expect(answers.at(-1)).toBe(429);
    group.clock.advance({ hours: 1, seconds: 1 });
    expect(await post('/wallet/confirm', foreign)).toMatchObject(refused('confirmation-expired'));
  });

  test('may withdraw only so many wallets from one address: each stays on the list for good', async () => {
    group.clock.advance({ hours: 1, seconds: 1 });
    const answers: number[] = [];
    for (let n = 0; n < 31; n++) {
      answers.push((await post('/wallet/revoke', { wallet: await aWallet(group.agency) })).status);
    }
    expect(answers.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 200));
    expect(answers.at(-1)).toBe(429);
  });
});
