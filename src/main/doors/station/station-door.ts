/**
 * The station door: benches, gates and vans of this party, on a listener of its own. `POST /pair` takes a one-time code;
 * `/desk` carries desk calls for whoever shows a key that was paired and not revoked. It must never serve a screen, nor
 * believe anybody else's certificate.
 */
import { constants } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { DeskMessage } from '#shared/desk/contract.ts';
import type { PartyOffice } from '#shared/desk/office.ts';
import type { StationIdentity } from '#shared/desk/stations.ts';
import { type ErrorCode, ERRORS } from '#shared/errors.ts';
import {
  acceptStation,
  DESK_PATH,
  findStationByPin,
  PAIR_PATH,
  type Paired,
  rememberSeen,
  REVOKED_CODE,
  type Stations,
  stationRequestSchema,
  UNKNOWN_CODE,
  type Welcome,
} from '#main/stations/index.ts';
import { spkiPin } from '#main/vault/index.ts';

export interface StationDoorSetting {
  /** Key, and certificates up to the station authority. */
  readonly tls: { readonly key: string; readonly cert: string };
  /** PEM of the station authority: nobody else's certificates count. */
  readonly authority: string;
  readonly stations: Stations;
  /** Told to a station that was paired. */
  readonly office: PartyOffice;
  /** One station's calls, restricted to what its kind may ask. */
  readonly openCalls: (
    station: StationIdentity,
    send: (message: DeskMessage) => void,
  ) => { receive(message: unknown): Promise<void> };
  readonly report: (error: unknown) => void;
}

/** A certificate request and two short texts. */
const BODY_LIMIT = 8192;
/** A dropped PDF as base64 is the largest message. */
const LARGEST_MESSAGE = 30_000_000;
/** Pairing tries that are looked at in a minute, of everybody together: nobody pairs faster than a person types. */
const TRIES_A_MINUTE = 20;
const MINUTE_MS = 60_000;
/** A connection that is dead without a word ends after at most twice this. */
const BEAT_MS = 10_000;
/** So long a station has to hear why its connection ends. */
const LINGER_MS = 1000;

export async function buildStationDoor(setting: StationDoorSetting): Promise<FastifyInstance> {
  const { stations, report } = setting;
  const door = fastify({
    https: {
      ...setting.tls,
      ca: setting.authority,
      requestCert: true,
      // Whoever comes to be paired has no certificate yet; the desk asks for one itself.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.3',
      // A resumed session would skip the certificate, and with it revocation.
      secureOptions: constants.SSL_OP_NO_TICKET,
      sessionTimeout: 1,
    },
    bodyLimit: BODY_LIMIT,
    logger: false,
  });
  await door.register(fastifyWebsocket, { options: { maxPayload: LARGEST_MESSAGE, perMessageDeflate: false } });
  door.setErrorHandler((error: { statusCode?: number; code?: string }, _, reply) => {
    if (error.code === 'disk-full') return problem(reply, 'disk-full');
    if (error.statusCode !== undefined && error.statusCode < 500) return problem(reply, 'event-invalid');
    report(error);
    return problem(reply, 'internal');
  });
  door.setNotFoundHandler((_, reply) => problem(reply, 'not-found'));

  const tries = openTries(stations.clock);
  door.post(PAIR_PATH, async (request, reply) => {
    const asked = stationRequestSchema.safeParse(request.body);
    if (!asked.success) return problem(reply, 'event-invalid');
    if (!tries()) return problem(reply, 'too-many');
    const accepted = await acceptStation(stations, asked.data);
    if (!accepted.ok) return problem(reply, accepted.error.code);
    const { id, role, name, place, publicUrl, demo } = setting.office;
    const office = { id, role, name, place, ...(publicUrl !== undefined && { publicUrl }), demo };
    return reply.code(201).send({ ...accepted.value, office } satisfies Paired);
  });

  const onlyCertified = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> =>
    pinOf(request) === undefined ? problem(reply, 'certificate-unknown') : undefined;
  const leaving = new Set<Promise<void>>();
  door.get(DESK_PATH, { websocket: true, onRequest: onlyCertified }, (socket, request) => {
    const pin = pinOf(request);
    if (pin === undefined) return end(socket, UNKNOWN_CODE);
    serveStation(setting, socket, pin, (left) => {
      leaving.add(left);
      void left.finally(() => leaving.delete(left));
    });
  });

  const endRevoked = async (): Promise<void> => {
    const here = stations.presence.stations();
    const rows = await stations.storage.read.selectFrom('station').select(['id', 'state']).execute();
    for (const id of here) {
      if (rows.find((row) => row.id === id)?.state !== 'paired') stations.presence.cutOff(id);
    }
  };
  const deaf = stations.changes.listen((topic) => {
    if (topic === 'stations' && stations.presence.stations().length > 0) void endRevoked().catch(report);
  });
  door.addHook('preClose', async () => {
    deaf();
    const { clients } = door.websocketServer;
    for (const client of clients) client.terminate();
    // They leave with their last words written down, while there is a database to write to.
    while (clients.size > 0) await new Promise((resolve) => setImmediate(resolve));
    await Promise.allSettled(leaving);
  });
  return door;
}

