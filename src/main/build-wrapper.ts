import type { EventHandlers, PostTables } from '#main/post/index.ts';
import { wrapperDesk } from '#main/roles/wrapper/desk.ts';
import { wrapperEvents } from '#main/roles/wrapper/events.ts';
import { dropOldGifts } from '#main/roles/wrapper/gifts.ts';
import { wrapperMigrations, type WrapperTables } from '#main/roles/wrapper/tables.ts';
import type { Wrapper } from '#main/roles/wrapper/wrapper.ts';
import type { Storage } from '#main/storage/index.ts';
import { type Built, type Foundation, openCellar, type Role } from './role.ts';

export async function buildWrapper(foundation: Foundation): Promise<Built> {
  const { config, vault, clock } = foundation;
  const { storage, changes, post } = await openCellar<WrapperTables>(foundation, wrapperMigrations);
  const wrapper: Wrapper = { self: config.id, storage, vault, post, changes, clock };
  const role: Role = {
    desk: wrapperDesk(wrapper),
    routes: () => undefined,
    events: wrapperEvents(wrapper) as EventHandlers<PostTables>,
    housekeeping: [() => dropOldGifts(wrapper)],
  };
  return { role, post, storage: storage as unknown as Storage<PostTables> };
}
