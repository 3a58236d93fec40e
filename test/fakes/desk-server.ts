/**
 * A desk door with believable companies behind it, all in memory: for working on the screens and for their browser
 * tests. Speaks the staff contract as the real door does, with the real schemas at its entrance and the same policy
 * for the page. `node test/fakes/desk-server.ts mall|carrier|credit|wrapper|agency` serves `dist/staff` by hand.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type WebSocket, WebSocketServer } from 'ws';
import { type CommandName, COMMANDS, type DeskMessage, type Topic } from '#shared/desk/contract.ts';
import type { DeskCaller, DeskHandlers } from '#shared/desk/handlers.ts';
import { UNSEATED } from '#shared/desk/permissions.ts';
import { fail, type Result } from '#shared/result.ts';
import { readCodes } from '#main/labels/index.ts';
import { scannerDesk } from '#main/roles/office/scanner-desk.ts';
import { openFakeAgency } from './fake-agency.ts';
import { openFakeCarrier } from './fake-carrier.ts';
import { openFakeCredit } from './fake-credit.ts';
import { openFakeMall } from './fake-mall.ts';
import { fakeExport } from './fake-list.ts';
import { openFakeKnowledge } from './fake-knowledge.ts';
import { openFakeUpkeep } from './fake-upkeep.ts';
import { openFakeWrapper } from './fake-wrapper.ts';
import { otherHandlers } from './whole-desk.ts';

export interface FakeDesk {
  readonly origin: string;
  /** What a service would print: opens one desk. */
  link(): string;
  /** Cuts every line, as a crash of the service does; `serve` brings it back on the same port. */
  stop(): Promise<void>;
  serve(): Promise<void>;
  /** A change at another station. */
  announce(topic: Topic): void;
  /** Commands received so far, by name. */
  readonly received: readonly { readonly command: string; readonly input: unknown }[];
}

export interface FakeParty {
  readonly handlers: Partial<DeskHandlers>;
}

export interface FakeDeskOptions {
  readonly role: 'mall' | 'carrier' | 'credit' | 'wrapper' | 'agency';
  readonly assets: string;
  readonly port?: number;
  readonly demo?: boolean;
  /** Nothing has happened yet: every list is empty. */
  readonly empty?: boolean;
  /** Commands beside, or instead of, the role's own. */
  readonly handlers?: Partial<DeskHandlers>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "frame-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const OPEN = {
  mall: openFakeMall,
  carrier: openFakeCarrier,
  credit: openFakeCredit,
  wrapper: openFakeWrapper,
  agency: openFakeAgency,
} as const;

export async function startFakeDesk(options: FakeDeskOptions): Promise<FakeDesk> {
  const tokens = new Set<string>();
  const sessions = new Set<string>();
  const received: { command: string; input: unknown }[] = [];
  const sockets = new Set<WebSocket>();
  const announce = (topic: Topic): void => send(sockets, { changed: topic });
  const own = OPEN[options.role](options, announce);
  // What it does for scanners knows no company: the service's own.
  const scanner = scannerDesk({
    role: options.role,
    name: 'みなと商会',
    press: { read: readCodes },
    clock: () => new Date('2026-11-21T01:00:00Z'),
  });
  const party: FakeParty = {
    handlers: {
      ...fakeExport(() => ({ ...own.handlers, ...options.handlers })),
      ...scanner,
      ...openFakeUpkeep(options, announce),
      ...openFakeKnowledge(options.role),
      ...otherHandlers(options),
      ...own.handlers,
    },
  };
  let server: Server | undefined;
  let port = options.port ?? 0;

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('content-security-policy', PAGE_POLICY);
    response.setHeader('cache-control', 'no-store');
    if (request.method === 'POST' && request.url === '/session') return void startSession(request, response);
    const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0]!));
    const file = join(options.assets, path === '/' ? 'index.html' : path);
    try {
      const body = readFileSync(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }

  async function startSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { token } = JSON.parse(body) as { token: string };
    if (!tokens.delete(token)) return void response.writeHead(401).end();
    const session = randomBytes(16).toString('hex');
    sessions.add(session);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ session }));
  }

  async function onMessage(socket: WebSocket, caller: { who?: string }, text: string): Promise<void> {
    const { id, command, input } = JSON.parse(text) as { id: number; command: string; input: unknown };
    received.push({ command, input });
    const result = await answer(party, caller, command, input, options.handlers);
    const message: DeskMessage = result.ok
      ? { id, ok: true, value: result.value }
      : { id, ok: false, error: result.error };
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  }

  async function serve(): Promise<void> {
    const started = createServer(onRequest);
    const door = new WebSocketServer({ server: started, path: '/desk' });
    door.on('connection', (socket) => {
      socket.once('message', (first: Buffer) => {
        const { session } = JSON.parse(first.toString('utf8')) as { session: string };
        if (!sessions.has(session)) return socket.close(4401, 'not-signed-in');
        sockets.add(socket);
        const caller = {};
        socket.on('message', (data: Buffer) => void onMessage(socket, caller, data.toString('utf8')));
      });
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
    port = (started.address() as AddressInfo).port;
    server = started;
  }

  await serve();
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    link() {
      const token = randomBytes(16).toString('hex');
      tokens.add(token);
      return `${origin}/#token=${token}`;
    },
    async stop() {
      for (const socket of sockets) socket.terminate();
      server?.closeAllConnections();
      await new Promise((resolve) => server?.close(resolve));
    },
    serve,
    announce,
    received,
  };
}

async function answer(
  party: FakeParty,
  caller: { who?: string },
  command: string,
  input: unknown,
  more: Partial<DeskHandlers> = {},
): Promise<Result<unknown>> {
  if (!Object.hasOwn(COMMANDS, command)) return fail('not-found', command);
  const parsed = COMMANDS[command as CommandName].input.safeParse(input);
  if (!parsed.success) return fail('field-invalid', parsed.error.issues[0]?.path.join('.'));
  const unseated = (UNSEATED as readonly string[]).includes(command);
  if (caller.who === undefined && !unseated) return fail('not-signed-in');
  const handle = { ...party.handlers, ...more }[command as CommandName] as
    ((caller: DeskCaller, input: unknown) => Promise<Result<unknown>>) | undefined;
  if (!handle) return fail('not-found', command);
  const result = await handle({ who: caller.who ?? '' }, parsed.data);
  if (command === 'office.enter' && result.ok) caller.who = (result.value as { who: string }).who;
  if (command === 'office.leave') delete caller.who;
  return result;
}

function send(sockets: Iterable<WebSocket>, message: DeskMessage): void {
  for (const socket of sockets) socket.send(JSON.stringify(message));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const role = (['carrier', 'credit', 'wrapper', 'agency'] as const).find((name) => name === process.argv[2]) ?? 'mall';
  const assets = fileURLToPath(new URL('../../dist/staff', import.meta.url));
  const desk = await startFakeDesk({ role, assets, demo: true, empty: process.argv.includes('--empty') });
  process.stdout.write(`${desk.link()}\n`);
}
