/**
 * The pages of one long list that are at hand. The whole list has its length from the start; a page comes when it is
 * looked at and goes when many others were looked at since, so that memory stays bounded however far one scrolls.
 */
import type { ListPage } from '#shared/desk/list.ts';

/** Rows of one page. */
export const PAGE = 100;
/** Pages kept at most. */
export const MOST_PAGES = 24;

export interface PageBook<T> {
  readonly total: number;
  /** By place, from 0; those looked at last stand last. */
  readonly pages: ReadonlyMap<number, readonly T[]>;
  /** Where the page behind begins, by place; kept when its page goes. */
  readonly cursors: ReadonlyMap<number, string>;
}

export function startBook<T>(first: ListPage<T>): PageBook<T> {
  const book = { total: first.total ?? first.rows.length, pages: new Map(), cursors: new Map() };
  return addPage<T>(book, 0, first);
}

/** @param keep the place that is looked at: pages near it go last */
export function addPage<T>(book: PageBook<T>, place: number, { rows, next }: ListPage<T>, keep = place): PageBook<T> {
  const pages = new Map(book.pages).set(place, rows);
  const cursors = new Map(book.cursors);
  if (next !== undefined) cursors.set(place, next);
  const farthest = [...pages.keys()].sort((a, b) => Math.abs(b - keep) - Math.abs(a - keep));
  for (const far of farthest.slice(0, Math.max(0, pages.size - MOST_PAGES))) pages.delete(far);
  // A list may have grown shorter since it was counted.
  const total = next === undefined ? place * PAGE + rows.length : Math.max(book.total, (place + 1) * PAGE + 1);
  return { total, pages, cursors };
}

export function rowAt<T>({ pages }: PageBook<T>, index: number): T | undefined {
  return pages.get(Math.floor(index / PAGE))?.[index % PAGE];
}

/** In the list's order, with gaps where pages are not at hand. */
export function rowsAtHand<T>({ pages }: PageBook<T>): readonly T[] {
  return [...pages.keys()].sort((a, b) => a - b).flatMap((place) => pages.get(place)!);
}

/** The places between two rows whose pages are not at hand. */
export function missingPlaces<T>({ pages, total }: PageBook<T>, first: number, last: number): readonly number[] {
  const places: number[] = [];
  const end = Math.min(last, total - 1);
  for (let place = Math.floor(Math.max(0, first) / PAGE); place * PAGE <= end; place++) {
    if (!pages.has(place)) places.push(place);
  }
  return places;
}

/** How a page is asked for: behind the nearest cursor known before it. */
export function placeInput<T>({ cursors }: PageBook<T>, place: number): { before?: string; skip?: number } {
  for (let at = place - 1; at >= 0; at--) {
    const before = cursors.get(at);
    if (before === undefined) continue;
    const skip = (place - at - 1) * PAGE;
    return { before, ...(skip > 0 && { skip }) };
  }
  return place === 0 ? {} : { skip: place * PAGE };
}
