import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS } from '#shared/errors.ts';
import { type Failure, fail } from '#shared/result.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { readToken } from '#main/roles/credit/reset-link.ts';
import { findReset, takeNewSecrets } from '#main/roles/credit/resets.ts';
import type { AddressLimits } from './address-limits.ts';
import { clearCookie, readCookie, writeCookie } from './cookie.ts';
import { problemPage, resetDonePage, resetPage } from './pages/index.ts';
import { formField, type PageMaker } from './public-door.ts';

const COOKIE = 'reset';

/**
 * One-time links to a new password. The token stands in an address once: it goes into a cookie, and the pages behind it
 * carry none. A link that is opened is not used up; mail programs open links on their own.
 */
export function addResetRoutes(
  door: FastifyInstance,
  pages: PageMaker,
  { credit, limits }: { readonly credit: Credit; readonly limits: AddressLimits },
): void {
  const show = (reply: FastifyReply, html: string): FastifyReply =>
    reply.type('text/html; charset=utf-8').header('x-robots-tag', 'none').send(html);
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: Failure): FastifyReply => {
    if (error.code === 'link-expired') clearCookie(reply, COOKIE);
    void reply.code(ERRORS[error.code].status);
    return show(reply, problemPage({ ...pages.page(request), error }));
  };

  door.get<{ Params: { token: string } }>('/reset/:token', async (request, reply) => {
    void reply.header('referrer-policy', 'no-referrer').header('x-robots-tag', 'none');
    const counted = limits.count('reset', request.ip);
    if (!counted.ok) return refuse(request, reply, counted.error);
    const token = readToken(request.params.token);
    const found = token === undefined ? fail('link-expired') : await findReset(credit, token);
    if (!found.ok) return refuse(request, reply, found.error);
    counted.value();
    writeCookie(reply, COOKIE, token!);
    return reply.redirect('/reset', 303);
  });

  async function showForm(request: FastifyRequest, reply: FastifyReply, error?: Failure): Promise<FastifyReply> {
    const found = await findReset(credit, readCookie(request, COOKIE) ?? '');
    if (!found.ok) return refuse(request, reply, found.error);
    const { lastFour } = found.value;
    if (error) void reply.code(422);
    return show(reply, resetPage({ ...pages.page(request), lastFour, ...(error && { error }) }));
  }

  door.get('/reset', (request, reply) => showForm(request, reply));

  door.post('/reset', async (request, reply) => {
    const counted = limits.count('reset', request.ip);
    if (!counted.ok) return refuse(request, reply, counted.error);
    const taken = await takeNewSecrets(credit, readCookie(request, COOKIE) ?? '', {
      password: formField(request.body, 'password') ?? '',
      again: formField(request.body, 'again') ?? '',
      words: (formField(request.body, 'words') ?? '').split(/\r?\n/),
    });
    if (!taken.ok && taken.error.code === 'link-expired') return refuse(request, reply, taken.error);
    if (!taken.ok) return showForm(request, reply, taken.error);
    counted.value();
    clearCookie(reply, COOKIE);
    return reply.redirect('/reset/done', 303);
  });

  door.get('/reset/done', async (request, reply) => show(reply, resetDonePage(pages.page(request))));
}
