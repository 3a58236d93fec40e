/** Field names, routes and behaviour that the routes of the public door rely on. */
import { describe, expect, test } from 'vitest';
import {
  carrierChoicePage,
  cataloguePage,
  confirmPage,
  orderPage,
  partyCss,
  payDonePage,
  payPage,
  shipDonePage,
  shipPage,
  trackPage,
} from '#main/doors/public/pages/index.ts';
import type { Failure } from '#shared/result.ts';
import type { AddresseeEntry } from '#shared/domain/addressee.ts';
import { yen } from '#shared/domain/money.ts';
import { type Tag, tagsOf, textOf } from './read-page.ts';
import {
  carrierChoiceView,
  catalogueView,
  confirmView,
  creditOf,
  line,
  offer,
  orderView,
  otherCredit,
  payDoneView,
  payOffer,
  payView,
  products,
  sealing,
  settledView,
  shipDoneView,
  shipView,
  trackView,
} from './sample-views.ts';

const named = (tags: readonly Tag[], name: string): Tag[] => tags.filter(({ attributes }) => attributes.name === name);
const formTo = (tags: readonly Tag[], action: string): Tag =>
  tags.find(({ name, attributes }) => name === 'form' && attributes.action === action)!;
const byId = (tags: readonly Tag[], id: string): Tag => tags.find(({ attributes }) => attributes.id === id)!;

describe('catalogue', () => {
  test('offers a tick and a quantity for everything, and says what comes by mail', () => {
    const page = cataloguePage(catalogueView('ja'));
    const tags = tagsOf(page);
    expect(formTo(tags, '/basket').attributes.method).toBe('post');
    expect(named(tags, 'take').map(({ attributes }) => attributes.value)).toEqual(products.map(({ sku }) => sku));
    for (const { sku } of products) expect(named(tags, `quantity:${sku}`)).toHaveLength(1);
    const electronic = products.filter((product) => product.electronic);
    expect(textOf(page).match(/メールでお届け/g)).toHaveLength(electronic.length);
  });
  test('offers nothing of what is sold out, and not more than there is', () => {
    const [first, second, third, ...rest] = products;
    const counted = [{ ...first!, stock: 0 }, { ...second!, stock: 3 }, { ...third!, stock: 500 }, ...rest];
    const page = cataloguePage(catalogueView('en', { products: counted, quantities: {} }));
    const tags = tagsOf(page);
    expect(named(tags, `quantity:${first!.sku}`)).toEqual([]);
    expect(named(tags, 'take').map(({ attributes }) => attributes.value)).not.toContain(first!.sku);
    const most = [second!, third!].map(({ sku }) => named(tags, `quantity:${sku}`)[0]!.attributes.max);
    expect(most).toEqual(['3', '99']);
    expect(textOf(page).match(/Sold out|\d+ left/g)).toEqual(['Sold out', '3 left']);
  });
  test('leads to the row that is short, sold out or not', () => {
    for (const stock of [0, 1]) {
      const [first, ...rest] = products;
      const error = { code: 'out-of-stock', about: first!.sku } as const;
      const tags = tagsOf(cataloguePage(catalogueView('en', { products: [{ ...first!, stock }, ...rest], error })));
      expect(tags.some(({ attributes }) => attributes.href === '#take-0')).toBe(true);
      expect(byId(tags, 'take-0')).toBeDefined();
    }
  });
  test('leads to the order that this browser has', () => {
    const leads = (ordered: boolean): boolean =>
      tagsOf(cataloguePage(catalogueView('en', { ordered }))).some(({ attributes }) => attributes.href === '/order');
    expect([leads(true), leads(false)]).toEqual([true, false]);
  });
  test('keeps what was chosen', () => {
    const tags = tagsOf(cataloguePage(catalogueView('ja')));
    const ticked = named(tags, 'take').filter(({ attributes }) => 'checked' in attributes);
    expect(ticked.map(({ attributes }) => attributes.value)).toEqual(['HL-0302', 'CL-0401']);
    expect(named(tags, 'quantity:CL-0401')[0]!.attributes.value).toBe('2');
  });
  test('shows price, tax rate, number and specification of each', () => {
    const text = textOf(cataloguePage(catalogueView('en')));
    expect(text).toContain('煎茶 100g 静岡県産 一番茶 Item FD-0601');
    expect(text).toContain('¥1,620 incl. 8% tax');
  });
});

