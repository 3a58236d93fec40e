/**
 * The door on the loopback interface: pages of this computer's own, and their WebSocket. Who has the one-time link, or the
 * session that it was exchanged for, is let in; what is asked then is its owner's matter. The session is no cookie:
 * browsers keep cookies apart by host, not by port, and several parties' desks are on this host.
 */
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance } from 'fastify';
import { randomToken, tokenHash } from '#main/vault/index.ts';

/** One screen's connection. */
export interface ScreenLine {
  receive(message: unknown): Promise<void>;
  close?(): void;
}

export interface LoopbackDoorSetting {
  /** Folder of the built pages. */
  readonly assets: string;
  /** The page at `/`. */
  readonly index?: string;
  /** 127.0.0.1 port, for the Host and Origin checks. */
  readonly port: number;
  readonly report: (error: unknown) => void;
  /** Called with a fresh link token when the door listens and whenever one was used; what it throws is reported. */
  readonly offerToken: (token: string) => void;
  /** Hashes of sessions, where a door that stood on this port before handed them over; new ones are added. */
  readonly sessions?: Set<string>;
  readonly frames?: PageFrames;
  openLine(say: (message: object) => void): ScreenLine;
}

/** Origins: whose pages this one may show in frames, and who may show this one in one. */
export interface PageFrames {
  readonly shown?: readonly string[];
  readonly by?: string;
}

/** Close code for a screen that is not signed in. */
const REFUSED = 4401;
/** A screen says its session at once; a connection that does not is no screen. */
const SIGN_IN_MS = 10_000;
/** A dropped PDF as base64 is the largest message. */
const LARGEST_MESSAGE = 30_000_000;

export async function buildLoopbackDoor(setting: LoopbackDoorSetting): Promise<FastifyInstance> {
  const door = fastify({ logger: false, bodyLimit: 4096 });
  const origin = `http://127.0.0.1:${setting.port}`;
  const sessions = setting.sessions ?? new Set<string>();
  const headers = pageHeaders(setting.frames);
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
    void reply.headers(headers);
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
      const line = setting.openLine((message) => socket.send(JSON.stringify(message)));
      socket.on('message', (data: Buffer) => void line.receive(parseJson(data.toString('utf8'))));
      socket.on('close', () => line.close?.());
    });
  });
  door.addHook('onListen', offer);

  await door.register(fastifyStatic, {
    root: join(setting.assets),
    cacheControl: false,
    index: [setting.index ?? 'index.html'],
    etag: true,
  });
  return door;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const pageHeaders = ({ shown = [], by }: PageFrames = {}): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'self'",
    // The camera's decoder is WebAssembly.
    "script-src 'self' 'wasm-unsafe-eval'",
    "img-src 'self' blob: data:",
    "style-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    `frame-src 'self' blob: ${shown.join(' ')}`.trim(),
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${by ?? "'none'"}`,
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  // Scanning without a hand scanner; nothing else of the computer.
  'permissions-policy':
    'camera=(self), serial=(self), clipboard-read=(self), microphone=(), geolocation=(), display-capture=(), usb=(), hid=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
});
