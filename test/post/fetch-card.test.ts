/** A party's card fetched from where it lies for everybody, over real TLS. */
import { createServer, type ServerOptions } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, expect, test } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import { fetchCard, type PartnerNetwork } from '#main/post/index.ts';
import { atEnd } from '../builders/a-folder.ts';
import { aCarrier, anAuthority, certify, type TestCarrier } from '../builders/a-party.ts';

let carrier: TestCarrier;
let network: PartnerNetwork;
beforeEach(async () => {
  carrier = await aCarrier();
  network = { authorities: carrier.authority.rootPem, lookup: lookupLocalhost };
});

/** Serves answers with the carrier's public certificate; resolves to its port. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const tls: ServerOptions = carrier.vault.tlsContext('public')!;
  const server = createServer(tls, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  return (server.address() as AddressInfo).port;
}

test.each([
  'carrier.localhost:PORT',
  'https://carrier.localhost:PORT/',
  'https://carrier.localhost:PORT/.well-known/tokumei',
])('comes from %s', async (address) => {
  const card = await carrier.card();
  const asked: (string | undefined)[] = [];
  const port = await serve(({ url }, response) => {
    asked.push(url);
    response.end(card);
  });
  expect(await fetchCard(address.replace('PORT', String(port)), network)).toEqual(ok(card));
  expect(asked).toEqual(['/.well-known/tokumei']);
});

test.each([
  'http://carrier.localhost',
  'https://who:secret@carrier.localhost',
  'https://carrier.localhost/other',
  'two words',
  '',
])('is asked for at no address like "%s"', async (address) => {
  expect(await fetchCard(address, network)).toEqual(fail('field-invalid', 'url'));
});

test('is not fetched from a server that no authority of the group certifies', async () => {
  await certify(carrier.vault, carrier.id, await anAuthority('Somebody else'));
  const port = await serve((_, response) => response.end('card'));
  expect(await fetchCard(`carrier.localhost:${port}`, network)).toMatchObject(fail('card-unreachable'));
});

test('follows no redirect', async () => {
  const card = await carrier.card();
  const port = await serve(({ url }, response) =>
    url === '/other' ? response.end(card) : response.writeHead(302, { location: '/other' }).end(),
  );
  expect(await fetchCard(`carrier.localhost:${port}`, network)).toEqual(fail('card-unreachable', 'HTTP 302'));
});

test('is no larger than a card', async () => {
  const port = await serve((_, response) => response.end('x'.repeat(40_000)));
  expect(await fetchCard(`carrier.localhost:${port}`, network)).toEqual(fail('card-unreachable', 'size'));
});

test('is of the party whose address it is', async () => {
  const other = await aCarrier({ id: 'other.localhost' });
  const card = await other.card();
  const port = await serve((_, response) => response.end(card));
  expect(await fetchCard(`carrier.localhost:${port}`, network)).toEqual(fail('card-invalid', 'host'));
});
