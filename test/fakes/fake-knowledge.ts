/** What a party of the role would know of any order, and the look of its pages, without a database behind it. */
import type { Branding } from '#shared/desk/branding.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { expectedHolding, factsOf, knownFacts, type OrderShape, type Trace } from '#shared/domain/knowledge.ts';
import type { Role } from '#shared/protocol/party.ts';
import { fail, ok } from '#shared/result.ts';

const SINCE = '2026-11-21T01:12:00Z';
const UNTIL = '2028-01-01T00:00:00Z';

export function openFakeKnowledge(
  role: Role,
): Pick<DeskHandlers, 'knowledge.read' | 'branding.read' | 'branding.save'> {
  const order: OrderShape = { flow: 'window', parcel: true, settled: true, mailed: false, gift: role === 'wrapper' };
  let branding: Branding = { name: 'みなと百貨', registeredName: 'みなと百貨', accent: '#264B7D' };
  return {
    'knowledge.read': async (_, { number }) => {
      const traces = factsOf(order).flatMap((fact): Trace[] => {
        const { holding, opens } = expectedHolding(role, fact, order);
        if (holding === 'never' || holding === 'passed') return [];
        const sealed = holding === 'sealed' && { ...(opens && { opens }), until: UNTIL };
        return [
          { fact, holding, column: `${role === 'mall' ? 'purchase' : 'record'}.${fact}`, since: SINCE, ...sealed },
        ];
      });
      return ok({ number, role, order, facts: knownFacts(role, order, traces) });
    },
    'branding.read': async () => ok(branding),
    'branding.save': async (_, { name, accent, logo }) => {
      if (logo !== undefined && Buffer.from(logo, 'base64').includes('<script')) return fail('logo-unsafe', 'script');
      const { logo: before, ...rest } = branding;
      const type = logo?.startsWith('iVBOR') ? 'image/png' : 'image/svg+xml';
      const shown = logo === undefined ? before : logo === '' ? undefined : `data:${type};base64,${logo}`;
      branding = { ...rest, name, accent, ...(shown !== undefined && { logo: shown }) };
      return ok(branding);
    },
  };
}
