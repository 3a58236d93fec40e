import { describe, expect, it } from 'vitest';
import { DATE_PRESETS, dayEnd, dayStart, localTime, presetDays } from '#renderer/staff/records/local-days.ts';
import { readListMemory } from '#renderer/staff/records/list-memory.ts';
import {
  addPage,
  MOST_PAGES,
  missingPlaces,
  PAGE,
  placeInput,
  rowAt,
  rowsAtHand,
  startBook,
} from '#renderer/staff/records/page-book.ts';
import { type CsvColumn, csvHead, csvLine } from '#renderer/staff/records/record-csv.ts';
import { askedOf, isNarrowed, readFilter, writeFilter } from '#renderer/staff/records/record-filter.ts';

describe('the pages at hand', () => {
  const pageOf = (place: number, length = PAGE) => Array.from({ length }, (_, at) => place * PAGE + at);
  const first = startBook({ rows: pageOf(0), next: 'c0', total: 100_000 });

  it('know the length of the list, and a row by its place', () => {
    expect(first.total).toBe(100_000);
    expect([rowAt(first, 0), rowAt(first, 99), rowAt(first, 100)]).toEqual([0, 99, undefined]);
  });

  it('say which pages are missing of what is looked at', () => {
    expect(missingPlaces(first, 90, 250)).toEqual([1, 2]);
    expect(missingPlaces(first, 0, 50)).toEqual([]);
    expect(missingPlaces(first, 99_950, 100_500)).toEqual([999]);
  });

  it('are asked for behind the nearest cursor', () => {
    expect(placeInput(first, 1)).toEqual({ before: 'c0' });
    expect(placeInput(first, 999)).toEqual({ before: 'c0', skip: 99_800 });
    expect(placeInput(addPage(first, 500, { rows: pageOf(500), next: 'c500' }), 502)).toEqual({
      before: 'c500',
      skip: 100,
    });
    expect(placeInput(startBook({ rows: [], total: 0 }), 3)).toEqual({ skip: 300 });
  });

  it('never become more than so many, and those near stay', () => {
    let book = first;
    for (let place = 1; place < 300; place++) book = addPage(book, place, { rows: pageOf(place), next: `c${place}` });
    expect(book.pages.size).toBe(MOST_PAGES);
    expect(rowAt(book, 299 * PAGE)).toBe(299 * PAGE);
    expect(rowAt(book, 0)).toBeUndefined();
    expect(rowsAtHand(book)[0]).toBe((300 - MOST_PAGES) * PAGE);
  });

  it('learn that the list has become shorter, or longer', () => {
    expect(addPage(first, 3, { rows: pageOf(3, 20) }).total).toBe(320);
    expect(
      addPage(startBook({ rows: pageOf(0), next: 'c', total: 100 }), 1, { rows: pageOf(1), next: 'd' }).total,
    ).toBe(201);
  });
});

describe('a filter in the address', () => {
  it.each([
    'search=30482771930569&states=expected,at-depot&from=2026-11-01&until=2026-11-21&least=1000&most=5000&partner=minato.example',
    'states=attempted&date=week&order=oldest',
    'older=day&depot=YOK',
    '',
  ])('is written as it was read: %s', (query) => {
    expect(writeFilter(readFilter(query))).toBe(query);
  });

  it('never holds a search that may be a name', () => {
    expect(writeFilter({ search: '見本 花子', states: ['open'] })).toBe('states=open');
    expect(writeFilter({ search: 'Hanako 3' })).toBe('');
    expect(writeFilter({ search: 'rr 123 456 785 jp' })).toBe('');
    expect(writeFilter({ search: 'RR 123 456 785 JP' })).toBe('search=RR123456785JP');
    expect(writeFilter({ search: '３ ０４８２' })).toBe('search=30482');
  });

  it('leaves out what is of the wrong form', () => {
    expect(
      readFilter('from=yesterday&until=2026-13-45&least=1e9&date=never&older=year&order=up&x=a b&states='),
    ).toEqual({});
  });

  it('asks for instants: local days, both included', () => {
    const { from, until } = askedOf(readFilter('from=2026-11-01&until=2026-11-21'), new Date());
    expect(new Date(from!)).toEqual(new Date(2026, 10, 1));
    expect(new Date(until!)).toEqual(new Date(2026, 10, 22));
  });

  it('asks for what is older than an hour or a day, counted from now', () => {
    const now = new Date('2026-11-21T10:00:00.000Z');
    expect(askedOf(readFilter('older=hour'), now)).toEqual({ until: '2026-11-21T09:00:00.000Z' });
    expect(askedOf(readFilter('older=day&depot=-'), now)).toEqual({ until: '2026-11-20T10:00:00.000Z', depot: '-' });
  });

  it('is none where only the order was turned', () => {
    expect(isNarrowed(readFilter('order=oldest'))).toBe(false);
    expect(isNarrowed(readFilter('states=open'))).toBe(true);
  });
});

