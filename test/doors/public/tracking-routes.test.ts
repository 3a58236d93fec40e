import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deliveryDays } from '#shared/domain/delivery-slot.ts';
import { expectOk } from '#shared/result.ts';
import { saveDepot } from '#main/roles/carrier/depots.ts';
import { importRoutes } from '#main/roles/carrier/route-imports.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import {
  aBrowser,
  aShipWindow,
  type BrowserAnswer,
  codeOn,
  type TestBrowser,
  type TestPublicDoor,
} from '../../builders/a-browser.ts';
import { aGroup, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { ADDRESSEE, type AgreedParcel, anAgreedParcel, anOffer } from '../../builders/an-order.ts';

let group: TestGroup;
let window: TestPublicDoor;
let browser: TestBrowser;
let parcel: AgreedParcel;
beforeAll(async () => {
  group = await aGroup();
  const { carrier } = group.carrier;
  expectOk(await saveDepot(carrier, 'sato', { code: 'YOK', name: '横浜営業所', address: '横浜市中区見本町3-3' }));
  expectOk(await importRoutes(carrier, 'sato', 'country,prefix,depot,route\nJP,,YOK,23-A\n'));
});
beforeEach(async () => {
  window = await aShipWindow(group.carrier);
  browser = aBrowser(window, 'carrier.localhost');
  parcel = await anAgreedParcel(group, { pay: 'later' });
});

const page = (): string => `/track/${parcel.trackingToken}`;
const OWN = { 'sec-fetch-site': 'same-origin', origin: 'https://carrier.localhost' };
const ask = (fields: Record<string, string>, headers: Record<string, string> = OWN): Promise<BrowserAnswer> =>
  browser.post(page(), fields, headers);
const text = ({ body }: BrowserAnswer): string => body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
async function come(...steps: ('accept' | 'arrive' | 'load' | 'deliver')[]): Promise<void> {
  for (const step of steps) {
    expectOk(await scanParcel(group.carrier.carrier, { who: 'sato' }, { scan: parcel.labelText, step }));
  }
}
async function wishOf(number = parcel.number) {
  return group.carrier.storage.read
    .selectFrom('parcel')
    .select(['wish_day', 'wish_slot', 'hold_depot'])
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
}

describe('the customer’s own page, without scripts', () => {
  test('takes day and time, leads back to itself and shows them, in both languages', async () => {
    const day = deliveryDays(group.clock(), 2)[0]!;
    const asked = await ask({ ask: 'time', day, slot: '14-16' });
    expect([asked.status, asked.headers['location']]).toEqual([303, page()]);
    expect(text(await browser.get(page()))).toContain('Mon 23 November, 14:00–16:00');
    const japanese = text(await browser.get(page(), { 'accept-language': 'ja' }));
    expect(japanese).toContain('11月23日(月) 14時–16時');
    expect(japanese).toContain('日時のご希望を承りました');
  });

  test('holds it at the depot, says where once that is known, and brings it after all', async () => {
    expect((await ask({ ask: 'hold' })).status).toBe(303);
    expect(text(await browser.get(page()))).toContain('Which depot it is we know once we have the parcel');
    await come('accept', 'arrive');
    const held = text(await browser.get(page()));
    for (const said of ['横浜営業所', '横浜市中区見本町3-3', 'waits at the counter']) expect(held).toContain(said);
    expect((await ask({ ask: 'time', day: '', slot: '' })).status).toBe(303);
    expect((await wishOf()).hold_depot).toBeNull();
    expect(text(await browser.get(page()))).toContain('You asked to have it brought after all');
  });

  test('says that it is brought where its depot has no counter, until something else is asked for', async () => {
    const { carrier } = group.carrier;
    const depot = { code: 'YOK', name: '横浜営業所', address: '横浜市中区見本町3-3' };
    expectOk(await saveDepot(carrier, 'sato', { ...depot, counter: 'none' }));
    expect((await ask({ ask: 'hold' })).status).toBe(303);
    await come('accept');
    expect(text(await browser.get(page()))).toContain('has no counter for it. We bring it instead.');
    expect(text(await browser.get(page(), { 'accept-language': 'ja' }))).toContain('代わりにお届けします');
    expect((await ask({ ask: 'time', day: '', slot: 'morning' })).status).toBe(303);
    expect(text(await browser.get(page()))).not.toContain('We bring it instead.');
    expectOk(await saveDepot(carrier, 'sato', depot));
  });

  test('says so when the van was quicker, and offers nothing any more', async () => {
    await come('accept', 'arrive', 'load');
    const late = await ask({ ask: 'time', day: '', slot: 'morning' });
    expect([late.status, codeOn(late)]).toEqual([409, 'parcel-underway']);
    expect(late.body).not.toContain('<form method="post" action="/track/');
    await come('deliver');
    expect(codeOn(await ask({ ask: 'hold' }))).toBe('parcel-ended');
    expect((await wishOf()).wish_slot).toBeNull();
  });

  test('names the field that can’t stand and keeps the rest', async () => {
    const wrong = await ask({ ask: 'time', day: '2026-11-21', slot: '18-20' });
    expect([wrong.status, codeOn(wrong)]).toEqual([422, 'field-invalid']);
    expect(wrong.body).toMatch(/<option\s+value="18-20"\s+selected/);
    expect(wrong.body).toMatch(/id="day"[^>]*aria-invalid="true"/);
    expect(codeOn(await ask({ ask: 'nonsense' }))).toBe('field-invalid');
    expect(codeOn(await ask({}))).toBe('field-invalid');
  });

  test('takes no form of another site, and none with another token', async () => {
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.localhost' },
      { origin: 'https://evil.localhost' },
      { origin: 'null' },
    ];
    for (const headers of foreign) {
      expect(codeOn(await ask({ ask: 'hold' }, headers))).toBe('session-missing');
    }
    const guessed = await browser.post('/track/AAAAAAAAAAAAAAAAAAAAAA', { ask: 'hold' }, OWN);
    expect([guessed.status, codeOn(guessed)]).toEqual([404, 'parcel-unknown']);
    expect((await browser.post(`/track/${parcel.number}`, { ask: 'hold' }, OWN)).status).toBe(404);
    expect((await wishOf()).hold_depot).toBeNull();
  });

  test('is asked so many times an hour and no more', async () => {
    for (let time = 0; time < 30; time++) await ask({ ask: 'nonsense' });
    const more = await ask({ ask: 'hold' });
    expect([more.status, codeOn(more)]).toEqual([429, 'too-many']);
    group.clock.advance({ hours: 2 });
    expect((await ask({ ask: 'hold' })).status).toBe(303);
  });

  test('keeps its place when the language is changed', async () => {
    const { body } = await browser.get(page());
    const back = /name="back"\s+value="([^"]*)"/.exec(body)![1]!;
    expect(back).toBe(page());
    const switched = await browser.post('/language', { language: 'ja', back }, OWN);
    expect(switched.headers['location']).toBe(page());
  });
});

