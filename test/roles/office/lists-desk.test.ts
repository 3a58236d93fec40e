import { beforeEach, expect, it } from 'vitest';
import type { DeskCaller, DeskHandlers } from '#shared/desk/handlers.ts';
import { inBulk, type ListAsked } from '#shared/desk/list.ts';
import { type Permission, PERMISSIONS } from '#shared/domain/permission.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import type { Post } from '#main/post/index.ts';
import { listsDesk } from '#main/roles/office/lists-desk.ts';
import { trailMigrations, type TrailTables } from '#main/audit/index.ts';
import { openSqliteStorage, type Storage } from '#main/storage/index.ts';
import { aFolder } from '#test/builders/a-folder.ts';
import { fakeList } from '#test/fakes/fake-list.ts';

const ROWS = Array.from({ length: 1200 }, (_, at) => ({
  number: String(at).padStart(14, '0'),
  at: `2026-11-21T${at}`,
}));
const caller = (who: string, permissions: readonly Permission[] = PERMISSIONS): DeskCaller => ({
  who,
  seat: { account: who, name: who, rank: 'administrator', permissions },
});

let storage: Storage<TrailTables>;
let asked: ListAsked[];
let desk: ReturnType<typeof listsDesk>;
beforeEach(async () => {
  storage = await openSqliteStorage<TrailTables>(`${aFolder()}/trail.db`, trailMigrations);
  asked = [];
  const handlers = {
    'parcels.list': async (_: DeskCaller, input: ListAsked) => {
      asked.push(input);
      return ok(fakeList(ROWS, { time: ({ at }) => at, id: ({ number }) => number, amount: () => 10 }, input));
    },
    'customers.list': async (_: DeskCaller, input: ListAsked) =>
      ok(fakeList(ROWS, { time: ({ at }) => at, id: ({ number }) => number }, input)),
    'office.card': async () => ok({ card: 'x' }),
  } as unknown as Partial<DeskHandlers>;
  const post = { storage, clock: () => new Date('2026-11-21T01:00:00Z') } as unknown as Post;
  desk = listsDesk(post, handlers);
  return () => storage.close();
});
const trail = () => storage.read.selectFrom('trail').select(['who', 'action', 'subject', 'detail']).execute();
const take = (input: Partial<Parameters<(typeof desk)['lists.export']>[1]>, who = caller('mori')) =>
  desk['lists.export'](who, { list: 'parcels.list', filter: {}, reason: 'audit', ...input });

it('gives every row once, and the trail says so once, before the first row leaves', async () => {
  const seen = new Set<unknown>();
  let page = expectOk(await take({ filter: { states: ['delivered'], search: '見本 花子' } }));
  expect(page.total).toBe(0);
  page = expectOk(await take({ filter: { states: ['delivered'], least: 5 } }));
  expect(await trail()).toMatchObject([
    { detail: '0 · states=delivered search=… · audit' },
    {
      who: 'mori',
      action: 'list.exported',
      subject: 'parcels.list',
      detail: '1200 · states=delivered least=5 · audit',
    },
  ]);
  for (;;) {
    for (const row of page.rows) seen.add((row as { number: string }).number);
    if (page.next === undefined) break;
    page = expectOk(await take({ filter: { states: ['delivered'], least: 5 }, id: page.id, before: page.next }));
  }
  expect(seen.size).toBe(1200);
  expect(asked.map(({ limit }) => limit)).toEqual([500, 500, 500, 500]);
  expect(await trail()).toHaveLength(2);
});

it('gives no further page of what was not written down', async () => {
  const begun = expectOk(await take({}));
  const more = { id: begun.id, before: begun.next! };
  expect(await take(more, caller('sato'))).toEqual(fail('not-found', 'export'));
  expect(await take({ ...more, filter: { search: '3' } })).toEqual(fail('not-found', 'export'));
  expect(await take({ ...more, id: '7b1f4a52-6d2c-4a52-9d1e-5a3c7be0f6a1' })).toEqual(fail('not-found', 'export'));
  expect((await take(more)).ok).toBe(true);
});

it('writes down of a list of persons not even a number, and gives no further page of another search', async () => {
  const list = 'customers.list';
  const begun = expectOk(await take({ list, filter: { search: '00', states: ['blocked'] } }));
  expect(await trail()).toMatchObject([{ subject: list, detail: '1200 · states=blocked search=… · audit' }]);
  const more = { list, id: begun.id, before: begun.next! };
  expect(await take({ ...more, filter: { search: '000', states: ['blocked'] } })).toEqual(fail('not-found', 'export'));
  expect((await take({ ...more, filter: { search: '00', states: ['blocked'] } })).ok).toBe(true);
});

it('gives no list that the account may not read, and nothing that is no list', async () => {
  expect(await take({}, caller('clerk', ['export']))).toEqual(fail('not-permitted', 'work'));
  expect(await take({ list: 'office.card' })).toEqual(fail('not-found', 'list'));
  expect(await take({ list: 'constructor' })).toEqual(fail('not-found', 'list'));
  expect(await take({ filter: { limit: 9, least: 'x' } })).toEqual(fail('field-invalid', 'least'));
  expect(await trail()).toEqual([]);
});

it('does many rows one after the other, each once, and names those that could not be done', async () => {
  const done: string[] = [];
  const outcome = await inBulk(['a', 'b', 'a', 'c'], async (id) => {
    if (id === 'b') return fail('wrong-state', 'packed');
    done.push(id);
    return ok();
  });
  expect(outcome).toEqual({ done: 2, refused: [{ id: 'b', code: 'wrong-state', about: 'packed' }] });
  expect(done).toEqual(['a', 'c']);
});
