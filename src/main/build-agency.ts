import { agencyHome, agencyRoutes } from '#main/doors/public/agency-routes.ts';
import { dropOldBodies, type EventHandlers, passEvent, type Post, type PostTables } from '#main/post/index.ts';
import type { Agency } from '#main/roles/agency/agency.ts';
import { agencyDesk } from '#main/roles/agency/desk.ts';
import { agencyEvents } from '#main/roles/agency/events.ts';
import { readAgencyKnowledge } from '#main/roles/agency/knowledge.ts';
import { reopenLost } from '#main/roles/agency/confirm.ts';
import { endStaleConfirmations } from '#main/roles/agency/requests.ts';
import { readAgencyOverview } from '#main/roles/agency/overview.ts';
import { agencyMigrations, type AgencyTables } from '#main/roles/agency/tables.ts';
import { knowledgeDesk } from '#main/roles/office/knowledge-desk.ts';
import type { Changes, Storage } from '#main/storage/index.ts';
import type { Topic } from '#shared/desk/contract.ts';
import { ok } from '#shared/result.ts';
import { type Built, type Foundation, openCellar, type Role } from './role.ts';

/** An agency in an installation of its own. */
export async function buildAgency(foundation: Foundation): Promise<Built> {
  const { storage, changes, post } = await openCellar<AgencyTables>(foundation, agencyMigrations);
  const agency = openAgency(foundation, { storage, changes, post });
  const role: Role = {
    desk: { ...agencyDesk(agency), ...knowledgeDesk((asked) => readAgencyKnowledge(agency, asked)) },
    routes: (door, pages) => {
      agencyRoutes(agency)(door, pages);
      agencyHome(door, pages);
    },
    events: agencyEvents(agency) as EventHandlers<PostTables>,
    overview: (days) => readAgencyOverview(agency, days),
    housekeeping: [async () => dropOldBodies(post), () => reopenLost(agency), () => endStaleConfirmations(agency)],
  };
  return { role, post, storage: storage as unknown as Storage<PostTables> };
}

export interface AgencyCellar {
  readonly storage: Storage<AgencyTables>;
  readonly changes: Changes<Topic>;
  readonly post: Post;
}

/** By post, unless `nextDoor` takes confirmations in the same unit of work. */
export function openAgency(
  { config, vault, clock }: Foundation,
  { storage, changes, post }: AgencyCellar,
  nextDoor?: Agency['passOn'],
): Agency {
  if (!config.agency) throw new Error('an agency names its settlement server');
  const { settlement, variant } = config.agency;
  return {
    self: config.id,
    name: config.name,
    publicUrl: config.public.url,
    settlement,
    variant,
    storage,
    vault,
    post,
    changes,
    clock,
    passOn:
      nextDoor ??
      (async (db, data) => {
        const request = { to: settlement, type: 'agency.request', subject: data.purchase, data } as const;
        return ok({ message: await passEvent(post, db, request) });
      }),
  };
}
