import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS } from '#shared/errors.ts';
import { type Failure, fail, type Result } from '#shared/result.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { readCarrierKnowledge } from '#main/roles/carrier/knowledge.ts';
import { trackByToken } from '#main/roles/carrier/parcels.ts';
import { type TypedWish, wishDelivery, wishHold } from '#main/roles/carrier/wishes.ts';
import { openAddressLimits } from './address-limits.ts';
import { trackPage } from './pages/index.ts';
import { formField, type PageMaker } from './public-door.ts';

/** What a form says of day and time of day. */
export function typedWish(request: FastifyRequest): TypedWish {
  return { day: formField(request.body, 'day') ?? '', slot: formField(request.body, 'slot') ?? '' };
}

/**
 * The page that only the customer's own window got the address of (PROTOCOL.md §7), and what they may ask for there. The
 * token stands in its address, so the door's `same-origin` must hold: another site is told nothing of it, and the forms
 * say where they come from, also in browsers that say so by Origin alone.
 */
export function addTrackingRoutes(door: FastifyInstance, pages: PageMaker, carrier: Carrier): void {
  const limits = openAddressLimits(carrier.clock);
  door.addHook('onClose', async () => limits.close());
  type Tokened = FastifyRequest<{ Params: { token: string } }>;

  async function show(
    request: Tokened,
    reply: FastifyReply,
    again?: { readonly error: Failure; readonly chosen: TypedWish },
  ): Promise<FastifyReply> {
    const { token } = request.params;
    const tracked = await trackByToken(carrier, token);
    if (!tracked.ok) return pages.problem(request, reply, tracked.error);
    if (again) void reply.code(ERRORS[again.error.code].status);
    const known = await readCarrierKnowledge(carrier, tracked.value);
    const held = known.ok && { held: known.value.facts };
    const html = trackPage({ ...pages.page(request), ...tracked.value, ...held, token, ...again });
    return reply.type('text/html; charset=utf-8').send(html);
  }

  function ask(token: string, what: string | undefined, typed: TypedWish): Promise<Result<void>> | Result<void> {
    if (what === 'time') return wishDelivery(carrier, { token }, typed);
    if (what === 'hold') return wishHold(carrier, { token });
    return fail('field-invalid', 'form');
  }

  door.get('/track/:token', (request: Tokened, reply) => show(request, reply));

  door.post('/track/:token', async (request: Tokened, reply) => {
    const { token } = request.params;
    const chosen = typedWish(request);
    const counted = limits.count('wish', request.ip);
    if (!counted.ok) return show(request, reply, { error: counted.error, chosen });
    const asked = await ask(token, formField(request.body, 'ask'), chosen);
    if (!asked.ok) return show(request, reply, { error: asked.error, chosen });
    return reply.redirect(`/track/${token}`, 303);
  });
}
