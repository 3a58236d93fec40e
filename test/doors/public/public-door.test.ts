import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { buildPublicDoor } from '#main/doors/public/public-door.ts';
import { verifyPartyCard } from '#main/vault/index.ts';
import { aBrowser, aShop, codeOn, type TestBrowser, type TestPublicDoor } from '../../builders/a-browser.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { aMall, type TestMall } from '../../builders/a-party.ts';

let mall: TestMall;
let shop: TestPublicDoor;
beforeAll(async () => {
  mall = await aMall();
  shop = await aShop(mall);
});
const browser = (): TestBrowser => aBrowser(shop, 'mall.localhost');

test('a request that never ends does not keep its line', () => {
  const { requestTimeout, headersTimeout } = shop.door.server;
  for (const timeout of [requestTimeout, headersTimeout]) {
    expect(timeout).toBeGreaterThan(0);
    expect(timeout).toBeLessThanOrEqual(120_000);
  }
});

describe('every answer', () => {
  test.each(['/', '/assets/party.css', '/.well-known/tokumei', '/nothing-here', '/carrier'])(
    'at %s keeps other sites out',
    async (path) => {
      const { headers } = await browser().get(path);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*/);
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['strict-transport-security']).toMatch(/^max-age=\d{7,}/);
      expect(headers['referrer-policy']).toMatch(/^(same-origin|no-referrer)$/);
      expect(headers['permissions-policy']).toContain('geolocation=()');
    },
  );

  test('is kept by nobody, but for the pages’ own scripts and styles', async () => {
    writeFileSync(join(shop.assets, 'order.js'), 'export {};');
    expect((await browser().get('/')).headers['cache-control']).toBe('no-store');
    const script = await browser().get('/assets/order.js');
    expect(script.headers).toMatchObject({
      'cache-control': 'public, max-age=300',
      'content-type': 'text/javascript; charset=utf-8',
    });
  });
});

describe('a request', () => {
  test('for another host is misdirected', async () => {
    for (const host of ['127.0.0.1', 'evil.localhost', 'mall.localhost:8443', 'mall.localhost.evil']) {
      const answer = await browser().get('/', { host });
      expect(answer).toMatchObject({ status: 421, body: '' });
    }
  });

  test.each([
    '/assets/..%2fsecret.js',
    '/assets/../secret.js',
    '/assets/%2e%2e%2fsecret.js',
    '/assets/x.html',
    '/assets/',
  ])('reaches no file outside of the assets: %s', async (path) => {
    writeFileSync(join(shop.assets, '..', 'secret.js'), 'secret');
    const answer = await browser().get(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toBe('secret');
  });

  test('for what is not there gets a page with the code', async () => {
    const answer = await browser().get('/nothing-here');
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(codeOn(answer)).toBe('not-found');
  });

  test('with an address that can’t be read is refused without repeating it', async () => {
    const answer = await browser().get('/track/%E0%A4%A-marker');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).not.toContain('marker');
  });
});

describe('a form', () => {
  const own = { origin: 'https://mall.localhost' };

  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.localhost' }],
    ['a page without an origin', { origin: 'null' }],
    ['another port of this host', { origin: 'https://mall.localhost:8443' }],
    ['this host without TLS', { origin: 'http://mall.localhost' }],
    ['another site, as the browser says itself', { ...own, 'sec-fetch-site': 'cross-site' }],
    ['a sister host', { ...own, 'sec-fetch-site': 'same-site' }],
  ])('of %s is refused', async (_, headers) => {
    for (const path of ['/basket', '/carrier', '/confirm', '/language', '/ship?x=1']) {
      const answer = await browser().post(path, { take: 'BK-1' }, headers);
      expect(answer.status).toBe(403);
      expect(codeOn(answer)).toBe('session-missing');
      expect(answer.cookies).toEqual([]);
    }
  });

  test.each<[string, Record<string, string>]>([
    ['says so by Origin', own],
    ['says so by Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }],
    ['comes from a browser that says neither', {}],
  ])('of our own that %s is taken', async (_, headers) => {
    expect((await browser().post('/language', { language: 'en' }, headers)).status).toBe(303);
  });

  test('too large is refused', async () => {
    const answer = await browser().post('/basket', { take: 'x'.repeat(70_000) });
    expect(answer.status).toBe(422);
    expect(codeOn(answer)).toBe('too-large');
  });

  test('of another type than a form does nothing', async () => {
    const xml = await browser().post('/basket', {}, { 'content-type': 'application/xml' });
    expect([xml.status, codeOn(xml)]).toEqual([422, 'field-invalid']);
    const json = await browser().post('/basket', {}, { 'content-type': 'application/json' });
    expect(json.status).toBe(422);
  });
});

