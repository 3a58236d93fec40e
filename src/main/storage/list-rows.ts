/**
 * Every list that can grow, read page by page: narrowed, ordered and counted by the database. A list brings its query and
 * says which columns are its time, its number, its state; the rest is the same for all. Pages go by `<time>|<id>`, so
 * that no row of one instant is passed over. It must never know what a table means.
 *
 * One covering index per list over all of these columns, time and id first: every narrowing is then a walk through that
 * index, and only the rows of the page are fetched.
 */
import type {
  Expression,
  ExpressionBuilder,
  RawBuilder,
  ReferenceExpression,
  SelectQueryBuilder,
  SqlBool,
} from 'kysely';
import { sql } from 'kysely';
import type { ListAsked, ListPage } from '#shared/desk/list.ts';
import { normalizeNumber } from '#shared/domain/number.ts';

/** Columns by name with their table, or expressions over them. */
export interface ListShape<DB, TB extends keyof DB> {
  /** ISO 8601 in UTC: the list's order. Never null. */
  readonly time: ReferenceExpression<DB, TB>;
  /** Tells rows of one instant apart; never null. A whole number where `numericId` says so. */
  readonly id: ReferenceExpression<DB, TB>;
  readonly numericId?: true;
  /** The time is a day, `YYYY-MM-DD`: an instant asked for is the midnight where somebody sits. */
  readonly days?: true;
  readonly state?: ReferenceExpression<DB, TB>;
  /** Party id; the search finds its trade name, too. */
  readonly partner?: ReferenceExpression<DB, TB>;
  /** Minor currency units. */
  readonly amount?: ReferenceExpression<DB, TB>;
  /** Searched without blanks and hyphens. */
  readonly numbers?: readonly ReferenceExpression<DB, TB>[];
  /** Searched as written, capitals or not. */
  readonly names?: readonly ReferenceExpression<DB, TB>[];
  /** Where else the words may stand: `pattern` is for `like … escape '\'`, in lower case. */
  readonly also?: (pattern: string) => Expression<SqlBool>;
}

/** What `show` makes of the query. */
interface Shown<O> {
  execute(): Promise<O[]>;
}

// Columns come as data: inside, any table has any column.
type Tables = Record<string, Record<string, unknown>>;
type Query = SelectQueryBuilder<Tables, string, Record<string, unknown>>;
type Shape = ListShape<Tables, string>;
type Builder = ExpressionBuilder<Tables, string>;

/**
 * @param from what belongs to the list at all; a query with columns of its own needs no `show`
 * @param show which columns a row has; what it joins must not change how many rows there are
 */
export async function listRows<DB, TB extends keyof DB, P, O = P>(
  from: SelectQueryBuilder<DB, TB, P>,
  shape: ListShape<DB, TB>,
  asked: ListAsked,
  show: (found: SelectQueryBuilder<DB, TB, P>) => Shown<O> = (found) => found as unknown as Shown<O>,
): Promise<ListPage<O>> {
  const columns = shape as unknown as Shape;
  const fitting = narrow(from as unknown as Query, columns, asked);
  const isFirst = asked.before === undefined && !asked.skip;
  const shown = show(cut(fitting, columns, asked) as unknown as typeof from) as unknown as Query;
  const paged = shown.select((eb) => [
    expressionOf(eb, columns.time).as('list_time'),
    expressionOf(eb, columns.id).as('list_id'),
  ]);
  const found = await paged.execute();
  const isWhole = found.length <= asked.limit;
  const total = isFirst ? (isWhole ? found.length : await count(fitting)) : undefined;

  const rows = found.slice(0, asked.limit);
  const last = found.length > asked.limit ? rows.at(-1) : undefined;
  return {
    rows: rows.map(({ list_time: _time, list_id: _id, ...row }) => row as O),
    ...(last && { next: `${String(last['list_time'])}|${String(last['list_id'])}` }),
    ...(total !== undefined && { total }),
  };
}

/**
 * A pattern for `lower(…) like … escape '\'` that has the text anywhere; its own `%` and `_` are letters. Only A to Z
 * are made small: SQLite's `lower` leaves all others.
 */
export function containing(text: string): string {
  const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return `%${folded.replace(/[\\%_]/g, '\\$&')}%`;
}

function expressionOf(eb: Builder, column: unknown): RawBuilder<unknown> {
  if (typeof column === 'string') return sql.ref(column);
  return sql`${typeof column === 'function' ? (column as (eb: Builder) => unknown)(eb) : column}`;
}