/** The pin of a key that the station authority certified; whose it is, and whether it still counts, the registry says. */
function pinOf(request: FastifyRequest): string | undefined {
  const socket = request.socket as TLSSocket;
  const certificate = socket.getPeerX509Certificate();
  return socket.authorized && certificate ? spkiPin(certificate.raw) : undefined;
}

function serveStation(
  { stations, openCalls, report }: StationDoorSetting,
  socket: WebSocket,
  pin: string,
  leave: (left: Promise<void>) => void,
): void {
  let ended = false;
  const send = (message: DeskMessage | Welcome): void => {
    if (!ended && socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const cutOff = (): void => {
    ended = true;
    end(socket, REVOKED_CODE);
  };

  async function admit(): Promise<ReturnType<typeof openCalls> | undefined> {
    const found = await findStationByPin(stations.storage.read, pin);
    if (!found) return void end(socket, UNKNOWN_CODE);
    const { identity } = found;
    const exit = stations.presence.enter(identity.id, cutOff);
    socket.once('close', () => {
      exit();
      leave(rememberSeen(stations, identity.id).catch(report));
    });
    // Asked again now that it can be cut off: it may have been revoked in between.
    const still = await findStationByPin(stations.storage.read, pin);
    if (still?.state !== 'paired') return void cutOff();
    if (socket.readyState !== socket.OPEN) return undefined;
    const deaf = stations.changes.listen((changed) => send({ changed }));
    socket.once('close', deaf);
    send({ welcome: true });
    await rememberSeen(stations, identity.id);
    return openCalls(identity, send);
  }

  const admitted = admit().catch((error: unknown) => {
    report(error);
    socket.terminate();
    return undefined;
  });
  socket.on('message', (data: Buffer) => {
    void admitted.then((calls) => (ended ? undefined : calls?.receive(parseJson(data.toString('utf8')))));
  });
  socket.on('error', () => socket.terminate());
  keepBeating(socket);
}

function keepBeating(socket: WebSocket): void {
  let alive = true;
  socket.on('pong', () => (alive = true));
  const beat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, BEAT_MS);
  socket.once('close', () => clearInterval(beat));
}

function end(socket: WebSocket, code: typeof REVOKED_CODE | typeof UNKNOWN_CODE): void {
  socket.close(code, code === REVOKED_CODE ? 'station-revoked' : 'certificate-unknown');
  const patience = setTimeout(() => socket.terminate(), LINGER_MS);
  socket.once('close', () => clearTimeout(patience));
}

function openTries(clock: () => Date): () => boolean {
  let recent: number[] = [];
  return () => {
    const now = clock().getTime();
    recent = recent.filter((at) => at > now - MINUTE_MS);
    if (recent.length >= TRIES_A_MINUTE) return false;
    recent.push(now);
    return true;
  };
}

/** RFC 9457 problem details; the code is its type, and nothing of what was asked is repeated. */
function problem(reply: FastifyReply, code: ErrorCode): FastifyReply {
  const { status } = ERRORS[code];
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: `urn:tokumei:${code}`, title: code, status });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
