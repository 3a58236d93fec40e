/** What each row of a file would do to the table of routes, by the rules that a row typed by hand goes by. */
import type { FileRow } from '#shared/desk/file-draft.ts';
import { ROUTE_FIELDS, type RouteDraftRow, type RouteField } from '#shared/desk/routes.ts';
import { headingReader } from '#shared/domain/headings.ts';
import type { RoutePrefix } from '#shared/domain/route.ts';
import { plainPostalCode } from '#shared/domain/zone.ts';
import type { DraftLook, DraftRules, Readable } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { listDepots } from './depots.ts';
import type { CarrierTables } from './tables.ts';

const LONGEST_PREFIX = 10;
const LONGEST_ROUTE = 12;
const COUNTRY = /^[A-Z]{2}$/;

type Cells = RouteDraftRow['cells'];

export const routeKey = ({ country, prefix }: Pick<RoutePrefix, 'country' | 'prefix'>): string =>
  `${country} ${prefix}`;

export async function readRouteTable(db: Readable<CarrierTables>): Promise<Map<string, RoutePrefix>> {
  const rows = await db.selectFrom('route_prefix').selectAll().orderBy('country').orderBy('prefix').execute();
  return new Map(rows.map((row) => [routeKey(row), row]));
}

export function routeRules({ storage }: Pick<Carrier, 'storage'>): DraftRules<RouteField> {
  return routeRulesOver(async () => ({
    // First: a change while the rest is read makes it too low.
    version: await countAddressChanges(storage.read),
    depots: new Set((await listDepots({ storage })).map(({ code }) => code)),
    known: await readRouteTable(storage.read),
  }));
}

/** How often the tables were changed by which an address is sorted. */
export async function countAddressChanges(db: Readable<CarrierTables>): Promise<number> {
  const row = await db
    .selectFrom('change_count')
    .select('count')
    .where('name', '=', 'addresses')
    .executeTakeFirstOrThrow();
  return row.count;
}

interface Standing {
  readonly version?: number;
  readonly depots: ReadonlySet<string>;
  readonly known: ReadonlyMap<string, RoutePrefix>;
}

/** @param stands depots' codes, and the table that rows are held against */
export function routeRulesOver(stands: () => Promise<Standing>): DraftRules<RouteField> {
  return {
    recognise: headingReader<RouteField>({
      country: ['国', '国コード', 'countrycode'],
      prefix: [
        '郵便番号',
        '郵便番号のはじめ',
        '郵便番号の先頭',
        'postalcode',
        'postalcodebeginswith',
        'postcode',
        'zip',
      ],
      depot: ['営業所', '営業所コード', 'depotcode'],
      route: ['便', '方面', '巡回', 'コース', 'tour'],
    }),
    async look(): Promise<DraftLook<RouteField>> {
      const { depots, known, version } = await stands();
      const seen = new Set<string>();
      return {
        plan(cells) {
          const row = routeOfCells(cells);
          const problems = problemsOf(row, depots, seen);
          if (COUNTRY.test(row.country)) seen.add(routeKey(row));
          if (problems.length > 0) return { kind: 'refused', changes: [], problems };
          const before = known.get(routeKey(row));
          const changes = (['depot', 'route'] as const).flatMap((field) =>
            before && before[field] !== row[field] ? [{ field, before: before[field], after: row[field] }] : [],
          );
          return { kind: !before ? 'new' : changes.length > 0 ? 'changed' : 'unchanged', changes, problems };
        },
        ...(version !== undefined && { version }),
        missing: () => [...known.values()].filter((row) => !seen.has(routeKey(row))).map(describeMissing),
      };
    },
  };
}

export function routeOfCells(cells: Cells): RoutePrefix {
  const text = (field: RouteField): string => (cells[field] ?? '').normalize('NFKC').trim();
  return {
    country: text('country').toUpperCase(),
    prefix: plainPostalCode(cells.prefix ?? ''),
    depot: text('depot').toUpperCase(),
    route: text('route'),
  };
}

function problemsOf(
  row: RoutePrefix,
  depots: ReadonlySet<string>,
  seen: ReadonlySet<string>,
): RouteDraftRow['problems'] {
  const problems: RouteDraftRow['problems'][number][] = [];
  if (!COUNTRY.test(row.country)) problems.push({ field: 'country', code: 'field-invalid' });
  if (row.prefix.length > LONGEST_PREFIX) problems.push({ field: 'prefix', code: 'field-invalid' });
  else if (seen.has(routeKey(row))) problems.push({ field: 'prefix', code: 'row-twice' });
  if (!depots.has(row.depot)) problems.push({ field: 'depot', code: 'not-found' });
  if (row.route === '' || row.route.length > LONGEST_ROUTE) problems.push({ field: 'route', code: 'field-invalid' });
  return problems;
}

function describeMissing(row: RoutePrefix): FileRow<RouteField> {
  const cells = Object.fromEntries(ROUTE_FIELDS.map((field) => [field, row[field]])) as Cells;
  return { line: 0, kind: 'missing', changes: [], problems: [], cells };
}
