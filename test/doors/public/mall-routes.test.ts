import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { settle } from '#main/roles/credit/settle.ts';
import { endStaleOffers } from '#main/roles/mall/expiry.ts';
import { countStock } from '#main/roles/mall/stock.ts';
import { suspendPartner } from '#main/post/index.ts';
import {
  aBrowser,
  aShop,
  type BrowserAnswer,
  codeOn,
  hiddenField,
  type TestBrowser,
  type TestPublicDoor,
} from '../../builders/a-browser.ts';
import { aGroup, approveNow, bringEvent, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { aCatalogue, aShipArrival, CATALOGUE, sealForCarrier } from '../../builders/an-order.ts';
import { aPayArrival, aSettlingGroup, SAMPLE_PERSON, type SettlingGroup } from '../../builders/a-payment.ts';
import { anEvent } from '../../post/an-event.ts';
import { agreeToShip } from '#main/roles/carrier/ship.ts';
import { toBase64Url } from '#shared/bytes.ts';

let group: TestGroup;
let shop: TestPublicDoor;
let browser: TestBrowser;
beforeAll(async () => {
  group = await aGroup();
  await aCatalogue(group.mall);
  shop = await aShop(group.mall);
});
beforeEach(() => {
  browser = aBrowser(shop, 'mall.localhost');
});

const BASKET = { take: 'BK-1', 'quantity:BK-1': '2' };
const CHOICE = { carrier: 'carrier.localhost', pay: 'on-delivery' };

/** Opens the confirmation and says OK to what it shows. */
async function confirm(): Promise<BrowserAnswer> {
  return browser.post('/confirm', { answer: 'ok', shown: hiddenField(await browser.get('/confirm'), 'shown')! });
}
async function placed(choice: Record<string, string> = CHOICE): Promise<string> {
  await browser.post('/basket', BASKET);
  await browser.post('/carrier', choice);
  await confirm();
  return hiddenField(await browser.get('/order'), 'instruction')!;
}
async function purchases() {
  // Several of one instant: as they were written.
  return group.mall.storage.read
    .selectFrom('purchase')
    .selectAll()
    .orderBy(sql`rowid`)
    .execute();
}
const newest = async () => (await purchases()).at(-1)!;

async function tell(result: 'no' | 'refused', jti: string): Promise<void> {
  const event = anEvent(group.carrier, { type: 'shipping.result', subject: jti, data: { purchase: jti, result } });
  expectOk(await bringEvent(group.carrier, group.mall, JSON.stringify(event)));
}

describe('a customer of the shop', () => {
  test('sees goods with number, price and specification, and ticks them', async () => {
    const { status, body } = await browser.get('/');
    expect(status).toBe(200);
    for (const shown of ['BK-2', 'Field guide to coastal birds', '¥2,860', 'Softcover, 312 pp., 2nd edition']) {
      expect(body).toContain(shown);
    }
    expect(body).toMatch(/<input[^>]*type="checkbox"[^>]*name="take"[^>]*value="BK-2"/);
  });

  test('goes from basket to carrier, confirmation and order, each by a redirect without any number', async () => {
    const basket = await browser.post('/basket', BASKET);
    expect(basket).toMatchObject({ status: 303, headers: { location: '/carrier' } });
    const carriers = await browser.get('/carrier');
    expect(carriers.body).toContain('みほん運輸');
    expect(carriers.body).toContain('全国配達');
    expect(await browser.post('/carrier', CHOICE)).toMatchObject({ status: 303, headers: { location: '/confirm' } });
    expect((await browser.get('/confirm')).body).toContain('¥1,430');
    const confirmed = await confirm();
    expect(confirmed).toMatchObject({ status: 303, headers: { location: '/order' } });
    const order = await browser.get('/order');
    expect(order.status).toBe(200);
    expect(order.body).toContain('https://carrier.localhost/ship');
  });

  test('goes back with NG: nothing is ordered', async () => {
    const before = (await purchases()).length;
    await browser.post('/basket', BASKET);
    await browser.post('/carrier', CHOICE);
    const back = await browser.post('/confirm', { answer: 'ng' });
    expect(back.headers['location']).toBe('/carrier');
    expect(await purchases()).toHaveLength(before);
  });

  test('orders once, however often the confirmation is pressed', async () => {
    const before = (await purchases()).length;
    await browser.post('/basket', BASKET);
    await browser.post('/carrier', CHOICE);
    const answer = { answer: 'ok', shown: hiddenField(await browser.get('/confirm'), 'shown')! };
    await Promise.all([browser.post('/confirm', answer), browser.post('/confirm', answer)]);
    await browser.post('/confirm', answer);
    expect(await purchases()).toHaveLength(before + 1);
    expect((await browser.get('/carrier')).headers['location']).toBe('/order');
    expect((await browser.get('/confirm')).headers['location']).toBe('/order');
  });

  test('is known by a cookie that scripts, other hosts and other sites don’t get', async () => {
    const { cookies } = await browser.post('/basket', BASKET);
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(/^__Host-order=[\w-]{22}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
  });

  test('without a place in the shop is led to its start', async () => {
    for (const path of ['/carrier', '/confirm', '/order']) {
      expect(await browser.get(path)).toMatchObject({ status: 303, headers: { location: '/' } });
    }
    expect(codeOn(await browser.post('/carrier', CHOICE))).toBe('session-missing');
    expect(codeOn(await browser.post('/confirm', { answer: 'ok' }))).toBe('session-missing');
    expect(await browser.get('/order/state')).toMatchObject({ status: 404, body: '{"state":"none"}' });
  });

  test.each([
    ['nothing', {}, 'basket-empty'],
    ['what is not sold', { take: 'NO-1' }, 'product-unknown'],
    ['a name of the language', { take: '__proto__' }, 'basket-empty'],
    ['too much for one parcel', { take: 'BIG-1', 'quantity:BIG-1': '9' }, 'parcel-too-big'],
  ])('who ticks %s stays at the goods', async (_, fields, code) => {
    const answer = await browser.post('/basket', fields);
    expect([answer.status, codeOn(answer)]).toEqual([422, code]);
    expect(await browser.get('/confirm')).toMatchObject({
      status: 303,
      headers: { location: expect.not.stringContaining('order') },
    });
  });

  test.each([
    ['0', 1],
    ['-3', 1],
    ['2.5', 1],
    ['many', 1],
    ['7', 7],
    ['1000000', 99],
  ])('who types the quantity %s gets %i', async (typed, quantity) => {
    await browser.post('/basket', { take: 'BK-1', 'quantity:BK-1': typed });
    await browser.post('/carrier', CHOICE);
    const { body } = await browser.get('/confirm');
    expect(body).toContain(`¥${(715 * quantity).toLocaleString('en')}`);
  });

  test('who chooses no carrier, or one that is not there, is asked again', async () => {
    await browser.post('/basket', BASKET);
    for (const choice of [{ pay: 'later' }, { carrier: 'evil.localhost', pay: 'later' }]) {
      const answer = await browser.post('/carrier', choice as Record<string, string>);
      expect([answer.status, codeOn(answer)]).toEqual([422, 'carrier-missing']);
    }
    const unpaid = await browser.post('/carrier', { carrier: 'carrier.localhost', pay: 'never' });
    expect([unpaid.status, codeOn(unpaid)]).toEqual([422, 'field-invalid']);
  });

  test('whose carrier was suspended meanwhile chooses another', async () => {
    await browser.post('/basket', BASKET);
    await browser.post('/carrier', CHOICE);
    expectOk(await suspendPartner(group.mall.post, 'staff', group.carrier.id));
    expect((await browser.get('/confirm')).headers['location']).toBe('/carrier');
    expectOk(await approveNow(group.mall, group.carrier));
  });
});

describe('what is counted', () => {
  const count = (stock: number | null) =>
    countStock(group.mall.mall, 'mori', { counts: [{ sku: 'BK-2', stock }], reason: 'counted' });
  afterEach(() => count(null));

  test('is shown as unavailable at nothing, and can’t be ordered by hand either', async () => {
    expectOk(await count(0));
    const { body } = await browser.get('/');
    expect(body).toContain('Sold out');
    expect(body).not.toMatch(/name="take"[^>]*value="BK-2"/);
    const answer = await browser.post('/basket', [
      ['take', 'BK-1'],
      ['take', 'BK-2'],
    ]);
    expect([answer.status, codeOn(answer)]).toEqual([422, 'out-of-stock']);
    // What was ticked stays so, also for whoever loads the page anew.
    expect((await browser.get('/')).body).toMatch(/value="BK-1"[^>]*checked/);
  });

  test('and sold to somebody else between basket and confirmation leads back to the goods, with the reason', async () => {
    expectOk(await count(1));
    await browser.post('/basket', { take: 'BK-2' });
    await browser.post('/carrier', CHOICE);
    const shown = hiddenField(await browser.get('/confirm'), 'shown')!;
    expectOk(await count(0));
    const answer = await browser.post('/confirm', { answer: 'ok', shown });
    expect([answer.status, codeOn(answer)]).toEqual([409, 'out-of-stock']);
    expect(answer.body).toContain('action="/basket"');
    expect(answer.body).toContain('href="#take-1"');
  });
});

describe('electronic goods', () => {
  const MAIL = { take: 'EB-1' };
  const PAID = { pay: 'settled', credit: 'credit.localhost' };
  const BUYER_KEY = 'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo';
  let settling: SettlingGroup;
  let own: TestPublicDoor;
  beforeAll(async () => {
    settling = await aSettlingGroup();
    await aCatalogue(settling.mall);
    own = await aShop(settling.mall);
  });
  beforeEach(() => {
    settling.clock.advance({ hours: 1 });
    browser = aBrowser(own, 'mall.localhost');
  });

  async function ordered(
    basket: Record<string, string> | readonly (readonly [string, string])[],
    choice: Record<string, string> = PAID,
  ) {
    await browser.post('/basket', basket);
    await browser.post('/carrier', choice);
    const shown = hiddenField(await browser.get('/confirm'), 'shown')!;
    await browser.post('/confirm', { answer: 'ok', shown, buyerKey: BUYER_KEY });
    return browser.get('/order');
  }
  async function pay(page: BrowserAnswer): Promise<void> {
    const arrival = await aPayArrival(settling, hiddenField(page, 'instruction')!);
    expectOk(await settle(settling.credit.credit, arrival, SAMPLE_PERSON));
    await settling.exchange();
  }
  const stateNow = async () => JSON.parse((await browser.get('/order/state')).body) as Record<string, string>;

  test('can’t be ordered where there is no credit company', async () => {
    const other = aBrowser(shop, 'mall.localhost');
    await other.post('/basket', MAIL);
    const { body } = await other.get('/carrier');
    expect(body).toContain('electronic goods can’t be bought');
    expect(codeOn(await other.post('/carrier', CHOICE))).toBe('field-invalid');
  });

  test('go from the basket to the credit company’s window without a carrier', async () => {
    await browser.post('/basket', MAIL);
    const choice = await browser.get('/carrier');
    expect(choice.body).not.toMatch(/name="carrier"|みほん運輸/);
    expect((await browser.post('/carrier', PAID)).headers['location']).toBe('/confirm');
    expect((await browser.get('/confirm')).body).toContain('name="buyerKey"');
    const page = await ordered(MAIL);
    expect(page.headers['content-security-policy']).toContain("form-action 'self' https://credit.localhost;");
    expect(page.body).toContain('https://credit.localhost/pay');
    expect(page.body).toContain(`data-key="${BUYER_KEY}"`);
    expect(await stateNow()).toEqual({ state: 'awaiting-payment', settlement: 'offered' });
    await pay(page);
    expect(await stateNow()).toEqual({ state: 'ready', settlement: 'accepted' });
    const paid = await browser.get('/order');
    expect(paid.body).toContain('data-state="ready"');
    expect(paid.body).not.toMatch(/give-up|target="_blank"/);
    expect((await browser.get('/')).body).toContain('href="/order"');
  });

  test.each<[Record<string, string>]>([[{}], [{ buyerKey: '' }], [{ buyerKey: 'AAAA' }]])(
    'need a key: %j',
    async (key) => {
      await browser.post('/basket', MAIL);
      await browser.post('/carrier', PAID);
      const shown = hiddenField(await browser.get('/confirm'), 'shown')!;
      const answer = await browser.post('/confirm', { answer: 'ok', shown, ...key });
      expect([answer.status, codeOn(answer)]).toEqual([422, key['buyerKey'] ? 'field-invalid' : 'field-missing']);
      expect(answer.body).toMatch(/key to seal your electronic goods/);
      expect(hiddenField(answer, 'shown')).toBe(shown);
    },
  );

  test('with a parcel: each half is told and asked for by itself, and its money comes back by itself', async () => {
    const both = [
      ['take', 'EB-1'],
      ['take', 'BK-1'],
    ] as const;
    await pay(await ordered(both, { ...PAID, carrier: 'carrier.localhost' }));
    expect(await stateNow()).toEqual({ state: 'offered', settlement: 'accepted', goods: 'ready' });
    expect((await browser.get('/order')).body).toContain('https://carrier.localhost/ship');
    expect((await browser.post('/order/give-up', {})).headers['location']).toBe('/order');
    expect(await stateNow()).toMatchObject({ state: 'expired', goods: 'ready', refunds: expect.any(String) });
    const { body } = await browser.get('/order');
    expect(body).toContain('Money back');
    expect(body).toMatch(/¥715<\/span> (is on its way|went) back to you/);
    // Home does not forget it.
    expect((await browser.get('/')).cookies).toEqual([]);
    expect((await browser.get('/order')).status).toBe(200);
  });

  test('the page asks no more than what it shows: once claimed, the payment looks the same', async () => {
    const page = await ordered(MAIL);
    await pay(page);
    const claimed = { state: 'claimed' as const };
    await settling.mall.storage.write((db) => db.updateTable('settlement').set(claimed).execute());
    expect(await stateNow()).toMatchObject({ settlement: 'accepted' });
    expect((await browser.get('/order')).body).toContain('data-settlement="accepted"');
  });

  test('broke nothing on the way', () => {
    expect(own.reports).toEqual([]);
  });
});

describe('a confirmation of what is no longer so', () => {
  const shownNow = async (): Promise<string> => hiddenField(await browser.get('/confirm'), 'shown')!;
  const confirmShown = (shown: string): Promise<BrowserAnswer> => browser.post('/confirm', { answer: 'ok', shown });
  async function atConfirmation(basket: Record<string, string> = BASKET): Promise<string> {
    await browser.post('/basket', basket);
    await browser.post('/carrier', CHOICE);
    return shownNow();
  }

  test('in one tab, after another tab began another order, places neither and shows the new one', async () => {
    const before = (await purchases()).length;
    const first = await atConfirmation();
    const other = await atConfirmation({ take: 'BK-2', 'quantity:BK-2': '1' });
    const answer = await confirmShown(first);
    expect([answer.status, codeOn(answer)]).toEqual([409, 'order-changed']);
    expect(answer.body).toContain('¥2,860');
    expect(hiddenField(answer, 'shown')).toBe(other);
    expect(await purchases()).toHaveLength(before);
    expect((await confirmShown(other)).headers['location']).toBe('/order');
    expect((await newest()).total).toBe(2860);
  });

  test('after an import of prices, of another way to pay, or of nothing at all, places nothing', async () => {
    const before = (await purchases()).length;
    const shown = await atConfirmation();
    await aCatalogue(group.mall, CATALOGUE.replace('715,JPY', '998,JPY'));
    const dearer = await confirmShown(shown);
    expect([dearer.status, codeOn(dearer)]).toEqual([409, 'order-changed']);
    expect(dearer.body).toContain('¥1,996');
    await aCatalogue(group.mall);
    await browser.post('/carrier', { ...CHOICE, pay: 'later' });
    expect(codeOn(await confirmShown(shown))).toBe('order-changed');
    expect(codeOn(await browser.post('/confirm', { answer: 'ok' }))).toBe('order-changed');
    expect(await purchases()).toHaveLength(before);
  });

  test('while another basket still lacks its carrier, leads to the choice and says why', async () => {
    const shown = await atConfirmation();
    await browser.post('/basket', BASKET);
    const answer = await confirmShown(shown);
    expect(codeOn(answer)).toBe('order-changed');
    expect(answer.body).toContain('action="/carrier"');
  });
});

describe('the order’s window', () => {
  test('opens the carrier’s by a form into a window of its own, never by an address', async () => {
    const instruction = await placed();
    const { body, headers } = await browser.get('/order');
    expect(body).toMatch(
      /<form method="post" action="https:\/\/carrier\.localhost\/ship" target="_blank" rel="noopener noreferrer"/,
    );
    expect(body.split(instruction)).toHaveLength(2);
    expect(body).not.toMatch(new RegExp(`(href|action|src)="[^"]*${instruction.slice(0, 40)}`));
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['content-security-policy']).toContain("form-action 'self' https://carrier.localhost;");
  });

  test('is another browser’s to see by no number', async () => {
    await placed();
    const stranger = aBrowser(shop, 'mall.localhost');
    expect((await stranger.get('/order')).status).toBe(303);
    stranger.jar.set('__Host-order', 'AAAAAAAAAAAAAAAAAAAAAA');
    expect((await stranger.get('/order')).headers['location']).toBe('/');
  });

  test('shows the number, and where to follow the parcel, once the carrier said OK', async () => {
    const instruction = await placed();
    const arrival = await aShipArrival(group, instruction);
    const envelope = toBase64Url(await sealForCarrier(group.carrier.carrier, arrival.number));
    expectOk(await agreeToShip(group.carrier.carrier, arrival, { envelope, zone: 'okinawa' }));
    await group.exchange();
    expect((await browser.get('/order/state')).body).toBe('{"state":"accepted"}');
    const { body } = await browser.get('/order');
    expect(body).toContain(`https://carrier.localhost/track?number=${arrival.number}`);
    expect(body).not.toMatch(/okinawa|¥880/i);
    expect(hiddenField({ body }, 'instruction')).toBeUndefined();
  });

  test.each([
    ['no', 'declined'],
    ['refused', 'refused'],
  ] as const)('after %s leads back to the goods, which say why, once', async (result, state) => {
    await placed();
    await tell(result, (await newest()).jti);
    expect((await browser.get('/order/state')).body).toBe(`{"state":"${state}"}`);
    expect((await browser.get('/order')).status).toBe(200);
    const home = await browser.get('/');
    expect(home.cookies[0]).toMatch(/^__Host-order=; .*Max-Age=0$/);
    expect(home.body).toMatch(/class="notice/);
    expect((await browser.get('/')).cookies).toEqual([]);
    expect((await browser.get('/order')).headers['location']).toBe('/');
  });

  const stateOn = ({ body }: BrowserAnswer): string | undefined => /data-state="([^"]*)"/.exec(body)?.[1];
  async function agree(arrival: Awaited<ReturnType<typeof aShipArrival>>): Promise<void> {
    const envelope = toBase64Url(await sealForCarrier(group.carrier.carrier, arrival.number));
    expectOk(await agreeToShip(group.carrier.carrier, arrival, { envelope, zone: 'mainland' }));
    await group.exchange();
  }

  test('after its time offers nothing any more, and waits for the window that was opened in time', async () => {
    const instruction = await placed();
    const arrival = await aShipArrival(group, instruction);
    group.clock.advance({ minutes: 16 });
    const late = await browser.get('/order');
    expect(hiddenField(late, 'instruction')).toBeUndefined();
    expect(stateOn(late)).toBe('finishing');
    expect(late.body).toContain('Finish in the window you opened');
    expect(late.body).not.toMatch(/ran out|Nothing is owed|data-back-after/);
    expect((await browser.get('/order/state')).body).toBe('{"state":"finishing"}');
    await agree(arrival);
    expect(stateOn(await browser.get('/order'))).toBe('accepted');
  });

  test('says that the order ran out only when it did: an OK that comes after that is called off', async () => {
    const instruction = await placed();
    const arrival = await aShipArrival(group, instruction);
    group.clock.advance({ minutes: 30 });
    // The answer waits in the carrier's post.
    const envelope = toBase64Url(await sealForCarrier(group.carrier.carrier, arrival.number));
    expectOk(await agreeToShip(group.carrier.carrier, arrival, { envelope, zone: 'mainland' }));
    group.clock.advance({ minutes: 47 });
    const over = await browser.get('/order');
    expect(stateOn(over)).toBe('expired');
    expect(over.body).toContain('The order ran out');
    expect((await newest()).state).toBe('expired');
    await group.exchange();
    expect((await newest()).state).toBe('expired');
    const cancelled = await sentEvents(group.mall, 'shipping.cancel');
    expect(cancelled.map(({ subject }) => subject)).toContain(arrival.number);
    expect((await browser.get('/')).body).toContain('ran out');
  });

  test.each([0, 20])(
    'can be given up after %i minutes: back at the goods, and a late OK is called off',
    async (minutes) => {
      const instruction = await placed();
      const arrival = await aShipArrival(group, instruction);
      group.clock.advance({ minutes });
      expect((await browser.get('/order')).body).toContain('action="/order/give-up"');
      expect((await browser.post('/order/give-up', {})).headers['location']).toBe('/');
      const home = await browser.get('/');
      expect(home.body).toContain('The order was cancelled');
      expect(home.cookies[0]).toMatch(/Max-Age=0$/);
      await agree(arrival);
      expect((await newest()).state).toBe('expired');
      const cancelled = await sentEvents(group.mall, 'shipping.cancel');
      expect(cancelled.map(({ subject }) => subject)).toContain(arrival.number);
    },
  );

  test('once accepted can’t be given up any more', async () => {
    await agree(await aShipArrival(group, await placed()));
    expect((await browser.post('/order/give-up', {})).headers['location']).toBe('/order');
    const { body } = await browser.get('/order');
    expect(body).not.toContain('/order/give-up');
    expect((await newest()).state).toBe('accepted');
    expect((await aBrowser(shop, 'mall.localhost').post('/order/give-up', {})).headers['location']).toBe('/');
  });

  test('after its last moment leads back to the goods', async () => {
    await placed();
    group.clock.advance({ minutes: 77 });
    await endStaleOffers(group.mall.mall);
    expect((await browser.get('/order/state')).body).toBe('{"state":"expired"}');
    expect((await browser.get('/')).cookies[0]).toMatch(/Max-Age=0$/);
  });
});

describe('the shop', () => {
  test('lets nobody write into its pages by a catalogue or a basket', async () => {
    const nasty = `<img src=x onerror=alert(1)>`;
    const { body } = await browser.post('/basket', { take: nasty });
    expect(body).not.toContain('<img');
  });

  test('broke nothing on the way', () => {
    expect(shop.reports).toEqual([]);
  });
});
