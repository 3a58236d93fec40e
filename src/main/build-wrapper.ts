import type { EventHandlers, PostTables } from '#main/post/index.ts';
import { wrapperMigrations, type WrapperTables } from '#main/roles/wrapper/tables.ts';
import type { Wrapper } from '#main/roles/wrapper/wrapper.ts';
import type { Storage } from '#main/storage/index.ts';
import { type Built, type Foundation, openCellar, type Role } from './role.ts';

export async function buildWrapper(foundation: Foundation): Promise<Built> {
  const { config, vault, clock } = foundation;
  const { storage, changes, post } = await openCellar<WrapperTables>(foundation, wrapperMigrations);
  const wrapper: Wrapper = { self: config.id, storage, vault, post, changes, clock };
  void wrapper;
  const role: Role = {
    desk: {},
    routes: () => undefined,
    events: {} as EventHandlers<WrapperTables> as EventHandlers<PostTables>,
    housekeeping: [],
  };
  return { role, post, storage: storage as unknown as Storage<PostTables> };
}
