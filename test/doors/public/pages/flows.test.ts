/** The ways to pay without a window of the credit company: choice, confirmation, and the order's page. */
import { describe, expect, test } from 'vitest';
import { carrierChoicePage, confirmPage, orderPage } from '#main/doors/public/pages/index.ts';
import type { CarrierChoiceView, OrderWay } from '#main/doors/public/views.ts';
import { type Tag, tagsOf, textOf } from './read-page.ts';
import {
  agencyOf,
  cardSealing,
  cardWay,
  carrierChoiceView,
  confirmView,
  creditOf,
  FINGERPRINT,
  flowsOf,
  line,
  offer,
  ORDER_CODE,
  otherCredit,
  partsOf,
  settledView,
  terminalWay,
  walletWay,
  wayView,
  wrapperOf,
} from './sample-views.ts';

const named = (tags: readonly Tag[], name: string): Tag[] => tags.filter(({ attributes }) => attributes.name === name);
const byId = (tags: readonly Tag[], id: string): Tag | undefined => tags.find(({ attributes }) => attributes.id === id);
const formTo = (tags: readonly Tag[], action: string): Tag | undefined =>
  tags.find(({ name, attributes }) => name === 'form' && attributes.action === action);
const values = (tags: readonly Tag[]): (string | undefined)[] => tags.map(({ attributes }) => attributes.value);

describe('the choice of way', () => {
  const credits = [creditOf('en'), otherCredit('en')];
  const choice = (more: Partial<CarrierChoiceView> = {}): string =>
    carrierChoicePage(
      carrierChoiceView('en', { credits, flows: flowsOf('en'), wrappers: [wrapperOf('en')], pay: 'settled', ...more }),
    );

  test('offers every way with the companies that take it, the chosen one ticked', () => {
    const tags = tagsOf(choice({ chosenFlow: 'agency:agency.localhost' }));
    const flows = named(tags, 'flow');
    expect(values(flows)).toEqual(['window', 'sealed', 'closed', 'agency:agency.localhost']);
    expect(flows.map(({ attributes }) => 'checked' in attributes)).toEqual([false, false, false, true]);
    const options = tags.filter(({ attributes }) => 'data-credits' in attributes);
    expect(options.map(({ attributes }) => attributes['data-credits'])).toEqual([
      'credit.localhost',
      'credit.localhost',
      'capital.example',
      'credit.localhost',
    ]);
    expect(options.map(({ attributes }) => attributes['data-carriers'])).toEqual([
      undefined,
      'carrier.localhost',
      undefined,
      undefined,
    ]);
    expect(values(named(tags, 'wrapper'))).toEqual(['', 'gifts.example']);
  });
  test('says in plain words what each means, and whose page must be trusted', () => {
    const text = textOf(choice());
    expect(text).toContain('each company’s part is sealed so that only that company opens it');
    expect(text).toContain('While you type, you trust this shop’s page');
    expect(text).toContain('Minato Confirm opens the wallet’s data at each order to seal them anew');
    const passing = flowsOf('en').map((flow) => (flow.agency ? { ...flow, agency: agencyOf('en', 'pass') } : flow));
    expect(textOf(choice({ flows: passing }))).toContain('passes the wallet’s data on and can’t open them');
  });
  test('is no question where every company has its window alone', () => {
    const tags = tagsOf(choice({ flows: [{ value: 'window', flow: 'window', credits: ['credit.localhost'] }] }));
    expect(named(tags, 'flow')).toEqual([]);
    expect(named(tags, 'wrapper')).toEqual([]);
  });
  test('ticks the first way where none was chosen, and the wallet’s where it was', () => {
    const ticked = named(tagsOf(choice()), 'flow').filter(({ attributes }) => 'checked' in attributes);
    expect(values(ticked)).toEqual(['window']);
  });
  test.each([
    ['credit', '#flow-0', 'don’t take orders this way'],
    ['carrier', '#flow-0', 'don’t take orders this way'],
    ['wrapper', '#wrapper-0', 'Gift-wrapping goes with sealed orders only'],
  ])('leads to what can be mended where %s does not take part', (about, href, said) => {
    const page = choice({ error: { code: 'flow-missing', about } });
    expect(tagsOf(page).some(({ attributes }) => attributes.href === href)).toBe(true);
    expect(textOf(page)).toContain(said);
  });
});

