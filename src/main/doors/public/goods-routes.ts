import type { FileHandle } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { packageName } from '#shared/protocol/goods-package.ts';
import type { Result } from '#shared/result.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { type FetchedPackage, findGoodsLink, openPackage } from '#main/roles/credit/goods-link.ts';
import type { AddressLimits } from './address-limits.ts';
import { type ByteRange, readRange } from './byte-range.ts';
import { goodsPage } from './pages/index.ts';
import type { PageMaker } from './public-door.ts';

/** Of one package: a download manager's few lines, not a crowd's. */
const AT_ONCE = 4;
const AT_ONCE_IN_ALL = 64;

interface Params {
  readonly Params: { readonly token: string };
}

/** Packages too large for a mail, behind the 128-bit token that the mail brought. First a page, then the file. */
export function addGoodsRoutes(
  door: FastifyInstance,
  pages: PageMaker,
  { credit, limits }: { readonly credit: Credit; readonly limits: AddressLimits },
): void {
  const underWay = new Map<string, number>();

  /** Wrong, over and gone look alike. */
  async function find(request: FastifyRequest<Params>, reply: FastifyReply): Promise<Result<FetchedPackage>> {
    // The address of this page opens the package: no other page may learn it.
    void reply.header('referrer-policy', 'no-referrer');
    const counted = limits.count('goods', request.ip);
    if (!counted.ok) return counted;
    const found = await findGoodsLink(credit, request.params.token);
    if (found.ok) counted.value();
    return found;
  }

  /** Until the answer is over, however that comes. */
  function takePlace(receipt: string, reply: FastifyReply): boolean {
    const all = [...underWay.values()].reduce((sum, count) => sum + count, 0);
    const own = underWay.get(receipt) ?? 0;
    if (own >= AT_ONCE || all >= AT_ONCE_IN_ALL) return false;
    underWay.set(receipt, own + 1);
    reply.raw.once('close', () => {
      const left = (underWay.get(receipt) ?? 1) - 1;
      if (left > 0) underWay.set(receipt, left);
      else underWay.delete(receipt);
    });
    return true;
  }

  door.get<Params>('/goods/:token', async (request, reply) => {
    const found = await find(request, reply);
    if (!found.ok) return pages.problem(request, reply, found.error);
    const { receipt, bytes, expiresAt } = found.value;
    const { token } = request.params;
    return reply
      .type('text/html; charset=utf-8')
      .send(goodsPage({ ...pages.page(request), token, receipt, bytes, expiresAt }));
  });

  door.head<Params>('/goods/:token/file', async (request, reply) => {
    const found = await find(request, reply);
    if (!found.ok) return pages.problem(request, reply, found.error);
    return fileHeaders(reply, found.value).header('content-length', found.value.bytes).send();
  });

  door.get<Params>('/goods/:token/file', { exposeHeadRoute: false }, async (request, reply) => {
    const found = await find(request, reply);
    if (!found.ok) return pages.problem(request, reply, found.error);
    const { receipt, bytes, sha256 } = found.value;
    const range = readRange(request.headers, bytes, `"${sha256}"`);
    if (range === 'unsatisfiable') {
      return reply.code(416).header('content-range', `bytes */${bytes}`).send();
    }
    // Whoever left meanwhile says so no second time.
    if (reply.raw.destroyed) return reply.hijack();
    if (!takePlace(receipt, reply)) {
      return pages.problem(request, reply.header('retry-after', '60'), { code: 'too-many' });
    }
    const file = await openPackage(credit, receipt);
    if (!file.ok) return pages.problem(request, reply, file.error);
    return sendFile(fileHeaders(reply, found.value), file.value, bytes, range);
  });
}

function fileHeaders(reply: FastifyReply, { receipt, sha256 }: FetchedPackage): FastifyReply {
  return reply
    .type('application/octet-stream')
    .header('content-disposition', `attachment; filename="${packageName(receipt)}"`)
    .header('accept-ranges', 'bytes')
    .header('etag', `"${sha256}"`)
    .header('cache-control', 'private, no-store, no-transform');
}

function sendFile(reply: FastifyReply, file: FileHandle, bytes: number, range: ByteRange | undefined): FastifyReply {
  const { first, last } = range ?? { first: 0, last: bytes - 1 };
  void reply.header('content-length', last - first + 1);
  if (range) void reply.code(206).header('content-range', `bytes ${first}-${last}/${bytes}`);
  return reply.send(file.createReadStream({ start: first, end: last, highWaterMark: 1 << 18 }));
}