describe('carrier choice and confirmation', () => {
  test('post carrier and pay, and answer', () => {
    const tags = tagsOf(carrierChoicePage(carrierChoiceView('en')));
    expect(formTo(tags, '/carrier').attributes.method).toBe('post');
    expect(named(tags, 'carrier').map(({ attributes }) => attributes.value)).toEqual([
      'carrier.localhost',
      'north.example',
    ]);
    expect(named(tags, 'pay').map(({ attributes }) => attributes.value)).toEqual(['on-delivery', 'later']);
    const confirm = tagsOf(confirmPage(confirmView('en')));
    expect(formTo(confirm, '/confirm').attributes.method).toBe('post');
    expect(named(confirm, 'answer').map(({ attributes }) => attributes.value)).toEqual(['ok', 'ng']);
    expect(named(confirm, 'shown')[0]!.attributes.value).toBe(confirmView('en').shown);
  });
  test('offer payment through a credit company where there is one', () => {
    const credits = [creditOf('en'), otherCredit('en')];
    const tags = tagsOf(carrierChoicePage(carrierChoiceView('en', { credits, chosenCredit: 'capital.example' })));
    expect(named(tags, 'pay').map(({ attributes }) => attributes.value)).toEqual(['settled', 'on-delivery', 'later']);
    const radios = named(tags, 'credit');
    expect(radios.map(({ attributes }) => attributes.value)).toEqual(['credit.localhost', 'capital.example']);
    expect(radios.map(({ attributes }) => 'checked' in attributes)).toEqual([false, true]);
    // Else nobody could pay on delivery without choosing one.
    expect(radios.some(({ attributes }) => 'required' in attributes)).toBe(false);
    const [only] = named(tagsOf(carrierChoicePage(carrierChoiceView('en', { credits: [creditOf('en')] }))), 'credit');
    expect('checked' in only!.attributes).toBe(true);
    expect(tags.some(({ attributes }) => attributes.src === '/assets/carrier.js')).toBe(true);
  });
  test('lead to the credit company when none is chosen', () => {
    const error = { code: 'field-missing', about: 'credit' } as const;
    const page = carrierChoicePage(carrierChoiceView('en', { credits: [creditOf('en'), otherCredit('en')], error }));
    expect(tagsOf(page).some(({ attributes }) => attributes.href === '#credit-0')).toBe(true);
    expect(textOf(page)).toContain('Please choose a credit company.');
  });
  test('name the credit company, its window and what it learns, on a settled order alone', () => {
    const settled = textOf(confirmPage(confirmView('en', { pay: 'settled', credit: creditOf('en') })));
    expect(settled).toContain('Hama Credit credit.localhost');
    expect(settled).toContain('Next, Hama Credit opens a window of its own');
    expect(settled).toMatch(/Hama Credit Learns name, card, price/);
    expect(settled).toMatch(/Does not learn what the goods are, the price, the card/);
    expect(textOf(confirmPage(confirmView('en')))).not.toContain('Hama Credit');
  });
  test('tell that the carrier learns the price only when it collects it', () => {
    expect(textOf(confirmPage(confirmView('en')))).toContain('cash to collect');
    expect(textOf(confirmPage(confirmView('en', { pay: 'later' })))).not.toContain('cash to collect');
  });
});

