import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { carrierChoicePage, payPage } from '#main/doors/public/pages/index.ts';
import { carrierChoiceView, creditOf, otherCredit, payView } from '../../doors/public/pages/sample-views.ts';
import { chromiumPath } from '../../chromium.ts';
import { type CustomerBrowser, openCustomerBrowser } from './customer-browser.ts';

const FORM = '/pay/form';

describe.skipIf(chromiumPath === undefined)('paying in a browser', () => {
  let customer: CustomerBrowser;

  beforeAll(async () => {
    customer = await openCustomerBrowser('pay', 'carrier');
    customer.shown.set(FORM, () => payPage(payView('en')));
    customer.shown.set('/answered', () => payPage(payView('en', { words: [true, false, true] })));
    const credits = [creditOf('ja'), otherCredit('ja')];
    customer.shown.set('/carrier', () => carrierChoicePage(carrierChoiceView('ja', { credits })));
  });
  beforeEach(() => {
    customer.posted.length = 0;
    customer.complaints.length = 0;
  });
  afterAll(() => customer?.close());

  test('card and password are sent once, hidden again, and leave nothing behind', async () => {
    const page = await customer.open(FORM);
    await page.locator('#card').pressSequentially('4980000000000012');
    expect(await page.inputValue('#card')).toBe('4980 0000 0000 0012');
    await page.fill('#password', 'correct horse');
    await page.click('#show-password');
    expect(await page.getAttribute('#password', 'type')).toBe('text');
    expect(await page.textContent('#show-password')).toBe('Hide');
    await page.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>('#pay')!;
      for (let press = 0; press < 5; press++) form.requestSubmit();
    });
    await page.waitForURL('**/after');
    expect(customer.posted.map(({ path, fields }) => ({ path, fields }))).toEqual([
      { path: '/pay/accept', fields: { card: '4980 0000 0000 0012', password: 'correct horse' } },
    ]);
    await page.goBack();
    const values = await page
      .locator('#pay input, #words input')
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    expect(values.join('')).toBe('');
    expect(customer.complaints).toEqual([]);
  });

  test('a digit corrected in the middle keeps the caret', async () => {
    const page = await customer.open(FORM);
    await page.locator('#card').pressSequentially('498100');
    await page.press('#card', 'Home');
    for (let step = 0; step < 4; step++) await page.press('#card', 'ArrowRight');
    await page.press('#card', 'Backspace');
    await page.keyboard.type('0');
    expect(await page.inputValue('#card')).toBe('4980 00');
  });

  test('asks for any number of words, in their order', async () => {
    const page = await customer.open(FORM);
    await page.fill('#check-card', '4980000000000012');
    await page.click('#add-word');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('word-4');
    expect(await page.textContent('label[for=word-4]')).toBe('Word 4');
    for (const [at, word] of ['sea', 'not that', 'hill', 'stone'].entries()) await page.fill(`#word-${at + 1}`, word);
    await page.click('#ask');
    await page.waitForURL('**/after');
    const [{ path, body }] = customer.posted as [(typeof customer.posted)[number]];
    expect(path).toBe('/pay/words');
    expect(new URLSearchParams(body).getAll('word')).toEqual(['sea', 'not that', 'hill', 'stone']);
  });

  test('offers no more fields than are answered at once', async () => {
    const page = await customer.open(FORM);
    for (let added = 0; added < 3; added++) await page.click('#add-word');
    expect(await page.isVisible('#add-word')).toBe(false);
    expect(await page.locator('[name=word]').count()).toBe(6);
  });

  test('the answers come into sight and have the focus', async () => {
    const page = await customer.open('/answered', { viewport: { width: 390, height: 640 } });
    await page.waitForFunction(() => document.activeElement?.id === 'answers');
    const box = (await page.locator('#answers').boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeLessThan(640);
    expect(customer.complaints).toEqual([]);
  });

  test.each([true, false])('a refusal carries nothing that was typed (scripts: %s)', async (javaScriptEnabled) => {
    const page = await customer.open(FORM, { javaScriptEnabled });
    await page.fill('#card', '4980000000000012');
    await page.fill('#password', 'correct horse');
    await page.click('#no');
    await page.waitForURL('**/after');
    expect(customer.posted).toEqual([{ path: '/pay/refuse', fields: {}, body: '' }]);
  });

  test('without scripts it pays and checks as well, with three words', async () => {
    const page = await customer.open(FORM, { javaScriptEnabled: false });
    expect(await page.isVisible('#add-word')).toBe(false);
    expect(await page.isVisible('#show-password')).toBe(false);
    expect(await page.locator('[name=word]').count()).toBe(3);
    await page.fill('#card', '4980000000000012');
    await page.fill('#password', 'correct horse');
    await page.click('#buy');
    await page.waitForURL('**/after');
    expect(customer.posted[0]!.fields).toEqual({ card: '4980000000000012', password: 'correct horse' });
  });

  test('credit companies are shown to whoever pays through one', async () => {
    const page = await customer.open('/carrier');
    expect(await page.isVisible('#credits')).toBe(false);
    await page.click('label[for=pay-settled]');
    await page.click('label[for=credit-1]');
    await page.click('#choice button');
    await page.waitForURL('**/after');
    expect(customer.posted[0]!.fields).toEqual({
      carrier: 'carrier.localhost',
      pay: 'settled',
      credit: 'capital.example',
    });
    const plain = await customer.open('/carrier', { javaScriptEnabled: false });
    expect(await plain.isVisible('#credits')).toBe(true);
  });
});
