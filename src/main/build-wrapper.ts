import type { EventHandlers, PostTables } from '#main/post/index.ts';
import { knowledgeDesk } from '#main/roles/office/knowledge-desk.ts';
import { countInFlight } from '#main/roles/wrapper/in-flight.ts';
import { wrapperDesk } from '#main/roles/wrapper/desk.ts';
import { wrapperEvents } from '#main/roles/wrapper/events.ts';
import { dropOldGifts } from '#main/roles/wrapper/gifts.ts';
import { readWrapperKnowledge } from '#main/roles/wrapper/knowledge.ts';
import { readWrapperOverview } from '#main/roles/wrapper/overview.ts';
import { wrapperMigrations, type WrapperTables } from '#main/roles/wrapper/tables.ts';
import type { Wrapper } from '#main/roles/wrapper/wrapper.ts';
import type { Storage } from '#main/storage/index.ts';
import { type Built, type Foundation, openCellar, type Role } from './role.ts';

export async function buildWrapper(foundation: Foundation): Promise<Built> {
  const { config, vault, clock } = foundation;
  const { storage, changes, post } = await openCellar<WrapperTables>(foundation, wrapperMigrations);
  const wrapper: Wrapper = { self: config.id, storage, vault, post, changes, clock };
  const role: Role = {
    desk: { ...wrapperDesk(wrapper), ...knowledgeDesk((asked) => readWrapperKnowledge(wrapper, asked)) },
    routes: () => undefined,
    events: wrapperEvents(wrapper) as EventHandlers<PostTables>,
    overview: (days) => readWrapperOverview(wrapper, days),
    inFlight: () => countInFlight(wrapper),
    housekeeping: [() => dropOldGifts(wrapper)],
  };
  return { role, post, storage: storage as unknown as Storage<PostTables> };
}
