/**
 * Brings sealed packages to partners: `PUT /partner/goods/<receipt>`, over the same connections as messages. It goes on
 * where a cut left off and tries again and again; what is in a package, whose it is and what it cost it never learns.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Agent, request } from 'node:https';
import { fromBase64Url } from '#shared/bytes.ts';
import type { Courier } from './courier.ts';
import { codeOf, nextPartnerTry, openPartnerAgents, type PartnerNetwork } from './partner-agents.ts';
import { findPartner, type Partner } from './find-partner.ts';
import type { Post } from './post.ts';

export interface PackageToBring {
  /** Party id. */
  readonly partner: string;
  readonly receipt: string;
  /** Path of the whole package. */
  readonly file: string;
  readonly bytes: number;
  /** base64url. */
  readonly sha256: string;
  /** Failed since it last got on. */
  readonly attempts: number;
}

/** What became of a package; a role writes it down in one unit of work. */
export type PackageNews =
  /** Whole and verified at the partner's. */
  | { readonly arrived: true }
  /** Under way: the partner has so many bytes, as far as we know. */
  | { readonly arrived: false; readonly uploaded: number }
  | {
      readonly arrived: false;
      /** What of it the partner said that it has; absent where it said nothing. */
      readonly uploaded?: number;
      /** A code or an HTTP status. */
      readonly error: string;
      readonly attempts: number;
      /** RFC 3339. */
      readonly nextAt: string;
    };

export interface PackageSource {
  /** Packages whose time has come. */
  readonly due: () => Promise<readonly PackageToBring[]>;
  readonly note: (bringing: PackageToBring, news: PackageNews) => Promise<void>;
}

const POLL_MS = 1000;
/** Without a byte either way; a partner that verifies two gigabytes on a slow disk is silent for long. */
const SILENCE_MS = 120_000;
const READ_BYTES = 1024 * 1024;
/** Bytes between two notes of how far an upload is. */
const NOTE_BYTES = 64 * 1024 * 1024;

interface Answer {
  readonly status: number;
  /** `upload-offset`, where it is a number. */
  readonly offset?: number;
}

/**
 * Starts bringing packages, one at a time to each partner.
 *
 * @param report told what broke on our own side
 */
export function startPackageCourier(
  post: Post,
  currentNetwork: () => PartnerNetwork,
  source: PackageSource,
  report: (error: unknown) => void,
): Courier {
  const agents = openPartnerAgents(post);
  const rounds = new Map<string, Promise<unknown>>();
  /** Uploads under way, to be ended when their partner is suspended. */
  const open = new Map<string, ClientRequest>();
  let stopped = false;

  async function visitPartners(): Promise<void> {
    if (stopped) return;
    for (const bringing of await source.due()) {
      const { partner } = bringing;
      if (stopped || rounds.has(partner)) continue;
      // One at a time, and then what is due by then: an order may be called off while another's package is brought.
      const round = bringTo(partner, bringing)
        .then((tried) => tried && setImmediate(visit), report)
        .finally(() => rounds.delete(partner));
      rounds.set(partner, round);
    }
  }

  async function bringTo(id: string, bringing: PackageToBring): Promise<boolean> {
    const partner = await findPartner(post.storage.read, id);
    if (stopped || partner?.state !== 'approved') return false;
    await bring(partner, bringing);
    return true;
  }

  async function bring(partner: Partner, bringing: PackageToBring): Promise<void> {
    let uploaded: number | undefined;
    const failed = async (error: string): Promise<void> => {
      // What was brought since the last try is worth a quick next one.
      const attempts = uploaded !== undefined && gotOn ? 0 : bringing.attempts;
      await source.note(bringing, {
        arrived: false,
        ...(uploaded !== undefined && { uploaded }),
        error,
        attempts: attempts + 1,
        nextAt: nextPartnerTry(post.clock(), attempts),
      });
    };
    let gotOn = false;
    try {
      if ((await stat(bringing.file)).size !== bringing.bytes) return await failed('damaged');
      const network = currentNetwork();
      const line: Line = { agent: agents.of(partner, network), network, partner };
      const asked = await send(line, bringing, { method: 'HEAD' });
      if (asked.status !== 200 && asked.status !== 204) return await failed(`HTTP ${asked.status}`);
      let from = asked.offset ?? 0;
      if (from > bringing.bytes) return await failed('damaged');
      uploaded = from;
      await source.note(bringing, { arrived: false, uploaded });
      const answer = await send(line, bringing, {
        method: 'PUT',
        from,
        opened: (outgoing) => open.set(partner.id, outgoing),
        brought: (bytes) => {
          gotOn = true;
          if (bytes - from < NOTE_BYTES) return;
          from = bytes;
          void source.note(bringing, { arrived: false, uploaded: bytes }).catch(report);
        },
      });
      if (answer.offset !== undefined) uploaded = Math.min(answer.offset, bringing.bytes);
      if (answer.status === 422) uploaded = 0;
      if (answer.status === 200 || answer.status === 201 || answer.status === 204) {
        return await source.note(bringing, { arrived: true });
      }
      if (answer.status === 422) gotOn = false;
      return await failed(answer.status === 422 ? 'damaged' : `HTTP ${answer.status}`);
    } catch (error) {
      if (!(error instanceof Cut)) report(error);
      if (!stopped) await failed(codeOf(error));
    } finally {
      open.delete(partner.id);
    }
  }

  async function endSuspended(): Promise<void> {
    for (const [id, outgoing] of open) {
      if ((await findPartner(post.storage.read, id))?.state !== 'approved') outgoing.destroy();
    }
  }

  const visit = (): void => void visitPartners().catch(report);
  const stopListening = post.changes.listen((topic) => {
    if (topic === 'partners') void endSuspended().catch(report);
    if (topic === 'goods') visit();
  });
  const timer = setInterval(visit, POLL_MS);
  visit();

  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      stopListening();
      for (const outgoing of open.values()) outgoing.destroy();
      agents.close();
      await Promise.all(rounds.values());
    },
  };
}

