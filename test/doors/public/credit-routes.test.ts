import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formatNumber } from '#shared/domain/number.ts';
import { INSTRUCTION_TYPE } from '#shared/protocol/instruction.ts';
import { expectOk } from '#shared/result.ts';
import { suspendPartner } from '#main/post/index.ts';
import { endStalePayments } from '#main/roles/credit/settle.ts';
import {
  aBrowser,
  aPayWindow,
  type BrowserAnswer,
  codeOn,
  type TestBrowser,
  type TestPublicDoor,
} from '../../builders/a-browser.ts';
import { approveNow, carryMessages, sentEvents } from '../../builders/a-group.ts';
import {
  aCardNumber,
  aPayInstruction,
  aPayOffer,
  aSettlingGroup,
  BLOCKED,
  EXPIRED,
  HANAKO,
  payClaims,
  SAMPLE_PERSON,
  type SettlingGroup,
  TARO,
  UNKNOWN_CARD,
} from '../../builders/a-payment.ts';

let group: SettlingGroup;
let window: TestPublicDoor;
let browser: TestBrowser;
/** Every page that this door sent. */
const sent: BrowserAnswer[] = [];

beforeAll(async () => {
  group = await aSettlingGroup();
  window = await aPayWindow(group.credit);
});
beforeEach(() => {
  // The tries of the test before no longer count.
  group.clock.advance({ hours: 1 });
  browser = recorded(aBrowser(window, 'credit.localhost'));
});

function recorded(plain: TestBrowser): TestBrowser {
  const keep = async (answer: Promise<BrowserAnswer>): Promise<BrowserAnswer> => {
    sent.push(await answer);
    return answer;
  };
  return {
    jar: plain.jar,
    get: (...args) => keep(plain.get(...args)),
    post: (...args) => keep(plain.post(...args)),
  };
}

