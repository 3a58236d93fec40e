/** The customer in the credit company's window: makes sure of it by check words, then buys. */
import type { CustomerBrowser, CustomerPage } from './customer.ts';
import type { DemoGroup } from './group.ts';
import type { CardEntry } from './order-file.ts';
import { codeOn, expectPage, OrderStopped, until } from './order-stopped.ts';
import { numberOn, openWindow, orderPage, orderState } from './play-shop.ts';

export type PlayedPayment = {
  /** ○ or × for each check word, in order. */
  readonly checks: readonly boolean[];
} & ({ readonly result: 'ok'; readonly receipt: string } | { readonly result: 'no' });

/** Pays an order that was placed; the mall has been told when this returns. */
export async function payForOrder(group: DemoGroup, browser: CustomerBrowser, card: CardEntry): Promise<PlayedPayment> {
  const form = await openPayWindow(group, browser);
  const checks = await checkWords(browser, form, card);
  const done = await buy(browser, form, card);
  if (!(await isSettled(group, browser))) return { result: 'no', checks };
  const receipt = done && numberOn(done, 'receipt');
  if (receipt === undefined) throw new OrderStopped('the pay window shows no receipt number');
  return { result: 'ok', checks, receipt };
}

/** Waits until the mall knows what became of the payment. */
async function isSettled(group: DemoGroup, browser: CustomerBrowser): Promise<boolean> {
  const settlement = await until('the mall knows what became of the payment', async () => {
    const { settlement } = await orderState(group, browser);
    return settlement === 'offered' ? undefined : (settlement ?? 'none');
  });
  return settlement === 'accepted';
}

/** What became of a payment without a window: the shop's own page says it. */
export async function paymentAtShop(group: DemoGroup, browser: CustomerBrowser): Promise<PlayedPayment> {
  if (!(await isSettled(group, browser))) return { result: 'no', checks: [] };
  const receipt = numberOn(await orderPage(group, browser), 'receipt');
  if (receipt === undefined) throw new OrderStopped('the shop shows no receipt number');
  return { result: 'ok', checks: [], receipt };
}

export function openPayWindow(group: DemoGroup, browser: CustomerBrowser): Promise<CustomerPage> {
  return openWindow(group, browser, '/pay/form');
}

/** Asks as often as the form has too few fields for all. A card number that is none answers nothing right. */
export async function checkWords(
  browser: CustomerBrowser,
  form: CustomerPage,
  { number, checkWords: words }: CardEntry,
): Promise<readonly boolean[]> {
  const most = Number(/data-most="(\d+)"/.exec(form.body)?.[1] ?? words.length);
  const answers: boolean[] = [];
  for (let at = 0; at < words.length; at += most) {
    const some = words.slice(at, at + most);
    const fields = [['card', number] as const, ...some.map((word) => ['word', word] as const)];
    const page = await browser.post(inWindow(form, '/pay/words'), fields);
    const shown = page.status === 422 && codeOn(page) === 'bad-number' ? [] : answersOn(expectPage(page, '/pay/words'));
    answers.push(...some.map((_, word) => shown[word] ?? false));
  }
  return answers;
}

function answersOn({ body }: CustomerPage): boolean[] {
  return [...body.matchAll(/class="sign (right|wrong)"/g)].map(([, answer]) => answer === 'right');
}

/** "Buy"; where the card is refused, "refuse": then nothing is returned. */
export async function buy(
  browser: CustomerBrowser,
  form: CustomerPage,
  { number, password }: CardEntry,
): Promise<CustomerPage | undefined> {
  const fields = [
    ['card', number],
    ['password', password],
  ] as const;
  const page = await browser.post(inWindow(form, '/pay/accept'), fields);
  if (page.status !== 422) return expectPage(page, '/pay/done');
  await refuseToPay(browser, form);
  return undefined;
}

/** "Refuse". */
export async function refuseToPay(browser: CustomerBrowser, form: CustomerPage): Promise<void> {
  expectPage(await browser.post(inWindow(form, '/pay/refuse'), []), '/pay/done');
}

/** Another path of the window that the form stands in. */
export function inWindow(form: CustomerPage, path: string): URL {
  return new URL(path + form.url.search, form.url);
}
