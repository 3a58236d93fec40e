/** Whole tables of routes: looked at as a draft, then put in place of the one that stands – all of it, or nothing. */
import { setImmediate } from 'node:timers/promises';
import { ROUTE_FIELDS, type RouteField, type RouteImportOutcome, type RouteImportReport } from '#shared/desk/routes.ts';
import { type RoutePrefix, routePrefixesOf } from '#shared/domain/route.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type DraftRoom, openDraftRoom, TableDraft, writeResult } from '#main/storage/index.ts';
import { randomToken } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import { countAddressChanges, readRouteTable, routeKey, routeOfCells, routeRules } from './route-draft.ts';
import { forgetRoutes } from './routes.ts';

/** Rows of one statement: databases bound the values they take. */
const ROWS_AT_ONCE = 2000;

export interface RouteImports {
  readonly drafts: DraftRoom<RouteField>;
  /** Dropped meanwhile, it changes nothing. Fails with `wrong-state` while a row is refused or being looked at. */
  run(who: string, id: string): Promise<Result<RouteImportOutcome>>;
  undo(who: string, id: string): Promise<Result<void>>;
}

export function openRouteImports(carrier: Carrier): RouteImports {
  const drafts = openDraftRoom(routeRules(carrier), randomToken);
  /** The newest import, to be taken back: the table before it, and what the tables' count was after it. */
  let last: { readonly id: string; readonly before: readonly RoutePrefix[]; readonly count: number } | undefined;

  return {
    drafts,
    async run(who, id) {
      const draft = drafts.find(id);
      if (!draft) return fail('not-found');
      const { state, counts, broken } = draft.summary(id);
      if (state !== 'ready') return fail('wrong-state', state);
      const rows = draft.rows().map(({ cells }) => routeOfCells(cells));
      if (counts.refused > 0 || broken !== undefined || rows.length === 0) return fail('wrong-state', 'refused');
      // Without it the first row of a country would be all of the country.
      if (!draft.columns.includes('prefix')) return fail('catalogue-columns', 'prefix');
      draft.write(0);
      const watch = (done: number): boolean => {
        draft.write(done);
        return drafts.find(id) === draft;
      };
      const expected = { count: draft.version!, code: 'changed-since' } as const;
      const done = await replaceRoutes(carrier, who, rows, expected, watch).finally(() => draft.write(undefined));
      if (!done.ok) {
        await draft.look();
        return done;
      }
      if (done.value === 'stopped') return ok({ rows: 0 });
      drafts.drop(id);
      last = { id, ...done.value };
      return ok({ import: id, rows: rows.length });
    },
    async undo(who, id) {
      const known = last;
      if (known?.id !== id) return fail('routes-changed');
      const done = await replaceRoutes(carrier, who, known.before, { count: known.count, code: 'routes-changed' });
      if (done.ok) last = undefined;
      return done.ok ? ok() : done;
    },
  };
}

interface Replaced {
  readonly before: readonly RoutePrefix[];
  readonly count: number;
}

/** Its own way out of the unit of work: nothing of it stands. */
class Stopped extends Error {}

/**
 * Fails with `not-found` where a row's depot is gone by now.
 *
 * @param expected how often tables were changed until then, and what it fails with where they were since
 * @param goesOn told how many rows are written, before each piece of the work: false stops it, and nothing stands
 */
async function replaceRoutes(
  carrier: Carrier,
  who: string,
  rows: readonly RoutePrefix[],
  expected?: { readonly count: number; readonly code: 'changed-since' | 'routes-changed' },
  goesOn: (done: number) => boolean = () => true,
): Promise<Result<Replaced | 'stopped'>> {
  try {
    return await writeResult(carrier.storage, async (db) => {
      if (expected && (await countAddressChanges(db)) !== expected.count) return fail(expected.code);
      const depots = new Set((await db.selectFrom('depot').select('code').execute()).map(({ code }) => code));
      if (rows.some(({ depot }) => !depots.has(depot))) return fail('not-found', 'depot');
      const before = await readRouteTable(db);
      await db.deleteFrom('route_prefix').execute();
      for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
        if (!goesOn(at)) throw new Stopped();
        await db
          .insertInto('route_prefix')
          .values(rows.slice(at, at + ROWS_AT_ONCE))
          .execute();
        await setImmediate();
      }
      await forgetRoutes(db, concernedRoutes(before, rows));
      await recordDeed(db, {
        at: carrier.clock(),
        who,
        action: 'routes.imported',
        subject: '-',
        detail: String(rows.length),
      });
      carrier.changes.announce('parcels');
      return ok({ before: [...before.values()], count: await countAddressChanges(db) });
    });
  } catch (error) {
    if (error instanceof Stopped) return ok('stopped');
    throw error;
  }
}

/** The routes by which parcels went that may go by another now. */
function concernedRoutes(
  before: ReadonlyMap<string, RoutePrefix>,
  after: readonly RoutePrefix[],
): readonly RoutePrefix[] {
  const concerned = new Map<string, RoutePrefix>();
  const note = (row: RoutePrefix | undefined): void => {
    if (row) concerned.set(`${row.depot} ${row.route}`, row);
  };
  const left = new Map(before);
  for (const row of after) {
    const old = before.get(routeKey(row));
    left.delete(routeKey(row));
    if (old?.depot === row.depot && old.route === row.route) continue;
    const { country, prefix } = row;
    // A new row takes from the one that it is more exact than.
    note(
      routePrefixesOf(prefix)
        .map((begin) => before.get(routeKey({ country, prefix: begin })))
        .find(Boolean),
    );
  }
  for (const row of left.values()) note(row);
  return [...concerned.values()];
}

/** In one go: replaces the whole table, or names every row that can't stand and changes nothing. */
export async function importRoutes(carrier: Carrier, who: string, csv: string): Promise<Result<RouteImportReport>> {
  const draft = new TableDraft(routeRules(carrier), csv);
  await draft.read();
  const absent = ROUTE_FIELDS.find((field) => !draft.columns.includes(field));
  if (absent !== undefined) return fail('catalogue-columns', absent);
  const refused: RouteImportReport['refused'][number][] = draft
    .rows('refused')
    .map(({ line, problems }) => ({ line, ...problems[0]! }));
  const { broken } = draft.summary('');
  if (broken !== undefined) refused.push({ line: broken, code: 'field-invalid', field: '"' });
  if (refused.length > 0) return ok({ imported: 0, refused });
  const rows = draft.rows().map(({ cells }) => routeOfCells(cells));
  if (rows.length === 0) return fail('catalogue-columns', 'country');
  const done = await replaceRoutes(carrier, who, rows);
  return done.ok ? ok({ imported: rows.length, refused }) : done;
}
