import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { resetPage } from '#main/doors/public/pages/index.ts';
import { resetView } from '../../doors/public/pages/sample-views.ts';
import { chromiumPath } from '../../chromium.ts';
import { type CustomerBrowser, openCustomerBrowser } from './customer-browser.ts';

describe.skipIf(chromiumPath === undefined)('choosing a new password in a browser', () => {
  let customer: CustomerBrowser;
  beforeAll(async () => {
    customer = await openCustomerBrowser('reset');
    customer.shown.set('/reset', () => resetPage(resetView('en')));
  });
  beforeEach(() => {
    customer.posted.length = 0;
  });
  afterAll(() => customer?.close());

  test.each([
    ['sakura', '2 more to go'],
    ['sakura78', 'easy to guess'],
    ['aaaaaaaaaaaa', 'easy to guess'],
    ['12345678901234567890', 'easy to guess'],
    ['Sakura-78x', 'fair'],
    ['ume to uguisu no uta', 'hard to guess'],
    ['桜の木の下で本を読んだ冬', 'fair'],
    ['', ''],
  ])('%s is called: %s', async (typed, said) => {
    const page = await customer.open('/reset');
    await page.fill('#password', typed);
    expect(await page.textContent('#password-said')).toBe(said);
  });

  test('the second is compared as soon as it can’t become the first', async () => {
    const page = await customer.open('/reset');
    await page.fill('#password', 'ume-to-uguisu');
    await page.fill('#again', 'ume-');
    expect(await page.textContent('#again-said')).toBe('');
    await page.fill('#again', 'umf');
    expect(await page.textContent('#again-said')).toBe('The two passwords differ');
    await page.fill('#again', 'ume-to-uguisu');
    expect(await page.textContent('#again-said')).toBe('');
  });

  test.each([true, false])(
    'both are sent once, hidden, with one word to a line (scripts: %s)',
    async (javaScriptEnabled) => {
      const page = await customer.open('/reset', { javaScriptEnabled });
      expect(await page.isVisible('#show-password')).toBe(javaScriptEnabled);
      if (javaScriptEnabled) {
        await page.click('#show-password');
        expect(await page.getAttribute('#again', 'type')).toBe('text');
      }
      await page.fill('#password', 'ume-to-uguisu');
      await page.fill('#again', 'ume-to-uguisu');
      await page.fill('#new-words', 'sora\numi');
      await page.dblclick('#save', { noWaitAfter: true });
      await page.waitForURL('**/after');
      expect(new Set(customer.posted.map(({ body }) => body)).size).toBe(1);
      if (javaScriptEnabled) expect(customer.posted).toHaveLength(1);
      expect(customer.posted[0]!.fields).toEqual({
        password: 'ume-to-uguisu',
        again: 'ume-to-uguisu',
        words: 'sora\r\numi',
      });
      await page.goBack();
      if (javaScriptEnabled) expect(await page.inputValue('#password')).toBe('');
    },
  );
});
