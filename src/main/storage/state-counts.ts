/** How many rows stand in which state, how old they are, and how many came on which day: what an overview is made of. */
import { type ReferenceExpression, type SelectQueryBuilder, sql } from 'kysely';

export interface StateCount {
  readonly count: number;
  /** Of these, older than an hour, and than a day. */
  readonly hour: number;
  readonly day: number;
  /** Sum of the amount column; 0 without one. */
  readonly amount: number;
}

export interface StateShape<DB, TB extends keyof DB> {
  readonly state: ReferenceExpression<DB, TB>;
  /** ISO 8601 in UTC; the list's own time. */
  readonly time: ReferenceExpression<DB, TB>;
  readonly amount?: ReferenceExpression<DB, TB>;
}

/** Of some states together. */
export type StateCounts<S extends string> = (...states: readonly S[]) => StateCount;

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const NONE: StateCount = { count: 0, hour: 0, day: 0, amount: 0 };

// The caller's types end here: columns come as data.
// oxlint-disable-next-line typescript/no-explicit-any
type AnyQuery = SelectQueryBuilder<any, any, any>;

/** One walk through the index of state and time, over the states asked for alone. */
export async function countStates<DB, TB extends keyof DB, S extends string>(
  from: SelectQueryBuilder<DB, TB, object>,
  { state, time, amount }: StateShape<DB, TB>,
  states: readonly S[],
  now: Date,
): Promise<StateCounts<S>> {
  const [hour, day] = [HOUR_MS, DAY_MS].map((age) => new Date(now.getTime() - age).toISOString());
  const older = (than: string | undefined) =>
    sql<number>`sum(case when ${sql.ref(String(time))} < ${than} then 1 else 0 end)`;
  const rows: { state: S; count: number; hour: number; day: number; amount: number | null }[] = await (from as AnyQuery)
    .select(({ fn, val }) => [
      `${String(state)} as state`,
      fn.countAll().as('count'),
      older(hour).as('hour'),
      older(day).as('day'),
      (amount === undefined ? val(0) : fn.sum(String(amount))).as('amount'),
    ])
    .where(String(state), 'in', states)
    .groupBy(String(state))
    .execute();
  const found = new Map(rows.map((row) => [row.state, row]));
  return (...wanted) =>
    wanted.reduce((sum, each) => {
      const row = found.get(each);
      return row
        ? {
            count: sum.count + Number(row.count),
            hour: sum.hour + Number(row.hour),
            day: sum.day + Number(row.day),
            amount: sum.amount + Number(row.amount ?? 0),
          }
        : sum;
    }, NONE);
}

/** How many rows have a time in each span between two instants that follow each other. */
export async function countSpans<DB, TB extends keyof DB>(
  from: SelectQueryBuilder<DB, TB, object>,
  time: ReferenceExpression<DB, TB>,
  instants: readonly string[],
): Promise<number[]> {
  const spans = instants.slice(1).map(async (until, at) => {
    const { count } = await (from as AnyQuery)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(String(time), '>=', instants[at])
      .where(String(time), '<', until)
      .executeTakeFirstOrThrow();
    return Number(count);
  });
  return Promise.all(spans);
}

/**
 * How many rows have a time in each hour of the last of some days, by the hour's first instant: one walk, whatever lies
 * in it. Places whose clocks are half an hour apart have hours of their own.
 *
 * @param days first instants of days, oldest first, and the end of the last
 */
export async function countHours<DB, TB extends keyof DB>(
  from: SelectQueryBuilder<DB, TB, object>,
  time: ReferenceExpression<DB, TB>,
  days: readonly string[],
): Promise<{ readonly name: string; readonly count: number }[]> {
  const [start = '', end = ''] = days.slice(-2);
  const minute = sql<string>`substr(${sql.ref(String(time))}, 1, 16)`;
  const rows: { minute: string; count: number }[] = await (from as AnyQuery)
    .select(({ fn }) => [minute.as('minute'), fn.countAll().as('count')])
    .where(String(time), '>=', start)
    .where(String(time), '<', end)
    .groupBy(minute)
    .execute();
  const first = Date.parse(start);
  const hours = Array.from({ length: Math.ceil((Date.parse(end) - first) / HOUR_MS) }, () => 0);
  for (const row of rows) {
    const at = Math.floor((Date.parse(`${row.minute}:00.000Z`) - first) / HOUR_MS);
    hours[at] = (hours[at] ?? 0) + Number(row.count);
  }
  return hours.map((count, at) => ({ name: new Date(first + at * HOUR_MS).toISOString(), count }));
}
