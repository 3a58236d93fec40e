/** A list in memory, narrowed and paged as `storage/list-rows.ts` does it in the database. */
import type { CommandName } from '#shared/desk/contract.ts';
import type { DeskCaller, DeskHandlers } from '#shared/desk/handlers.ts';
import { LARGEST_PAGE, type ListAsked, type ListPage } from '#shared/desk/list.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { fail, ok, type Result } from '#shared/result.ts';

export interface FakeShape<T> {
  readonly time: (row: T) => string;
  readonly id: (row: T) => string;
  readonly state?: (row: T) => string;
  /** Party id. */
  readonly partner?: (row: T) => string;
  /** Minor units. */
  readonly amount?: (row: T) => number;
  /** What the search looks in. */
  readonly texts?: (row: T) => readonly (string | undefined)[];
}

export function fakeList<T>(all: readonly T[], shape: FakeShape<T>, asked: ListAsked): ListPage<T> {
  const { limit, before, skip = 0 } = asked;
  const turn = asked.order === 'oldest' ? -1 : 1;
  const places = all
    .filter((row) => fits(row, shape, asked))
    .map((row) => ({ row, place: `${shape.time(row)}|${shape.id(row)}` }))
    .toSorted((a, b) => (a.place < b.place ? turn : -turn));
  const first = before === undefined ? 0 : places.findIndex(({ place }) => (place < before ? turn : -turn) > 0);
  const start = first < 0 ? places.length : first + skip;
  const page = places.slice(start, start + limit);
  const last = page.at(-1);
  return {
    rows: page.map(({ row }) => row),
    ...(last !== undefined && start + limit < places.length && { next: last.place }),
    ...(before === undefined && skip === 0 && { total: places.length }),
  };
}

function fits<T>(row: T, shape: FakeShape<T>, asked: ListAsked): boolean {
  const { search = '', states, partner, from, until, least, most } = asked;
  const time = shape.time(row);
  const amount = shape.amount?.(row) ?? 0;
  return (
    (!states || !shape.state || states.includes(shape.state(row))) &&
    (partner === undefined || !shape.partner || shape.partner(row) === partner) &&
    (from === undefined || time >= from) &&
    (until === undefined || time < until) &&
    (least === undefined || amount >= least) &&
    (most === undefined || amount <= most) &&
    (search.trim() === '' || found(search, shape.texts?.(row) ?? [shape.id(row)]))
  );
}

function found(search: string, texts: readonly (string | undefined)[]): boolean {
  const wanted = [normalizeNumber(search), search.trim(), search.trim().normalize('NFKC')].map((text) =>
    text.toLowerCase(),
  );
  return texts.some((text) => wanted.some((each) => text?.toLowerCase().includes(each)));
}

/** `lists.export` over whatever lists a fake has; it notes nothing. */
export function fakeExport(handlers: () => Partial<DeskHandlers>): Pick<DeskHandlers, 'lists.export'> {
  return {
    async 'lists.export'(caller, { list, filter, before, id = crypto.randomUUID() }) {
      const read = handlers()[list as CommandName] as
        ((caller: DeskCaller, input: unknown) => Promise<Result<ListPage<unknown>>>) | undefined;
      if (!read) return fail('not-found', 'list');
      const page = await read(caller, { ...filter, before, limit: LARGEST_PAGE });
      return page.ok ? ok({ id, ...page.value }) : page;
    },
  };
}
