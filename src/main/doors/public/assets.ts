/** The pages' own scripts, styles and logo, packed once for browsers that take them so, and not sent twice to the same one. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toBase64Url } from '#shared/bytes.ts';
import type { Brand } from '#main/roles/office/brand/brand.ts';
import { sha256 } from '#main/vault/index.ts';
import { partyCss } from './pages/index.ts';

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };
const LONG = 'public, max-age=31536000, immutable';
const SHORT = 'public, max-age=300';
/** A drawing that is opened by itself can run and load nothing. */
const LOGO_POLICY = "default-src 'none'; sandbox";

interface Packed {
  readonly etag: string;
  readonly plain: Buffer;
  readonly br: Buffer;
  readonly gzip: Buffer;
  readonly changed: number;
}

const pack = {
  br: (bytes: Buffer): Promise<Buffer> =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: promisify(gzip) as (bytes: Buffer) => Promise<Buffer>,
};

/** @param folder of the built scripts and styles */
export function addAssets(
  door: FastifyInstance,
  setting: {
    readonly folder: string;
    readonly brand: () => Brand;
    readonly notFound: (request: FastifyRequest, reply: FastifyReply) => FastifyReply;
  },
): void {
  const packed = new Map<string, Packed>();

  async function readPacked(file: string): Promise<Packed | undefined> {
    const path = join(setting.folder, file);
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    if (changed === undefined) return undefined;
    const known = packed.get(file);
    if (known?.changed === changed) return known;
    const made = await packBytes(await readFile(path), changed);
    packed.set(file, made);
    return made;
  }

  door.get<{ Params: { file: string } }>('/assets/:file', async (request, reply) => {
    const { file } = request.params;
    const { accent, logo } = setting.brand();
    if (logo && file === logo.file) {
      return reply
        .headers({ 'cache-control': LONG, 'content-security-policy': LOGO_POLICY })
        .type(logo.type)
        .send(logo.bytes);
    }
    const match = /^[a-z-]+\.(js|css)$/.exec(file);
    if (!match) return setting.notFound(request, reply);
    const found = file === 'party.css' ? await packBytes(Buffer.from(partyCss(accent)), 0) : await readPacked(file);
    if (!found) return setting.notFound(request, reply);
    // What staff choose is on the very next page.
    void reply.headers({
      'cache-control': file === 'party.css' ? 'no-cache' : SHORT,
      etag: found.etag,
      vary: 'accept-encoding',
    });
    if (request.headers['if-none-match'] === found.etag) return reply.code(304).send();
    return sendPacked(request, reply.type(`${TYPES[match[1]!]}; charset=utf-8`), found);
  });
}

/**
 * A page, packed. Only for one without a secret and without words that another site could put there: how far it shrinks
 * would tell of them (BREACH).
 */
export async function sendPage(request: FastifyRequest, reply: FastifyReply, html: string): Promise<FastifyReply> {
  void reply.type('text/html; charset=utf-8').header('vary', 'accept-encoding');
  if (!takenBy(request).includes('gzip')) return reply.send(html);
  return reply.header('content-encoding', 'gzip').send(await pack.gzip(Buffer.from(html)));
}

function takenBy(request: FastifyRequest): readonly (string | undefined)[] {
  return String(request.headers['accept-encoding'] ?? '')
    .split(/\s*,\s*/)
    .map((one) => one.split(';')[0]);
}

async function packBytes(plain: Buffer, changed: number): Promise<Packed> {
  const etag = `"${toBase64Url(sha256(plain)).slice(0, 22)}"`;
  return { plain, changed, etag, br: await pack.br(plain), gzip: await pack.gzip(plain) };
}

function sendPacked(request: FastifyRequest, reply: FastifyReply, { plain, ...coded }: Packed): FastifyReply {
  const taken = takenBy(request);
  const coding = (['br', 'gzip'] as const).find((one) => taken.includes(one));
  return coding ? reply.header('content-encoding', coding).send(coded[coding]) : reply.send(plain);
}
