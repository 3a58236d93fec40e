/**
 * Takes any list out as a file, page by page, through the command that shows it. Before the first row leaves, the trail
 * says who took which list, how narrowed, how many rows and why. It must never write down what was searched for where
 * that may be a name.
 */
import { type CommandName, COMMANDS } from '#shared/desk/contract.ts';
import type { DeskCaller, DeskHandlers } from '#shared/desk/handlers.ts';
import { isListInput, LARGEST_PAGE, type ListAsked, type ListPage } from '#shared/desk/list.ts';
import type { ExportedPage, listCommands } from '#shared/desk/lists.ts';
import { maySend, PERMISSION_OF } from '#shared/desk/permissions.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { Post } from '#main/post/index.ts';
import { randomUuid } from '#main/vault/index.ts';

interface OpenExport {
  readonly who: string;
  readonly list: string;
  /** What it is narrowed to, with the words that are not written down. */
  readonly asked: string;
}

/** Exports begun and not ended; one that was left alone is pushed out by later ones. */
const MOST_OPEN = 50;

/** @param desk the commands of this party's desk, lists among them */
export function listsDesk(post: Post, desk: Partial<DeskHandlers>): DeskHandlers<keyof typeof listCommands> {
  const open = new Map<string, OpenExport>();

  async function readPage(
    caller: DeskCaller,
    list: string,
    asked: object,
  ): Promise<Result<ListPage<unknown> & Pick<OpenExport, 'asked'> & { readonly filter: string }>> {
    const name = list as CommandName;
    const handler = Object.hasOwn(desk, list) ? desk[name] : undefined;
    if (!handler || !isListInput(COMMANDS[name].input)) return fail('not-found', 'list');
    const input = COMMANDS[name].input.safeParse(asked);
    if (!input.success) return fail('field-invalid', input.error.issues[0]?.path.join('.'));
    const may = maySend(name, input.data as never, caller.seat?.permissions ?? []);
    if (!may.ok) return fail('not-permitted', may.needed);
    const read = handler as (caller: DeskCaller, input: unknown) => Promise<Result<ListPage<unknown>>>;
    const page = await read(caller, input.data);
    if (!page.ok) return page;
    const { limit: _limit, before: _before, skip: _skip, ...narrowed } = input.data as ListAsked;
    const filter = describeFilter(narrowed, PERMISSION_OF[name] === 'read-personal');
    return ok({ ...page.value, filter, asked: JSON.stringify(narrowed) });
  }

  async function begin(caller: DeskCaller, list: string, asked: object, reason: string): Promise<Result<ExportedPage>> {
    const page = await readPage(caller, list, asked);
    if (!page.ok) return page;
    const { rows, next, filter, asked: narrowed, total = rows.length } = page.value;
    const { who } = caller;
    const detail = [String(total), filter, reason].filter(Boolean).join(' · ');
    await post.storage.write((db) =>
      recordDeed(db, { at: post.clock(), who, action: 'list.exported', subject: list, detail }),
    );
    const id = randomUuid();
    if (next !== undefined) open.set(id, { who, list, asked: narrowed });
    for (const oldest of [...open.keys()].slice(0, Math.max(0, open.size - MOST_OPEN))) open.delete(oldest);
    return ok({ id, rows, total, ...(next !== undefined && { next }) });
  }

  return {
    async 'lists.export'(caller, { list, filter, reason, id, before }) {
      const asked = { ...filter, limit: LARGEST_PAGE, skip: undefined, before };
      if (id === undefined) return begin(caller, list, { ...asked, before: undefined }, reason);
      const begun = open.get(id);
      if (!begun || begun.who !== caller.who || begun.list !== list) return fail('not-found', 'export');
      const page = await readPage(caller, list, asked);
      if (!page.ok) return page;
      // What was written down is what leaves.
      if (page.value.asked !== begun.asked) return fail('not-found', 'export');
      const { rows, next } = page.value;
      if (next === undefined) open.delete(id);
      return ok({ id, rows, ...(next !== undefined && { next }) });
    },
  };
}

/** Everything that narrows it but words, which may be a name: of those, that there were some. Of persons no number either. */
function describeFilter(narrowed: Omit<ListAsked, 'limit'>, isPersonal: boolean): string {
  const { search, order: _order, ...rest } = narrowed;
  const number = search === undefined ? undefined : normalizeNumber(search);
  const words = number === undefined || (!isPersonal && /^[A-Z]{0,4}\d+[A-Z]{0,2}$/.test(number)) ? number : '…';
  return Object.entries({ ...rest, search: words })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}
