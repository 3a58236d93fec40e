import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { enterAddressee } from '#shared/domain/addressee.ts';
import { INSTRUCTION_TYPE } from '#shared/protocol/instruction.ts';
import { decodeAddressee, encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { expectOk } from '#shared/result.ts';
import { suspendPartner } from '#main/post/index.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { sealTo } from '#main/vault/index.ts';
import {
  aBrowser,
  aShipWindow,
  type BrowserAnswer,
  codeOn,
  type TestBrowser,
  type TestPublicDoor,
} from '../../builders/a-browser.ts';
import { aGroup, approveNow, carryMessages, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { ADDRESSEE, anOffer, type Offer } from '../../builders/an-order.ts';

let group: TestGroup;
let window: TestPublicDoor;
let browser: TestBrowser;
beforeAll(async () => {
  group = await aGroup();
  window = await aShipWindow(group.carrier);
});
beforeEach(() => {
  browser = aBrowser(window, 'carrier.localhost');
});

/** As the form of a mall's page that sends no referrer. */
const FROM_MALL = { origin: 'null', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
const TYPED = {
  name: ADDRESSEE.name,
  postalCode: ADDRESSEE.postalCode,
  line1: ADDRESSEE.lines[0]!,
  line2: ADDRESSEE.lines[1]!,
  phone: ADDRESSEE.phone,
  country: 'JP',
};

/** The window that each browser came into last. */
const windows = new WeakMap<TestBrowser, string>();
const here = (path: string, at: TestBrowser = browser): string => `${path}?window=${windows.get(at) ?? ''}`;
const trackingCookie = (at: TestBrowser = browser): string => `__Host-tracking-${windows.get(at)!}`;

/** The form of the mall's page: SameSite keeps our cookies from it. */
const bring = (instruction: string, at: TestBrowser = browser): Promise<BrowserAnswer> =>
  at.post('/ship', { instruction }, { ...FROM_MALL, cookie: '' });
/** … and where its answer leads. */
async function comeIn(instruction: string, at: TestBrowser = browser): Promise<BrowserAnswer> {
  expect((await bring(instruction, at)).headers['location']).toBe('/ship/arrived');
  const entered = await at.get('/ship/arrived');
  windows.set(at, /^\/ship\/form\?window=([\w-]{22})$/.exec(entered.headers['location']!)![1]!);
  return entered;
}
async function arrived(choice = {}): Promise<Offer> {
  const offer = await anOffer(group, choice);
  await comeIn(offer.instruction);
  return offer;
}

interface Sealing {
  readonly publicKey: string;
  readonly recipient: string;
  readonly number: string;
}
function sealingOf({ body }: BrowserAnswer): Sealing {
  const block = /<script[^>]*id="sealing"[^>]*>([^<]*)<\/script>/.exec(body)?.[1];
  return JSON.parse(block!) as Sealing;
}
/** What the page's script sends. */
async function sealedFields(): Promise<{ envelope: string; zone: string }> {
  const { publicKey, recipient, number } = sealingOf(await browser.get(here('/ship/form')));
  const addressee = expectOk(enterAddressee(TYPED));
  const binding = { kind: 'addressee', recipient, number } as const;
  const envelope = expectOk(await sealTo(fromBase64Url(publicKey)!, binding, encodeAddressee(addressee)));
  return { envelope: toBase64Url(envelope), zone: 'mainland' };
}
async function parcels() {
  return group.carrier.storage.read.selectFrom('parcel').selectAll().orderBy('agreed_at').execute();
}
const parcelOf = async (jti: string) => (await parcels()).filter((parcel) => parcel.jti === jti);
const answersTo = async (jti: string) =>
  (await sentEvents(group.carrier, 'shipping.result')).filter(({ subject }) => subject === jti);
const told = (): Promise<number> => carryMessages(group.carrier, group.mall);

describe('an instruction that a browser posts', () => {
  test('is answered with a redirect that names nothing, and with a cookie of this host alone', async () => {
    const { instruction, purchase } = await anOffer(group);
    const answers = [await bring(instruction), await browser.get('/ship/arrived')];
    for (const { status, headers } of answers) {
      expect(status).toBe(303);
      expect(headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(JSON.stringify(headers)).not.toContain(purchase);
    }
    expect(answers.map(({ headers }) => headers['location'])).toEqual([
      '/ship/arrived',
      expect.stringMatching(/^\/ship\/form\?window=[\w-]{22}$/),
    ]);
    const flags = 'Path=/; Secure; HttpOnly; SameSite=Lax';
    expect(answers.flatMap(({ cookies }) => cookies)).toEqual([
      expect.stringMatching(new RegExp(`^__Host-arrival=[\\w-]{22}; ${flags}$`)),
      `__Host-arrival=; ${flags}; Max-Age=0`,
      expect.stringMatching(new RegExp(`^__Host-browser=[\\w-]{22}; ${flags}$`)),
    ]);
  });

  test('lets its browser come in once, and nobody without its one-time cookie', async () => {
    const { instruction } = await anOffer(group);
    await bring(instruction);
    const stranger = aBrowser(window, 'carrier.localhost');
    expect(codeOn(await stranger.get('/ship/arrived'))).toBe('session-missing');
    const once = browser.jar.get('__Host-arrival')!;
    expect((await browser.get('/ship/arrived')).status).toBe(303);
    stranger.jar.set('__Host-arrival', once);
    expect(codeOn(await stranger.get('/ship/arrived'))).toBe('session-missing');
  });

  test('from another page than its mall’s is refused', async () => {
    const { instruction } = await anOffer(group);
    const answer = await browser.post('/ship', { instruction }, { origin: 'https://evil.localhost' });
    expect([answer.status, codeOn(answer)]).toEqual([403, 'instruction-foreign']);
    const own = await browser.post('/ship', { instruction }, { origin: 'https://mall.localhost' });
    expect(own.status).toBe(303);
  });

  test('comes with `Origin: null`, which every other form is refused with', async () => {
    await arrived();
    for (const path of ['/ship/accept', '/ship/refuse', '/language', '/ship/']) {
      const answer = await browser.post(path, TYPED, FROM_MALL);
      expect([answer.status, codeOn(answer)]).toEqual([403, 'session-missing']);
    }
  });

  test('is never taken from an address', async () => {
    const { instruction } = await anOffer(group);
    expect((await browser.get(`/ship?instruction=${instruction}`)).status).toBe(404);
  });

  test.each([
    ['changed on its way', (jws: string) => `${jws.slice(0, -6)}AAAAAA`, 400, 'instruction-invalid'],
    ['none', () => '', 400, 'instruction-invalid'],
  ])('that is %s is refused', async (_, change, status, code) => {
    const { instruction } = await anOffer(group);
    const answer = await bring(change(instruction));
    expect([answer.status, codeOn(answer), answer.cookies]).toEqual([status, code, []]);
  });

  test('that is too old, for somebody else or of a suspended mall is refused', async () => {
    const { instruction } = await anOffer(group);
    const claims = JSON.parse(Buffer.from(instruction.split('.')[1]!, 'base64url').toString()) as Record<
      string,
      unknown
    >;
    const signed = (changes: Record<string, unknown>): Promise<string> =>
      group.mall.vault.sign(INSTRUCTION_TYPE, JSON.stringify({ ...claims, ...changes }));
    const old = await bring(await signed({ iat: Number(claims['iat']) - 9000, exp: Number(claims['exp']) - 9000 }));
    expect([old.status, codeOn(old)]).toEqual([410, 'instruction-expired']);
    const foreign = await bring(await signed({ aud: 'other.localhost' }));
    expect([foreign.status, codeOn(foreign)]).toEqual([403, 'instruction-foreign']);
    expect((await bring(instruction)).status).toBe(303);
    const reused = await bring(await signed({ size: { size: 170, weight: 25 } }));
    expect([reused.status, codeOn(reused)]).toEqual([409, 'instruction-reused']);
    expectOk(await suspendPartner(group.carrier.post, 'staff', group.mall.id));
    const suspended = await bring(instruction);
    expect([suspended.status, codeOn(suspended)]).toEqual([403, 'partner-suspended']);
    expectOk(await approveNow(group.carrier, group.mall));
  });
});

describe('the ship page', () => {
  test('shows whom the customer deals with, what is collected, the fee and some ciphertext', async () => {
    await arrived({ items: { 'HM-1': 1 } });
    const { status, body, headers } = await browser.get(here('/ship/form'));
    expect(status).toBe(200);
    for (const shown of ['見本マーケット', 'mall.localhost', 'carrier.localhost', '¥16,500', '¥800']) {
      expect(body).toContain(shown);
    }
    expect(body).toMatch(/<code class="cipher">[\w-]{40,}<\/code>/);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toContain("form-action 'self';");
  });

  test('tells no price when nothing is collected, and no product', async () => {
    await arrived({ items: { 'HM-1': 1 }, pay: 'later' });
    const { body } = await browser.get(here('/ship/form'));
    expect(body).not.toMatch(/¥16,500|鉄急須|南部鉄器/);
  });

  test('gives the script what it needs to seal, with a number that is reserved for this browser', async () => {
    const { purchase } = await arrived();
    const sealing = sealingOf(await browser.get(here('/ship/form')));
    expect(sealing.recipient).toBe('carrier.localhost');
    const issued = await group.carrier.storage.read.selectFrom('issued_number').select('number').execute();
    expect(issued.map(({ number }) => number)).toContain(sealing.number);
    expect(sealingOf(await browser.get(here('/ship/form'))).number).toBe(sealing.number);
    expect(await parcelOf(purchase)).toEqual([]);
  });

  test('without a cookie is nobody’s', async () => {
    await arrived();
    // It may learn the window's name from the address bar; without the browser's cookie that opens nothing.
    const stranger = aBrowser(window, 'carrier.localhost');
    for (const path of [here('/ship/form'), here('/ship/done'), '/ship/form', '/ship/done']) {
      const answer = await stranger.get(path);
      expect([answer.status, codeOn(answer)]).toEqual([403, 'session-missing']);
    }
    for (const path of [here('/ship/accept'), here('/ship/refuse'), '/ship/accept']) {
      expect(codeOn(await stranger.post(path, TYPED))).toBe('session-missing');
    }
    expect(codeOn(await browser.get('/ship/form'))).toBe('session-missing');
  });

  test('of each order is a window of its own: two in one browser don’t mix', async () => {
    const first = await arrived();
    const one = here('/ship/form');
    const second = await arrived();
    const other = here('/ship/form');
    expect(sealingOf(await browser.get(one)).number).not.toBe(sealingOf(await browser.get(other)).number);
    await browser.post(here('/ship/accept'), TYPED);
    expect(await parcelOf(first.purchase)).toHaveLength(0);
    expect(await parcelOf(second.purchase)).toHaveLength(1);
    expect((await browser.get(one)).status).toBe(200);
    // Nor do the parcels' own pages.
    await browser.post(one.replace('form', 'accept'), TYPED);
    await told();
    const pages = [one, other].map(async (path) => (await browser.get(path.replace('form', 'done'))).body);
    const tracked = (await Promise.all(pages)).map((body) => /href="(\/track\/[\w-]{22})"/.exec(body)?.[1]);
    expect(new Set(tracked.filter(Boolean)).size).toBe(2);
  });
});

describe('"ship"', () => {
  test('with what the script sealed makes the parcel and shows its number and tracking to this browser', async () => {
    const { purchase } = await arrived();
    const answer = await browser.post(here('/ship/accept'), await sealedFields());
    expect(answer).toMatchObject({ status: 303, headers: { location: here('/ship/done') } });
    expect(answer.cookies[0]).toMatch(/^__Host-tracking-[\w-]{22}=[\w-]{22}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    const [parcel] = await parcelOf(purchase);
    await told();
    const done = await browser.get(here('/ship/done'));
    expect(done.body.replaceAll(/\s|<[^>]*>/g, '')).toContain(parcel!.number);
    const trackingUrl = /href="(\/track\/[\w-]{22})"/.exec(done.body)![1]!;
    expect(done.headers['referrer-policy']).toBe('no-referrer');
    expect((await browser.get(trackingUrl)).status).toBe(200);
  });

  test('twice, as by a double click, is one parcel and one message', async () => {
    const { purchase } = await arrived();
    const fields = await sealedFields();
    const answers = await Promise.all([
      browser.post(here('/ship/accept'), fields),
      browser.post(here('/ship/accept'), fields),
    ]);
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 303, headers: { location: here('/ship/done') } });
    expect((await browser.post(here('/ship/accept'), fields)).headers['location']).toBe(here('/ship/done'));
    expect((await browser.get(here('/ship/form'))).headers['location']).toBe(here('/ship/done'));
    expect(await parcelOf(purchase)).toHaveLength(1);
    expect(await answersTo(purchase)).toHaveLength(1);
    await told();
    expect((await browser.get(here('/ship/done'))).body).toContain('/track/');
  });

  test('without scripts seals on the server, and the parcel opens to what was typed', async () => {
    const { purchase } = await arrived();
    expect((await browser.post(here('/ship/accept'), TYPED)).headers['location']).toBe(here('/ship/done'));
    const [parcel] = await parcelOf(purchase);
    const binding = { kind: 'addressee', recipient: 'carrier.localhost', number: parcel!.number } as const;
    const opened = expectOk(await group.carrier.vault.open(new Uint8Array(parcel!.addressee), binding));
    expect(decodeAddressee(opened)).toEqual({ ok: true, value: ADDRESSEE });
  });

  test.each([
    ['an emoji', { name: '花子😀' }, 'field-characters'],
    ['a bidi override', { line1: 'a\u202eb' }, 'field-characters'],
    ['400 characters', { line2: 'あ'.repeat(400) }, 'field-too-long'],
    ['no name', { name: '' }, 'field-missing'],
    ['another country’s code', { country: 'JPN' }, 'field-too-long'],
    ['too much of everything', { line2: '街'.repeat(90), line3: '街'.repeat(90), line4: '街'.repeat(90) }, 'too-large'],
  ])('without scripts and with %s shows the form again with what was typed', async (_, changes, code) => {
    const { purchase } = await arrived();
    const answer = await browser.post(here('/ship/accept'), { ...TYPED, ...changes });
    expect([answer.status, codeOn(answer)]).toEqual([422, code]);
    expect(answer.body).toContain(ADDRESSEE.phone);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(await parcelOf(purchase)).toEqual([]);
  });

  test('with an envelope that can’t be this carrier’s shows the form again', async () => {
    await arrived();
    for (const envelope of ['', 'AAAA', '<script>']) {
      const answer = await browser.post(here('/ship/accept'), { envelope, zone: 'mainland' });
      expect([answer.status, codeOn(answer)]).toEqual([422, 'damaged']);
    }
    const zone = await browser.post(here('/ship/accept'), { ...(await sealedFields()), zone: 'moon' });
    expect([zone.status, codeOn(zone)]).toEqual([422, 'field-invalid']);
  });

  test('shows what is to pay at the door: amount and surcharge', async () => {
    await arrived({ items: { 'BK-1': 1 } });
    await browser.post(here('/ship/accept'), { ...TYPED, postalCode: '900-0001' });
    await told();
    expect((await browser.get(here('/ship/done'))).body).toContain('¥1,595');
  });
});

describe('"refuse"', () => {
  test('tells the mall NG once and leads to the end', async () => {
    const { purchase } = await arrived();
    for (let press = 0; press < 2; press++) {
      expect((await browser.post(here('/ship/refuse'), {})).headers['location']).toBe(here('/ship/done'));
    }
    expect((await answersTo(purchase)).map(({ data }) => data['result'])).toEqual(['refused']);
    await told();
    const done = await browser.get(here('/ship/done'));
    expect(done.body).toContain('https://mall.localhost/order');
    expect(done.body).not.toContain('/track/');
  });
});

describe('whoever else holds the instruction', () => {
  let stranger: TestBrowser;
  beforeEach(() => {
    stranger = aBrowser(window, 'carrier.localhost');
  });

  test('sees nothing of what the customer typed, before or after it was refused for its characters', async () => {
    const { instruction } = await arrived();
    await browser.post(here('/ship/accept'), { ...TYPED, name: '花子😀' });
    await comeIn(instruction, stranger);
    const { status, body } = await stranger.get(here('/ship/form', stranger));
    expect(status).toBe(200);
    for (const typed of ['花子', '尾上町', '045-000-0000']) expect(body).not.toContain(typed);
  });

  test('gets a number of its own', async () => {
    const { instruction } = await arrived();
    const { number } = sealingOf(await browser.get(here('/ship/form')));
    await comeIn(instruction, stranger);
    expect(sealingOf(await stranger.get(here('/ship/form', stranger))).number).not.toBe(number);
  });

  test('sees, once it is decided, how it ended, and neither number nor tracking', async () => {
    const { instruction, purchase } = await arrived();
    await browser.post(here('/ship/accept'), await sealedFields());
    const [parcel] = await parcelOf(purchase);
    await told();
    await comeIn(instruction, stranger);
    expect((await stranger.get(here('/ship/form', stranger))).headers['location']).toBe(here('/ship/done', stranger));
    // Also with a tracking cookie of its own making.
    stranger.jar.set(trackingCookie(stranger), browser.jar.get(trackingCookie())!);
    const done = await stranger.get(here('/ship/done', stranger));
    expect(done.status).toBe(200);
    expect(done.body.replaceAll(/\s|<[^>]*>/g, '')).not.toContain(parcel!.number);
    expect(done.body).not.toContain('/track/');
    expect(done.body).not.toContain('¥');
  });

  test('can’t decide it again', async () => {
    const { instruction, purchase } = await arrived();
    await browser.post(here('/ship/accept'), await sealedFields());
    await comeIn(instruction, stranger);
    await stranger.post(here('/ship/refuse', stranger), {});
    await stranger.post(here('/ship/accept', stranger), TYPED);
    expect(await answersTo(purchase)).toHaveLength(1);
    expect(await parcelOf(purchase)).toHaveLength(1);
    // The customer's own second window hears that its address is not the one.
    await told();
    const { headers } = await browser.post(here('/ship/accept'), { ...TYPED, name: 'Somebody else' });
    expect((await browser.get(headers['location']!)).body).toContain('what you sent just now is not used');
    expect((await browser.get(here('/ship/done'))).body).not.toContain('not used');
  });

  test('does not take the customer’s place from it', async () => {
    const { instruction } = await arrived();
    const { number } = sealingOf(await browser.get(here('/ship/form')));
    await comeIn(instruction, stranger);
    await comeIn(instruction);
    expect(sealingOf(await browser.get(here('/ship/form'))).number).toBe(number);
  });
});

describe('tracking', () => {
  test('by number shows dates and by token hours', async () => {
    const { purchase } = await arrived();
    await browser.post(here('/ship/accept'), await sealedFields());
    const [parcel] = await parcelOf(purchase);
    const scan = parcel!.number;
    expectOk(await scanParcel(group.carrier.carrier, { who: 'sato' }, { scan, step: 'accept' }));
    expectOk(await scanParcel(group.carrier.carrier, { who: 'sato' }, { scan, step: 'arrive' }));
    const stranger = aBrowser(window, 'carrier.localhost');
    const byNumber = await stranger.get(`/track?number=${parcel!.number}`);
    expect(byNumber.body).toContain('2026-11-21');
    expect(byNumber.body).not.toMatch(/\d\d:\d\d/);
    expect(byNumber.body).not.toContain('sato');
    const token = browser.jar.get(trackingCookie())!;
    const byToken = await stranger.get(`/track/${token}`);
    expect(byToken.body).toMatch(/\d\d:\d\d/);
    expect(byToken.body).not.toContain('sato');
    expect(byToken.headers['referrer-policy']).toBe('same-origin');
  });

  test('of a number unknown looks like a parcel that has not come yet', async () => {
    const { purchase } = await arrived();
    await browser.post(here('/ship/accept'), await sealedFields());
    const [parcel] = await parcelOf(purchase);
    const known = await browser.get(`/track?number=${parcel!.number}`);
    const issued = await group.carrier.storage.read.selectFrom('issued_number').select('number').execute();
    const unknown = issued.map(({ number }) => number).find((number) => number.startsWith('4'))!;
    const plain = (body: string, number: string): string => body.replaceAll(/<[^>]*>|\s/g, '').replaceAll(number, '');
    const other = await browser.get(`/track?number=${unknown}`);
    expect([other.status, plain(other.body, unknown)]).toEqual([200, plain(known.body, parcel!.number)]);
  });

  test('needs a number or a token that can be one', async () => {
    expect((await browser.get('/track')).status).toBe(200);
    expect((await browser.get('/track?number=')).status).toBe(200);
    const wrong = await browser.get('/track?number=30482771930560');
    expect([wrong.status, codeOn(wrong)]).toEqual([422, 'bad-number']);
    const twice = await browser.get('/track?number=1&number=2');
    expect(twice.status).toBe(200);
    const token = await browser.get('/track/AAAAAAAAAAAAAAAAAAAAAA');
    expect([token.status, codeOn(token)]).toEqual([404, 'parcel-unknown']);
    expect((await browser.get('/')).headers['location']).toBe('/track');
  });

  test('repeats nothing that could run', async () => {
    const { body } = await browser.get(`/track?number=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
    expect(body).not.toContain('<img');
  });
});

describe('the ship window', () => {
  test('broke nothing on the way', () => {
    expect(window.reports).toEqual([]);
  });
});