describe('an order with electronic goods', () => {
  const ebook = line('EB-0701', 1);
  const book = line('BK-0001', 1);
  const mixed = { lines: [book, ebook], total: yen(book.amount.value + ebook.amount.value + 500), charge: yen(500) };
  const mail = { lines: [ebook], total: ebook.amount };
  const credits = [creditOf('en'), otherCredit('en')];
  const onlyMail = <V extends { size?: unknown; carrier?: unknown }>(view: V): V => {
    const { size: _, carrier: __, ...rest } = view;
    return rest as V;
  };

  test('can be paid through a credit company alone, and the page says why', () => {
    const page = carrierChoicePage(carrierChoiceView('en', { ...mixed, credits, pay: 'on-delivery' }));
    const tags = tagsOf(page);
    expect(named(tags, 'pay').map(({ attributes }) => [attributes.value, 'checked' in attributes])).toEqual([
      ['settled', true],
    ]);
    expect(named(tags, 'carrier')).toHaveLength(2);
    expect(named(tags, 'credit').every(({ attributes }) => 'required' in attributes)).toBe(true);
    expect(textOf(page)).toContain('can only be paid through a credit company');
    expect(textOf(page)).toMatch(/Shipping, tax included ¥500/);
  });
  test('without a parcel asks for no carrier', () => {
    const page = carrierChoicePage(onlyMail(carrierChoiceView('en', { ...mail, credits, carriers: [] })));
    const tags = tagsOf(page);
    expect(named(tags, 'carrier')).toEqual([]);
    expect(named(tags, 'credit')).toHaveLength(2);
    expect(formTo(tags, '/carrier')).toBeDefined();
    expect(textOf(page)).not.toMatch(/Size \d|Delivery fee|carrier/);
  });
  test('can’t be bought while there is no credit company', () => {
    const page = carrierChoicePage(carrierChoiceView('en', mixed));
    expect(formTo(tagsOf(page), '/carrier')).toBeUndefined();
    expect(textOf(page)).toContain('electronic goods can’t be bought');
  });
  test('is confirmed with a key, by a button that only a script shows', () => {
    const view = confirmView('en', { ...mixed, pay: 'settled', credit: creditOf('en') });
    for (const page of [confirmPage(view), confirmPage(onlyMail(view))]) {
      const tags = tagsOf(page);
      expect(named(tags, 'buyerKey')[0]!.attributes).toMatchObject({ type: 'hidden', value: '', autocomplete: 'off' });
      expect('hidden' in byId(tags, 'yes').attributes).toBe(true);
      expect(named(tags, 'answer').map(({ attributes }) => 'hidden' in attributes)).toEqual([true, false]);
      expect(page).toMatch(/<noscript\s*><p class="notice look">\s*Electronic goods are sealed to a key/);
      expect(tags.some(({ attributes }) => attributes.src === '/assets/confirm.js')).toBe(true);
    }
    const without = tagsOf(confirmPage(confirmView('en')));
    expect(named(without, 'buyerKey')).toEqual([]);
    expect('hidden' in byId(without, 'yes').attributes).toBe(false);
  });
  test('says who learns what: the mail address at the credit company, no carrier without a parcel', () => {
    const view = confirmView('en', { ...mixed, pay: 'settled', credit: creditOf('en') });
    const both = textOf(confirmPage(view));
    expect(both).toMatch(/Hama Credit Learns name, card, mail address, price/);
    expect(both).toMatch(/region, mail address, card/);
    const alone = textOf(confirmPage(onlyMail(view)));
    expect(alone).not.toContain('Harbour Parcels');
    expect(alone).toContain('it has no key to open them');
  });
  test('shows a way for each half, and gives up the parcel alone once it is paid', () => {
    const paid = settledView('en', 'accepted', { state: 'offered', goods: 'ready', offer });
    const page = orderPage(paid);
    expect([...page.matchAll(/<ol class="way"/g)]).toHaveLength(2);
    expect(textOf(page)).toContain('your electronic goods are ordered. Next, enter the address for your parcel');
    expect(textOf(page)).toContain('Give up the parcel');
    expect(formTo(tagsOf(page), offer.action)).toBeDefined();
    const paying = orderPage(settledView('en', 'offered', { state: 'awaiting-payment', goods: 'awaiting-payment' }));
    expect(textOf(paying)).toContain('Give up this order');
  });
  test('stays when its parcel comes to nothing: what goes by mail goes on', () => {
    for (const state of ['refused', 'declined', 'expired'] as const) {
      const page = orderPage(settledView('en', 'accepted', { state, goods: 'packed', refunds: [back] }));
      expect(page).not.toContain('data-back-after');
      expect(textOf(page)).not.toMatch(/Nothing is owed|back to the goods in a moment/);
      expect(textOf(page)).toContain('Your electronic goods are sealed');
    }
  });
  test.each([
    ['sent', true],
    ['forwarded', true],
    ['failed', true],
    ['packed', false],
    ['cancelled', false],
  ] as const)('in state %s leads to the page that opens them: %s', (goods, leads) => {
    const { state: _, carrier: __, ...view } = settledView('en', 'accepted', { goods });
    const page = orderPage(view);
    expect(tagsOf(page).some(({ attributes }) => attributes.href === '/open')).toBe(leads);
    expect(byId(tagsOf(page), 'order').attributes['data-state']).toBe(goods);
    expect(textOf(page)).not.toMatch(/Harbour Parcels|Your address/);
  });
  test('hands its key to a script, and shows nothing of it where there is none', () => {
    const buyerKey = 'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo';
    const page = orderPage(settledView('en', 'accepted', { state: 'accepted', goods: 'ready', buyerKey }));
    const sheet = byId(tagsOf(page), 'buyer-key').attributes;
    expect([sheet['data-key'], 'hidden' in sheet]).toEqual([buyerKey, true]);
    expect(orderPage(orderView('en', { state: 'accepted' }))).not.toContain('buyer-key');
  });
});

