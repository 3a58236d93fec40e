/** A customer's browser reduced to what forms need: cookies by host, redirects, no scripts of its own. */
import { request } from 'node:https';
import { lookupLocalhost } from '#main/localhost.ts';

export interface CustomerPage {
  readonly url: URL;
  readonly status: number;
  readonly body: string;
}

export interface CustomerBrowser {
  get(url: string | URL): Promise<CustomerPage>;
  /** Posts a form and follows to where it leads. */
  post(url: string | URL, fields: Iterable<readonly [string, string]>): Promise<CustomerPage>;
  /** Posts a body of any type, as a page's script or a faulty browser may. */
  postBody(url: string | URL, type: string, body: string): Promise<CustomerPage>;
  /** A file; rejects where there is none. */
  download(url: string | URL): Promise<Uint8Array>;
  /** What the cookies of all hosts stand at now. */
  cookies(): readonly string[];
}

const MOST_REDIRECTS = 5;
const FORM = 'application/x-www-form-urlencoded';

/**
 * @param rootPem the certificate authority that this browser trusts
 * @param userAgent how it names itself to every party
 */
export function openCustomerBrowser(rootPem: string, userAgent?: string): CustomerBrowser {
  const jar = new Map<string, Map<string, string>>();

  async function visit(url: URL, method: string, body?: string, type = FORM): Promise<CustomerPage> {
    let target = url;
    let page = await send(target, method, body, type);
    for (let step = 0; page.location !== undefined && step < MOST_REDIRECTS; step++) {
      target = new URL(page.location, target);
      page = await send(target, 'GET');
    }
    return { url: target, status: page.status, body: page.bytes.toString('utf8') };
  }

  async function download(url: URL): Promise<Uint8Array> {
    const { status, bytes } = await send(url, 'GET');
    if (status !== 200) throw new Error(`${url.host} answered ${status} to a download`);
    return bytes;
  }

  function send(
    url: URL,
    method: string,
    body?: string,
    type = FORM,
  ): Promise<{ status: number; bytes: Buffer; location?: string }> {
    const cookies = jar.get(url.hostname) ?? new Map<string, string>();
    jar.set(url.hostname, cookies);
    const headers: Record<string, string> = {
      'accept-language': 'ja',
      ...(userAgent !== undefined && { 'user-agent': userAgent }),
    };
    if (cookies.size > 0) headers['cookie'] = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (body !== undefined) headers['content-type'] = type;
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method, headers, ca: rootPem, lookup: lookupLocalhost }, (response) => {
        for (const cookie of response.headers['set-cookie'] ?? []) keepCookie(cookies, cookie);
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { location } = response.headers;
          const bytes = Buffer.concat(chunks);
          resolve({ status: response.statusCode ?? 0, bytes, ...(location !== undefined && { location }) });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  return {
    get: (url) => visit(new URL(url), 'GET'),
    post: (url, fields) =>
      visit(new URL(url), 'POST', new URLSearchParams(fields as Iterable<[string, string]>).toString()),
    postBody: (url, type, body) => visit(new URL(url), 'POST', body, type),
    download: (url) => download(new URL(url)),
    cookies: () => [...jar.values()].flatMap((cookies) => [...cookies.values()]),
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

/** Where the link leads to that has this id. */
export function linkTarget(page: CustomerPage, id: string): string | undefined {
  const tag = new RegExp(`<a[^>]*id="${id}"[^>]*>`).exec(page.body)?.[0];
  const target = tag && /href="([^"]*)"/.exec(tag)?.[1];
  return target && new URL(undoEntities(target), page.url).href;
}

/** A JSON endpoint refused: by its code, never with what was sent. */
export class JsonRefused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(url: URL, status: number, code: string) {
    super(`${url.host}${url.pathname} answered ${status}, ${code}`);
    this.status = status;
    this.code = code;
  }
}

/** What a page's script does; throws `JsonRefused`. */
export async function postJson(
  browser: Pick<CustomerBrowser, 'postBody'>,
  url: string | URL,
  content: object,
  type = 'application/json',
): Promise<unknown> {
  const page = await browser.postBody(url, type, JSON.stringify(content));
  const answer = readJson(page.body);
  if (page.status >= 200 && page.status < 300) return answer;
  const { code } = (answer ?? {}) as { code?: string };
  throw new JsonRefused(page.url, page.status, code ?? 'no reason');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
