/** The shop's routes for orders without a window of the credit company, with real parties behind their real cards. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { CardSealing } from '#main/doors/public/views.ts';
import { suspendPartner } from '#main/post/index.ts';
import { sha256 } from '#main/vault/index.ts';
import { decodeCardPart, encodeCardPart } from '#shared/protocol/card-part.ts';
import { decodeOrderPart, encodeOrderPart, partBinding } from '#shared/protocol/order-part.ts';
import { parseOrderCode } from '#shared/protocol/order-sheet.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { expectOk } from '#shared/result.ts';
import {
  aBrowser,
  aShop,
  type BrowserAnswer,
  codeOn,
  hiddenField,
  type TestBrowser,
  type TestPublicDoor,
} from '../../builders/a-browser.ts';
import { aGroup, approveNow, introduce, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { aCatalogue } from '../../builders/an-order.ts';
import { aCredit, aWrapper, type TestCredit, type TestParty } from '../../builders/a-party.ts';
import { publicKeyEndOf } from '../../builders/a-sealed-part.ts';
import { anEvent } from '../../post/an-event.ts';
import { bringEvent } from '../../builders/a-group.ts';
import { tagsOf, textOf } from './pages/read-page.ts';

const TERMINAL = toBase64Url(sha256(new Uint8Array([1, 2, 3])));
const CARD = { card: '4111007269513902', expiry: '2029-07', instalments: 1, password: 'tsubaki-7' };

let group: TestGroup;
/** Window and sealed orders; the closed network alone; a company that is an agency for the first. */
let open: TestCredit;
let closed: TestCredit;
let agency: TestCredit;
let shop: TestPublicDoor;
let browser: TestBrowser;

beforeAll(async () => {
  group = await aGroup({
    prepare: async ([, carrier]) => void Object.assign(carrier!.profile, { flows: ['window', 'sealed'] }),
  });
  const company = async (id: string, profile: object): Promise<TestCredit> => {
    const party = await aCredit({ id, name: id, clock: group.clock, press: group.mall.mall.press });
    Object.assign(party.profile, profile);
    await introduce(group.mall, party);
    return party;
  };
  open = await company('open.localhost', { flows: ['window', 'sealed'], terminal: TERMINAL });
  closed = await company('closed.localhost', { flows: ['closed'] });
  agency = await company('agency.localhost', {
    flows: [],
    agency: { settlement: 'open.localhost', variant: 'pass' },
  });
  const wrapper = await aWrapper({ clock: group.clock, press: group.mall.mall.press });
  Object.assign(wrapper.profile, { flows: ['sealed'] });
  await introduce(group.mall, wrapper);
  await aCatalogue(group.mall);
  shop = await aShop(group.mall);
});
beforeEach(() => {
  browser = aBrowser(shop, 'mall.localhost');
});

const PARCEL = { take: 'BK-1' };
const CHOICE = { carrier: 'carrier.localhost', pay: 'settled' };

async function choose(choice: Record<string, string>, basket: Record<string, string> = PARCEL): Promise<BrowserAnswer> {
  await browser.post('/basket', basket);
  return browser.post('/carrier', { ...CHOICE, ...choice });
}
async function confirm(): Promise<BrowserAnswer> {
  const shown = hiddenField(await browser.get('/confirm'), 'shown')!;
  return browser.post('/confirm', { answer: 'ok', shown });
}
/** The order's page. */
async function place(choice: Record<string, string>): Promise<BrowserAnswer> {
  await choose(choice);
  expect((await confirm()).headers['location']).toBe('/order');
  return browser.get('/order');
}
const linkOf = ({ body }: BrowserAnswer, id: string): string | undefined =>
  tagsOf(body).find(({ attributes }) => attributes.id === id)?.attributes.href;
const standing = async (): Promise<Record<string, unknown>> =>
  JSON.parse((await browser.get('/order/state')).body) as Record<string, unknown>;

