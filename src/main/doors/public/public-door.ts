/**
 * The public door: customers' browsers. It turns requests into use cases and results into pages, keeps each browser's
 * place in a `__Host-` cookie, and writes nothing down: no address, no IP, no form field. It never opens an envelope.
 */
import type { Server } from 'node:https';
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ERRORS } from '#shared/errors.ts';
import { type Failure, fail } from '#shared/result.ts';
import type { Brand } from '#main/roles/office/brand/brand.ts';
import { addAssets } from './assets.ts';
import { readCookie, writeCookie } from './cookie.ts';
import { problemPage } from './pages/index.ts';
import { addTerminalPage, type TerminalPage } from './terminal-page.ts';
import type { Language, Page } from './views.ts';

export interface PublicDoorSetting {
  /** Trade name, accent colour and whether this is a demo group. */
  readonly party: string;
  readonly accent: string;
  /** What staff chose of that, and a logo; asked for each page. */
  readonly brand?: () => Brand;
  readonly demo: boolean;
  /** Origin under which browsers know this door. */
  readonly publicUrl: string;
  /** Certificate for browsers, PEM. */
  readonly tls: { readonly key: string; readonly cert: string };
  /** Folder of the built customer scripts and styles. */
  readonly assets: string;
  /** The party's card, signed now. */
  readonly card: () => Promise<string>;
  /** The page of sealed orders, where this party serves it. */
  readonly terminal?: TerminalPage;
  readonly report: (error: unknown) => void;
}

/** Adds one role's pages. */
export type PublicRoutes = (door: FastifyInstance, pages: PageMaker) => void;

export interface PageMaker {
  /** What every page needs, in the customer's language. */
  page(request: FastifyRequest): Page;
  /** A page that could not be: status and text by the code. */
  problem(request: FastifyRequest, reply: FastifyReply, error: Failure): FastifyReply;
}

const BODY_LIMIT = 64 * 1024;
const TLS_VERSION = 'TLSv1.2';
/** A form is here by then, over any line. */
const REQUEST_MS = 120_000;
/** Where the language switch may lead back to: pages of ours, with their window or the token of their address. */
const OWN_PAGE = /^\/(?!\/)(?:[a-z/]*(?:\?(?:window=[\w-]{22}|page=\d{1,6}))?|(?:goods|track)\/[\w-]{22})$/;
/**
 * An instruction comes from another origin's page, and a customer's terminal from any, with a token and no cookie; every
 * other form from our own.
 */
const FOREIGN_FORMS = [
  '/ship',
  '/pay',
  ...['sheet', 'challenge', 'answers', 'bundle', 'state'].map((what) => `/sealed/${what}`),
];

export async function buildPublicDoor(setting: PublicDoorSetting, routes: PublicRoutes): Promise<FastifyInstance> {
  const door = fastify({
    https: { ...setting.tls, minVersion: TLS_VERSION },
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_MS,
    logger: false,
    // An address that can't even be read comes past the hooks; the framework's own answer would repeat it.
    frameworkErrors: (_, request, reply) => {
      void reply.headers(SECURITY_HEADERS);
      return pages.problem(request, reply, { code: 'not-found' });
    },
  });
  await door.register(formbody);
  const host = new URL(setting.publicUrl).host;
  const brand = setting.brand ?? ((): Brand => ({ party: setting.party, accent: setting.accent }));
  // A credit company's window is entered from a mall alone: there is no page of its own to go on with.
  const hasHome = (): boolean => door.hasRoute({ method: 'GET', url: '/' });
  const pages: PageMaker = {
    page: (request) => {
      const { party, accent, logo } = brand();
      return {
        language: chooseLanguage(request),
        party,
        host,
        accent,
        ...(logo && { logo: { url: `/assets/${logo.file}`, width: logo.width, height: logo.height } }),
        demo: setting.demo,
      };
    },
    problem: (request, reply, error) =>
      reply
        .code(ERRORS[error.code].status)
        .type('text/html; charset=utf-8')
        .send(problemPage({ ...pages.page(request), error, ...(hasHome() && { homeUrl: '/' }) })),
  };

  door.addHook('onRequest', async (request, reply) => {
    void reply.headers(SECURITY_HEADERS);
    // Another name for this server is not this party: its cookies and pages are for one host.
    if (request.headers.host !== host) return reply.code(421).send();
    if (request.method === 'POST' && !FOREIGN_FORMS.includes(request.url) && !isOwnForm(request, setting.publicUrl)) {
      return pages.problem(request, reply, { code: 'session-missing', about: 'origin' });
    }
  });
  door.setNotFoundHandler((request, reply) => pages.problem(request, reply, { code: 'not-found' }));
  door.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    if (error.statusCode === 413) return pages.problem(request, reply, { code: 'too-large' });
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return pages.problem(request, reply, { code: 'field-invalid', about: 'form' });
    }
    if (error.code === 'disk-full') return pages.problem(request, reply, { code: 'disk-full' });
    setting.report(error);
    return pages.problem(request, reply, { code: 'internal' });
  });

  addAssets(door, {
    folder: setting.assets,
    brand,
    notFound: (request, reply) => pages.problem(request, reply, { code: 'not-found' }),
  });
  // Anybody's page may read it: a customer's terminal asks each party for its own, from any origin or from a disk.
  door.get('/.well-known/tokumei', async (_, reply) =>
    reply
      .header('access-control-allow-origin', '*')
      .type('application/jose')
      .send(await setting.card()),
  );
  if (setting.terminal) addTerminalPage(door, setting.terminal);
  door.post('/language', async (request, reply) => {
    const language = formField(request.body, 'language');
    const back = formField(request.body, 'back') ?? '/';
    if (language === 'ja' || language === 'en') writeCookie(reply, 'language', language);
    return reply.redirect(OWN_PAGE.test(back) ? back : '/', 303);
  });
  routes(door, pages);
  return door;
}

/** `formTarget`: an origin besides our own that forms of this page may post to. */
export function contentSecurityPolicy(formTarget = ''): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `form-action 'self' ${formTarget}`.trim(),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const SECURITY_HEADERS = {
  'content-security-policy': contentSecurityPolicy(),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** Beside SameSite cookies: a form of ours says so by Sec-Fetch-Site or by Origin. */
function isOwnForm(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return request.headers.origin === undefined || request.headers.origin === publicUrl;
}

function chooseLanguage(request: FastifyRequest): Language {
  const chosen = readCookie(request, 'language');
  if (chosen === 'ja' || chosen === 'en') return chosen;
  const wanted = request.headers['accept-language']?.split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted?.find((language) => language === 'ja' || language === 'en') === 'en' ? 'en' : 'ja';
}

/** For handlers that need a form: every field a string or missing. */
export function formField(body: unknown, name: string): string | undefined {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}

export const sessionMissing = fail('session-missing').error;

/** Some ciphertext of a contents envelope, for the eye: behind header and key, which say nothing. */
export function shortContents(envelope: string): string {
  return envelope.slice(52, 100);
}

/** Shows another certificate from the next connection on; open ones go on to their end. Throws on a broken one. */
export function renewPublicDoor(door: FastifyInstance, tls: PublicDoorSetting['tls']): void {
  (door.server as unknown as Server).setSecureContext({ ...tls, minVersion: TLS_VERSION });
}
