/** Packages too large for a mail, fetched over real TLS. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { readRange } from '#main/doors/public/byte-range.ts';
import { clearPackages, forwardPackages } from '#main/roles/credit/forwarding.ts';
import { newGoodsLink } from '#main/roles/credit/goods-link.ts';
import { tokenHash } from '#main/vault/index.ts';
import { aBrowser, aPayWindow, codeOn, type TestBrowser, type TestPublicDoor } from '../../builders/a-browser.ts';
import { aFolder } from '../../builders/a-folder.ts';
import { anArrivedPackage, type TestPackage } from '../../builders/a-package.ts';
import { aSettlingGroup, type SettlingGroup } from '../../builders/a-payment.ts';

let group: SettlingGroup;
let window: TestPublicDoor;
let browser: TestBrowser;
let made: TestPackage;
let path: string;
beforeAll(async () => {
  group = await aSettlingGroup();
  window = await aPayWindow(group.credit);
  await window.door.listen({ host: '127.0.0.1', port: 0 });
  browser = aBrowser(window, 'credit.localhost');
  made = await anArrivedPackage(group, { bytes: 5_000_000 });
  const link = expectOk(await newGoodsLink(group.credit.credit, made.receipt));
  path = new URL(link.url).pathname;
});

function fetchPart(
  range?: string,
  extra: Record<string, string> = {},
  method = 'GET',
  at = window,
): Promise<IncomingMessage> {
  const { port } = at.door.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    request(
      {
        host: '127.0.0.1',
        port,
        method,
        path: `${path}/file`,
        servername: 'credit.localhost',
        ca: group.credit.authority.rootPem,
        headers: { host: 'credit.localhost', ...(range !== undefined && { range }), ...extra },
        agent: false,
      },
      resolve,
    )
      .on('error', reject)
      .end();
  });
}

async function bytesOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('the page of a package', () => {
  test('says what it is and how to open it, in both languages, and nothing of the shop', async () => {
    const english = await browser.get(path);
    expect(english.status).toBe(200);
    expect(english.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    expect(english.body).toContain('Fetch the file');
    expect(english.body).toMatch(/5 MB/);
    expect(english.body).toContain('21 December 2026');
    const japanese = await browser.get(path, { 'accept-language': 'ja' });
    expect(japanese.body).toContain('ファイルを受け取る');
    for (const { body } of [english, japanese]) expect(body).not.toMatch(/見本マーケット|mall\.localhost|花子|480/);
  });

  test('stays the page when the language is changed', async () => {
    const other = aBrowser(window, 'credit.localhost');
    const changed = await other.post('/language', { language: 'ja', back: path });
    expect(changed).toMatchObject({ status: 303, headers: { location: path } });
    expect((await other.post('/language', { language: 'ja', back: '/goods/..%2F' })).headers['location']).toBe('/');
  });

  test('is the same for a wrong, an old and a deleted package', async () => {
    const { credit } = group.credit;
    const gone = await anArrivedPackage(group);
    const goneLink = new URL(expectOk(await newGoodsLink(credit, gone.receipt)).url).pathname;
    await group.credit.storage.write(async (db) => {
      await db.updateTable('forwarding').set({ state: 'closed' }).where('receipt', '=', gone.receipt).execute();
    });
    const old = new URL(expectOk(await newGoodsLink(credit, made.receipt)).url).pathname;
    const oldHash = tokenHash(old.split('/').pop()!);
    await group.credit.storage.write((db) =>
      db
        .updateTable('goods_link')
        .set({ expires_at: '2026-11-20T00:00:00.000Z' })
        .where('token_hash', '=', oldHash)
        .execute(),
    );
    const answers = await Promise.all(
      [goneLink, old, '/goods/AAAAAAAAAAAAAAAAAAAAAA', `${goneLink}/file`, `${old}/file`].map((each) =>
        browser.get(each),
      ),
    );
    for (const answer of answers) expect([answer.status, codeOn(answer)]).toEqual([410, 'link-expired']);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });
});

describe('the file', () => {
  test('comes whole, under a name that says the receipt alone', async () => {
    const response = await fetchPart();
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '5000000',
      'accept-ranges': 'bytes',
      'content-disposition': `attachment; filename="${made.receipt}.tokumei"`,
      'x-content-type-options': 'nosniff',
    });
    expect((await bytesOf(response)).equals(made.bytes)).toBe(true);
  });

  test('broken off goes on from there', async () => {
    const begun = await fetchPart();
    const etag = begun.headers.etag!;
    const pieces: Buffer[] = [];
    for await (const piece of begun) {
      pieces.push(piece as Buffer);
      if (Buffer.concat(pieces).length > 1_000_000) break;
    }
    const had = Buffer.concat(pieces);
    const rest = await fetchPart(`bytes=${had.length}-`, { 'if-range': etag });
    expect(rest.statusCode).toBe(206);
    expect(rest.headers['content-range']).toBe(`bytes ${had.length}-4999999/5000000`);
    expect(Buffer.concat([had, await bytesOf(rest)]).equals(made.bytes)).toBe(true);
    const other = await fetchPart(`bytes=${had.length}-`, { 'if-range': '"something else"' });
    expect(other.statusCode).toBe(200);
    other.destroy();
  });

  test('tells its size without coming', async () => {
    const response = await fetchPart(undefined, {}, 'HEAD');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-length']).toBe('5000000');
    expect(await bytesOf(response)).toHaveLength(0);
  });

  test('has no part behind its end', async () => {
    const response = await fetchPart('bytes=5000000-');
    expect(response.statusCode).toBe(416);
    expect(response.headers['content-range']).toBe('bytes */5000000');
    response.resume();
    await once(response, 'end');
  });

  test('comes to a few at once', async () => {
    const open = await Promise.all([1, 2, 3, 4].map(() => fetchPart()));
    const fifth = await fetchPart();
    expect(fifth.statusCode).toBe(429);
    fifth.resume();
    for (const response of open) response.destroy();
    await expect
      .poll(async () => {
        const again = await fetchPart('bytes=0-0');
        again.resume();
        return again.statusCode;
      })
      .toBe(206);
  });
});

