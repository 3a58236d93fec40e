import { describe, expect, test } from 'vitest';
import {
  carrierChoicePage,
  cataloguePage,
  confirmPage,
  orderPage,
  payDonePage,
  payPage,
  problemPage,
  resetDonePage,
  returnPage,
  returnPhonePage,
  resetPage,
  shipDonePage,
  shipPage,
  trackPage,
} from '#main/doors/public/pages/index.ts';
import { yen } from '#shared/domain/money.ts';
import { GOODS, type GoodsState, PURCHASE, type PurchaseState } from '#shared/domain/states.ts';
import { type Language, LANGUAGES } from '#shared/locale/text.ts';
import { tagsOf, textOf } from './read-page.ts';
import {
  agencyOf,
  cardWay,
  carrierChoiceView,
  carrierOf,
  catalogueView,
  confirmView,
  creditOf,
  creditPage,
  FINGERPRINT,
  flowsOf,
  line,
  offer,
  orderView,
  otherCredit,
  partsOf,
  payDoneView,
  payOffer,
  payView,
  problemView,
  products,
  resetView,
  settledView,
  shipDoneView,
  shipView,
  shopPage,
  terminalWay,
  trackView,
  walletWay,
  wayView,
  wrapperOf,
} from './sample-views.ts';

/** Every page in every look that it can have. */
function everyPage(language: Language): [name: string, page: string][] {
  const { amount: _, contents: __, ...payLater } = shipView(language, { pay: 'later' });
  const { shipping: ___, trackingUrl: ____, due: _____, ...nothing } = shipDoneView(language, { mallTold: false });
  const { receipt: ______, amount: _______, ...unpaid } = payDoneView(language, { mallTold: false });
  const { contents: ________, ...payByNumber } = payView(language);
  const credits = [creditOf(language), otherCredit(language)];
  const charge = yen(500);
  const both = [line('BK-0001', 1), line('EB-0701', 1)];
  const refunds = [{ amount: yen(1200), way: 'settlement', state: 'asked', at: '2026-11-21T03:00:00Z' }] as const;
  const mailed = confirmView(language, { lines: [line('EB-0701', 1)], pay: 'settled', credit: creditOf(language) });
  const { size: _________, carrier: __________, ...byMail } = mailed;
  const waiting = settledView(language, 'offered', { goods: 'awaiting-payment' });
  const { state: ___________, carrier: ____________, ...waitingForMail } = waiting;
  return [
    ['catalogue', cataloguePage(catalogueView(language))],
    ['catalogue, empty', cataloguePage(catalogueView(language, { products: [] }))],
    ['catalogue, back from a refusal', cataloguePage(catalogueView(language, { notice: 'refused' }))],
    ['catalogue, nothing ticked', cataloguePage(catalogueView(language, { error: { code: 'basket-empty' } }))],
    ['carrier', carrierChoicePage(carrierChoiceView(language))],
    ['carrier, none', carrierChoicePage(carrierChoiceView(language, { carriers: [] }))],
    ['carrier, missing', carrierChoicePage(carrierChoiceView(language, { error: { code: 'carrier-missing' } }))],
    ['carrier, with credit companies', carrierChoicePage(carrierChoiceView(language, { credits, pay: 'settled' }))],
    [
      'carrier, no credit company chosen',
      carrierChoicePage(
        carrierChoiceView(language, {
          credits,
          pay: 'settled',
          error: { code: 'field-missing', about: 'credit' },
        }),
      ),
    ],
    ['confirm, settled', confirmPage(confirmView(language, { pay: 'settled', credit: creditOf(language) }))],
    ['confirm', confirmPage(confirmView(language))],
    ['confirm, later', confirmPage(confirmView(language, { pay: 'later', error: { code: 'unavailable' } }))],
    ['return, why', returnPage({ ...shopPage(language), carrier: carrierOf(language).name })],
    [
      'return, no reason chosen',
      returnPage({
        ...shopPage(language),
        carrier: carrierOf(language).name,
        error: { code: 'field-missing', about: 'reason' },
      }),
    ],
    [
      'return, label',
      returnPage({ ...shopPage(language), carrier: carrierOf(language).name, number: '40482771930568' }),
    ],
    [
      'return, on the phone',
      returnPhonePage({
        ...shopPage(language),
        carrier: carrierOf(language).name,
        number: '40482771930568',
        labelId: '40482771930568010101',
        bars: [true, false, true],
      }),
    ],
    ...(['announced', 'on-the-way', 'arrived', 'decided', undefined] as const).map((state): [string, string] => [
      `order, return ${state ?? 'open'}`,
      orderPage(
        orderView(language, {
          state: 'delivered',
          returning: state === undefined ? { until: '2026-12-21T03:00:00Z' } : { state },
        }),
      ),
    ]),
    ['order, with the form', orderPage(orderView(language, { offer }))],
    ...(Object.keys(PURCHASE.next) as PurchaseState[]).map((state): [string, string] => [
      `order, ${state}`,
      orderPage(
        orderView(language, {
          state,
          shipping: '30482771930569',
          trackingUrl: 'https://carrier.localhost/track',
          date: '2026-11-21',
        }),
      ),
    ]),
    ...(['offered', 'accepted', 'refused', 'declined', 'expired'] as const).map((state): [string, string] => [
      `order, payment ${state}`,
      orderPage(settledView(language, state, state === 'accepted' ? { offer } : {})),
    ]),
    ...(Object.keys(GOODS.next) as GoodsState[]).flatMap((goods): [string, string][] => {
      const {
        state: _,
        carrier: __,
        ...mail
      } = settledView(language, 'accepted', { goods, buyerKey: 'hSDw', refunds });
      return [
        [`order, by mail, ${goods}`, orderPage(mail)],
        [`order, both, ${goods}`, orderPage({ ...settledView(language, 'accepted'), ...mail, state: 'shipped' })],
      ];
    }),
    ...(['settlement', 'cash', 'own', 'waived'] as const).map((way): [string, string] => [
      `order, money back ${way}`,
      orderPage(settledView(language, 'accepted', { state: 'returned', refunds: [{ ...refunds[0]!, way }] })),
    ]),
    ['order, by mail, waiting for its payment', orderPage(waitingForMail)],
    ['confirm, by mail', confirmPage(byMail)],
    ['confirm, both', confirmPage({ ...byMail, ...confirmView(language), lines: both, pay: 'settled', charge })],
    ['carrier, by mail', carrierChoicePage({ ...carrierChoiceView(language, { credits, charge }), lines: both })],
    ['order, paid and refused', orderPage(settledView(language, 'accepted', { state: 'refused' }))],
    ['order, paid and shipped', orderPage(settledView(language, 'accepted', { state: 'shipped' }))],
    ...flowPages(language),
    ['pay', payPage(payView(language))],
    ['pay, variant b', payPage(payByNumber)],
    ['pay, words answered', payPage(payView(language, { words: [true, false, false, true] }))],
    ...[
      { code: 'card-refused' } as const,
      { code: 'too-many' } as const,
      { code: 'bad-number', about: 'card' } as const,
      { code: 'bad-number', about: 'card:words' } as const,
      { code: 'field-missing', about: 'password' } as const,
      { code: 'field-missing', about: 'word' } as const,
    ].map((error): [string, string] => [
      `pay, ${Object.values(error).join(' ')}`,
      payPage(payView(language, { error })),
    ]),
    ['paid', payDonePage(payDoneView(language))],
    ['paid, a passkey offered', payDonePage(payDoneView(language, { passkeyOffered: true }))],
    ['reset', resetPage(resetView(language))],
    ...['newPassword', 'again', 'newWord'].map((about): [string, string] => [
      `reset, ${about}`,
      resetPage(resetView(language, { error: { code: 'field-invalid', about } })),
    ]),
    ['reset, done', resetDonePage(creditPage(language))],
    ['reset, too late', problemPage({ ...creditPage(language), error: { code: 'link-expired' } })],
    ['paid, no', payDonePage({ ...unpaid, result: 'no' })],
    ['paid, refused', payDonePage({ ...unpaid, result: 'refused' })],
    ['ship', shipPage(shipView(language))],
    ['ship, later', shipPage(payLater)],
    [
      'ship, wrong postal code',
      shipPage(shipView(language, { error: { code: 'field-invalid', about: 'postalCode' } })),
    ],
    ['ship, too large', shipPage(shipView(language, { error: { code: 'too-large' } }))],
    ['done', shipDonePage(shipDoneView(language))],
    ['done, no', shipDonePage({ ...nothing, result: 'no' })],
    ['done, refused', shipDonePage({ ...nothing, result: 'refused' })],
    [
      'track, form',
      trackPage({ ...trackView(language, { full: false }), number: undefined, steps: undefined } as never),
    ],
    ['track, by number', trackPage(trackView(language, { full: false }))],
    ['track, by token', trackPage(trackView(language))],
    ['track, nothing yet', trackPage(trackView(language, { steps: [] }))],
    ['track, wrong number', trackPage(trackView(language, { full: false, steps: [], error: { code: 'bad-number' } }))],
    ['problem', problemPage(problemView(language))],
  ];
}