describe('the confirmation', () => {
  const base = { pay: 'settled', credit: creditOf('en') } as const;

  test('of a sealed order tells of the terminal, the wrapper, and when it is placed', () => {
    const text = textOf(confirmPage(confirmView('en', { ...base, flow: 'sealed', wrapper: wrapperOf('en') })));
    expect(text).toContain('Next, you open the terminal page of Hama Credit and fill in the order form.');
    expect(text).toContain('placed when Hama Credit approves it and Harbour Parcels takes the parcel on');
    expect(text).toContain('Wrapping House Learns your words for the gift, the shop’s name');
    expect(text).not.toContain('window of its own');
  });
  test.each([
    ['reseal', /Minato Confirm Learns price, number of pieces, the shop’s name; name and card only while/],
    ['pass', /Minato Confirm Learns price, number of pieces, the shop’s name Does not learn name, card/],
  ] as const)('of an agency order says what the agency learns: %s', (variant, said) => {
    const text = textOf(confirmPage(confirmView('en', { ...base, flow: 'agency', agency: agencyOf('en', variant) })));
    expect(text).toMatch(said);
    expect(text).toContain('you open the page of Minato Confirm and confirm with your wallet');
    expect(text).toContain('After its approval Harbour Parcels opens a window of its own');
  });
  test('over a closed network says that the card is typed here', () => {
    const text = textOf(confirmPage(confirmView('en', { ...base, flow: 'closed' })));
    expect(text).toContain('Next, you enter your card here; it is sealed, and Hama Credit is asked.');
    expect(text).toContain('one that was tampered with could read the card before it is sealed');
  });
  test('names no carrier where everything goes by mail', () => {
    const { carrier: _, size: __, ...view } = confirmView('en', { ...base, flow: 'sealed' });
    const text = textOf(confirmPage({ ...view, lines: [line('EB-0701', 1)] }));
    expect(text).toContain('The order is placed when Hama Credit approves it.');
    expect(text).not.toContain('Harbour Parcels');
  });
});

describe('the page of a sealed order', () => {
  test('leads to the terminal with the order code behind the hash, in a window that learns nothing of this one', () => {
    const tags = tagsOf(orderPage(wayView('en', terminalWay)));
    expect(byId(tags, 'terminal')!.attributes).toMatchObject({
      href: `https://credit.localhost:8443/terminal#${ORDER_CODE}`,
      target: '_blank',
      rel: 'noopener noreferrer',
    });
    expect(byId(tags, 'order')!.attributes['data-way']).toBe('open');
    expect(tags.some(({ name, attributes }) => name === 'form' && attributes.target === '_blank')).toBe(false);
    expect(formTo(tags, '/order/give-up')).toBeDefined();
  });
  test('hands out the order code, and the published fingerprint as tools write it', () => {
    const page = orderPage(wayView('en', terminalWay));
    const field = byId(tagsOf(page), 'order-code')!.attributes;
    expect(field.value).toBe(ORDER_CODE);
    expect('readonly' in field && !('name' in field)).toBe(true);
    const hex = Buffer.from(FINGERPRINT, 'base64url').toString('hex');
    expect(textOf(page).replace(/ /g, '')).toContain(hex);
    expect(textOf(page)).toContain(FINGERPRINT);
    expect(page).not.toContain('/assets/card.js');
  });
  test('shows who has proved itself, and goes on waiting', () => {
    const parts = partsOf('en', ['confirmed', 'confirmed', 'awaited', 'awaited']);
    const page = orderPage(wayView('en', terminalWay, { parts }));
    expect(textOf(page)).toContain('Hama Credit card has proved who it is');
    expect(textOf(page)).toContain('Waiting for the sealed parts from the terminal');
    expect(byId(tagsOf(page), 'order')!.attributes['data-way']).toBe('open confirmed confirmed awaited awaited');
  });
  test('once the parts are here leads nowhere, says what is waited for and what to do', () => {
    const page = orderPage(wayView('en', { flow: 'sealed', state: 'asked' }));
    const tags = tagsOf(page);
    expect(byId(tags, 'terminal')).toBeUndefined();
    expect(textOf(page)).toContain('Waiting for the answer of Hama Credit');
    expect(textOf(page)).toContain('the order waits and is not lost');
    expect(formTo(tags, '/order/give-up')).toBeDefined();
  });
  test('after the payment waits for the carrier, and asks for no address', () => {
    for (const finishing of [false, true]) {
      const page = orderPage(settledView('en', 'accepted', { flow: 'sealed', state: 'offered', finishing }));
      expect(textOf(page)).toContain('Waiting for Harbour Parcels to take the parcel on');
      expect(textOf(page)).not.toMatch(/enter your address\.|Your address/);
    }
  });
  test('past its time still tells of what was begun, and no code', () => {
    const page = orderPage(wayView('en', terminalWay, { finishing: true }));
    expect(textOf(page)).toContain('what you began before can still be finished');
    expect(page).not.toContain(ORDER_CODE);
    const asked = orderPage(wayView('en', { flow: 'sealed', state: 'asked' }, { finishing: true }));
    expect(textOf(asked)).toContain('Waiting for the answer of Hama Credit');
  });
});

