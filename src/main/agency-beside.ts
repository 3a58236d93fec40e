/**
 * An agency in the installation of its settlement server: one storage for both, and a confirmation goes next door in the
 * very unit of work that notes it, without a message. Called by `build-credit.ts`; the two roles do not know each other.
 */
import { expectOk, ok } from '#shared/result.ts';
import { agencyRoutes } from '#main/doors/public/agency-routes.ts';
import type { EventHandlers, PostTables } from '#main/post/index.ts';
import { takeVerdict } from '#main/roles/agency/confirm.ts';
import { agencyDesk } from '#main/roles/agency/desk.ts';
import { agencyEvents } from '#main/roles/agency/events.ts';
import { readAgencyKnowledge } from '#main/roles/agency/knowledge.ts';
import { readAgencyOverview } from '#main/roles/agency/overview.ts';
import { endStaleConfirmations } from '#main/roles/agency/requests.ts';
import type { AgencyTables } from '#main/roles/agency/tables.ts';
import { acceptConfirmed } from '#main/roles/credit/accept-inquiry.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { creditEvents } from '#main/roles/credit/events.ts';
import { readCreditKnowledge } from '#main/roles/credit/knowledge.ts';
import type { CreditTables } from '#main/roles/credit/tables.ts';
import { knowledgeDesk } from '#main/roles/office/knowledge-desk.ts';
import type { Storage, Writable } from '#main/storage/index.ts';
import { type AgencyCellar, openAgency } from './build-agency.ts';
import type { Foundation, Role } from './role.ts';

export interface AgencyBeside {
  /** For the settlement server: a verdict on what came from next door. */
  readonly tellAgency: NonNullable<Credit['tellAgency']>;
  /** The settlement server with all that the agency does. */
  readonly join: (role: Role) => Role;
}

/** @param credit asked for when something is passed on: it is not there yet while the agency is being built */
export function openAgencyBeside(
  foundation: Foundation,
  cellar: Omit<AgencyCellar, 'storage'> & { readonly storage: Storage<CreditTables> },
  credit: () => Credit,
): AgencyBeside {
  const { id: self, agency: setting } = foundation.config;
  if (setting?.settlement !== self) throw new Error('an agency beside a settlement server settles there');
  // One database: the tables of both lie in it.
  const storage = cellar.storage as unknown as Storage<AgencyTables>;
  const agency = openAgency(foundation, { ...cellar, storage }, async (db, request) => {
    const accepted = await acceptConfirmed(credit(), db as unknown as Writable<CreditTables>, self, request);
    return accepted.ok ? ok({}) : accepted;
  });

  function events(): EventHandlers<PostTables> {
    const [settling, confirming] = [creditEvents(credit()), agencyEvents(agency) as EventHandlers<CreditTables>];
    return {
      ...settling,
      ...confirming,
      // Malls ask the agency, other agencies bring to the settlement server what they had confirmed.
      'agency.request': (db, event) =>
        (event.data.step === 'ask' ? confirming : settling)['agency.request']!(db, event),
    } as EventHandlers<CreditTables> as EventHandlers<PostTables>;
  }

  return {
    tellAgency: async (db, from, data) => {
      const verdict = { partner: { id: from }, subject: data.purchase, data };
      expectOk(await takeVerdict(agency, db as unknown as Writable<AgencyTables>, verdict));
    },
    join: (role) => ({
      ...role,
      desk: {
        ...role.desk,
        ...agencyDesk(agency),
        ...knowledgeDesk(
          (asked) => readCreditKnowledge(credit(), asked),
          (asked) => readAgencyKnowledge(agency, asked),
        ),
      },
      routes: (door, pages) => {
        role.routes(door, pages);
        agencyRoutes(agency)(door, pages);
      },
      events: events(),
      overview: async (days) => {
        const [own, beside] = await Promise.all([role.overview(days), readAgencyOverview(agency, days)]);
        return {
          figures: [...own.figures, ...beside.figures],
          charts: [...own.charts, ...beside.charts],
          empty: own.empty && beside.empty,
        };
      },
      housekeeping: [...role.housekeeping, () => endStaleConfirmations(agency)],
    }),
  };
}
