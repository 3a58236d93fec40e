import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import { addTerminalPage, readTerminalPage, type TerminalPage } from '#main/doors/public/terminal-page.ts';
import { terminalPage } from '../../../build/terminal.ts';
import { ROOT } from '../../../build/root.ts';
import { aBrowser, aShop } from '../../builders/a-browser.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { aMall } from '../../builders/a-party.ts';

const SOURCES = join(ROOT, 'src/renderer/customer/terminal');
let html: string;
let page: TerminalPage;
let door: FastifyInstance;

beforeAll(async () => {
  html = await terminalPage(SOURCES);
  const assets = aFolder();
  writeFileSync(join(assets, 'terminal.html'), html);
  page = (await readTerminalPage(assets))!;
  door = fastify();
  addTerminalPage(door, page);
  atEnd(() => door.close());
});

const sha256 = (text: string, encoding: 'base64' | 'base64url' = 'base64'): string =>
  createHash('sha256').update(text).digest(encoding);
const inside = (element: string): string => new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(html)![1]!;

describe('the page of sealed orders', () => {
  test('is the same to the byte when it is built again', async () => {
    expect(await terminalPage(SOURCES)).toBe(html);
  });

  test('has one script and one style, named by its own policy, and loads nothing', () => {
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<style/g)).toHaveLength(1);
    expect(html).not.toMatch(/<(link|img|iframe|base|form)\b|\bsrc=|\bhref=/i);
    expect(html).not.toMatch(/%(POLICY|STYLE|SCRIPT)%/);
    expect(page.policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${sha256(inside('script'))}'`,
      `style-src 'sha256-${sha256(inside('style'))}'`,
      'connect-src https:',
      "form-action 'none'",
      "base-uri 'none'",
    ]);
    // Before anything that it is about.
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'));
  });

  test('knows no party and no place of its own', () => {
    expect(html).not.toMatch(/localhost|127\.0\.0\.1|\/work\/|\/home\//);
  });

  test('is served with its own policy, framed by nobody', async () => {
    const { headers, body, statusCode } = await door.inject('/terminal');
    expect(statusCode).toBe(200);
    expect(body).toBe(html);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${page.policy}; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
    });
    expect(headers['content-disposition']).toBeUndefined();
  });

  test('is a file to keep, whose fingerprint is the card’s', async () => {
    const { headers, rawPayload } = await door.inject('/terminal/file');
    expect(headers['content-disposition']).toBe('attachment; filename="tokumei-terminal.html"');
    expect(rawPayload.equals(page.bytes)).toBe(true);
    expect(page.fingerprint).toBe(sha256(html, 'base64url'));
    expect(page.fingerprint).toMatch(/^[\w-]{43}$/);
  });

  test('is not there where it was not built', async () => {
    const assets = aFolder();
    expect(await readTerminalPage(assets)).toBeUndefined();
    writeFileSync(join(assets, 'terminal.html'), '<!doctype html><title>another</title>');
    expect(await readTerminalPage(assets)).toBeUndefined();
  });
});

test('a party’s card may be read by any page, and nothing else of it', async () => {
  const shop = await aShop(await aMall());
  const browser = aBrowser(shop, 'mall.localhost');
  expect((await browser.get('/.well-known/tokumei')).headers['access-control-allow-origin']).toBe('*');
  for (const path of ['/', '/carrier', '/assets/party.css', '/nothing-here']) {
    expect((await browser.get(path)).headers['access-control-allow-origin']).toBeUndefined();
  }
});