/** As the form of a mall's page that sends no referrer. */
const FROM_MALL = { origin: 'null', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
const OWN = { origin: 'https://credit.localhost', 'sec-fetch-site': 'same-origin' };
const ENTRY = { ...HANAKO };

/** The window that each browser came into last. */
const windows = new WeakMap<TestBrowser, string>();
const here = (path: string, at: TestBrowser = browser): string => `${path}?window=${windows.get(at) ?? ''}`;
const own = (path: string, fields: Parameters<TestBrowser['post']>[1], at = browser): Promise<BrowserAnswer> =>
  at.post(here(path, at), fields, OWN);

/** The form of the mall's page: SameSite keeps our cookies from it. */
const bring = (instruction: string, at: TestBrowser = browser): Promise<BrowserAnswer> =>
  at.post('/pay', { instruction }, { ...FROM_MALL, cookie: '' });
/** … and where its answer leads. */
async function comeIn(instruction: string, at: TestBrowser = browser): Promise<BrowserAnswer> {
  expect((await bring(instruction, at)).headers['location']).toBe('/pay/arrived');
  const entered = await at.get('/pay/arrived');
  windows.set(at, /^\/pay\/form\?window=([\w-]{22})$/.exec(entered.headers['location']!)![1]!);
  return entered;
}
/** A browser at the form; resolves to how both sides call the purchase. */
async function arrived(yen = 1000, at: TestBrowser = browser): Promise<{ jti: string; instruction: string }> {
  const instruction = await aPayInstruction(group, { yen });
  await comeIn(instruction, at);
  return { jti: payClaims(instruction).jti, instruction };
}

const answersTo = async (jti: string) =>
  (await sentEvents(group.credit, 'settlement.result')).filter(({ subject }) => subject === jti);
const settlements = async (jti: string) =>
  group.credit.storage.read.selectFrom('settlement').selectAll().where('jti', '=', jti).execute();
/** A mall takes the answers: no page waits for it. */
async function told(): Promise<void> {
  const at = group.clock().toISOString();
  await group.credit.storage.write((db) =>
    db.updateTable('outbox').set({ accepted_at: at }).where('accepted_at', 'is', null).execute(),
  );
}
const digits = ({ body }: BrowserAnswer): string => body.replaceAll(/\s|<[^>]*>/g, '');
/** The answers that the page gives to check words. */
const signs = ({ body }: BrowserAnswer): string =>
  [...body.matchAll(/class="sign (?:right|wrong)" aria-hidden="true">(.)</g)].map(([, sign]) => sign).join('');

describe('a payment through the customer’s browser', () => {
  test('goes from the mall’s form to the receipt, in the customer’s own window', async () => {
    const { instruction, orderId } = await aPayOffer(group, { 'BK-1': 1 });
    const posted = await bring(instruction);
    expect(posted).toMatchObject({ status: 303, headers: { location: '/pay/arrived' } });
    expect(posted.cookies).toHaveLength(1);
    expect(posted.cookies[0]).toMatch(/^__Host-arrival=[\w-]{22}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    const entered = await browser.get('/pay/arrived');
    expect(entered.status).toBe(303);
    expect(
      entered.cookies.some((set) => /^__Host-browser=[\w-]{22}; Path=\/; Secure; HttpOnly; SameSite=Lax$/.test(set)),
    ).toBe(true);
    windows.set(browser, new URL(entered.headers['location']!, 'https://x').searchParams.get('window')!);
    const form = await browser.get(here('/pay/form'));
    expect(form.status).toBe(200);
    for (const shown of ['見本マーケット', 'mall.localhost', 'credit.localhost', '¥715'])
      expect(form.body).toContain(shown);
    expect(form.body).toMatch(/<code class="cipher">[\w-]{40,}<\/code>/);
    expect(form.body).not.toMatch(/BK-1|文庫本/);

    const { jti } = payClaims(instruction);
    const paid = await own('/pay/accept', ENTRY);
    expect(paid).toMatchObject({ status: 303, headers: { location: here('/pay/done') } });
    const [settlement] = await settlements(jti);
    await carryMessages(group.credit, group.mall);
    const done = await browser.get(here('/pay/done'));
    expect(done.body).toContain(formatNumber(settlement!.receipt));
    expect(done.body).toContain('¥715');
    expect(done.body).toContain('The shop has been told.');
    expect(done.body).toContain('https://mall.localhost/order');
    const payment = await group.mall.storage.read
      .selectFrom('settlement')
      .selectAll()
      .where('order_id', '=', orderId)
      .executeTakeFirstOrThrow();
    expect(payment).toMatchObject({ state: 'accepted', receipt: settlement!.receipt });
  });

  test('names no number of the order in any address, and keeps to itself where it came from', async () => {
    const { jti } = await arrived();
    await own('/pay/accept', ENTRY);
    await told();
    const done = await browser.get(here('/pay/done'));
    for (const { headers } of sent.slice(-4)) {
      expect(headers['location'] ?? '').not.toContain(jti);
      expect(headers).toMatchObject({ 'cross-origin-opener-policy': 'same-origin', 'cache-control': 'no-store' });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
    const [posted, entered] = sent.slice(-4);
    for (const answer of [posted!, entered!, done]) expect(answer.headers['referrer-policy']).toBe('no-referrer');
    const form = await browser.get(here('/pay/form'));
    expect(form.headers['location']).toBe(here('/pay/done'));
  });

  test('says so when the shop can’t be reached', async () => {
    await arrived();
    await own('/pay/accept', ENTRY);
    const done = await browser.get(here('/pay/done'));
    expect(done.body).toContain('The shop can’t be reached yet.');
    await told();
  });

  test('works over TLS as browsers speak it', async () => {
    const listening = await aPayWindow(group.credit);
    await listening.door.listen({ host: '127.0.0.1', port: 0 });
    const { port } = listening.door.server.address() as AddressInfo;
    const body = new URLSearchParams({ instruction: await aPayInstruction(group) }).toString();
    const answer = await new Promise<{ status: number; location: string; protocol: string | null }>(
      (resolve, reject) => {
        const outgoing = request(
          {
            host: '127.0.0.1',
            port,
            servername: 'credit.localhost',
            ca: group.credit.authority.rootPem,
            method: 'POST',
            path: '/pay',
            headers: { host: 'credit.localhost', 'content-type': 'application/x-www-form-urlencoded', ...FROM_MALL },
            agent: false,
          },
          (response) => {
            const protocol = (response.socket as TLSSocket).getProtocol();
            response.resume();
            resolve({ status: response.statusCode!, location: response.headers.location!, protocol });
          },
        );
        outgoing.on('error', reject);
        outgoing.end(body);
      },
    );
    expect(answer).toEqual({ status: 303, location: '/pay/arrived', protocol: 'TLSv1.3' });
  });
});

describe('an instruction that a browser posts', () => {
  test('is refused when it was changed, is too old, for somebody else or of a suspended mall', async () => {
    const instruction = await aPayInstruction(group);
    const claims = payClaims(instruction);
    const signed = (changes: object): Promise<string> =>
      group.mall.vault.sign(INSTRUCTION_TYPE, JSON.stringify({ ...claims, ...changes }));
    const wrongs: [string, number, string][] = [
      ['', 400, 'instruction-invalid'],
      [`${instruction.slice(0, -6)}AAAAAA`, 400, 'instruction-invalid'],
      [await signed({ iat: claims.iat - 9000, exp: claims.exp - 9000 }), 410, 'instruction-expired'],
      [await signed({ aud: 'other.localhost' }), 403, 'instruction-foreign'],
    ];
    for (const [jws, status, code] of wrongs) {
      const answer = await bring(jws);
      expect([answer.status, codeOn(answer), answer.cookies]).toEqual([status, code, []]);
    }
    expect((await bring(instruction)).status).toBe(303);
    const altered = await bring(await signed({ amount: { value: 1, currency: 'JPY' } }));
    expect([altered.status, codeOn(altered)]).toEqual([409, 'instruction-reused']);
    expectOk(await suspendPartner(group.credit.post, 'staff', group.mall.id));
    const suspended = await bring(instruction);
    expect([suspended.status, codeOn(suspended)]).toEqual([403, 'partner-suspended']);
    expectOk(await approveNow(group.credit, group.mall));
  });

  test('is never taken from an address, nor from another site’s form', async () => {
    const instruction = await aPayInstruction(group);
    expect((await browser.get(`/pay?instruction=${instruction}`)).status).toBe(404);
    const foreign = await browser.post('/pay', { instruction }, { ...FROM_MALL, origin: 'https://evil.example' });
    expect([foreign.status, codeOn(foreign)]).toEqual([403, 'instruction-foreign']);
  });

  test('leads nowhere from what is not there: a credit company has no first page to go on with', async () => {
    const { body } = await browser.get('/');
    expect(codeOn({ body })).toBe('not-found');
    expect(body).not.toContain('href="/"');
  });

  test('comes with `Origin: null`, which every other form is refused with', async () => {
    const { jti } = await arrived();
    for (const path of ['/pay/accept', '/pay/refuse', '/pay/words']) {
      const answer = await browser.post(here(path), { ...ENTRY, word: 'kaede' }, FROM_MALL);
      expect([answer.status, codeOn(answer)]).toEqual([403, 'session-missing']);
    }
    expect(await answersTo(jti)).toEqual([]);
  });
});

describe('the pay window', () => {
  test('is nobody’s without its cookie, its name, or both of one browser', async () => {
    await arrived();
    const stranger = recorded(aBrowser(window, 'credit.localhost'));
    await arrived(1000, stranger);
    const mixed = here('/pay/form', stranger);
    const named = here('/pay/form');
    for (const answer of [
      await browser.get('/pay/form'),
      await browser.get('/pay/done'),
      await browser.get(mixed),
      await stranger.get(named),
      await recorded(aBrowser(window, 'credit.localhost')).get(named),
      await browser.post('/pay/accept', ENTRY, OWN),
      await browser.post('/pay/refuse', {}, OWN),
      await stranger.post(here('/pay/accept'), ENTRY, OWN),
      await stranger.post(here('/pay/words'), { card: HANAKO.card, word: 'kaede' }, OWN),
    ]) {
      expect([answer.status, codeOn(answer)]).toEqual([403, 'session-missing']);
    }
  });

  test('ends after an hour', async () => {
    const { jti } = await arrived();
    group.clock.advance({ minutes: 61 });
    expect(codeOn(await own('/pay/accept', ENTRY))).toBe('session-missing');
    await endStalePayments(group.credit.credit);
    expect((await answersTo(jti)).map(({ data }) => data['result'])).toEqual(['no']);
  });
});

describe('card and password', () => {
  test.each([
    ['a wrong password', { ...HANAKO, password: 'geheim-geheim' }, 'card-refused'],
    ['a card of nobody', { ...HANAKO, card: UNKNOWN_CARD }, 'card-refused'],
    ['a wrong check digit', { ...HANAKO, card: '4111007269513903' }, 'bad-number'],
    ['no password', { ...HANAKO, password: '' }, 'field-missing'],
    ['nothing', { card: '', password: '' }, 'bad-number'],
    ['what could run', { card: '"><script>alert(1)</script>', password: '"><img src=x>' }, 'bad-number'],
  ])('with %s show the form again, empty, and may be tried again', async (_, entry, code) => {
    const { jti } = await arrived();
    const answer = await own('/pay/accept', entry);
    expect([answer.status, codeOn(answer)]).toEqual([422, code]);
    expect(answer.body).not.toMatch(/alert\(1\)|src=x|value="4|geheim/);
    expect(await answersTo(jti)).toEqual([]);
    expect((await own('/pay/accept', ENTRY)).headers['location']).toBe(here('/pay/done'));
    expect((await answersTo(jti)).map(({ data }) => data['result'])).toEqual(['ok']);
  });

  test('refused for whatever reason look alike', async () => {
    await arrived();
    const pages = [];
    for (const entry of [
      { ...HANAKO, password: 'x' },
      { ...HANAKO, card: UNKNOWN_CARD },
      { ...BLOCKED, password: 'x' },
      { ...EXPIRED, password: 'x' },
    ]) {
      pages.push((await own('/pay/accept', entry)).body);
    }
    expect(new Set(pages).size).toBe(1);
  });

  test('that can’t pay end as NO, which looks alike too and shows no receipt', async () => {
    const pages = [];
    for (const [entry, yen] of [
      [BLOCKED, 1200],
      [EXPIRED, 1200],
      [TARO, 1200],
    ] as const) {
      const { jti } = await arrived(yen);
      expect((await own('/pay/accept', entry)).headers['location']).toBe(here('/pay/done'));
      expect((await answersTo(jti)).map(({ data }) => data)).toEqual([
        { purchase: jti, result: 'no', reason: 'declined' },
      ]);
      await told();
      pages.push((await browser.get(here('/pay/done'))).body.replaceAll(/window=[\w-]{22}/g, ''));
    }
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('We could not take this payment');
    expect(pages[0]).not.toMatch(/class="number big"|¥/);
  });

  test('too often are told to wait', async () => {
    await arrived();
    const wrong = { ...HANAKO, password: 'x' };
    for (let tried = 0; tried < 10; tried++) await own('/pay/accept', wrong);
    expect(codeOn(await own('/pay/accept', ENTRY))).toBe('too-many');
  });

  test('from one address too often are told to wait, whatever the cards; right ones are never too many', async () => {
    for (let bought = 0; bought < 32; bought++) {
      await arrived(10);
      expect((await own('/pay/accept', ENTRY)).headers['location']).toBe(here('/pay/done'));
    }
    await arrived();
    for (let tried = 0; tried < 30; tried++) {
      expect(codeOn(await own('/pay/accept', { ...HANAKO, card: aCardNumber(100 + tried) }))).toBe('card-refused');
    }
    const answer = await own('/pay/accept', SAMPLE_PERSON);
    expect([answer.status, codeOn(answer)]).toEqual([422, 'too-many']);
    expect(answer.body).toContain('from your network');
    group.clock.advance({ minutes: 59 });
    await arrived();
    expect(codeOn(await own('/pay/accept', SAMPLE_PERSON))).toBe('too-many');
    group.clock.advance({ minutes: 1 });
    expect((await own('/pay/accept', SAMPLE_PERSON)).headers['location']).toBe(here('/pay/done'));
  });

  test('pressed twice settle once, and lead to the same receipt', async () => {
    const { jti } = await arrived();
    const both = await Promise.all([own('/pay/accept', ENTRY), own('/pay/accept', ENTRY)]);
    for (const answer of both) expect(answer).toMatchObject({ status: 303, headers: { location: here('/pay/done') } });
    expect((await own('/pay/accept', ENTRY)).headers['location']).toBe(here('/pay/done'));
    const [settlement, ...more] = await settlements(jti);
    expect(more).toEqual([]);
    expect(await answersTo(jti)).toHaveLength(1);
    await told();
    expect(digits(await browser.get(here('/pay/done')))).toContain(settlement!.receipt);
  });
});

describe('"refuse"', () => {
  test('tells the mall NG once and leads to the end', async () => {
    const { jti } = await arrived();
    for (let press = 0; press < 2; press++) {
      expect((await own('/pay/refuse', {})).headers['location']).toBe(here('/pay/done'));
    }
    expect((await answersTo(jti)).map(({ data }) => data)).toEqual([{ purchase: jti, result: 'refused' }]);
    await told();
    const done = await browser.get(here('/pay/done'));
    expect(done.body).toContain('You refused');
    expect(done.body).not.toMatch(/class="number big"|¥/);
  });

  test('after the payment is too late, and the receipt stays', async () => {
    const { jti } = await arrived();
    await own('/pay/accept', ENTRY);
    await own('/pay/refuse', {});
    await told();
    expect((await answersTo(jti)).map(({ data }) => data['result'])).toEqual(['ok']);
    expect(digits(await browser.get(here('/pay/done')))).toContain((await settlements(jti))[0]!.receipt);
  });
});

describe('check words', () => {
  const ask = (card: string, ...words: string[]): Promise<BrowserAnswer> =>
    own('/pay/words', [['card', card], ...words.map((word) => ['word', word] as const)]);

  test('are answered ○ and × in their order, on the same page, and decide nothing', async () => {
    const { jti } = await arrived();
    const answer = await ask(HANAKO.card, 'kaede', 'zzz-wrong', 'hayabusa');
    expect([answer.status, signs(answer)]).toEqual([200, '○×○']);
    expect(answer.body).not.toMatch(/kaede|zzz-wrong|hayabusa/);
    expect(signs(await ask(SAMPLE_PERSON.card, 'lantern'))).toBe('○');
    expect(signs(await ask(UNKNOWN_CARD, 'kaede', 'lantern'))).toBe('××');
    // Fields that were left blank are none; between two they keep their place.
    expect(signs(await ask(HANAKO.card, 'kaede', '', ''))).toBe('○');
    expect(signs(await ask(HANAKO.card, 'kaede', '', 'mizuumi'))).toBe('○×○');
    expect(await answersTo(jti)).toEqual([]);
  });

  test('asked wrongly or too often show the form again with the reason', async () => {
    await arrived();
    expect(codeOn(await ask('4111007269513903', 'kaede'))).toBe('bad-number');
    expect(codeOn(await ask(HANAKO.card))).toBe('field-missing');
    expect(codeOn(await ask(HANAKO.card, ...Array<string>(7).fill('kaede')))).toBe('field-too-long');
    const card = aCardNumber(7);
    for (let tried = 0; tried < 5; tried++) expect(signs(await ask(card, 'kaede'))).toBe('×');
    const answer = await ask(card, 'kaede');
    expect([answer.status, codeOn(answer), signs(answer)]).toEqual([422, 'too-many', '']);
  });
});

describe('check words from one address', () => {
  test('end after sixty in an hour, whatever the cards', async () => {
    await arrived();
    for (let asked = 0; asked < 60; asked++) {
      const answer = await own('/pay/words', { card: aCardNumber(200 + asked), word: 'kaede' });
      expect(signs(answer)).toBe('×');
    }
    const answer = await own('/pay/words', { card: HANAKO.card, word: 'kaede' });
    expect([answer.status, codeOn(answer), signs(answer)]).toEqual([422, 'too-many', '']);
  });
});

describe('what a script asks for a passkey', () => {
  const post = (path: string, question: unknown, headers = OWN as Record<string, string>) =>
    window.door.inject({
      method: 'POST',
      url: here(path),
      headers: {
        host: 'credit.localhost',
        'accept-language': 'en',
        'content-type': 'application/json',
        cookie: [...browser.jar].map((pair) => pair.join('=')).join('; '),
        ...headers,
      },
      payload: JSON.stringify(question),
    });

  test('is answered as JSON, or refused in words', async () => {
    await arrived();
    const asked = await post('/pay/passkey/options', { card: HANAKO.card });
    expect([asked.statusCode, asked.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(asked.json()).toMatchObject({ rpId: 'credit.localhost', userVerification: 'required', timeout: 300_000 });
    const wrong = await post('/pay/passkey/options', { card: '4111007269513903' });
    expect([wrong.statusCode, (wrong.json() as { code: string }).code]).toEqual([422, 'bad-number']);
    for (const question of [{}, [], 'x', null, { card: 7 }]) {
      expect((await post('/pay/passkey/options', question)).statusCode).toBe(422);
    }
    expect((await post('/pay/passkey/register/options', {})).json()).toMatchObject({ code: 'session-missing' });
    expect((await post('/pay/passkey/register', {})).json()).toMatchObject({ code: 'session-missing' });
  });

  test('is nobody else’s: not without the cookie, not from another site', async () => {
    await arrived();
    const stranger = await post('/pay/passkey/options', { card: HANAKO.card }, { ...OWN, cookie: '' });
    expect([stranger.statusCode, stranger.json()]).toMatchObject([403, { code: 'session-missing' }]);
    const foreign = await post('/pay/passkey/options', { card: HANAKO.card }, FROM_MALL);
    expect(foreign.statusCode).toBe(403);
  });

  test('is asked sixty times in an hour at most', async () => {
    await arrived();
    for (let asked = 0; asked < 60; asked++) await post('/pay/passkey/options', { card: HANAKO.card });
    const answer = await post('/pay/passkey/options', { card: HANAKO.card });
    expect([answer.statusCode, answer.json()]).toMatchObject([429, { code: 'too-many' }]);
  });

  test('and what comes signed wrongly shows the form again, as a wrong password does', async () => {
    const { jti } = await arrived();
    await post('/pay/passkey/options', { card: HANAKO.card });
    for (const response of ['', '{', '[]', '{"id":"x"}', '"><script>alert(1)</script>']) {
      const answer = await own('/pay/passkey', { response });
      expect([answer.status, codeOn(answer)]).toEqual([422, 'card-refused']);
      expect(answer.body).not.toContain('alert(1)');
    }
    expect(await answersTo(jti)).toEqual([]);
    expect((await own('/pay/accept', ENTRY)).headers['location']).toBe(here('/pay/done'));
    expect((await own('/pay/passkey', { response: '{}' })).headers['location']).toBe(here('/pay/done'));
    expect(await answersTo(jti)).toHaveLength(1);
  });

  test('is offered on the page after the password was right, and on no other', async () => {
    await arrived();
    await own('/pay/accept', ENTRY);
    await told();
    expect((await browser.get(here('/pay/done'))).body).toContain('id="passkey-offer"');
    await arrived();
    await own('/pay/refuse', {});
    await told();
    expect((await browser.get(here('/pay/done'))).body).not.toContain('passkey-offer');
  });
});

describe('whoever else holds the instruction', () => {
  let stranger: TestBrowser;
  beforeEach(() => {
    stranger = recorded(aBrowser(window, 'credit.localhost'));
  });

  test('begins blank, and sees once it is decided how it ended and neither receipt nor amount', async () => {
    const { jti, instruction } = await arrived();
    await own('/pay/accept', { ...HANAKO, password: 'x' });
    await comeIn(instruction, stranger);
    expect(codeOn(await stranger.get(here('/pay/form', stranger)))).toBeUndefined();
    await own('/pay/accept', ENTRY);
    await told();
    expect((await stranger.get(here('/pay/form', stranger))).headers['location']).toBe(here('/pay/done', stranger));
    const done = await stranger.get(here('/pay/done', stranger));
    expect(done.body).toContain('Your payment is arranged');
    expect(digits(done)).not.toContain((await settlements(jti))[0]!.receipt);
    expect(done.body).not.toContain('¥');
  });

  test('can’t decide it again, nor take the customer’s place', async () => {
    const { jti, instruction } = await arrived();
    await own('/pay/accept', ENTRY);
    await comeIn(instruction, stranger);
    await own('/pay/refuse', {}, stranger);
    await own('/pay/accept', SAMPLE_PERSON, stranger);
    expect(await answersTo(jti)).toHaveLength(1);
    const before = windows.get(browser);
    await comeIn(instruction);
    expect(windows.get(browser)).toBe(before);
    await told();
    expect(digits(await browser.get(here('/pay/done')))).toContain((await settlements(jti))[0]!.receipt);
  });
});

describe('what this door sent', () => {
  afterAll(() => sent.splice(0));

  test('never held a card number, a password or a check word', () => {
    expect(sent.length).toBeGreaterThan(100);
    const secrets = [HANAKO, TARO, SAMPLE_PERSON, EXPIRED, BLOCKED].flatMap(({ card, password }) => [
      card,
      card.replace(/(\d{4})(?=\d)/g, '$1 '),
      card.slice(0, 12),
      password,
    ]);
    const words = ['kaede', 'mizuumi', 'hayabusa', 'lantern', UNKNOWN_CARD, '見本 花子', 'hanako@'];
    const everything = sent.map(({ body, headers, cookies }) => JSON.stringify([body, headers, cookies]));
    for (const secret of [...secrets, ...words]) {
      expect(everything.filter((answer) => answer.includes(secret))).toEqual([]);
    }
  });

  test('broke nothing on the way', () => {
    expect(window.reports).toEqual([]);
  });
});
