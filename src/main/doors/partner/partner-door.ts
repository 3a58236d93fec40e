/**
 * The partner door: other parties' servers, by mutual TLS, on a listener of its own. A partner is a certificate chained
 * to an accepted authority and not revoked, and a key pin that staff registered. Messages go to the inbox; the door
 * itself understands none of them.
 */
import type { Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { constants } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ERRORS } from '#shared/errors.ts';
import { maySend } from '#shared/protocol/may-send.ts';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';
import {
  type EventHandlers,
  findPartner,
  findPartnerByPin,
  type Partner,
  type Post,
  receiveEvent,
} from '#main/post/index.ts';
import { spkiPin } from '#main/vault/index.ts';
import { type GoodsReceiver, goodsRoute } from './goods-route.ts';

export interface PartnerDoorSetting {
  readonly tls: { readonly key: string; readonly cert: string };
  /** PEM of the accepted certificate authorities, and of their revocation lists. */
  readonly authorities: string;
  readonly revoked?: string;
  readonly report: (error: unknown) => void;
  /** Sees every message as it came in, after TLS: for the leak test alone. */
  readonly capture?: (partner: string, body: string) => void;
}

/** The largest message: a remittance of 10,000 parcels. */
const BODY_LIMIT = 4 * 1024 * 1024;

export async function buildPartnerDoor<DB>(
  post: Post,
  handlers: EventHandlers<DB>,
  setting: PartnerDoorSetting,
  goods?: GoodsReceiver,
): Promise<FastifyInstance> {
  const door = fastify({
    https: {
      ...setting.tls,
      ca: setting.authorities,
      ...(setting.revoked !== undefined && { crl: setting.revoked }),
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
      // A resumed session would skip the certificate, and with it suspension and revocation.
      secureOptions: SSL_OP_NO_TICKET,
      sessionTimeout: 1,
    },
    bodyLimit: BODY_LIMIT,
    logger: false,
  });
  const connections = new Map<TLSSocket, string>();
  closeSuspended(post, connections);

  door.removeAllContentTypeParsers();
  door.addContentTypeParser('application/jose', { parseAs: 'string' }, (_, body, done) => done(null, body));
  door.setErrorHandler((error: { statusCode?: number; code?: string }, _, reply) => {
    if (error.code === 'disk-full') return problem(reply, { code: 'disk-full' });
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return problem(reply, { code: 'event-invalid' }, error.statusCode);
    }
    setting.report(error);
    return problem(reply, { code: 'internal' });
  });
  door.setNotFoundHandler((_, reply) => problem(reply, { code: 'not-found' }));

  door.decorateRequest('partner', null);
  // Before the body: whoever is no partner sends nothing that is read.
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const partner = await identify(post, request);
    if (!partner.ok) return problem(reply, partner.error);
    rememberConnection(connections, request.socket as TLSSocket, partner.value.id);
    return request.setDecorator('partner', partner.value);
  };
  door.post<{ Body: string }>('/partner/inbox', { onRequest: admit }, async (request, reply) => {
    const partner = request.getDecorator<Partner>('partner');
    if (typeof request.body !== 'string') return problem(reply, { code: 'event-invalid' });
    setting.capture?.(partner.id, request.body);
    const received = await receiveEvent(post, handlers, partner, request.body);
    return received.ok ? reply.code(202).send() : problem(reply, received.error);
  });
  const admitGoods = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const refused = await admit(request, reply);
    if (reply.sent || refused === reply) return refused;
    const partner = request.getDecorator<Partner>('partner');
    return maySend(partner, post.role, 'goods.forward')
      ? undefined
      : problem(reply, { code: 'message-not-allowed', about: 'goods.forward' });
  };
  if (goods) await door.register(goodsRoute(goods, admitGoods, problem));
  return door;
}

function rememberConnection(connections: Map<TLSSocket, string>, socket: TLSSocket, partner: string): void {
  if (!connections.has(socket)) socket.once('close', () => connections.delete(socket));
  connections.set(socket, partner);
}

const { SSL_OP_NO_TICKET } = constants;

async function identify(post: Post, request: FastifyRequest): Promise<Result<Partner>> {
  const socket = request.socket as TLSSocket;
  const certificate = socket.getPeerX509Certificate();
  if (!socket.authorized || !certificate) return fail('certificate-unknown');
  const partner = await findPartnerByPin(post.storage.read, spkiPin(certificate.raw));
  if (!partner || partner.state === 'pending') return fail('certificate-unknown');
  return partner.state === 'suspended' ? fail('partner-suspended') : ok(partner);
}

/** RFC 9457 problem details; the code is its type, and nothing of the message is repeated. */
function problem(reply: FastifyReply, error: Failure, status: number = ERRORS[error.code].status): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({
      type: `urn:tokumei:${error.code}`,
      title: error.code,
      status,
      ...(error.about && { detail: error.about }),
    });
}

function closeSuspended(post: Post, connections: ReadonlyMap<TLSSocket, string>): void {
  async function sweep(): Promise<void> {
    for (const id of new Set(connections.values())) {
      const partner = await findPartner(post.storage.read, id);
      if (partner?.state === 'approved') continue;
      for (const [socket, owner] of connections) if (owner === id) socket.destroy();
    }
  }
  post.changes.listen((topic) => {
    if (topic === 'partners') void sweep().catch(() => undefined);
  });
}

/**
 * Takes a new certificate or revocation list into use without closing the door. Throws on a broken one, and then goes
 * on with what it had. Open connections end: they were let in by the old list; their partners come again.
 */
export function renewPartnerDoor(door: FastifyInstance, setting: PartnerDoorSetting): void {
  const server = door.server as unknown as Server;
  server.setSecureContext({
    ...setting.tls,
    ca: setting.authorities,
    ...(setting.revoked !== undefined && { crl: setting.revoked }),
    minVersion: 'TLSv1.3',
    secureOptions: SSL_OP_NO_TICKET,
  });
  server.closeAllConnections();
}