/** The partner was not reached, or no longer. */
class Cut extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

interface Line {
  readonly agent: Agent;
  readonly network: PartnerNetwork;
  readonly partner: Partner;
}

interface Sending {
  readonly method: 'HEAD' | 'PUT';
  /** The first byte to send. */
  readonly from?: number;
  readonly opened?: (outgoing: ClientRequest) => void;
  /** Told the end of each piece that was handed over. */
  readonly brought?: (bytes: number) => void;
}

/** Rejects with `Cut` where no answer comes. */
function send({ agent, network, partner }: Line, bringing: PackageToBring, sending: Sending): Promise<Answer> {
  const { receipt, bytes, file } = bringing;
  const { method, from = 0 } = sending;
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(`/partner/goods/${receipt}`, partner.card.partner), {
      method,
      agent,
      timeout: SILENCE_MS,
      ...(method === 'PUT' && { headers: putHeaders(bringing, from) }),
      ...(network.lookup && { lookup: network.lookup }),
    });
    sending.opened?.(outgoing);
    const body = method === 'PUT' && from < bytes ? createReadStream(file, readFrom(from, bytes)) : undefined;
    const cut = (error: NodeJS.ErrnoException): void => {
      body?.destroy();
      reject(new Cut(error.code ?? 'unreachable'));
    };
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', cut);
    outgoing.on('close', () => cut(new Error('closed')));
    outgoing.on('response', (response: IncomingMessage) => {
      // It may answer in the middle: what was not sent stays here.
      const isEarly = body !== undefined && !body.readableEnded;
      body?.destroy();
      resolve(toAnswer(response.statusCode ?? 0, response.headers));
      response.on('error', () => undefined);
      response.resume();
      if (isEarly) outgoing.destroy();
    });
    if (body === undefined) return void outgoing.end();
    let sent = from;
    body.on('error', (error) => {
      outgoing.destroy();
      reject(error);
    });
    body.on('data', (piece) => sending.brought?.((sent += piece.length)));
    body.pipe(outgoing);
  });
}

const readFrom = (start: number, bytes: number) => ({ start, end: bytes - 1, highWaterMark: READ_BYTES });

/** RFC 9110 §14.4 and RFC 9530 §2: where the bytes belong, and the digest of the whole. */
function putHeaders({ bytes, sha256 }: PackageToBring, from: number): Record<string, string | number> {
  const digest = Buffer.from(fromBase64Url(sha256)!).toString('base64');
  return {
    'content-type': 'application/octet-stream',
    'content-length': bytes - from,
    // Nothing left to send: it only asks for the verdict.
    'content-range': from < bytes ? `bytes ${from}-${bytes - 1}/${bytes}` : `bytes */${bytes}`,
    'repr-digest': `sha-256=:${digest}:`,
  };
}

function toAnswer(status: number, headers: IncomingHttpHeaders): Answer {
  const offset = headers['upload-offset'];
  return typeof offset === 'string' && /^\d{1,15}$/.test(offset) ? { status, offset: Number(offset) } : { status };
}