const back = { amount: yen(1200), way: 'settlement', state: 'asked', at: '2026-11-21T03:00:00Z' } as const;

describe('money on its way back', () => {
  test.each([
    ['settlement', 'asked', '¥1,200 is on its way back to you through Hama Credit.'],
    ['settlement', 'done', '¥1,200 went back to you through Hama Credit on 21 November 2026 .'],
    ['cash', 'asked', '¥1,200 is on its way back to you: Harbour Parcels will give it to you in cash.'],
    ['cash', 'done', '¥1,200 went back to you in cash, through Harbour Parcels, on 21 November 2026 .'],
    ['own', 'asked', '¥1,200 goes back to you from us.'],
    ['own', 'done', '¥1,200 went back to you from us on 21 November 2026 .'],
    ['waived', 'done', 'You need not pay ¥1,200 of it.'],
  ] as const)('is told in plain words: %s, %s', (way, state, said) => {
    const page = orderPage(settledView('en', 'accepted', { state: 'returned', refunds: [{ ...back, way, state }] }));
    expect(textOf(page)).toContain(said);
  });
  test('keeps the page of an order that came to nothing', () => {
    const page = orderPage(settledView('en', 'accepted', { state: 'expired', refunds: [back] }));
    expect(page).not.toContain('data-back-after');
    expect(page).not.toContain('http-equiv');
    expect(textOf(page)).toContain('¥1,200 is on its way back to you');
    expect(byId(tagsOf(page), 'order').attributes['data-refunds']).toBe('asked');
  });
});

describe('order', () => {
  test('opens the carrier in a window of its own, by POST, without telling where from', () => {
    const tags = tagsOf(orderPage(orderView('ja', { offer })));
    expect(formTo(tags, offer.action).attributes).toMatchObject({
      method: 'post',
      target: '_blank',
      rel: 'noopener noreferrer',
    });
    expect(named(tags, 'instruction')[0]!.attributes.value).toBe(offer.instruction);
  });
  test('refreshes itself without scripts while it waits, leads home when nothing was ordered, else stays', () => {
    const refresh = (page: string): string | undefined =>
      /<noscript>\s*<meta http-equiv="refresh" content="([^"]*)"/.exec(page)?.[1];
    expect(refresh(orderPage(orderView('ja')))).toBe('5');
    expect(refresh(orderPage(orderView('ja', { state: 'refused' })))).toBe('8; url=/');
    expect(refresh(orderPage(orderView('ja', { state: 'accepted' })))).toBeUndefined();
  });
  test('marks how far the order is', () => {
    const way = /<ol class="way".*?<\/ol>/s.exec(orderPage(orderView('ja', { state: 'handed-over' })))![0];
    const marks = tagsOf(way).filter(({ name }) => name === 'li');
    expect(marks.map(({ attributes }) => attributes.class).join(' ')).toBe('past past past current ahead ahead');
    expect(marks.findIndex(({ attributes }) => attributes['aria-current'] === 'step')).toBe(3);
  });
});