describe('the checkout', () => {
  test('offers what the partners’ cards say, and a gift-wrapper', async () => {
    await browser.post('/basket', PARCEL);
    const tags = tagsOf((await browser.get('/carrier')).body);
    const offered = (name: string) =>
      tags.filter(({ attributes }) => attributes.name === name).map(({ attributes }) => attributes.value);
    expect(offered('credit')).toEqual(['closed.localhost', 'open.localhost']);
    expect(offered('flow')).toEqual(['window', 'sealed', 'closed', 'agency:agency.localhost']);
    expect(offered('wrapper')).toEqual(['', 'wrapper.localhost']);
  });
  test('keeps what was chosen, also for whoever goes back', async () => {
    await choose({ credit: 'open.localhost', flow: 'agency:agency.localhost' });
    const ticked = tagsOf((await browser.get('/carrier')).body).filter(({ attributes }) => 'checked' in attributes);
    expect(ticked.map(({ attributes }) => attributes.value)).toEqual([
      'carrier.localhost',
      'settled',
      'open.localhost',
      'agency:agency.localhost',
      '',
    ]);
    expect(textOf((await browser.get('/confirm')).body)).toContain('In your wallet of agency.localhost');
  });
  test.each([
    ['a way of another company', { credit: 'closed.localhost', flow: 'sealed' }, 'flow-missing'],
    ['an agency of another company', { credit: 'closed.localhost', flow: 'agency:agency.localhost' }, 'flow-missing'],
    ['no way at all where it is not the only one', { credit: 'open.localhost', flow: 'by-pigeon' }, 'flow-missing'],
    ['a wrapper that is none', { credit: 'open.localhost', flow: 'sealed', wrapper: 'nobody.example' }, 'flow-missing'],
    ['an agency as the company', { credit: 'agency.localhost' }, 'flow-missing'],
  ])('sends whoever chooses %s back to the choice', async (_, choice, code) => {
    const answer = await choose(choice as Record<string, string>);
    expect([answer.status, codeOn(answer)]).toEqual([422, code]);
  });
  test('takes the company’s window, or its only way, where nothing is said', async () => {
    await choose({ credit: 'open.localhost' });
    expect((await browser.get('/confirm')).body).toContain('opens a window of its own for your payment');
    await choose({ credit: 'closed.localhost' });
    expect((await browser.get('/confirm')).body).toContain('you enter your card here');
  });
  test('asks again where the agency was suspended after it was chosen', async () => {
    await choose({ credit: 'open.localhost', flow: 'agency:agency.localhost' });
    expectOk(await suspendPartner(group.mall.post, 'staff', agency.id));
    expect((await browser.get('/confirm')).headers['location']).toBe('/carrier');
    expectOk(await approveNow(group.mall, agency));
    expect((await browser.get('/confirm')).status).toBe(200);
  });
});

describe('a sealed order', () => {
  test('leads to its company’s terminal, with a code that opens it, and to no carrier’s window', async () => {
    const page = await place({ credit: 'open.localhost', flow: 'sealed', wrapper: 'wrapper.localhost' });
    const [address, code] = linkOf(page, 'terminal')!.split('#');
    expect(address).toBe('https://open.localhost/terminal');
    expect(parseOrderCode(code!)).toMatchObject({ origin: 'https://mall.localhost' });
    expect(page.body).toContain(TERMINAL);
    expect(textOf(page.body)).toContain('wrapper.localhost');
    expect(tagsOf(page.body).some(({ attributes }) => attributes.name === 'instruction')).toBe(false);
    expect(page.headers['content-security-policy']).not.toContain('open.localhost');
    const sheet = await shop.door.inject({
      method: 'POST',
      url: '/sealed/sheet',
      headers: { host: 'mall.localhost', origin: 'null', 'content-type': 'text/plain' },
      payload: JSON.stringify({ token: parseOrderCode(code!)!.token }),
    });
    expect(JSON.parse(sheet.body)).toMatchObject({ tokumei: 'order-sheet/1' });
  });
  test('waits, and can be given up; its code opens nothing after that', async () => {
    const page = await place({ credit: 'open.localhost', flow: 'sealed' });
    expect(await standing()).toEqual({
      state: 'awaiting-payment',
      settlement: 'offered',
      way: 'open awaited awaited awaited',
    });
    const answer = await browser.post('/order/give-up', {});
    expect(answer.headers['location']).toBe('/');
    const { token } = parseOrderCode(linkOf(page, 'terminal')!.split('#')[1]!)!;
    const state = await shop.door.inject({
      method: 'POST',
      url: '/sealed/state',
      headers: { host: 'mall.localhost', 'content-type': 'text/plain' },
      payload: JSON.stringify({ token }),
    });
    expect(JSON.parse(state.body)).toEqual({ state: 'ended' });
  });
  test('is another order’s page by another code', async () => {
    const first = linkOf(await place({ credit: 'open.localhost', flow: 'sealed' }), 'terminal');
    browser = aBrowser(shop, 'mall.localhost');
    const second = linkOf(await place({ credit: 'open.localhost', flow: 'sealed' }), 'terminal');
    expect(second).not.toBe(first);
    expect(linkOf(await browser.get('/order'), 'terminal')).toBe(second);
  });
});