describe('the language', () => {
  test('is the browser’s first of the two, else Japanese', async () => {
    const langOf = async (accept: string): Promise<string | undefined> =>
      /<html[^>]*lang="(\w+)"/.exec((await browser().get('/', { 'accept-language': accept })).body)?.[1];
    expect(await langOf('en-GB,en;q=0.9')).toBe('en');
    expect(await langOf('ja')).toBe('ja');
    expect(await langOf('fr-FR, en;q=0.5')).toBe('en');
    expect(await langOf('fr')).toBe('ja');
  });

  test('is kept in a cookie when the customer chose it, and leads back', async () => {
    const customer = browser();
    const answer = await customer.post('/language', { language: 'ja', back: '/order' });
    expect(answer).toMatchObject({ status: 303, headers: { location: '/order' } });
    expect(answer.cookies).toEqual(['__Host-language=ja; Path=/; Secure; HttpOnly; SameSite=Lax']);
    expect((await customer.get('/')).body).toContain('lang="ja"');
  });

  test.each(['//evil.localhost', 'https://evil.localhost', '/\\evil', 'javascript:alert(1)', '/a?b=1'])(
    'never leads elsewhere: %s',
    async (back) => {
      expect((await browser().post('/language', { language: 'en', back })).headers['location']).toBe('/');
    },
  );

  test('that is none of the two changes nothing', async () => {
    expect((await browser().post('/language', { language: 'xx' })).cookies).toEqual([]);
    expect((await browser().post('/language', {})).status).toBe(303);
  });
});

describe('the party’s card', () => {
  test('can be fetched by everybody and is signed', async () => {
    const answer = await browser().get('/.well-known/tokumei');
    expect(answer.headers['content-type']).toMatch(/^application\/jose/);
    const card = expectOk(await verifyPartyCard(answer.body));
    expect(card).toMatchObject({ id: 'mall.localhost', role: 'mall', public: 'https://mall.localhost' });
  });
});

describe('what breaks', () => {
  async function broken(cause: Error) {
    const reports: unknown[] = [];
    const setting = {
      party: 'x',
      accent: '#264B7D',
      demo: false,
      publicUrl: 'https://mall.localhost',
      tls: mall.vault.tlsContext('public')!,
      assets: aFolder(),
      card: () => Promise.reject(cause),
      report: (seen: unknown) => reports.push(seen),
    };
    const door = await buildPublicDoor(setting, () => undefined);
    atEnd(() => door.close());
    const answer = await aBrowser({ door, reports, assets: '' }, 'mall.localhost').get('/.well-known/tokumei');
    return { answer, reports };
  }

  test('is reported and shown as a code, never in its own words', async () => {
    const { answer, reports } = await broken(new Error('見本花子 0x17'));
    expect([answer.status, codeOn(answer)]).toEqual([500, 'internal']);
    expect(answer.body).not.toContain('見本花子');
    expect(reports).toHaveLength(1);
  });

  test('for want of disk space is said to be', async () => {
    const { answer } = await broken(Object.assign(new Error('x'), { code: 'disk-full' }));
    expect([answer.status, codeOn(answer)]).toEqual([507, 'disk-full']);
  });
});
