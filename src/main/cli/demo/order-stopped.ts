/** How a played order ends that does not go through. */
import type { CustomerPage } from './customer.ts';

/** The order did not go through, and why: never with an address or a card in it. */
export class OrderStopped extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'OrderStopped';
  }
}

export function expectPage(page: CustomerPage, path: string): CustomerPage {
  if (page.status === 200 && page.url.pathname === path) return page;
  const { host, pathname } = page.url;
  throw new OrderStopped(`${host}${pathname} answered ${page.status}, ${codeOn(page) ?? 'no reason'}`);
}

/** The code of the failure that a page shows. */
export function codeOn({ body }: CustomerPage): string | undefined {
  return /<p class="code">[^<]*?([a-z-]+)\s*<\/p>/.exec(body)?.[1];
}

const PATIENCE_MS = 20_000;

/** Looks again and again; throws where `what` does not come true. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new OrderStopped(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