describe('an agency order', () => {
  test('leads to the wallet with a code of which the agency was told the hash', async () => {
    const page = await place({ credit: 'open.localhost', flow: 'agency:agency.localhost' });
    const [address, code] = linkOf(page, 'wallet')!.split('#');
    expect(address).toBe('https://agency.localhost/wallet');
    const asked = (await sentEvents(group.mall, 'agency.request')).at(-1)!;
    expect(asked.data['code']).toBe(toBase64Url(sha256(new TextEncoder().encode(code))));
    expect(page.body).toContain('<svg');
    expect(await standing()).toEqual({ state: 'awaiting-payment', settlement: 'offered', way: 'open' });
  });
  test('that the agency declines leads back with the reason', async () => {
    await place({ credit: 'open.localhost', flow: 'agency:agency.localhost' });
    const { subject } = (await sentEvents(group.mall, 'agency.request')).at(-1)!;
    const data = { purchase: subject, verdict: 'no' };
    const event = anEvent(agency, { type: 'agency.verdict', subject, data });
    expectOk(await bringEvent(agency, group.mall, JSON.stringify(event)));
    expect(textOf((await browser.get('/order')).body)).toContain('could not take this payment');
  });
});

describe('an order over a closed network', () => {
  const CLOSED = { credit: 'closed.localhost' };
  const sealingOn = ({ body }: BrowserAnswer): CardSealing =>
    JSON.parse(/<script type="application\/json" id="sealing">(.*?)<\/script>/s.exec(body)![1]!) as CardSealing;

  /** As the page's script does. */
  async function sealed({ number, issuer, amount, expires }: CardSealing, to: TestParty = closed): Promise<string> {
    const part = encodeOrderPart({ mall: issuer, amount, expires, body: encodeCardPart(CARD) });
    const binding = partBinding({ party: to.id, number, mall: issuer as PartyId });
    return toBase64Url(expectOk(await publicKeyEndOf(to).scheme.seal(binding, part)));
  }

  test('tells its page to whom to seal, and hands the envelope on as it came', async () => {
    const page = await place(CLOSED);
    const sealing = sealingOn(page);
    expect(sealing).toMatchObject({ recipient: 'closed.localhost', issuer: 'mall.localhost' });
    const envelope = await sealed(sealing);
    expect((await browser.post('/order/card', { envelope })).headers['location']).toBe('/order');
    const [asked] = (await sentEvents(group.mall, 'inquiry.request')).slice(-1);
    expect(asked!.data).toMatchObject({ part: envelope, by: { scheme: 'hpke' }, amount: sealing.amount });
    const binding = partBinding({
      party: closed.id,
      number: sealing.number,
      mall: group.mall.id,
    });
    const opened = expectOk(await closed.vault.open(fromBase64Url(asked!.data['part'] as string)!, binding));
    expect(expectOk(decodeCardPart(expectOk(decodeOrderPart(opened)).body))).toEqual(CARD);
    expect(await standing()).toMatchObject({ way: 'asked' });
    expect(textOf((await browser.get('/order')).body)).toContain('Waiting for the answer of closed.localhost');
  });
  test('asks once, however often the same envelope comes, and takes no other after it', async () => {
    const sealing = sealingOn(await place(CLOSED));
    const [first, second] = [await sealed(sealing), await sealed(sealing)];
    const before = (await sentEvents(group.mall, 'inquiry.request')).length;
    await Promise.all([
      browser.post('/order/card', { envelope: first }),
      browser.post('/order/card', { envelope: first }),
    ]);
    expect(await sentEvents(group.mall, 'inquiry.request')).toHaveLength(before + 1);
    const other = await browser.post('/order/card', { envelope: second });
    expect([other.status, codeOn(other)]).toEqual([409, 'already-decided']);
    expect(await sentEvents(group.mall, 'inquiry.request')).toHaveLength(before + 1);
  });
  test.each([
    ['nothing', async () => ''],
    ['no envelope', async () => 'AAAA'],
    ['an envelope to another company', async (sealing: CardSealing) => sealed(sealing, open)],
    ['far too much', async () => 'A'.repeat(40_000)],
  ])('refuses %s and shows the form again', async (_, make) => {
    const sealing = sealingOn(await place(CLOSED));
    const answer = await browser.post('/order/card', { envelope: await make(sealing) });
    expect(answer.status).toBe(422);
    expect(sealingOn(answer)).toEqual(sealing);
  });
  test('takes no card for an order that goes another way, nor without one', async () => {
    await place({ credit: 'open.localhost', flow: 'sealed' });
    expect(codeOn(await browser.post('/order/card', { envelope: 'AAAA' }))).toBe('purchase-unknown');
    browser = aBrowser(shop, 'mall.localhost');
    expect(codeOn(await browser.post('/order/card', { envelope: 'AAAA' }))).toBe('session-missing');
  });
  test('takes none from a form of another site', async () => {
    const sealing = sealingOn(await place(CLOSED));
    const foreign = { 'sec-fetch-site': 'cross-site' };
    const answer = await browser.post('/order/card', { envelope: await sealed(sealing) }, foreign);
    expect(codeOn(answer)).toBe('session-missing');
  });
});
