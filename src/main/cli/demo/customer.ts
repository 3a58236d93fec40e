/** A customer's browser reduced to what forms need: cookies by host, redirects, no scripts of its own. */
import { request } from 'node:https';
import { lookupLocalhost } from '../../localhost.ts';

export interface CustomerPage {
  readonly url: URL;
  readonly status: number;
  readonly body: string;
}

export interface CustomerBrowser {
  get(url: string | URL): Promise<CustomerPage>;
  /** Posts a form and follows to where it leads. */
  post(url: string | URL, fields: Iterable<readonly [string, string]>): Promise<CustomerPage>;
}

const MOST_REDIRECTS = 5;

/** `rootPem`: the certificate authority that this browser trusts. */
export function openCustomerBrowser(rootPem: string): CustomerBrowser {
  const jar = new Map<string, Map<string, string>>();

  async function visit(url: URL, method: string, body?: string): Promise<CustomerPage> {
    let target = url;
    let page = await send(target, method, body);
    for (let step = 0; page.location !== undefined && step < MOST_REDIRECTS; step++) {
      target = new URL(page.location, target);
      page = await send(target, 'GET');
    }
    return { url: target, status: page.status, body: page.body };
  }

  function send(url: URL, method: string, body?: string): Promise<{ status: number; body: string; location?: string }> {
    const cookies = jar.get(url.hostname) ?? new Map<string, string>();
    jar.set(url.hostname, cookies);
    const headers: Record<string, string> = { 'accept-language': 'ja' };
    if (cookies.size > 0) headers['cookie'] = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method, headers, ca: rootPem, lookup: lookupLocalhost }, (response) => {
        for (const cookie of response.headers['set-cookie'] ?? []) keepCookie(cookies, cookie);
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { location } = response.headers;
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, body: text, ...(location !== undefined && { location }) });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  return {
    get: (url) => visit(new URL(url), 'GET'),
    post: (url, fields) =>
      visit(new URL(url), 'POST', new URLSearchParams([...fields].map(([name, value]): [string, string] => [name, value])).toString()),
  };
}

function keepCookie(cookies: Map<string, string>, header: string): void {
  const [name, value] = header.split(';')[0]!.split('=', 2) as [string, string];
  if (/max-age=0/i.test(header)) cookies.delete(name);
  else cookies.set(name, value);
}

/** The value of a hidden field, entities undone. */
export function hiddenField(page: CustomerPage, name: string): string | undefined {
  const tag = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(page.body)?.[0];
  return tag && undoEntities(/value="([^"]*)"/.exec(tag)?.[1] ?? '');
}

/** Where the page's form posts to that has this hidden field. */
export function formAction(page: CustomerPage, field: string): string | undefined {
  const form = page.body.split('<form').find((part) => part.includes(`name="${field}"`));
  const action = form && /action="([^"]*)"/.exec(form)?.[1];
  return action && new URL(undoEntities(action), page.url).href;
}

/** The JSON block of a page, by id. */
export function jsonBlock(page: CustomerPage, id: string): unknown {
  const block = new RegExp(`<script[^>]*id="${id}"[^>]*>([^<]*)</script>`).exec(page.body)?.[1];
  return block === undefined ? undefined : JSON.parse(block);
}

function undoEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|#x27);/g, (entity) => ENTITIES[entity] ?? entity);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};