describe('the page of an agency order', () => {
  const way = walletWay('en');

  test('leads to the wallet in a window that learns nothing of this one', () => {
    expect(byId(tagsOf(orderPage(wayView('en', way))), 'wallet')!.attributes).toMatchObject({
      href: expect.stringMatching(/^https:\/\/agency\.localhost:8443\/wallet#[\w-]{43}$/),
      target: '_blank',
      rel: 'noopener noreferrer',
    });
  });
  test('says where the code leads to whoever can’t see it, and where a wallet is made', () => {
    const tags = tagsOf(orderPage(wayView('en', way)));
    expect(tags.find(({ name }) => name === 'svg')!.attributes).toMatchObject({
      role: 'img',
      'aria-label': 'Code that opens the page of Minato Confirm',
    });
    expect(tags.some(({ attributes }) => attributes.href === 'https://agency.localhost:8443/enrol')).toBe(true);
  });
  test('once it was confirmed waits for the result', () => {
    const page = orderPage(wayView('en', { flow: 'agency', state: 'asked' }));
    expect(textOf(page)).toContain('Your confirmation is here');
    expect(page).not.toContain('<svg');
  });
  test('goes on to the carrier’s window as any paid order', () => {
    const tags = tagsOf(orderPage(settledView('en', 'accepted', { flow: 'agency', state: 'offered', offer })));
    expect(formTo(tags, offer.action)).toBeDefined();
  });
});

describe('the shop’s own card form', () => {
  const page = orderPage(wayView('en', cardWay));
  const tags = tagsOf(page);

  test('has no field that a browser could send, and is hidden until its script shows it', () => {
    const fields = ['card', 'expiry', 'password'].map((id) => byId(tags, id)!.attributes);
    expect(fields.map((field) => 'name' in field)).toEqual([false, false, false]);
    expect(fields.every((field) => 'required' in field && !('value' in field))).toBe(true);
    expect(formTo(tags, '/order/card')!.attributes).toMatchObject({ method: 'post', id: 'card-form' });
    expect('hidden' in formTo(tags, '/order/card')!.attributes).toBe(true);
    expect(tags.some(({ attributes }) => attributes.src === '/assets/card.js')).toBe(true);
  });
  test('says whose page it is, what is trusted, and what is needed', () => {
    const text = textOf(page);
    expect(text).toContain('You are at mall.localhost , the shop’s own page.');
    expect(text).toContain('But that the page does so you have to trust this shop for.');
    expect(page).toMatch(/<noscript\s*><p class="notice stop">\s*Your card is sealed by this page’s scripts/);
  });
  test('hands its script what to seal to, and nothing else', () => {
    const json = /<script type="application\/json" id="sealing">(.*?)<\/script>/s.exec(page)![1]!;
    expect(JSON.parse(json)).toEqual(cardSealing);
  });
  test('is not there without a key, after the card was sent, or past its time', () => {
    const others: [OrderWay, boolean][] = [
      [{ flow: 'closed', state: 'open', until: '2026-11-21T01:15:00Z' }, false],
      [{ flow: 'closed', state: 'asked' }, false],
      [cardWay, true],
    ];
    for (const [way, finishing] of others) {
      const other = tagsOf(orderPage(wayView('en', way, { finishing })));
      expect(formTo(other, '/order/card')).toBeUndefined();
      expect(byId(other, 'sealing')).toBeUndefined();
    }
  });
  test('after a refusal says so above the form', () => {
    const refused = orderPage(wayView('en', cardWay, { error: { code: 'bundle-invalid' } }));
    expect(textOf(refused)).toContain('The sealed data was damaged on its way');
    expect(formTo(tagsOf(refused), '/order/card')).toBeDefined();
  });
});