describe('an order that waits', () => {
  const giveUp = (page: string): boolean => formTo(tagsOf(page), '/order/give-up')?.attributes.method === 'post';

  test('can be given up, until there is an answer', () => {
    expect(giveUp(orderPage(orderView('ja', { offer })))).toBe(true);
    expect(giveUp(orderPage(settledView('en', 'offered', { state: 'awaiting-payment' })))).toBe(true);
    for (const state of ['accepted', 'refused', 'expired', 'delivered'] as const)
      expect(giveUp(orderPage(orderView('ja', { state })))).toBe(false);
  });
  test.each([
    ['carrier', orderView('en', { finishing: true, offer })],
    ['credit company', settledView('en', 'offered', { state: 'awaiting-payment', finishing: true })],
  ])('past its time names the window of the %s, offers none and goes on asking', (_, view) => {
    const page = orderPage(view);
    const tags = tagsOf(page);
    const text = textOf(page);
    expect(text).toContain('Finish in the window you opened');
    expect(text).toContain(
      `The window of ${(view.settlement?.company ?? view.carrier)!.name} can’t be opened any more`,
    );
    expect(tags.some(({ attributes }) => attributes.target === '_blank')).toBe(false);
    expect(byId(tags, 'order').attributes['data-state']).toBe('finishing');
    expect(page).toMatch(/<noscript>\s*<meta http-equiv="refresh" content="5"/);
    expect(giveUp(page)).toBe(true);
  });
  test('for its payment shows the credit company’s window first', () => {
    const tags = tagsOf(orderPage(settledView('en', 'offered', { state: 'awaiting-payment' })));
    expect(formTo(tags, payOffer.action)).toBeDefined();
  });
});

describe('order paid through a credit company', () => {
  const marks = (page: string): string =>
    tagsOf(/<ol class="way".*?<\/ol>/s.exec(page)![0])
      .filter(({ name }) => name === 'li')
      .map(({ attributes }) => attributes.class)
      .join(' ');

  test('pays first: one window, and it is the credit company’s', () => {
    const page = orderPage(settledView('en', 'offered'));
    const tags = tagsOf(page);
    expect(tags.filter(({ attributes }) => attributes.target === '_blank')).toHaveLength(1);
    expect(formTo(tags, payOffer.action).attributes).toMatchObject({
      id: 'offer',
      method: 'post',
      target: '_blank',
      rel: 'noopener noreferrer',
    });
    expect(named(tags, 'instruction')[0]!.attributes.value).toBe(payOffer.instruction);
    expect(textOf(page)).toContain('A new window opens at credit.localhost:8443');
    expect(marks(page)).toBe('current ahead ahead ahead ahead ahead ahead');
    expect(byId(tags, 'order').attributes).toMatchObject({ 'data-state': 'offered', 'data-settlement': 'offered' });
  });
  test('then leads on to the carrier, with the receipt number', () => {
    const page = orderPage(settledView('en', 'accepted', { offer }));
    const tags = tagsOf(page);
    expect(tags.filter(({ attributes }) => attributes.target === '_blank')).toHaveLength(1);
    expect(formTo(tags, offer.action)).toBeDefined();
    expect(textOf(page)).toContain('2 0482 7719 3056 2');
    expect(marks(page)).toBe('past current ahead ahead ahead ahead ahead');
    expect(marks(orderPage(settledView('en', 'accepted', { state: 'delivered' })))).toBe(
      'past past past past past past past',
    );
  });
  test.each(['refused', 'declined', 'expired'] as const)('leads home when the payment is %s', (state) => {
    const page = orderPage(settledView('en', state, { offer }));
    const tags = tagsOf(page);
    expect(page).toContain('content="8; url=/"');
    expect(byId(tags, 'order').attributes['data-back-after']).toBe('8');
    expect(tags.some(({ attributes }) => attributes.target === '_blank')).toBe(false);
  });
  test('says that nothing is charged when the carrier’s window comes to nothing after the payment', () => {
    const text = textOf(orderPage(settledView('en', 'accepted', { state: 'declined' })));
    expect(text).toContain('What Hama Credit has set aside will not be charged.');
    expect(text).toContain('You will be taken back to the goods');
  });
});

