/** Depots and routes in memory; a file is looked at by the real rules of a draft. */
import { randomUUID } from 'node:crypto';
import { openDraftRoom } from '#main/storage/index.ts';
import { routeKey, routeOfCells, routeRulesOver } from '#main/roles/carrier/route-draft.ts';
import type { Topic } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { DepotRow, routeCommands, RouteRow } from '#shared/desk/routes.ts';
import { fail, ok } from '#shared/result.ts';
import { fakeList, type FakeShape } from './fake-list.ts';

const WEEK = { opens: '09:00', closes: '18:00' };
const HOURS = [WEEK, WEEK, WEEK, WEEK, WEEK, { opens: '09:00', closes: '12:00' }, null];
const SHAPE: FakeShape<RouteRow> = {
  time: ({ country }) => country,
  id: ({ prefix }) => prefix,
  texts: ({ country, prefix, depot, route }) => [country, prefix, depot, route],
};

const DEPOTS: FakeShape<DepotRow> = {
  time: ({ code }) => code,
  id: ({ code }) => code,
  texts: ({ code, name, address }) => [code, name, address],
};

export function fakeRoutes(
  announce: (topic: Topic) => void,
  { empty = false } = {},
): DeskHandlers<keyof typeof routeCommands> {
  let depots: DepotRow[] = empty
    ? []
    : [
        { code: 'TKO', name: '東京営業所', address: '東京都江東区見本2-2-2', hours: HOURS, counter: 'collect' },
        { code: 'YOK', name: '横浜営業所', address: '横浜市中区見本町3-3', hours: HOURS, counter: 'collect-and-pay' },
      ];
  let routes: readonly RouteRow[] = empty
    ? []
    : [
        { country: 'JP', prefix: '1', depot: 'TKO', route: '10' },
        { country: 'JP', prefix: '23', depot: 'YOK', route: '23-B' },
        { country: 'JP', prefix: '231', depot: 'YOK', route: '23-A' },
      ];
  let before = routes;
  const drafts = openDraftRoom(
    routeRulesOver(async () => ({
      depots: new Set(depots.map(({ code }) => code)),
      known: new Map(routes.map((row) => [routeKey(row), row])),
    })),
    randomUUID,
  );
  function put(rows: readonly RouteRow[]): void {
    routes = rows;
    announce('parcels');
  }
  return {
    'depots.list': async () => ok(depots),
    'depots.rows': async (_, asked) => ok(fakeList(depots, DEPOTS, asked)),
    'depots.save': async (_, { isNew, was: _was, hours = [], counter = 'collect-and-pay', ...depot }) => {
      if (isNew && depots.some(({ code }) => code === depot.code)) return fail('already-there', depot.code);
      depots = [...depots.filter(({ code }) => code !== depot.code), { ...depot, hours, counter }];
      announce('parcels');
      return ok();
    },
    'depots.remove': async (_, { code }) => {
      if (routes.some(({ depot }) => depot === code)) return fail('depot-in-use', code);
      depots = depots.filter((depot) => depot.code !== code);
      announce('parcels');
      return ok();
    },
    'routes.list': async (_, asked) => ok(fakeList(routes, SHAPE, asked)),
    'routes.save': async (_, { was, ...row }) => {
      const others = routes.filter((each) => !was || routeKey(each) !== routeKey(was));
      if (others.some((each) => routeKey(each) === routeKey(row))) return fail('already-there', routeKey(row));
      put([...others, row]);
      return ok();
    },
    'routes.remove': async (_, key) => {
      put(routes.filter((each) => routeKey(each) !== routeKey(key)));
      return ok();
    },
    'routes.import': async () => ok({ imported: 0, refused: [] }),
    'routes.read-file': (_, { csv }) => drafts.read(csv),
    'routes.draft': async (_, { draft }) => drafts.draft(draft),
    'routes.drop-draft': async (_, { draft }) => ok(drafts.drop(draft)),
    'routes.map-columns': (_, asked) => drafts.map(asked),
    'routes.draft-rows': async (_, asked) => drafts.rows(asked),
    'routes.repair-row': (_, asked) => drafts.repair(asked),
    'routes.run-import': async (_, { draft }) => {
      const rows = drafts.find(draft)?.rows();
      if (!rows) return fail('not-found');
      before = routes;
      put(rows.map(({ cells }) => routeOfCells(cells)));
      return ok({ import: draft, rows: rows.length });
    },
    'routes.undo-import': async () => {
      put(before);
      return ok();
    },
  };
}
