/**
 * What a list is narrowed to, and how that stands in the address and among the saved filters. A search that is no number
 * may be somebody's name: it stays on the screen and is written nowhere.
 */
import type { ListAsked } from '#shared/desk/list.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { DATE_PRESETS, type DatePreset, dayEnd, dayStart, presetDays } from './local-days.ts';

export interface RecordFilter {
  readonly search?: string;
  readonly states?: readonly string[];
  readonly date?: DatePreset;
  /** Local days, both included, where no preset is chosen. */
  readonly from?: string;
  readonly until?: string;
  /** Minor currency units. */
  readonly least?: number;
  readonly most?: number;
  readonly partner?: string;
  readonly order?: 'newest' | 'oldest';
  /** Older than that when it is asked. */
  readonly older?: Age;
  /** What a list has beside: its own names, of codes alone. */
  readonly more?: Readonly<Record<string, string>>;
}

/** In milliseconds. */
const AGES = { hour: 3_600_000, day: 86_400_000 } as const;
export type Age = keyof typeof AGES;
/** `show` is the screen's own: which of its lists. */
const KNOWN = ['search', 'states', 'date', 'from', 'until', 'least', 'most', 'partner', 'order', 'older', 'show'];

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** As far as it is of the right form: the rest of an address is left out. */
export function readFilter(query: string): RecordFilter {
  const found = new URLSearchParams(query);
  const states = found.get('states')?.split(',').filter(Boolean);
  const date = DATE_PRESETS.find((name) => name === found.get('date'));
  const dayOf = (name: string): string | undefined => {
    const day = found.get(name) ?? '';
    return DAY.test(day) && !Number.isNaN(Date.parse(day)) ? day : undefined;
  };
  const [from, until] = [dayOf('from'), dayOf('until')];
  const [least, most] = [wholeNumber(found.get('least')), wholeNumber(found.get('most'))];
  const search = found.get('search')?.slice(0, 80);
  const partner = found.get('partner')?.slice(0, 253);
  const order = (['newest', 'oldest'] as const).find((name) => name === found.get('order'));
  const older = (Object.keys(AGES) as Age[]).find((name) => name === found.get('older'));
  const more = [...found].filter(([name, value]) => !KNOWN.includes(name) && /^[\w.-]{1,80}$/.test(value));
  return {
    ...(search && { search }),
    ...(states && states.length > 0 && { states }),
    ...(date ? { date } : { ...(from && { from }), ...(until && { until }) }),
    ...(least !== undefined && { least }),
    ...(most !== undefined && { most }),
    ...(partner && { partner }),
    ...(order && { order }),
    ...(older && { older }),
    ...(more.length > 0 && { more: Object.fromEntries(more) }),
  };
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Empty where nothing is narrowed. */
export function writeFilter(filter: RecordFilter): string {
  const { search = '', states, date, from, until, least, most, partner, order, older, more } = filter;
  const query = new URLSearchParams({
    ...(isNumberLike(search) && { search: normalizeNumber(search) }),
    ...(states && states.length > 0 && { states: states.join(',') }),
    ...(date && { date }),
    ...(from && { from }),
    ...(until && { until }),
    ...(least !== undefined && { least: String(least) }),
    ...(most !== undefined && { most: String(most) }),
    ...(partner !== undefined && { partner }),
    ...(order && { order }),
    ...(older && { older }),
    ...more,
  });
  return query.toString().replaceAll('%2C', ',');
}

/** Of a list of persons even a number may be somebody's: a telephone's, a card's. */
export function withoutSearch({ search: _search, ...filter }: RecordFilter): RecordFilter {
  return filter;
}

/** Has a digit and nothing that a name is made of. */
function isNumberLike(search: string): boolean {
  return /^[A-Z]{0,4}\d[\dA-Z]*$/.test(normalizeNumber(search));
}

/** For the party: local days become instants. */
export function askedOf(filter: RecordFilter, now: Date): Omit<ListAsked, 'limit'> {
  const { search = '', states, date, least, most, partner, order, older, more } = filter;
  const { from, until } = date ? presetDays(date, now) : filter;
  return {
    ...(search.trim() !== '' && { search: search.trim() }),
    ...(states && { states }),
    ...(from && { from: dayStart(from) }),
    ...(until && { until: dayEnd(until) }),
    ...(older && { until: new Date(now.getTime() - AGES[older]).toISOString() }),
    ...(least !== undefined && { least }),
    ...(most !== undefined && { most }),
    ...(partner !== undefined && { partner }),
    ...(order && { order }),
    ...more,
  };
}

/** Whether any row may be missing because of it. */
export function isNarrowed({ order: _order, ...filter }: RecordFilter): boolean {
  return Object.keys(filter).length > 0;
}
