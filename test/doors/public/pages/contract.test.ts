/** Field names, routes and behaviour that the routes of the public door rely on. */
import { describe, expect, test } from 'vitest';
import {
  carrierChoicePage,
  cataloguePage,
  confirmPage,
  orderPage,
  partyCss,
  shipDonePage,
  shipPage,
  trackPage,
} from '#main/doors/public/pages/index.ts';
import type { AddresseeEntry } from '#shared/domain/addressee.ts';
import { type Tag, tagsOf, textOf } from './read-page.ts';
import {
  carrierChoiceView,
  catalogueView,
  confirmView,
  offer,
  orderView,
  products,
  sealing,
  shipDoneView,
  shipView,
  trackView,
} from './sample-views.ts';

const named = (tags: readonly Tag[], name: string): Tag[] => tags.filter(({ attributes }) => attributes.name === name);
const formTo = (tags: readonly Tag[], action: string): Tag =>
  tags.find(({ name, attributes }) => name === 'form' && attributes.action === action)!;
const byId = (tags: readonly Tag[], id: string): Tag => tags.find(({ attributes }) => attributes.id === id)!;

describe('catalogue', () => {
  test('offers a tick and a quantity for what a parcel can carry, and says why the rest has none', () => {
    const page = cataloguePage(catalogueView('ja'));
    const tags = tagsOf(page);
    const shippable = products.filter((product) => product.shippable).map(({ sku }) => sku);
    expect(formTo(tags, '/basket').attributes.method).toBe('post');
    expect(named(tags, 'take').map(({ attributes }) => attributes.value)).toEqual(shippable);
    for (const sku of shippable) expect(named(tags, `quantity:${sku}`)).toHaveLength(1);
    expect(textOf(page).match(/宅配便ではお届けできません/g)).toHaveLength(products.length - shippable.length);
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
  });
  test('tell that the carrier learns the price only when it collects it', () => {
    expect(textOf(confirmPage(confirmView('en')))).toContain('cash to collect');
    expect(textOf(confirmPage(confirmView('en', { pay: 'later' })))).not.toContain('cash to collect');
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
    expect(page).toMatch(/<form method="post" action="\/ship\/refuse" id="refuse"><\/form>/);
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
      expect(found).toHaveLength(2);
      found.forEach(([, colour, on], dark) => {
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
