/**
 * `/partner/goods/<receipt>` (PROTOCOL.md §5): a mall brings a package of sealed goods, streamed, in one piece or going
 * on where it broke off. Registered by the partner door once the partner is known. It moves bytes, and knows nothing of
 * what is in them nor for whom they are.
 */
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { LARGEST_PACKAGE_BYTES } from '#shared/protocol/goods-package.ts';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';
import type { Partner } from '#main/post/index.ts';

/** What takes the packages: the credit company's own. */
export interface GoodsReceiver {
  /** `offset`: bytes that are durable here. `complete`: it is whole and was checked. */
  offset(partner: string, receipt: string): Promise<Result<{ readonly offset: number; readonly complete: boolean }>>;
  /** Resolves when it is whole, checked and durable. */
  receive(partner: string, receipt: string, part: GoodsPart, body: Readable): Promise<Result<void>>;
}

export interface GoodsPart {
  /** Offset in bytes of the first that comes. */
  readonly from: number;
  /** Length in bytes of the whole package. */
  readonly total: number;
  /** Of the whole package. */
  readonly sha256: Uint8Array;
}

/** After a refusal the sender may be in the middle of its package: it gets so long to read why. */
const LINGER_MS = 2000;

export function goodsRoute(
  goods: GoodsReceiver,
  admit: onRequestAsyncHookHandler,
  problem: (reply: FastifyReply, error: Failure, status?: number) => FastifyReply,
): (door: FastifyInstance) => Promise<void> {
  return async (door) => {
    // The body stays a stream: it may be larger than memory.
    door.addContentTypeParser('application/octet-stream', (_, body, done) => done(null, body));

    door.head<{ Params: { receipt: string } }>(
      '/partner/goods/:receipt',
      { onRequest: admit },
      async (request, reply) => {
        const { id } = request.getDecorator<Partner>('partner');
        const here = await goods.offset(id, request.params.receipt);
        if (!here.ok) return problem(reply, here.error);
        return reply.code(204).header('upload-offset', here.value.offset).header('accept-ranges', 'bytes').send();
      },
    );

    door.put<{ Params: { receipt: string } }>(
      '/partner/goods/:receipt',
      { onRequest: admit },
      async (request, reply) => {
        const { id } = request.getDecorator<Partner>('partner');
        const { receipt } = request.params;
        const part = readPart(request);
        const received = part.ok ? await goods.receive(id, receipt, part.value, request.body as Readable) : part;
        // Refused, or here before: what the sender is still sending is not wanted.
        if (!request.raw.complete) hangUp(request, reply);
        if (received.ok) return reply.code(204).send();
        const { error } = received;
        if (error.code === 'wrong-state' && error.about === 'offset') {
          const here = await goods.offset(id, receipt);
          if (here.ok) void reply.header('upload-offset', here.value.offset);
        }
        return problem(reply, error, error.code === 'too-large' ? 413 : undefined);
      },
    );
  };
}

const NO_RANGE = fail('event-invalid', 'content-range');

/** Without `Content-Range` it is the whole package. */
function readPart(request: FastifyRequest): Result<GoodsPart> {
  const { headers } = request;
  if (headers['content-type'] !== 'application/octet-stream') return fail('event-invalid', 'content-type');
  const sha256 = readDigest(headers['repr-digest']);
  if (!sha256) return fail('event-invalid', 'repr-digest');
  const length = headers['content-length'];
  const range = headers['content-range'];
  if (range === undefined) {
    if (length === undefined) return fail('event-invalid', 'content-length');
    return limited({ from: 0, total: Number(length), sha256 });
  }
  // Nothing left to send (RFC 9110 §14.4): it asks for the verdict alone.
  const whole = /^bytes \*\/(\d{1,15})$/.exec(range);
  if (whole) return length === '0' ? limited({ from: Number(whole[1]), total: Number(whole[1]), sha256 }) : NO_RANGE;
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(range);
  if (!match) return NO_RANGE;
  const [from, to, total] = match.slice(1).map(Number) as [number, number, number];
  // What comes is the rest: whoever breaks off goes on from where it was.
  const fits = from <= to && to === total - 1 && (length === undefined || Number(length) === to - from + 1);
  return fits ? limited({ from, total, sha256 }) : NO_RANGE;
}

function limited(part: GoodsPart): Result<GoodsPart> {
  if (part.total < 1) return fail('event-invalid', 'content-length');
  return part.total > LARGEST_PACKAGE_BYTES ? fail('too-large') : ok(part);
}

/** RFC 9530: `sha-256=:<base64>:`, of the whole package; other algorithms may stand beside it. */
function readDigest(header: string | string[] | undefined): Uint8Array | undefined {
  const match = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?:,|$)/.exec(String(header ?? ''));
  return match ? new Uint8Array(Buffer.from(match[1]!, 'base64')) : undefined;
}

/** The rest of the body is not waited for. Read and thrown away for a moment: a reset would swallow the answer. */
function hangUp(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('connection', 'close');
  const { raw } = request;
  const { socket } = raw;
  if (raw.destroyed) return;
  raw.on('error', () => undefined);
  raw.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  raw.once('close', () => clearTimeout(timer));
}