describe('days', () => {
  it.each(DATE_PRESETS)('of "%s" end with a day that has begun', (preset) => {
    const { from, until } = presetDays(preset, new Date(2026, 10, 21, 0, 0, 1));
    const expected = {
      today: ['2026-11-21', '2026-11-21'],
      yesterday: ['2026-11-20', '2026-11-20'],
      week: ['2026-11-15', '2026-11-21'],
      month: ['2026-11-01', '2026-11-21'],
    };
    expect([from, until]).toEqual(expected[preset]);
  });

  it('of the first of January look back into the year before', () => {
    expect(presetDays('yesterday', new Date(2027, 0, 1)).from).toBe('2026-12-31');
  });

  it('begin and end at midnight here', () => {
    expect(new Date(dayStart('2026-02-28'))).toEqual(new Date(2026, 1, 28));
    expect(new Date(dayEnd('2026-02-28'))).toEqual(new Date(2026, 2, 1));
  });

  it('and times carry their offset, so that any program reads the same instant', () => {
    const written = localTime('2026-11-21T01:42:07.123Z');
    expect(written).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    expect(new Date(written).toISOString()).toBe('2026-11-21T01:42:07.000Z');
  });
});

describe('a file of a list', () => {
  interface Row {
    readonly name: string;
    readonly sum?: number;
    readonly currency?: string;
  }
  const columns: readonly CsvColumn<Row>[] = [
    { head: 'Name', csv: ({ name }) => name },
    {
      head: 'Sum',
      money: true,
      csv: ({ sum, currency = 'JPY' }) => (sum === undefined ? undefined : { value: sum, currency }),
    },
  ];
  it.each([
    ['=1+1', "'=1+1"],
    ['+81 3', "'+81 3"],
    ['-5', "'-5"],
    ['@x', "'@x"],
    ['\tx', "'\tx"],
    ['＝1', "'＝1"],
    ['a, b', '"a, b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['見本', '見本'],
    ['30482771930569', '30482771930569'],
  ])('makes %j harmless', (name, cell) => {
    expect(csvLine(columns, { name })).toBe(`${cell},,\r\n`);
  });

  it('has amounts as plain numbers in major units, their currency beside them', () => {
    expect(csvHead(columns, (head) => `${head} (currency)`)).toBe('Name,Sum,Sum (currency)\r\n');
    expect(csvLine(columns, { name: 'a', sum: 1_234_567 })).toBe('a,1234567,JPY\r\n');
    expect(csvLine(columns, { name: 'a', sum: 1250, currency: 'EUR' })).toBe('a,12.50,EUR\r\n');
    expect(csvLine(columns, { name: 'a', sum: -5, currency: 'USD' })).toBe('a,-0.05,USD\r\n');
  });
});

describe('what is kept of a list', () => {
  it('is taken as far as it is of the right form', () => {
    const kept = {
      'parcels.list': { columns: ['a', 1], saved: [{ name: 'x', query: 'states=a' }, { name: 1 }, null] },
      b: 3,
    };
    expect(readListMemory(JSON.stringify(kept))).toEqual({
      'parcels.list': { columns: ['a'], saved: [{ name: 'x', query: 'states=a' }] },
      b: { saved: [] },
    });
    for (const broken of [null, '', '{', 'null', '[]', '3']) expect(readListMemory(broken)).toEqual({});
  });
});
