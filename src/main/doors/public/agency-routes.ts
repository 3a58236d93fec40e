import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ERRORS } from '#shared/errors.ts';
import {
  confirmRequestSchema,
  enrolRequestSchema,
  orderRequestSchema,
  revokeRequestSchema,
} from '#shared/protocol/agency-order.ts';
import { type Failure, fail, type Result } from '#shared/result.ts';
import type { Agency } from '#main/roles/agency/agency.ts';
import { confirmOrder } from '#main/roles/agency/confirm.ts';
import { issueWallet, offerWallet } from '#main/roles/agency/enrol.ts';
import { askState, showOrder } from '#main/roles/agency/requests.ts';
import { findSettlement } from '#main/roles/agency/settlement.ts';
import { giveUpWallet } from '#main/roles/agency/wallets.ts';
import { type LimitedKind, openAddressLimits } from './address-limits.ts';
import { enrolPage } from './pages/enrol.ts';
import { walletPage } from './pages/wallet.ts';
import type { PageMaker, PublicRoutes } from './public-door.ts';

/** What somebody tries out counts against the address that it came from. */
const COUNTED: readonly Failure['code'][] = ['wallet-invalid', 'wallet-foreign', 'link-expired'];
/** Here also what was right: anybody may make wallets, and one that is withdrawn stays on the list. */
const ALWAYS_COUNTED: readonly LimitedKind[] = ['revoke'];

/**
 * The agency's own pages (MISSION.md D1–D6): a wallet is made, an order confirmed. Their scripts seal where it is typed;
 * what is posted here is JSON with sealed data, and no cookie.
 */
export function agencyRoutes(agency: Agency): PublicRoutes {
  return (door: FastifyInstance, pages: PageMaker) => {
    const limits = openAddressLimits(agency.clock);
    door.addHook('onClose', async () => limits.close());
    const show = (reply: FastifyReply, html: string): FastifyReply => reply.type('text/html; charset=utf-8').send(html);
    const refuse = (reply: FastifyReply, error: Failure): FastifyReply =>
      reply.code(ERRORS[error.code].status).send(error);

    door.get('/enrol', async (request, reply) => {
      const place = await offerWallet(agency);
      const server = await findSettlement(agency);
      if (!place.ok || !server.ok) return pages.problem(request, reply, { code: 'unavailable' });
      return show(reply, enrolPage({ ...pages.page(request), place: place.value, settlement: server.value.name }));
    });

    door.get('/wallet', async (request, reply) => {
      const server = await findSettlement(agency);
      if (!server.ok) return pages.problem(request, reply, { code: 'unavailable' });
      return show(reply, walletPage({ ...pages.page(request), agency: agency.self, settlement: server.value.name }));
    });

    /** A question of the page's script; what does not have its shape is refused without a word about it. */
    function answer<S extends z.ZodType>(
      path: string,
      question: { readonly schema: S; readonly limit: LimitedKind; readonly status?: number },
      use: (asked: z.infer<S>) => Promise<Result<unknown>>,
    ): void {
      door.post(path, async (request: FastifyRequest, reply) => {
        const counted = limits.count(question.limit, request.ip);
        if (!counted.ok) return refuse(reply, counted.error);
        const asked = question.schema.safeParse(request.body);
        const used = asked.success ? await use(asked.data) : fail('field-invalid', 'form');
        const isTry = !used.ok && COUNTED.includes(used.error.code);
        if (!isTry && !ALWAYS_COUNTED.includes(question.limit)) counted.value();
        if (!used.ok) return refuse(reply, used.error);
        return reply.code(question.status ?? 200).send(used.value ?? {});
      });
    }

    answer('/enrol', { schema: enrolRequestSchema, limit: 'enrol' }, (asked) => issueWallet(agency, asked));
    answer('/wallet/request', { schema: orderRequestSchema, limit: 'wallet' }, ({ code }) => showOrder(agency, code));
    answer('/wallet/state', { schema: orderRequestSchema, limit: 'wallet' }, ({ code }) => askState(agency, code));
    answer('/wallet/confirm', { schema: confirmRequestSchema, limit: 'wallet', status: 202 }, (asked) =>
      confirmOrder(agency, asked),
    );
    answer('/wallet/revoke', { schema: revokeRequestSchema, limit: 'revoke' }, ({ wallet }) =>
      giveUpWallet(agency, wallet),
    );
  };
}

/** Of an agency that stands alone: its address without more. */
export const agencyHome: PublicRoutes = (door) => {
  door.get('/', async (_, reply) => reply.redirect('/wallet', 303));
};
