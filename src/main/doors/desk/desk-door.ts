/**
 * The desk door: staff screens, over a WebSocket on the loopback interface or a MessagePort of the desktop shell; the
 * same contract on both. Who has the one-time link, or the session that it was exchanged for, sits at the desk. The
 * session is no cookie: browsers keep cookies apart by host, not by port, and several parties' desks are on this host.
 */
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance } from 'fastify';
import type { Topic } from '#shared/desk/contract.ts';
import type { DeskPort } from '#shared/desk/bridge.ts';
import type { Changes } from '#main/storage/index.ts';
import { randomToken, tokenHash } from '#main/vault/index.ts';
import { type DeskTable, openDeskCalls } from './desk-calls.ts';

export interface DeskDoorSetting {
  readonly table: DeskTable;
  readonly changes: Changes<Topic>;
  /** Folder of the built staff screens. */
  readonly assets: string;
  /** 127.0.0.1 port, for the Host and Origin checks. */
  readonly port: number;
  readonly report: (error: unknown) => void;
  /** Called with a fresh link token when the door listens and whenever one was used; what it throws is reported. */
  readonly offerToken: (token: string) => void;
}

/** Close code for a screen that is not signed in. */
const REFUSED = 4401;
/** A screen says its session at once; a connection that does not is no screen. */
const SIGN_IN_MS = 10_000;
/** A dropped PDF as base64 is the largest message. */
const LARGEST_MESSAGE = 30_000_000;

export async function buildDeskDoor(setting: DeskDoorSetting): Promise<FastifyInstance> {
  const door = fastify({ logger: false, bodyLimit: 4096 });
  const origin = `http://127.0.0.1:${setting.port}`;
  const sessions = new Set<string>();
  const tokens = new Set<string>();
  const offer = (): void => {
    const token = randomToken();
    tokens.add(tokenHash(token));
    // The link can't be written, on a full disk say: no reason to lose the session or the door.
    try {
      setting.offerToken(token);
    } catch (error) {
      setting.report(error);
    }
  };

  const isSession = (said: unknown): boolean => {
    const { session } = (said ?? {}) as { session?: unknown };
    return typeof session === 'string' && sessions.has(tokenHash(session));
  };

  await door.register(fastifyWebsocket, { options: { maxPayload: LARGEST_MESSAGE } });
  door.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS);
    // A name that resolves to loopback is not the desk: no DNS rebinding.
    if (request.headers.host !== `127.0.0.1:${setting.port}`) return reply.code(421).send();
    const from = request.headers.origin;
    if (from !== undefined && from !== origin) return reply.code(403).send();
  });
  door.setErrorHandler((error: { statusCode?: number }, _, reply) => {
    if (error.statusCode === undefined || error.statusCode >= 500) setting.report(error);
    return reply.code(error.statusCode ?? 500).send();
  });

  door.post<{ Body: { token?: unknown } }>('/session', async (request, reply) => {
    const { token } = request.body ?? {};
    if (typeof token !== 'string' || !tokens.delete(tokenHash(token))) return reply.code(401).send();
    const session = randomToken();
    sessions.add(tokenHash(session));
    offer();
    return reply.send({ session });
  });

  door.get('/desk', { websocket: true }, (socket, request) => {
    const refuse = (): void => socket.close(REFUSED, 'not-signed-in');
    if (request.headers.origin !== origin) return refuse();
    const patience = setTimeout(refuse, SIGN_IN_MS);
    socket.on('close', () => clearTimeout(patience));
    socket.once('message', (first: Buffer) => {
      clearTimeout(patience);
      if (!isSession(parseJson(first.toString('utf8')))) return refuse();
      const calls = openDeskCalls(setting.table, (message) => socket.send(JSON.stringify(message)), setting.report);
      socket.on('message', (data: Buffer) => void calls.receive(parseJson(data.toString('utf8'))));
      const end = setting.changes.listen((changed) => socket.send(JSON.stringify({ changed })));
      socket.on('close', end);
    });
  });
  door.addHook('onListen', offer);

  await door.register(fastifyStatic, {
    root: join(setting.assets),
    cacheControl: false,
    index: ['index.html'],
    etag: true,
  });
  return door;
}

/** The same desk for the shell's port: it is the shell's own process that holds the other end. */
export function serveDeskPort(port: DeskPort, setting: Pick<DeskDoorSetting, 'table' | 'changes' | 'report'>): void {
  const calls = openDeskCalls(setting.table, (message) => port.postMessage(message), setting.report);
  port.on('message', ({ data }) => void calls.receive(data));
  const end = setting.changes.listen((changed) => port.postMessage({ changed }));
  port.on('close', end);
  port.start();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const HEADERS = {
  'content-security-policy': [
    "default-src 'self'",
    // The camera's decoder is WebAssembly.
    "script-src 'self' 'wasm-unsafe-eval'",
    "img-src 'self' blob: data:",
    "style-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "frame-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  // Scanning without a hand scanner; nothing else of the computer.
  'permissions-policy':
    'camera=(self), serial=(self), clipboard-read=(self), microphone=(), geolocation=(), display-capture=(), usb=(), hid=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