test('by number alone nothing of a wish shows, and no form', async () => {
  const plain = await browser.get(`/track?number=${parcel.number}`);
  await ask({ ask: 'time', day: '', slot: 'morning' });
  const after = await browser.get(`/track?number=${parcel.number}`);
  expect(after.body).toBe(plain.body);
  expect(after.body).not.toContain('method="post" action="/track');
});

describe('the ship page', () => {
  const TYPED = {
    name: ADDRESSEE.name,
    postalCode: ADDRESSEE.postalCode,
    line1: ADDRESSEE.lines[0]!,
    phone: ADDRESSEE.phone,
    country: 'JP',
  };
  async function comeIn(): Promise<(path: string) => string> {
    const { instruction } = await anOffer(group);
    await browser.post('/ship', { instruction }, { origin: 'null', 'sec-fetch-site': 'cross-site', cookie: '' });
    const entered = await browser.get('/ship/arrived');
    const at = /window=([\w-]{22})$/.exec(entered.headers['location']!)![1]!;
    return (path) => `${path}?window=${at}`;
  }

  test('offers seven days from the second on, keeps what is chosen and tells no mall', async () => {
    const here = await comeIn();
    const form = await browser.get(here('/ship/form'));
    const days = deliveryDays(group.clock(), 2);
    const offered = [...form.body.matchAll(/<option\s+value="(\d{4}-\d\d-\d\d)"/g)].map(([, day]) => day);
    expect(offered).toEqual(days);
    const sent = await browser.post(here('/ship/accept'), { ...TYPED, day: days[2]!, slot: 'morning' }, OWN);
    expect(sent.headers['location']).toBe(here('/ship/done'));
    const done = text(await browser.get(here('/ship/done')));
    expect(done).toContain('Morning, until 12:00');
    const { number } = await group.carrier.storage.read
      .selectFrom('parcel')
      .select('number')
      .where('wish_slot', '=', 'morning')
      .where('wish_day', '=', days[2]!)
      .executeTakeFirstOrThrow();
    expect(await wishOf(number)).toEqual({ wish_day: days[2], wish_slot: 'morning', hold_depot: null });
    for (const { json } of await sentEvents(group.carrier)) expect(json).not.toMatch(/morning|wish/);
  });

  test('brings back what was typed when the day is over', async () => {
    const here = await comeIn();
    const wrong = await browser.post(here('/ship/accept'), { ...TYPED, day: '2026-11-01', slot: '12-14' }, OWN);
    expect([wrong.status, codeOn(wrong)]).toEqual([422, 'field-invalid']);
    expect(wrong.body).toContain(ADDRESSEE.lines[0]!);
    expect(wrong.body).toMatch(/<option\s+value="12-14"\s+selected/);
    expect(wrong.body).toMatch(/<a href="#day">/);
  });
});