describe('pay form', () => {
  test('posts card and password to pay, card and words to check, and nothing to refuse', () => {
    const page = payPage(payView('en'));
    const fieldsOf = (action: string): (string | undefined)[] =>
      tagsOf(new RegExp(`<form[^>]*action="${action}\\?.*?</form>`, 's').exec(page)![0])
        .filter(({ name }) => name === 'input')
        .map(({ attributes }) => attributes.name);
    expect(fieldsOf('/pay/accept')).toEqual(['card', 'password']);
    expect(fieldsOf('/pay/words')).toEqual(['card', 'word', 'word', 'word']);
    expect(fieldsOf('/pay/refuse')).toEqual([]);
    const tags = tagsOf(page);
    expect(
      tags.filter(({ attributes }) => attributes.form === 'refuse').map(({ attributes }) => attributes.id),
    ).toEqual(['no']);
    for (const action of ['/pay/accept', '/pay/words', '/pay/refuse'])
      expect(formTo(tags, `${action}?window=${payView('en').window}`).attributes.method).toBe('post');
  });
  test('helps with typing and filling in', () => {
    const tags = tagsOf(payPage(payView('en')));
    for (const id of ['card', 'check-card'])
      expect(byId(tags, id).attributes).toMatchObject({ inputmode: 'numeric', autocomplete: 'cc-number' });
    expect(byId(tags, 'password').attributes).toMatchObject({ type: 'password', autocomplete: 'current-password' });
    for (const word of named(tags, 'word'))
      expect(word.attributes).toMatchObject({ autocomplete: 'off', spellcheck: 'false' });
  });
  test('writes no value into any field, whatever came before', () => {
    const errors = [
      undefined,
      { code: 'card-refused' },
      { code: 'bad-number', about: 'card' },
      { code: 'bad-number', about: 'card:words' },
      { code: 'field-missing', about: 'password' },
      { code: 'too-many' },
    ] as const;
    for (const error of errors) {
      const tags = tagsOf(payPage(payView('en', { words: [true, false], ...(error && { error }) })));
      for (const name of ['card', 'password', 'word'])
        for (const { attributes } of named(tags, name)) expect(attributes).not.toHaveProperty('value');
    }
  });
  test('names its host and the shop, shows the total and the encrypted names', () => {
    const text = textOf(payPage(payView('en')));
    expect(text).toContain('You are at credit.localhost , the credit company Hama Credit – not at the shop');
    expect(text).toContain('Total, tax included ¥4,298');
    expect(text).toMatch(/Yamate General Store mall\.localhost/);
    expect(text).toContain('AQOeLs3cfL0mXv…9sQ2ePyT');
  });
  test('answers each word in order, by sign and in words, and only when asked', () => {
    const page = payPage(payView('en', { words: [true, false, true] }));
    const answers = /<div class="answers".*?<\/ol>/s.exec(page)![0];
    expect([...answers.matchAll(/[○×]/g)].join('')).toBe('○×○');
    expect(answers.replace(/<[^>]*aria-hidden.*?<\/span>/gs, '').replace(/<.*?>/gs, ' ')).toMatch(
      /Word 1\s+right\s+Word 2\s+wrong\s+Word 3\s+right/,
    );
    expect(byId(tagsOf(page), 'answers').attributes).toMatchObject({ tabindex: '-1', autofocus: '' });
    expect(payPage(payView('en'))).not.toContain('id="answers"');
  });
  test('says openly what check words can’t prevent', () => {
    expect(textOf(payPage(payView('en')))).toContain('A fake site that passes your words on to us');
  });
  test('marks the field of the form that failed, and none for a refused card', () => {
    const marked = (error: Failure): string[] =>
      tagsOf(payPage(payView('en', { error }))).flatMap(({ attributes }) =>
        attributes['aria-invalid'] === 'true' ? [attributes.id!] : [],
      );
    expect(marked({ code: 'bad-number', about: 'card' })).toEqual(['card']);
    expect(marked({ code: 'bad-number', about: 'card:words' })).toEqual(['check-card']);
    expect(marked({ code: 'field-missing', about: 'password' })).toEqual(['password']);
    expect(marked({ code: 'field-missing', about: 'word' })).toEqual(['word-1']);
    expect(marked({ code: 'card-refused' })).toEqual([]);
    expect(marked({ code: 'too-many' })).toEqual([]);
  });
  test('says how long to wait after too many tries', () => {
    expect(textOf(payPage(payView('en', { error: { code: 'too-many' } })))).toContain('wait an hour');
  });
  test('after it, the receipt number stands only where the view has it, and no reason does', () => {
    expect(textOf(payDonePage(payDoneView('en')))).toContain('2 0482 7719 3056 2');
    const { receipt: _, amount: __, ...blank } = payDoneView('en', { result: 'no' });
    const text = textOf(payDonePage(blank));
    expect(text).not.toMatch(/2 0482|¥/);
    expect(text).not.toMatch(/password|balance|limit|expir/i);
  });
});

