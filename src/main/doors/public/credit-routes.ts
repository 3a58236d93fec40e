import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '#shared/errors.ts';
import type { Failure, Result } from '#shared/result.ts';
import { isMallTold } from '#main/post/index.ts';
import { checkWords } from '#main/roles/credit/check-words.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { readCreditKnowledge } from '#main/roles/credit/knowledge.ts';
import { isPasskeyOffered } from '#main/roles/credit/passkeys.ts';
import {
  findPayArrival,
  type PayArrival,
  receivePayInstruction,
  refuseToPay,
  settle,
} from '#main/roles/credit/settle.ts';
import { openAddressLimits } from './address-limits.ts';
import { addGoodsRoutes } from './goods-routes.ts';
import { payDonePage, payPage } from './pages/index.ts';
import { addPasskeyRoutes } from './passkey-routes.ts';
import { formField, type PageMaker, type PublicRoutes, sessionMissing, shortContents } from './public-door.ts';
import { addResetRoutes } from './reset-routes.ts';
import { addArrivalRoutes, browserPlace, leadOn } from './window.ts';

/** Which field of the words form a refusal is about. */
const WORDS_FIELD: Readonly<Partial<Record<ErrorCode, string>>> = { 'bad-number': 'card:words' };

/** A try that was no wrong one does not count against the address that it came from. */
const COUNTED: readonly ErrorCode[] = ['card-refused', 'too-many'];

/** The credit company's own window (MISSION.md A5–A10, PROTOCOL.md §4). Card and password are never shown again. */
export function creditRoutes(credit: Credit): PublicRoutes {
  return (door: FastifyInstance, pages: PageMaker) => {
    const limits = openAddressLimits(credit.clock);
    door.addHook('onClose', async () => limits.close());
    const arrival = (request: FastifyRequest): Promise<PayArrival | undefined> =>
      findPayArrival(credit, browserPlace(request));
    const show = (reply: FastifyReply, html: string): FastifyReply => reply.type('text/html; charset=utf-8').send(html);

    // Here alone a form of another origin is taken; what it may do is signed.
    addArrivalRoutes(door, pages, {
      path: '/pay',
      post: credit.post,
      receive: (posted) => receivePayInstruction(credit, posted),
    });

    async function showForm(
      request: FastifyRequest,
      reply: FastifyReply,
      again: { error?: Failure; words?: readonly boolean[] } = {},
    ): Promise<FastifyReply> {
      const current = await arrival(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      if (current.state !== 'open') return leadOn(reply, '/pay/done', current);
      const { claims, mallName } = current;
      if (again.error) void reply.code(422);
      return show(
        reply,
        payPage({
          ...pages.page(request),
          window: current.window,
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
      const counted = limits.count('words', request.ip);
      if (!counted.ok) return showForm(request, reply, { error: counted.error });
      const checked = await checkWords(credit, current.claims.iss, { card, words });
      if (checked.ok) return showForm(request, reply, { words: checked.value });
      return showForm(request, reply, {
        error: { ...checked.error, about: WORDS_FIELD[checked.error.code] ?? 'word' },
      });
    });

    async function pay(
      request: FastifyRequest,
      reply: FastifyReply,
      settleNow: (arrival: PayArrival) => Promise<Result<unknown>>,
    ): Promise<FastifyReply> {
      const current = await arrival(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      const counted = limits.count('payment', request.ip);
      if (!counted.ok) return showForm(request, reply, { error: counted.error });
      const settled = await settleNow(current);
      if (settled.ok || !COUNTED.includes(settled.error.code)) counted.value();
      if (!settled.ok && settled.error.code !== 'already-decided') {
        return showForm(request, reply, { error: settled.error });
      }
      return leadOn(reply, '/pay/done', current);
    }

    door.post('/pay/accept', (request, reply) =>
      pay(request, reply, (current) =>
        settle(credit, current, {
          card: formField(request.body, 'card') ?? '',
          password: formField(request.body, 'password') ?? '',
        }),
      ),
    );
    addPasskeyRoutes(door, { credit, limits, pages, arrival, pay });
    addResetRoutes(door, pages, { credit, limits });
    addGoodsRoutes(door, pages, { credit, limits });

    door.post('/pay/refuse', async (request, reply) => {
      const current = await arrival(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      await refuseToPay(credit, current);
      return leadOn(reply, '/pay/done', current);
    });

    door.get('/pay/done', async (request, reply) => {
      const current = await arrival(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      const { claims, mallName, number, decided, state } = current;
      if (state === 'open') return leadOn(reply, '/pay/form', current);
      void reply.header('referrer-policy', 'no-referrer');
      const own = decided && state === 'ok';
      const known = own ? await readCreditKnowledge(credit, { number }) : undefined;
      return show(
        reply,
        payDonePage({
          ...pages.page(request),
          window: current.window,
          mall: mallName,
          result: state,
          returnUrl: claims.ret,
          ...(own && { receipt: number, amount: claims.amount }),
          ...(known?.ok && { held: known.value.facts }),
          passkeyOffered: own && (await isPasskeyOffered(credit, current.window)),
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
