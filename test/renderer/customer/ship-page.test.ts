import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { shipPage } from '#main/doors/public/pages/index.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import type { AddresseeEntry } from '#shared/domain/addressee.ts';
import { sealing, shipView } from '../../doors/public/pages/sample-views.ts';
import { chromiumPath } from '../../chromium.ts';
import { type CustomerBrowser, openCustomerBrowser } from './customer-browser.ts';
import { openAddressee, publicKey } from './sample-key.ts';
import { addresseeOf, entryOf } from './sample-orders.ts';

const FORM = '/ship/form';

async function fill(page: Page, entry: Partial<AddresseeEntry>): Promise<void> {
  for (const [field, value] of Object.entries(entry)) {
    if (field === 'country') await page.selectOption('#country', value);
    else await page.fill(`#${field}`, value);
  }
}

describe.skipIf(chromiumPath === undefined)('the ship page in a browser', () => {
  let customer: CustomerBrowser;
  const view = shipView('en', { sealing: { ...sealing, publicKey } });

  beforeAll(async () => {
    customer = await openCustomerBrowser('ship');
    customer.shown.set(FORM, () => shipPage(view));
  });
  beforeEach(() => {
    customer.posted.length = 0;
    customer.complaints.length = 0;
  });
  afterAll(() => customer?.close());

  test('sends the envelope and the zone, nothing that was typed, and leaves nothing behind', async () => {
    const addressee = addresseeOf('ja-cod.json');
    const page = await customer.open(FORM);
    await fill(page, entryOf(addressee));
    await page.click('#send');
    await page.waitForURL('**/after');

    expect(customer.posted).toHaveLength(1);
    const [{ path, fields }] = customer.posted as [(typeof customer.posted)[number]];
    expect(path).toBe('/ship/accept');
    expect(Object.keys(fields).sort()).toEqual(['envelope', 'zone']);
    expect(fields.zone).toBe('mainland');
    const opened = await openAddressee(fromBase64Url(fields.envelope!)!, sealing.recipient, sealing.number);
    expect(opened.addressee).toEqual(addressee);

    await page.goBack();
    const values = await page
      .locator('#ship input')
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    expect(values.join('')).toBe('');
    expect(customer.complaints).toEqual([]);
  });

  test('sends the day and the time of day that were chosen, beside what it sealed', async () => {
    const page = await customer.open(FORM);
    await fill(page, entryOf(addresseeOf('ja-cod.json')));
    await page.selectOption('#day', '2026-11-25');
    await page.selectOption('#slot', '19-21');
    await page.click('#send');
    await page.waitForURL('**/after');
    const [{ fields }] = customer.posted as [(typeof customer.posted)[number]];
    expect(Object.keys(fields).sort()).toEqual(['day', 'envelope', 'slot', 'zone']);
    expect([fields.day, fields.slot]).toEqual(['2026-11-25', '19-21']);
  });

  test('sends once, however often the button is pressed', async () => {
    const page = await customer.open(FORM);
    await fill(page, entryOf(addresseeOf('en-long.json')));
    await page.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>('#ship')!;
      for (let press = 0; press < 5; press++) form.requestSubmit();
    });
    await page.waitForURL('**/after');
    expect(customer.posted.map(({ fields }) => fields.zone)).toEqual(['abroad']);
  });

  test('sends nothing while a field can’t stand, and says so at the field', async () => {
    const page = await customer.open(FORM);
    await fill(page, { ...entryOf(addresseeOf('ja-cod.json')), postalCode: '231' });
    await page.click('#send');
    expect(await page.textContent('#postalCode-error')).toMatch(/^Postal code: /);
    expect(await page.getAttribute('#postalCode', 'aria-invalid')).toBe('true');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('postalCode');
    await page.fill('#postalCode', '231-0015');
    expect(await page.textContent('#postalCode-error')).toBe('');
    await page.fill('#name', '');
    await page.click('#send');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('name');
    expect(customer.posted).toEqual([]);
    expect(await page.isEnabled('#send')).toBe(true);
  });

  test('says when an address is too long to be sealed', async () => {
    const page = await customer.open(FORM);
    const line = 'あ'.repeat(100);
    await fill(page, { ...entryOf(addresseeOf('ja-cod.json')), line1: line, line2: line });
    await page.click('#send');
    await page.waitForSelector('#refusal:visible');
    expect(await page.textContent('#refusal')).toContain('too-large');
    expect(await page.inputValue('#line1')).toBe(line);
    expect(customer.posted).toEqual([]);
  });

  test('shows what is paid at the door once the postal code says it', async () => {
    const page = await customer.open(FORM);
    expect(await page.textContent('#surcharge')).toMatch(/depends on the postal code/);
    await page.fill('#postalCode', '9');
    expect(await page.textContent('#surcharge')).toMatch(/depends on the postal code/);
    await page.fill('#postalCode', '900-0001');
    expect(await page.textContent('#surcharge')).toBe('¥660');
    expect(await page.textContent('#due')).toBe('¥4,958');
    await page.fill('#postalCode', '100-0001');
    expect(await page.textContent('#surcharge')).toBe('none');
    await page.selectOption('#country', 'GB');
    expect(await page.textContent('#due')).toBe('¥6,498');
  });

  test('without X25519 it says so, and the fields go to the server as without scripts', async () => {
    const page = await customer.open(FORM, {}, (opening) =>
      opening.addInitScript(() => {
        const generateKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'));
        Object.defineProperty(SubtleCrypto.prototype, 'generateKey', { value: generateKey });
      }),
    );
    await page.waitForSelector('#unsealed:visible');
    expect(await page.isVisible('#sealed-how')).toBe(false);
    await fill(page, entryOf(addresseeOf('ja-cod.json')));
    await page.click('#send');
    await page.waitForURL('**/after');
    expect(customer.posted[0]!.fields).toEqual({ ...entryOf(addresseeOf('ja-cod.json')), day: '', slot: '' });
  });

  test('without scripts the fields are sent, and every surcharge is shown', async () => {
    const page = await customer.open(FORM, { javaScriptEnabled: false });
    expect(await page.isVisible('#sealed-how')).toBe(false);
    expect(await page.isVisible('.surcharges')).toBe(true);
    await fill(page, entryOf(addresseeOf('ja-cod.json')));
    await page.click('#send');
    await page.waitForURL('**/after');
    expect(customer.posted[0]!.fields).toEqual({ ...entryOf(addresseeOf('ja-cod.json')), day: '', slot: '' });
  });

  test.each([true, false])('a refusal carries nothing that was typed (scripts: %s)', async (javaScriptEnabled) => {
    const page = await customer.open(FORM, { javaScriptEnabled });
    await fill(page, entryOf(addresseeOf('ja-cod.json')));
    await page.click('#no');
    await page.waitForURL('**/after');
    expect(customer.posted).toEqual([{ path: '/ship/refuse', fields: {}, body: '' }]);
  });

  test('a key that can’t be sealed to sends nothing', async () => {
    customer.shown.set('/broken', () => shipPage({ ...view, sealing: { ...sealing, publicKey: 'A'.repeat(43) } }));
    const page = await customer.open('/broken');
    await fill(page, entryOf(addresseeOf('ja-cod.json')));
    await page.click('#send');
    await page.waitForSelector('#refusal:visible');
    expect(await page.inputValue('#name')).toBe('見本 花子');
    expect(customer.posted).toEqual([]);
  });
});
