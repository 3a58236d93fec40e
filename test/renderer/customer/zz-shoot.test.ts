import { test } from 'vitest';
import { carrierChoicePage, cataloguePage, confirmPage, orderPage, payDonePage, payPage } from '#main/doors/public/pages/index.ts';
import { carrierChoiceView, catalogueView, confirmView, creditOf, otherCredit, offer, payDoneView, payView, settledView } from '../../doors/public/pages/sample-views.ts';
import { openCustomerBrowser } from './customer-browser.ts';

test('shoot', async () => {
  const customer = await openCustomerBrowser('order', 'pay', 'carrier', 'basket');
  const only = process.env.ONLY?.split(',');
  const l = (process.env.LANGS ?? 'ja,en').split(',') as ('ja' | 'en')[];
  const dark = (process.env.DARK ?? 'light,dark').split(',') as ('light' | 'dark')[];
  const widths = (process.env.WIDTHS ?? '1280,390').split(',').map(Number);
  for (const language of l) {
    const pages: Record<string, string> = {
      pay: payPage(payView(language)),
      words: payPage(payView(language, { words: [true, false, true] })),
      payerror: payPage(payView(language, { error: { code: 'card-refused' } })),
      paymissing: payPage(payView(language, { error: { code: 'field-invalid', about: 'card' } })),
      done: payDonePage(payDoneView(language)),
      no: payDonePage({ ...payDoneView(language), result: 'no', receipt: undefined, amount: undefined } as never),
      carrier: carrierChoicePage(carrierChoiceView(language, { credits: [creditOf(language), otherCredit(language)], pay: 'settled', chosenCredit: 'credit.localhost' })),
      carriercod: carrierChoicePage(carrierChoiceView(language, { credits: [creditOf(language), otherCredit(language)], pay: 'on-delivery' })),
      confirm: confirmPage(confirmView(language, { pay: 'settled', credit: creditOf(language) })),
      orderpay: orderPage(settledView(language, 'offered')),
      orderpaid: orderPage(settledView(language, 'accepted', { offer })),
      ordershipped: orderPage(settledView(language, 'accepted', { state: 'shipped', shipping: '30482771930569', trackingUrl: 'https://carrier.localhost/track', date: '2026-11-21' })),
      orderdeclined: orderPage(settledView(language, 'declined')),
      ordercarrierrefused: orderPage(settledView(language, 'accepted', { state: 'refused' })),
      catalogue: cataloguePage(catalogueView(language, { notice: 'declined' })),
    };
    for (const [name, html] of Object.entries(pages)) {
      if (only && !only.includes(name)) continue;
      customer.shown.set(`/${name}`, () => html);
      for (const colorScheme of dark)
        for (const width of widths) {
          const page = await customer.open(`/${name}`, { viewport: { width, height: 900 }, colorScheme });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          if (wide > width) console.log('OVERFLOW', name, language, width, wide);
          await page.screenshot({ path: `/tmp/pp/${name}-${language}-${width}-${colorScheme}.png`, fullPage: true });
        }
    }
  }
  console.log(customer.complaints);
  await customer.close();
}, 300_000);
