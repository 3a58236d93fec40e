/** A customer's browser that is written down, and what is in it becomes marks. */
import { type CustomerBrowser, openCustomerBrowser } from '../demo/customer.ts';
import { recordBrowser } from './recorders.ts';
import type { Stage } from './stage.ts';

/** A new customer, whose cookies are marks once the play is over. */
export async function withBrowser(stage: Stage, act: (browser: CustomerBrowser) => Promise<void>): Promise<void> {
  const { group, book } = stage;
  const browser = recordBrowser(group, openCustomerBrowser(group.rootPem, `Mozilla/5.0 ${book.latin('browser')}`));
  const seen = new Set<string>();
  const noteCookies = (): void => browser.cookies().forEach((cookie) => seen.add(cookie));
  const noting: CustomerBrowser = {
    ...browser,
    get: async (url) => noteAfter(browser.get(url), noteCookies),
    post: async (url, fields) => noteAfter(browser.post(url, fields), noteCookies),
  };
  await act(noting);
  for (const cookie of seen) if (cookie.length >= LEAST_TOKEN) book.learn('token', cookie);
}

/** The other cookies say which language to show. */
const LEAST_TOKEN = 16;

async function noteAfter<T>(work: Promise<T>, note: () => void): Promise<T> {
  const result = await work;
  note();
  return result;
}
