/** The customer's real browser before real pages: built scripts, the real policy, and a server that keeps what it got. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { build } from 'vite';
import { partyCss } from '#main/doors/public/pages/index.ts';
import { contentSecurityPolicy } from '#main/doors/public/public-door.ts';
import { launchChromium } from '../../chromium.ts';

const CUSTOMER = new URL('../../../src/renderer/customer/', import.meta.url);

export interface Posted {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The body as it came. */
  readonly body: string;
}

export interface CustomerBrowser {
  /** What the server shows at a path; POSTs are answered with 303 to `/after`. */
  readonly shown: Map<string, () => string>;
  readonly posted: Posted[];
  /** Console and script errors: violations of the policy among them. */
  readonly complaints: string[];
  /** Closes what was open. */
  open(path: string, options?: BrowserContextOptions, prepare?: (page: Page) => Promise<unknown>): Promise<Page>;
  close(): Promise<void>;
}

/** What the pages wait for between two looks goes by ten times as quickly. */
function hurry(): void {
  const wait = window.setTimeout.bind(window);
  window.setTimeout = ((done: () => void, ms = 0) => wait(done, ms / 10)) as typeof window.setTimeout;
}

/** One script of the customer pages, as a browser loads it. */
export async function buildScript(name: string): Promise<string> {
  const input = new URL(`${name}.ts`, CUSTOMER).pathname;
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, rolldownOptions: { input, output: { format: 'es', codeSplitting: false } } },
  });
  const [first] = [output].flat();
  if (first === undefined || !('output' in first)) throw new Error('vite watches');
  return first.output[0].code;
}

export async function openCustomerBrowser(...scripts: string[]): Promise<CustomerBrowser> {
  const built = new Map<string, string>();
  for (const name of scripts) built.set(`/assets/${name}.js`, await buildScript(name));
  const styles = new Map(
    readdirSync(CUSTOMER)
      .filter((name) => name.endsWith('.css'))
      .map((name) => [`/assets/${name}`, readFileSync(new URL(name, CUSTOMER), 'utf8')]),
  );
  const shown = new Map<string, () => string>([['/after', () => '<!doctype html><title>after</title>']]);
  const posted: Posted[] = [];
  const complaints: string[] = [];

  const server = createServer(async (request, response) => {
    const path = new URL(request.url!, 'http://localhost').pathname;
    response.setHeader('content-security-policy', contentSecurityPolicy());
    if (request.method === 'POST') {
      let body = '';
      for await (const part of request) body += String(part);
      posted.push({ path, body, fields: Object.fromEntries(new URLSearchParams(body)) });
      return response.writeHead(303, { location: '/after' }).end();
    }
    const script = built.get(path);
    const css = path === '/assets/party.css' ? partyCss('#264B7D') : styles.get(path);
    if (path === '/favicon.ico') return response.writeHead(204).end();
    const type = script !== undefined ? 'text/javascript' : css !== undefined ? 'text/css' : 'text/html';
    const page = shown.get(path)?.();
    const json = page?.startsWith('{') ? 'application/json' : type;
    return response
      .writeHead((script ?? css ?? page) === undefined ? 404 : 200, { 'content-type': `${json}; charset=utf-8` })
      .end(script ?? css ?? page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let context: BrowserContext | undefined;
  const browser = await launchChromium();

  return {
    shown,
    posted,
    complaints,
    async open(path, options = {}, prepare) {
      await context?.close();
      context = await browser.newContext(options);
      const page = await context.newPage();
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.addInitScript(hurry);
      await prepare?.(page);
      await page.goto(origin + path);
      return page;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