/** Orders without a window for their payment. */
function flowPages(language: Language): [string, string][] {
  const credits = [creditOf(language), otherCredit(language)];
  const flows = flowsOf(language);
  const wrappers = [wrapperOf(language)];
  const credit = creditOf(language);
  const [agency, passing] = [agencyOf(language), agencyOf(language, 'pass')];
  const choices = [
    { flow: 'sealed', wrapper: wrapperOf(language) },
    { flow: 'agency', agency },
    { flow: 'agency', agency: passing },
    { flow: 'closed' },
  ] as const;
  const { state: _, carrier: __, ...mailed } = wayView(language, terminalWay, { goods: 'awaiting-payment' });
  return [
    ...['credit', 'carrier', 'wrapper'].map((about): [string, string] => [
      `carrier, ways, none with ${about}`,
      carrierChoicePage(
        carrierChoiceView(language, {
          credits,
          flows,
          wrappers,
          pay: 'settled',
          error: { code: 'flow-missing', about },
        }),
      ),
    ]),
    ...choices.flatMap((choice, at): [string, string][] => {
      const view = confirmView(language, { pay: 'settled', credit, ...choice });
      const both = [line('BK-0001', 1), line('EB-0701', 1)];
      const { carrier: _, size: __, ...byMail } = { ...view, lines: [line('EB-0701', 1)] };
      return [
        [`confirm, ${choice.flow} ${at}`, confirmPage(view)],
        [`confirm, ${choice.flow} ${at}, both`, confirmPage({ ...view, lines: both })],
        [`confirm, ${choice.flow} ${at}, by mail`, confirmPage(byMail)],
      ];
    }),
    ['order, terminal', orderPage(wayView(language, terminalWay, { wrapper: wrapperOf(language) }))],
    ['order, terminal, by mail', orderPage(mailed)],
    [
      'order, terminal at it',
      orderPage(
        wayView(language, terminalWay, { parts: partsOf(language, ['confirmed', 'confirmed', 'awaited', 'awaited']) }),
      ),
    ],
    ['order, bundle is here', orderPage(wayView(language, { flow: 'sealed', state: 'asked' }))],
    [
      'order, bundle is here, part by part',
      orderPage(
        wayView(
          language,
          { flow: 'sealed', state: 'asked' },
          { parts: partsOf(language, ['yes', 'sent', 'received', 'no']) },
        ),
      ),
    ],
    ['order, wallet has answered', orderPage(wayView(language, { flow: 'agency', state: 'asked' }))],
    ['order, no key', orderPage(wayView(language, { flow: 'closed', state: 'open', until: '2026-11-21T01:15:00Z' }))],
    ['order, too late for the terminal', orderPage(wayView(language, terminalWay, { finishing: true }))],
    ...(['offered', 'accepted', 'declined', 'expired'] as const).map((state): [string, string] => [
      `order, sealed, paid and ${state}`,
      orderPage(settledView(language, 'accepted', { flow: 'sealed', state })),
    ]),
    [
      'order, sealed, both, paid',
      orderPage(settledView(language, 'accepted', { flow: 'sealed', state: 'offered', goods: 'ready' })),
    ],
    ['order, wallet', orderPage(wayView(language, walletWay(language)))],
    ['order, wallet passed on', orderPage(wayView(language, walletWay(language, 'pass')))],
    ['order, card form', orderPage(wayView(language, cardWay))],
    ['order, card form again', orderPage(wayView(language, cardWay, { error: { code: 'damaged' } }))],
    ['order, card is sealed', orderPage(wayView(language, { flow: 'closed', state: 'asked' }))],
    ['order, closed, paid', orderPage(settledView(language, 'accepted', { flow: 'closed', state: 'offered', offer }))],
  ];
}