test('whoever leaves before it comes takes nobody’s place', async () => {
  // A pipe opens when somebody writes into it: until then the file is still being looked for.
  const pipe = join(aFolder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const { credit } = group.credit;
  const { packages } = credit;
  let slow = true;
  const slowly = {
    ...credit,
    packages: { ...packages, pathOf: (receipt: string) => (slow ? pipe : packages.pathOf(receipt)) },
  };
  const other = await aPayWindow({ ...group.credit, credit: slowly });
  await other.door.listen({ host: '127.0.0.1', port: 0 });
  const { port } = other.door.server.address() as AddressInfo;
  for (let left = 0; left < 4; left++) {
    const asked = once(other.door.server, 'request') as Promise<[IncomingMessage]>;
    const socket = connect({
      host: '127.0.0.1',
      port,
      servername: 'credit.localhost',
      ca: group.credit.authority.rootPem,
    });
    socket.on('error', () => undefined);
    socket.write(`GET ${path}/file HTTP/1.1\r\nhost: credit.localhost\r\n\r\n`);
    const [{ socket: theirs }] = await asked;
    const closed = once(theirs, 'close');
    socket.destroy();
    await closed;
    await (await open(pipe, 'w')).close();
  }
  slow = false;
  const response = await fetchPart('bytes=0-0', {}, 'GET', other);
  expect(response.statusCode).toBe(206);
  response.resume();
});

test('guessing ends soon', async () => {
  const other = aBrowser(window, 'credit.localhost');
  const codes = new Set<string | undefined>();
  for (let n = 0; n < 130; n++) codes.add(codeOn(await other.get(`/goods/${String(n).padStart(22, 'A')}`)));
  expect([...codes]).toEqual(['link-expired', 'too-many']);
  group.clock.advance({ hours: 1, minutes: 1 });
  expect((await other.get(path)).status).toBe(200);
});

test('a package that is deleted ends its links', async () => {
  const sent = await anArrivedPackage(group);
  expectOk(await forwardPackages(group.credit.credit, 'abe', [sent.receipt], 'first'));
  const link = new URL(expectOk(await newGoodsLink(group.credit.credit, sent.receipt)).url).pathname;
  expect((await browser.get(link)).status).toBe(200);
  await group.credit.storage.write((db) =>
    db
      .updateTable('forwarding')
      .set({ state: 'sent', changed_at: '2026-01-01T00:00:00.000Z' })
      .where('receipt', '=', sent.receipt)
      .execute(),
  );
  await clearPackages(group.credit.credit);
  expect((await browser.get(link)).status).toBe(410);
});

test.each([
  ['bytes=0-', { first: 0, last: 99 }],
  ['bytes=10-19', { first: 10, last: 19 }],
  ['bytes=90-200', { first: 90, last: 99 }],
  ['bytes=-10', { first: 90, last: 99 }],
  ['bytes=-200', { first: 0, last: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=20-10', undefined],
  ['bytes=-', undefined],
  ['bytes=0-1,5-6', undefined],
  ['lines=0-1', undefined],
] as const)('of 100 bytes %s are', (range, expected) => {
  expect(readRange({ range }, 100, '"x"')).toEqual(expected);
});