describe('ship form', () => {
  const fields: (keyof AddresseeEntry)[] = [
    'name',
    'country',
    'postalCode',
    'line1',
    'line2',
    'line3',
    'line4',
    'phone',
    'note',
  ];

  test('has the fields of an entry in order, with autofill', () => {
    const tags = tagsOf(shipPage(shipView('en')));
    const written = tags.filter(({ attributes }) => fields.includes(attributes.name as keyof AddresseeEntry));
    expect(written.map(({ attributes }) => attributes.name)).toEqual(fields);
    expect(written.slice(0, 4).map(({ attributes }) => attributes.autocomplete)).toEqual([
      'name',
      'country',
      'postal-code',
      'address-line1',
    ]);
    expect(byId(tags, 'phone').attributes).toMatchObject({ type: 'tel', autocomplete: 'tel' });
  });
  test('refuses by a form that holds no field', () => {
    const page = shipPage(shipView('en'));
    expect(page).toMatch(/<form method="post" action="\/ship\/refuse\?window=[\w-]{22}" id="refuse"><\/form>/);
    expect(
      tagsOf(page)
        .filter(({ attributes }) => attributes.form === 'refuse')
        .map(({ name }) => name),
    ).toEqual(['button']);
  });
  test('hands the script what it needs to seal, and nothing else', () => {
    const block = /<script type="application\/json" id="sealing">(.*?)<\/script>/s.exec(shipPage(shipView('en')))![1]!;
    expect(JSON.parse(block)).toEqual(sealing);
  });
  test('keeps what was typed, and ties the error to its field', () => {
    const entry = { name: '見本 花子', country: 'GB', postalCode: '%%' };
    const page = shipPage(shipView('en', { entry, error: { code: 'field-invalid', about: 'postalCode' } }));
    const tags = tagsOf(page);
    expect(byId(tags, 'name').attributes.value).toBe('見本 花子');
    expect(byId(tags, 'postalCode').attributes).toMatchObject({ 'aria-invalid': 'true', value: '%%' });
    expect(byId(tags, 'postalCode').attributes['aria-describedby']).toContain('postalCode-error');
    expect('autofocus' in byId(tags, 'postalCode').attributes).toBe(true);
    expect(page).toMatch(/id="postalCode-error">\s*Postal code:/);
    expect(tags.filter(({ attributes }) => 'selected' in attributes).map(({ attributes }) => attributes.value)).toEqual(
      ['GB'],
    );
    expect(tags.some(({ attributes }) => attributes.href === '#postalCode')).toBe(true);
  });
  test('names its host, the shop, the fee, and shows the amount only when cash is collected', () => {
    const cash = textOf(shipPage(shipView('en')));
    expect(cash).toContain('You are at carrier.localhost');
    expect(cash).toMatch(/Yamate General Store mall\.localhost/);
    expect(cash).toContain('¥940 paid by the shop');
    expect(cash).toContain('¥4,298');
    const { amount: _, ...later } = shipView('en', { pay: 'later' });
    expect(textOf(shipPage(later))).not.toContain('¥4,298');
  });
  test('shows all surcharges where no script computes one', () => {
    const page = shipPage(shipView('ja'));
    const table = /<noscript\s*>\s*(<table class="surcharges">.*?<\/table>)\s*<\/noscript/s.exec(page)![1]!;
    expect(textOf(table)).toMatch(/北海道 ¥330/);
    expect(textOf(table)).toContain('本州 なし');
  });
});

