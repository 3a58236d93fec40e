import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Failure } from '#shared/result.ts';
import { isMallTold } from '#main/post/index.ts';
import { checkWords } from '#main/roles/credit/check-words.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import {
  findPayArrival,
  type PayArrival,
  receivePayInstruction,
  refuseToPay,
  settle,
} from '#main/roles/credit/settle.ts';
import { readCookie, writeCookie } from './cookie.ts';
import { payDonePage, payPage } from './pages/index.ts';
import { formField, type PageMaker, type PublicRoutes, sessionMissing, shortContents } from './public-door.ts';

const COOKIE = 'pay';

/** The credit company's own window (MISSION.md A5–A10, PROTOCOL.md §4). Card and password are never shown again. */
export function creditRoutes(credit: Credit): PublicRoutes {
  return (door: FastifyInstance, pages: PageMaker) => {
    const arrival = (request: FastifyRequest): Promise<PayArrival | undefined> =>
      findPayArrival(credit, readCookie(request, COOKIE));
    const show = (reply: FastifyReply, html: string): FastifyReply => reply.type('text/html; charset=utf-8').send(html);

    // Here alone a form of another origin is taken; what it may do is signed.
    door.post('/pay', async (request, reply) => {
      void reply.header('referrer-policy', 'no-referrer');
      const instruction = formField(request.body, 'instruction') ?? '';
      const received = await receivePayInstruction(credit, instruction, readCookie(request, COOKIE));
      if (!received.ok) return pages.problem(request, reply, received.error);
      writeCookie(reply, COOKIE, received.value.token);
      return reply.redirect('/pay/form', 303);
    });

    async function showForm(
      request: FastifyRequest,
      reply: FastifyReply,
      again: { error?: Failure; words?: readonly boolean[] } = {},
    ): Promise<FastifyReply> {
      const current = await arrival(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      if (current.state !== 'open') return reply.redirect('/pay/done', 303);
      const { claims, mallName } = current;
      if (again.error) void reply.code(422);
      return show(
        reply,
        payPage({
          ...pages.page(request),
          mall: mallName,
          mallHost: claims.iss,
          amount: claims.amount,
          ...(claims.contents !== undefined && { contents: shortContents(claims.contents) }),
          ...again,
        }),
      );
    }

    door.get('/pay/form', (request, reply) => showForm(request, reply));

    door.post('/pay/words', async (request, reply) => {
      const current = await arrival(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      const typed = (request.body as Record<string, unknown> | null)?.['word'];
      const words = (Array.isArray(typed) ? typed : [typed]).filter((word) => typeof word === 'string');
      const card = formField(request.body, 'card') ?? '';
      const checked = await checkWords(credit, current.claims.iss, { card, words });
      return showForm(request, reply, checked.ok ? { words: checked.value } : { error: checked.error });
    });

    door.post('/pay/accept', async (request, reply) => {
      const current = await arrival(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      const entry = {
        card: formField(request.body, 'card') ?? '',
        password: formField(request.body, 'password') ?? '',
      };
      const settled = await settle(credit, current, entry);
      if (!settled.ok && settled.error.code !== 'already-decided') {
        return showForm(request, reply, { error: settled.error });
      }
      return reply.redirect('/pay/done', 303);
    });

    door.post('/pay/refuse', async (request, reply) => {
      const current = await arrival(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      await refuseToPay(credit, current);
      return reply.redirect('/pay/done', 303);
    });

    door.get('/pay/done', async (request, reply) => {
      const current = await arrival(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      const { claims, mallName, number, decided, state } = current;
      if (state === 'open') return reply.redirect('/pay/form', 303);
      void reply.header('referrer-policy', 'no-referrer');
      const own = decided && state === 'ok';
      return show(
        reply,
        payDonePage({
          ...pages.page(request),
          mall: mallName,
          result: state,
          returnUrl: claims.ret,
          ...(own && { receipt: number, amount: claims.amount }),
          mallTold: await isMallTold(credit.post, {
            mall: claims.iss,
            type: 'settlement.result',
            subject: claims.jti,
          }),
        }),
      );
    });
  };
}
