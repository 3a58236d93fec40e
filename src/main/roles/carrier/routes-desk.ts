import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { routeCommands } from '#shared/desk/routes.ts';
import { ok } from '#shared/result.ts';
import type { Carrier } from './carrier.ts';
import { listDepots, readDepotRows, removeDepot, saveDepot } from './depots.ts';
import { importRoutes, openRouteImports } from './route-imports.ts';
import { listRoutes, removeRoute, saveRoute } from './routes.ts';

/** Depots and routes: each command is one use case. */
export function routesDesk(carrier: Carrier): DeskHandlers<keyof typeof routeCommands> {
  const imports = openRouteImports(carrier);
  const { drafts } = imports;
  return {
    'depots.list': async () => ok(await listDepots(carrier)),
    'depots.rows': async (_, asked) => ok(await readDepotRows(carrier, asked)),
    'depots.save': ({ who }, depot) => saveDepot(carrier, who, depot),
    'depots.remove': ({ who }, depot) => removeDepot(carrier, who, depot),
    'routes.list': async (_, asked) => ok(await listRoutes(carrier, asked)),
    'routes.save': ({ who }, row) => saveRoute(carrier, who, row),
    'routes.remove': ({ who }, key) => removeRoute(carrier, who, key),
    'routes.import': ({ who }, { csv }) => importRoutes(carrier, who, csv),
    'routes.read-file': (_, { csv }) => drafts.read(csv),
    'routes.draft': async (_, { draft }) => drafts.draft(draft),
    'routes.drop-draft': async (_, { draft }) => ok(drafts.drop(draft)),
    'routes.map-columns': (_, asked) => drafts.map(asked),
    'routes.draft-rows': async (_, asked) => drafts.rows(asked),
    'routes.repair-row': (_, asked) => drafts.repair(asked),
    'routes.run-import': ({ who }, { draft }) => imports.run(who, draft),
    'routes.undo-import': ({ who }, asked) => imports.undo(who, asked.import),
  };
}