async function count(query: Query): Promise<number> {
  const { rows } = await query
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow();
  return Number(rows);
}

/** One page and the row behind it, which says that there is more. */
function cut(query: Query, shape: Shape, { before, skip, limit, order }: ListAsked): Query {
  const direction = order === 'oldest' ? 'asc' : 'desc';
  const from = before === undefined ? query : query.where((eb) => isBehind(eb, shape, before, direction));
  const page = from
    .orderBy((eb) => expressionOf(eb, shape.time), direction)
    .orderBy((eb) => expressionOf(eb, shape.id), direction)
    .limit(limit + 1);
  return skip ? page.offset(skip) : page;
}

function isBehind(eb: Builder, shape: Shape, cursor: string, direction: 'asc' | 'desc'): Expression<SqlBool> {
  const bar = cursor.indexOf('|');
  const id = cursor.slice(bar + 1);
  const place = [cursor.slice(0, bar), shape.numericId ? Number(id) : id];
  const columns = [expressionOf(eb, shape.time), expressionOf(eb, shape.id)];
  return sql<SqlBool>`(${sql.join(columns)}) ${sql.raw(direction === 'asc' ? '>' : '<')} (${sql.join(place)})`;
}

function narrow(query: Query, shape: Shape, asked: ListAsked): Query {
  const { search = '', states, partner, from, until, least, most } = asked;
  return query.where((eb) => {
    const time = expressionOf(eb, shape.time);
    const wanted = [
      ...(shape.state && states ? [isOneOf(apart(expressionOf(eb, shape.state)), states)] : []),
      ...(shape.partner && partner !== undefined
        ? [sql<SqlBool>`${apart(expressionOf(eb, shape.partner))} = ${partner}`]
        : []),
      ...(from === undefined ? [] : [sql<SqlBool>`${time} >= ${moment(shape, from)}`]),
      ...(until === undefined ? [] : [sql<SqlBool>`${time} < ${moment(shape, until)}`]),
      ...(shape.amount && least !== undefined ? [sql<SqlBool>`${expressionOf(eb, shape.amount)} >= ${least}`] : []),
      ...(shape.amount && most !== undefined ? [sql<SqlBool>`${expressionOf(eb, shape.amount)} <= ${most}`] : []),
      ...(search.trim() === '' ? [] : [hasWords(eb, shape, search.trim())]),
    ];
    return eb.and(wanted);
  });
}

/** Kept from indexes of its own: one of those would bring rows in another order, and all of them would be sorted. */
function apart(column: Expression<unknown>): Expression<unknown> {
  return sql`coalesce(${column}, '')`;
}

/** Half a day after any place's midnight is the same day everywhere. */
function moment({ days }: Shape, instant: string): string {
  return days ? new Date(Date.parse(instant) + 12 * 3_600_000).toISOString().slice(0, 10) : instant;
}

function isOneOf(column: Expression<unknown>, states: readonly string[]): Expression<SqlBool> {
  return states.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`${column} in (${sql.join(states)})`;
}

function hasWords(eb: Builder, shape: Shape, search: string): Expression<SqlBool> {
  const like = (column: Expression<unknown>, pattern: string): Expression<SqlBool> =>
    sql<SqlBool>`lower(${column}) like ${pattern} escape '\\'`;
  // Numbers are kept in capitals.
  const number = containing(normalizeNumber(search)).toUpperCase();
  // Names stand as people wrote them, in wide letters or in plain ones; other databases' `lower` folds them all.
  const patterns = [...new Set([search, search.normalize('NFKC'), search.toLowerCase()])].map(containing);
  const { partner } = shape;
  const places = [
    ...(shape.numbers ?? []).map((column) => sql<SqlBool>`${expressionOf(eb, column)} like ${number} escape '\\'`),
    ...patterns.flatMap((pattern) => [
      ...(shape.names ?? []).map((column) => like(expressionOf(eb, column), pattern)),
      ...(partner ? [isNamed(expressionOf(eb, partner), pattern)] : []),
      ...(shape.also ? [shape.also(pattern)] : []),
    ]),
  ];
  return places.length === 0 ? sql<SqlBool>`1 = 0` : eb.or(places);
}

function isNamed(partner: Expression<unknown>, pattern: string): Expression<SqlBool> {
  return sql<SqlBool>`${partner} in (select id from partner where lower(name) like ${pattern} escape '\\')`;
}
