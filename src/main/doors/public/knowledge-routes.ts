/** Who knows what, as the customer of an order sees it: of the shop what lies there, of the others what is agreed. */
import type { FastifyInstance } from 'fastify';
import { expectedHolding, type Fact, factsOf, type KnownFact } from '#shared/domain/knowledge.ts';
import type { Role } from '#shared/protocol/party.ts';
import { orderKnowledge } from '#main/roles/mall/knowledge.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import { placedOrder } from '#main/roles/mall/placed-order.ts';
import { findSession } from '#main/roles/mall/shop.ts';
import { ORDER_COOKIE, readCookie } from './cookie.ts';
import { wayView } from './order-view.ts';
import { knowsPage } from './pages/index.ts';
import type { PageMaker } from './public-door.ts';
import type { KnowsView, PartyFact } from './views.ts';

export function addKnowledgeRoutes(door: FastifyInstance, pages: PageMaker, mall: Mall): void {
  door.get('/order/knows', async (request, reply) => {
    const session = await findSession(mall, readCookie(request, ORDER_COOKIE));
    const placed = session && (await placedOrder(mall, session));
    const known = placed && (await orderKnowledge(mall, placed.orderId));
    if (!placed || !known?.ok) return reply.redirect('/', 303);
    const { order } = known.value;
    const page = pages.page(request);
    const facts = factsOf(order);
    const { agency, wrapper } = wayView(placed);
    const shape = { ...order, ...(agency && { agency: agency.variant }) };
    const others: readonly (readonly [Role, string | undefined])[] = [
      ['agency', agency?.name],
      ['credit', placed.payment?.company.name],
      ['carrier', placed.carrier?.name],
      ['wrapper', wrapper?.name],
    ];
    const parties: KnowsView['parties'] = [
      { role: 'mall', name: page.party, facts: byFact(known.value.facts) },
      ...others.flatMap(([role, name]) =>
        name === undefined ? [] : [{ role, name, facts: expectedFacts(role, facts, shape) }],
      ),
    ];
    const html = knowsPage({ ...page, number: placed.purchase, facts, parties });
    return reply.type('text/html; charset=utf-8').send(html);
  });
}

type PartyFacts = KnowsView['parties'][number]['facts'];

function byFact(facts: readonly KnownFact[]): PartyFacts {
  return Object.fromEntries(
    facts.map(({ fact, holding, opens, until }): [Fact, PartyFact] => [
      fact,
      { holding, opens, ...(until !== undefined && { until }) },
    ]),
  );
}

function expectedFacts(role: Role, facts: readonly Fact[], order: Parameters<typeof expectedHolding>[2]): PartyFacts {
  return Object.fromEntries(
    facts.map((fact): [Fact, PartyFact] => {
      const { holding, opens } = expectedHolding(role, fact, order);
      return [fact, { holding, ...(opens !== undefined && { opens: [opens] }) }];
    }),
  );
}
