/** A partner's server that takes packages as docs/protocol.md says, in memory, and misbehaves where a test wants it to. */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { atEnd } from './a-folder.ts';
import type { TestParty } from './a-party.ts';

export interface Visit {
  readonly method: string;
  readonly receipt: string;
  readonly headers: IncomingMessage['headers'];
}

export interface GoodsDoor {
  readonly server: Server;
  readonly visits: Visit[];
  /** What it has, by receipt. */
  readonly held: Map<string, Buffer>;
  /** Cut the connection after so many bytes of the next upload. */
  cutAfter?: number | undefined;
  /** Answer so, without reading; undefined is the usual answer. */
  answer?: ((visit: Visit) => number | undefined) | undefined;
  /** Called when bytes come in. */
  onBytes?: (() => void) | undefined;
  /** Wait so long (ms) at each piece. */
  slow?: number | undefined;
}

/** Listens, and puts its address on the party's card. */
export async function aGoodsDoor(party: TestParty): Promise<GoodsDoor> {
  const { key, cert } = party.vault.tlsContext('partner')!;
  const server = createServer(
    { key, cert, ca: party.authority.rootPem, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' },
    (request, response) => void take(request, response).catch(() => request.socket.destroy()),
  );
  const door: GoodsDoor = { server, visits: [], held: new Map() };
  /** The upload that counts: what an earlier one still has in its buffers does not. */
  let latest: IncomingMessage | undefined;

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const receipt = /^\/partner\/goods\/(\d{14})$/.exec(request.url ?? '')?.[1] ?? '';
    const visit = { method: request.method ?? '', receipt, headers: request.headers };
    door.visits.push(visit);
    const here = (): Buffer => door.held.get(receipt) ?? Buffer.alloc(0);
    const scripted = door.answer?.(visit);
    if (scripted !== undefined) return void response.writeHead(scripted, { 'upload-offset': here().length }).end();
    if (visit.method === 'HEAD') return void response.writeHead(204, { 'upload-offset': here().length }).end();
    const range = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+)$/.exec(request.headers['content-range'] ?? '');
    const [from, total] = [Number(range?.[1] ?? range?.[3]), Number(range?.[3])];
    if (from !== here().length) return void response.writeHead(409, { 'upload-offset': here().length }).end();
    latest = request;
    const { cutAfter } = door;
    door.cutAfter = undefined;
    let taken = 0;
    for await (const piece of request) {
      if (latest !== request) return;
      taken += (piece as Buffer).length;
      door.held.set(receipt, Buffer.concat([here(), piece as Buffer]));
      door.onBytes?.();
      if (door.slow !== undefined) await new Promise((resolve) => setTimeout(resolve, door.slow));
      if (cutAfter !== undefined && taken >= cutAfter) return void request.socket.destroy();
    }
    const digest = createHash('sha256').update(here()).digest('base64');
    if (here().length === total && request.headers['repr-digest'] === `sha-256=:${digest}:`) {
      return void response.writeHead(201).end();
    }
    door.held.delete(receipt);
    response.writeHead(422).end();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  party.profile.partner = `https://${party.id}:${(server.address() as AddressInfo).port}`;
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return door;
}