const NAMES_AND_CODES = new RegExp(
  [
    'Minato Confirm|Wrapping House|みなと認証|包み屋|sha256sum terminal\\.html',
    FINGERPRINT,
    '\\b[0-9a-f]{8}\\b',
    'Yamate General Store|Harbour Parcels|Northern Express|English|日本語|山手商店|港運送|北国急便',
    'Hama Credit|Capital Card|浜クレジット|都カード',
    '[a-z]+\\.(localhost|example)(:\\d+)?',
    '\\b[A-Z]{2}-\\d{4}\\b|\\bkg\\b|\\bcm\\b|UTC|GMT\\S*|JST|AQOeLs\\S+',
    ...products.flatMap(({ name, specification }) =>
      [name, specification].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
    ),
  ].join('|'),
  'g',
);

describe.each(LANGUAGES)('every customer page in %s', (language) => {
  describe.each(everyPage(language))('%s', (_, page) => {
    const tags = tagsOf(page);

    test('is of that language, and carries nothing that the policy forbids', () => {
      expect(tags.find(({ name }) => name === 'html')!.attributes.lang).toBe(language);
      for (const { name, attributes } of tags) {
        expect(name).not.toBe('style');
        expect(Object.keys(attributes).filter((key) => key === 'style' || key.startsWith('on'))).toEqual([]);
        if (name === 'script' && attributes.type !== 'application/json')
          expect(attributes.src).toMatch(/^\/assets\/[a-z]+\.js$/);
        if (name === 'link') expect(attributes.href).toMatch(/^(\/assets\/[a-z]+\.css|data:image\/svg\+xml,.*)$/);
      }
    });

    test('has every field labelled, every reference pointing somewhere, every id once', () => {
      const ids = tags.flatMap(({ attributes }) => attributes.id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      const labelled = tags.filter(({ name }) => name === 'label').map(({ attributes }) => attributes.for);
      for (const { name, attributes } of tags) {
        const field = (name === 'input' && attributes.type !== 'hidden') || name === 'select';
        if (field) expect(labelled, `label of ${attributes.name}`).toContain(attributes.id);
        const references = [
          attributes.for,
          attributes.form,
          attributes['aria-labelledby'],
          attributes['aria-describedby'],
        ];
        for (const id of references.flatMap((value) => value?.split(' ') ?? [])) expect(ids).toContain(id);
        if (name === 'a' && attributes.href!.startsWith('#')) expect(ids).toContain(attributes.href!.slice(1));
      }
    });

    test('says nothing in the other language', () => {
      const other = language === 'ja' ? /[A-Za-z]{2,}/g : /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+/gu;
      const text = textOf(page).replace(/<.*?>/g, ' ');
      const visible = text
        .replace(/(コード：|Code: )[a-z-]+/g, '')
        // The zone's time, and countries as the language calls them.
        .replace(NAMES_AND_CODES, '');
      expect([...visible.matchAll(other)].map(([word]) => word)).toEqual([]);
    });

    test('keeps numbers and products out of its title', () => {
      const title = /<title>(.*)<\/title>/.exec(page)![1]!;
      expect(title).not.toMatch(/\d/);
      for (const { name } of products) expect(title).not.toContain(name);
    });

    test('leads off to other hosts only in a window of their own, or back without saying from where', () => {
      for (const { name, attributes } of tags) {
        const target = name === 'form' ? attributes.action : name === 'a' ? attributes.href : undefined;
        if (!target?.startsWith('https:')) continue;
        if (attributes.target === '_blank') expect(attributes.rel).toBe('noopener noreferrer');
        else expect(name).toBe('a');
      }
    });

    test('switches language and comes back to a page without number or token', () => {
      const back = tags.find(({ attributes }) => attributes.name === 'back');
      expect(back!.attributes.value).toMatch(/^\/[a-z/]*(\?window=[\w-]{22})?$/);
      const switches = tags
        .filter(({ attributes }) => attributes.name === 'language')
        .map(({ attributes }) => attributes.value);
      expect(switches).toEqual(['ja', 'en']);
    });
  });
});

describe('texts from outside', () => {
  const nasty = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;

  test('stay text in product names, specifications and numbers', () => {
    const product = { ...products[0]!, sku: nasty, name: nasty, specification: nasty };
    const page = cataloguePage(catalogueView('ja', { products: [product], quantities: { [nasty]: 2 } }));
    const tags = tagsOf(page);
    expect(tags.filter(({ name }) => name === 'img')).toEqual([]);
    expect(tags.filter(({ name }) => name === 'script')).toHaveLength(1);
    expect(tags.find(({ attributes }) => attributes.name === 'take')!.attributes.value).toBe(nasty);
    expect(tags.some(({ attributes }) => attributes.name === `quantity:${nasty}`)).toBe(true);
  });

  test('stay text in what was typed into the ship form, and in its sealing block', () => {
    const entry = { name: nasty, line1: nasty, note: nasty, country: nasty };
    const view = shipView('en', { entry, mall: nasty, party: nasty, contents: nasty });
    const page = shipPage({ ...view, sealing: { ...view.sealing, recipient: '</script><script>alert(3)</script>' } });
    const tags = tagsOf(page);
    expect(tags.filter(({ name }) => name === 'script')).toHaveLength(2);
    expect(tags.find(({ attributes }) => attributes.id === 'name')!.attributes.value).toBe(nasty);
  });

  test('stay text on the pay pages', () => {
    const page = payPage(
      payView('ja', { mall: nasty, mallHost: nasty, party: nasty, host: nasty, contents: nasty, words: [true] }),
    );
    const done = payDonePage(payDoneView('ja', { mall: nasty, receipt: nasty }));
    for (const [written, scripts] of [
      [page, 1],
      [done, 0],
    ] as const) {
      const tags = tagsOf(written);
      expect(tags.filter(({ name }) => name === 'img')).toEqual([]);
      expect(tags.filter(({ name }) => name === 'script')).toHaveLength(scripts);
    }
  });

  test('stay text in the names of credit companies', () => {
    const company = { id: nasty, name: nasty, services: [nasty] };
    const tags = tagsOf(carrierChoicePage(carrierChoiceView('en', { credits: [company], pay: 'settled' })));
    expect(tags.filter(({ name }) => name === 'img')).toEqual([]);
    expect(tags.find(({ attributes }) => attributes.name === 'credit')!.attributes.value).toBe(nasty);
    const settlement = { company, state: 'offered' as const, offer: payOffer };
    expect(
      tagsOf(orderPage(settledView('en', 'offered', { settlement }))).filter(({ name }) => name === 'img'),
    ).toEqual([]);
  });

  test('never become an address that runs', () => {
    const settlement = {
      company: creditOf('ja'),
      state: 'offered' as const,
      offer: { ...payOffer, action: 'javascript:alert(1)' },
    };
    expect(() => orderPage(settledView('ja', 'offered', { settlement }))).toThrow('address');
    expect(() => payDonePage(payDoneView('ja', { returnUrl: 'javascript:alert(1)' }))).toThrow('address');
    expect(() => orderPage(orderView('ja', { offer: { ...offer, action: 'javascript:alert(1)' } }))).toThrow('address');
    expect(() => shipDonePage(shipDoneView('ja', { returnUrl: 'javascript:alert(1)' }))).toThrow('address');
  });
});
