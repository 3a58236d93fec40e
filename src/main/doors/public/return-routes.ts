import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS } from '#shared/errors.ts';
import type { Failure } from '#shared/result.ts';
import { askReturn, orderReturn } from '#main/roles/mall/customer-return.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import { placedOrder, type PlacedOrder } from '#main/roles/mall/placed-order.ts';
import { phoneCodes, printReturnLabel, RETURN_PAPERS } from '#main/roles/mall/return-label.ts';
import { findSession } from '#main/roles/mall/shop.ts';
import { ORDER_COOKIE, readCookie } from './cookie.ts';
import { returnPage, returnPhonePage } from './pages/index.ts';
import { formField, type PageMaker, type PublicRoutes, sessionMissing } from './public-door.ts';

/** Something is sent back: asked for in the order's own window, whose label and code nobody else gets. */
export function returnRoutes(mall: Mall): PublicRoutes {
  return (door: FastifyInstance, pages: PageMaker) => {
    async function orderOf(request: FastifyRequest): Promise<PlacedOrder | undefined> {
      const session = await findSession(mall, readCookie(request, ORDER_COOKIE));
      return session && (await placedOrder(mall, session));
    }
    const send = (reply: FastifyReply, page: string): FastifyReply => reply.type('text/html; charset=utf-8').send(page);

    async function showReturn(
      request: FastifyRequest,
      reply: FastifyReply,
      failed: { readonly error?: Failure; readonly reason?: string } = {},
    ): Promise<FastifyReply> {
      const order = await orderOf(request);
      const found = order && (await orderReturn(mall, order.orderId));
      // Not delivered, too late, or on its way already: the order's page says how it stands.
      const isShown = found && (found.state === undefined || found.state === 'announced');
      if (!isShown && !failed.error) return reply.redirect(order ? '/order' : '/', 303);
      if (!order || !isShown) return pages.problem(request, reply, failed.error ?? sessionMissing);
      if (failed.error) void reply.code(ERRORS[failed.error.code].status);
      return send(
        reply,
        returnPage({
          ...pages.page(request),
          carrier: order.carrier?.name ?? '',
          ...(found.state !== undefined && { number: found.number! }),
          ...failed,
        }),
      );
    }

    door.get('/order/return', (request, reply) => showReturn(request, reply));

    door.post('/order/return', async (request, reply) => {
      const order = await orderOf(request);
      if (!order) return pages.problem(request, reply, sessionMissing);
      const reason = formField(request.body, 'reason') ?? '';
      const asked = await askReturn(mall, order.orderId, reason);
      return asked.ok
        ? reply.redirect('/order/return', 303)
        : showReturn(request, reply, { error: asked.error, reason });
    });

    door.get<{ Querystring: { paper?: string } }>('/order/return/label', async (request, reply) => {
      const order = await orderOf(request);
      if (!order) return pages.problem(request, reply, sessionMissing);
      const paper = RETURN_PAPERS.find((one) => one === request.query.paper) ?? '100x150';
      const label = await printReturnLabel(mall, order.orderId, paper);
      if (!label.ok) return pages.problem(request, reply, label.error);
      return reply
        .type('application/pdf')
        .header('content-disposition', 'attachment; filename="return-label.pdf"')
        .send(Buffer.from(label.value));
    });

    door.get('/order/return/phone', async (request, reply) => {
      const order = await orderOf(request);
      if (!order) return reply.redirect('/', 303);
      const codes = await phoneCodes(mall, order.orderId);
      if (!codes.ok) return reply.redirect('/order', 303);
      return send(reply, returnPhonePage({ ...pages.page(request), ...codes.value }));
    });
  };
}