describe('a page that a browser may have open twice', () => {
  test.each([
    ['ship form', shipPage(shipView('en'))],
    ['pay form', payPage(payView('en'))],
    ['shipped', shipDonePage(shipDoneView('en'))],
    ['paid', payDonePage(payDoneView('en'))],
  ])('names its window wherever it leads on here: %s', (_, page) => {
    const tags = tagsOf(page);
    const leads = tags.flatMap(({ name, attributes }) =>
      name === 'form' && attributes.action !== '/language' ? [attributes.action!] : [],
    );
    leads.push(named(tags, 'back')[0]!.attributes.value!);
    for (const lead of leads) expect(lead.endsWith(`?window=${shipView('en').window}`), lead).toBe(true);
  });
});

describe('done and tracking', () => {
  test('numbers and links stand only where the view has them', () => {
    expect(textOf(shipDonePage(shipDoneView('en')))).toContain('3 0482 7719 3056 9');
    const { shipping: _, trackingUrl: __, due: ___, ...blank } = shipDoneView('en');
    const page = shipDonePage(blank);
    expect(page).not.toContain('/track');
    expect(textOf(page)).not.toMatch(/3 0482|¥/);
  });
  test('times are for the token alone', () => {
    expect(trackPage(trackView('en'))).toContain('datetime="2026-11-21T01:12:00Z"');
    expect(trackPage(trackView('en', { full: false }))).not.toMatch(/datetime="[^"]*T/);
    expect(textOf(trackPage(trackView('en', { full: false })))).toContain('21 November 2026');
  });
});

describe('partyCss', () => {
  const luminance = (colour: string): number => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a: string, b: string): number => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };

  test.each(['#264B7D', '#ffffff', '#000000', '#ffff00', '#777777', '#00ff00', '#8b0000', '#C0FFEE'])(
    'is readable on both papers, and under its own text: %s',
    (accent) => {
      const found = [...partyCss(accent).matchAll(/--accent:(#[0-9a-f]{6});--on-accent:(#[0-9a-f]{6})/g)];
      // Light and dark, the same with more contrast, and paper.
      expect(found).toHaveLength(5);
      found.forEach(([, colour, on], at) => {
        const dark = at === 1 || at === 3;
        expect(contrast(colour!, dark ? '#1d2127' : '#fbfaf7')).toBeGreaterThanOrEqual(4.5);
        expect(contrast(colour!, on!)).toBeGreaterThanOrEqual(4.5);
      });
    },
  );
  test('keeps a colour that is readable already, and takes no other text for one', () => {
    expect(partyCss('#264B7D')).toContain('--accent:#264b7d');
    expect(partyCss('red;}body{display:none')).toBe(partyCss('#264B7D'));
  });
});
