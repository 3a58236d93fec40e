/** Partner doors that listen on loopback, and what comes to them: well-behaved partners' servers and others. */
import type { FastifyInstance } from 'fastify';
import { type Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';
import type { GoodsReceiver } from '#main/doors/partner/goods-route.ts';
import { buildPartnerDoor, type PartnerDoorSetting } from '#main/doors/partner/partner-door.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import type { EventHandlers, PostTables } from '#main/post/index.ts';
import { atEnd } from './a-folder.ts';
import type { TestParty } from './a-party.ts';

export interface TestDoor {
  readonly door: FastifyInstance;
  readonly setting: PartnerDoorSetting;
  readonly port: number;
  /** What the door reported as broken. */
  readonly reports: unknown[];
}

/** Opens a party's partner door and puts its address on the party's card. */
export async function aPartnerDoor(
  party: TestParty,
  options: { port?: number; revoked?: string; handlers?: EventHandlers<PostTables>; goods?: GoodsReceiver } = {},
): Promise<TestDoor> {
  const reports: unknown[] = [];
  const setting: PartnerDoorSetting = {
    tls: party.vault.tlsContext('partner')!,
    authorities: party.authority.rootPem,
    ...(options.revoked !== undefined && { revoked: options.revoked }),
    report: (error) => reports.push(error),
  };
  const door = await buildPartnerDoor(party.post, options.handlers ?? party.events, setting, options.goods);
  await door.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const { port } = door.server.address() as AddressInfo;
  party.profile.partner = `https://${party.id}:${port}`;
  atEnd(() => closeDoor(door));
  return { door, setting, port, reports };
}

export async function closeDoor(door: FastifyInstance): Promise<void> {
  door.server.closeAllConnections();
  await door.close();
}

export interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: string;
}

export interface Visitor {
  /** Key and certificate that it shows; none when left out. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly agent?: Agent;
  readonly maxVersion?: SecureVersion;
  readonly contentType?: string;
  readonly path?: string;
  readonly method?: string;
}

/** Brings a body to a party's door. Rejects where no TLS connection comes about. */
export function bringTo(party: TestParty, body: string, visitor: Visitor = {}): Promise<Answer> {
  const { tls, agent, maxVersion, contentType = 'application/jose', path = '/partner/inbox' } = visitor;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, party.profile.partner),
      {
        method: visitor.method ?? 'POST',
        ca: party.authority.rootPem,
        lookup: lookupLocalhost,
        headers: { 'content-type': contentType, 'content-length': Buffer.byteLength(body) },
        ...tls,
        ...(maxVersion && { maxVersion }),
        agent: agent ?? false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'],
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
