/** One module of the customer pages in a real browser, to be called from there by its exports. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { chromiumPath, launchChromium } from '../../chromium.ts';

export interface BrowserModule {
  /** A page with the module's exports as the global `module`: what is evaluated there can't import by itself. */
  readonly page: Page;
  close(): Promise<void>;
}

const PAGE = `<!doctype html><title>module</title>
<script type="module">import * as module from '/module.js'; globalThis.module = module;</script>`;

/** `undefined` where there is no Chromium. @param file within `src/renderer/customer` */
export async function openModule(file: string): Promise<BrowserModule | undefined> {
  if (chromiumPath === undefined) return undefined;
  // Not before: it is large.
  const { build } = await import('vite');
  const input = new URL(`../../../src/renderer/customer/${file}`, import.meta.url).pathname;
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      rolldownOptions: { input, preserveEntrySignatures: 'strict', output: { format: 'es', codeSplitting: false } },
    },
  });
  const [first] = [output].flat();
  if (first === undefined || !('output' in first)) throw new Error('vite watches');
  const { code } = first.output[0];
  const server = createServer((request, response) => {
    const isScript = request.url === '/module.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? code : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.module');
  return {
    page,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}
