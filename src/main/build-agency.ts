import { type EventHandlers, type PostTables, sendEvent } from '#main/post/index.ts';
import type { Agency } from '#main/roles/agency/agency.ts';
import { agencyMigrations, type AgencyTables } from '#main/roles/agency/tables.ts';
import type { Storage } from '#main/storage/index.ts';
import { type Built, type Foundation, openCellar, type Role } from './role.ts';

/** An agency in an installation of its own. */
export async function buildAgency(foundation: Foundation): Promise<Built> {
  const { config, vault, clock } = foundation;
  if (!config.agency) throw new Error('an agency names its settlement server');
  const { storage, changes, post } = await openCellar<AgencyTables>(foundation, agencyMigrations);
  const { settlement, variant } = config.agency;
  const agency: Agency = {
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
    passOn: (db, data) => sendEvent(post, db, { to: settlement, type: 'agency.request', subject: data.purchase, data }),
  };
  void agency;
  const role: Role = {
    desk: {},
    routes: () => undefined,
    events: {} as EventHandlers<AgencyTables> as EventHandlers<PostTables>,
    housekeeping: [],
  };
  return { role, post, storage: storage as unknown as Storage<PostTables> };
}
