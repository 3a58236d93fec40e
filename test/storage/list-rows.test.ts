import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import type { ListAsked } from '#shared/desk/list.ts';
import { aFolder } from '#test/builders/a-folder.ts';
import { containing, type ListShape, listRows, openSqliteStorage, type Storage } from '#main/storage/index.ts';

interface Tables {
  thing: { id: string; at: string; state: string; owner: string; price: number; note: string | null };
  partner: { id: string; name: string };
}

const SHAPE: ListShape<Tables, 'thing'> = {
  time: 'thing.at',
  id: 'thing.id',
  state: 'thing.state',
  partner: 'thing.owner',
  amount: 'thing.price',
  numbers: ['thing.id'],
  names: ['thing.note'],
};

let storage: Storage<Tables>;
beforeEach(async () => {
  storage = await openSqliteStorage<Tables>(`${aFolder()}/list.db`, {
    'test-0001': {
      up: async (db) => {
        await sql`create table thing (id text primary key, at text, state text, owner text, price integer, note text)`.execute(
          db,
        );
        await sql`create table partner (id text primary key, name text)`.execute(db);
      },
    },
  });
  await storage.write(async (db) => {
    await db
      .insertInto('partner')
      .values([
        { id: 'a', name: 'Minato 百貨' },
        { id: 'b', name: 'ＡＯＺＯＲＡ' },
      ])
      .execute();
    const at = (hour: number): string => `2026-11-21T0${hour}:00:00.000Z`;
    await db
      .insertInto('thing')
      .values([
        { id: '30482771930569', at: at(1), state: 'new', owner: 'a', price: 100, note: '100% wool_x' },
        { id: '30000000000002', at: at(2), state: 'new', owner: 'b', price: 200, note: null },
        { id: '30000000000003', at: at(2), state: 'old', owner: 'a', price: 300, note: 'a\\b' },
        { id: '30000000000001', at: at(2), state: 'old', owner: 'b', price: 400, note: 'Straße' },
        { id: '30000000000009', at: at(3), state: 'gone', owner: 'a', price: 500, note: '' },
      ])
      .execute();
  });
});
afterEach(() => storage.close());

const list = (asked: Partial<ListAsked>) =>
  listRows(storage.read.selectFrom('thing'), SHAPE, { limit: 10, ...asked }, (found) =>
    found.leftJoin('partner', 'partner.id', 'thing.owner').select(['thing.id as id', 'partner.name as owner']),
  );
const ids = async (asked: Partial<ListAsked>) => (await list(asked)).rows.map(({ id }) => id.slice(-1)).join('');

describe('a list', () => {
  it('is paged without passing over a row of the same instant, either way round', async () => {
    for (const order of ['newest', 'oldest'] as const) {
      const seen: string[] = [];
      let before: string | undefined;
      do {
        const page = await list({ limit: 2, order, before });
        seen.push(...page.rows.map(({ id }) => id));
        before = page.next;
        expect(page.total).toBe(seen.length <= 2 ? 5 : undefined);
      } while (before !== undefined);
      expect(seen.map((id) => id.at(-1)).join('')).toBe(order === 'newest' ? '93219' : '91239');
    }
  });

  it('ends with the page that holds the last row', async () => {
    expect((await list({ limit: 5 })).next).toBeUndefined();
    expect((await list({ limit: 4 })).next).toBe('2026-11-21T02:00:00.000Z|30000000000001');
  });

  it('jumps over rows behind a cursor', async () => {
    const first = await list({ limit: 1 });
    expect(await ids({ before: first.next, skip: 2, limit: 1 })).toBe('1');
    expect(await ids({ skip: 4 })).toBe('9');
    expect((await list({ skip: 4 })).total).toBeUndefined();
  });

  it('tells rows as they were asked for, and none of its own columns', async () => {
    expect((await list({ limit: 1 })).rows).toEqual([{ id: '30000000000009', owner: 'Minato 百貨' }]);
  });

  it('counts what fits, not what is shown', async () => {
    expect((await list({ states: ['new', 'old'], limit: 1 })).total).toBe(4);
    expect((await list({ states: [] })).total).toBe(0);
  });

  it.each<[string, Partial<ListAsked>, string]>([
    ['state', { states: ['new'] }, '29'],
    ['partner', { partner: 'b' }, '21'],
    [
      'time, its first instant included and its last not',
      { from: '2026-11-21T02:00:00.000Z', until: '2026-11-21T03:00:00.000Z' },
      '321',
    ],
    ['amount, both ends included', { least: 200, most: 400 }, '321'],
    ['all of them together', { states: ['old'], partner: 'a', least: 1, from: '2026-11-21T00:00:00.000Z' }, '3'],
  ])('is narrowed by %s', async (_, asked, found) => {
    expect(await ids(asked)).toBe(found);
  });

  it.each([
    ['a number in groups', '3 0482 7719 3056 9', '9'],
    ['a number in wide digits', '３０４８２', '9'],
    ['the middle of a number', '7719-3056', '9'],
    ['part of a note, capitals or not', 'STRA', '1'],
    ['a trade name', 'minato', '939'],
    ['a trade name kept in wide letters', 'ＡＯＺ', '21'],
    ['a sign that SQL has a meaning for', '100%', '9'],
    ['an underscore', 'wool_', '9'],
    ['a backslash', 'a\\b', '3'],
    ['a quote', "' or 1=1 --", ''],
    ['a sign that stands for any text', '%%', ''],
    ['one that stands for any letter', 'w__l', ''],
  ])('is searched for %s', async (_, search, found) => {
    expect(await ids({ search })).toBe(found);
  });

  it('takes an instant for the day that begins or ends with it, wherever it is midnight', async () => {
    const days = (asked: Partial<ListAsked>) =>
      listRows(
        storage.read.selectFrom('thing').select('id'),
        { ...SHAPE, time: sql`'2026-11-21'`, days: true },
        { limit: 10, ...asked },
      );
    const dayFrom = (midnight: string, next: string) => days({ from: midnight, until: next });
    expect((await dayFrom('2026-11-20T15:00:00.000Z', '2026-11-21T15:00:00.000Z')).total).toBe(5);
    expect((await dayFrom('2026-11-21T08:00:00.000Z', '2026-11-22T08:00:00.000Z')).total).toBe(5);
    expect((await dayFrom('2026-11-21T15:00:00.000Z', '2026-11-22T15:00:00.000Z')).total).toBe(0);
    expect((await dayFrom('2026-11-20T08:00:00.000Z', '2026-11-21T08:00:00.000Z')).total).toBe(0);
  });

  it('finds nothing where it is searched and has nothing to be searched in', async () => {
    const page = await listRows(
      storage.read.selectFrom('thing').selectAll(),
      { time: 'at', id: 'id' },
      { limit: 9, search: '3' },
    );
    expect(page.total).toBe(0);
  });
});

it('makes a pattern that means its own letters alone', () => {
  expect(containing('50%_\\A')).toBe('%50\\%\\_\\\\a%');
});
