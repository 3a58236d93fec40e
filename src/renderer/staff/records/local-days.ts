/** Days as this computer's clock counts them. A list is asked by instants; people think in days. */
import { formatDay } from '../stores/use-texts.ts';

export const DATE_PRESETS = ['today', 'yesterday', 'week', 'month'] as const;
/** `week`: today and the six days before. `month`: this one so far. */
export type DatePreset = (typeof DATE_PRESETS)[number];

/** First and last day, `YYYY-MM-DD`. */
export function presetDays(preset: DatePreset, now: Date): { readonly from: string; readonly until: string } {
  const daysAgo = (days: number): string =>
    formatDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days));
  const today = daysAgo(0);
  switch (preset) {
    case 'today':
      return { from: today, until: today };
    case 'yesterday':
      return { from: daysAgo(1), until: daysAgo(1) };
    case 'week':
      return { from: daysAgo(6), until: today };
    case 'month':
      return { from: `${today.slice(0, 8)}01`, until: today };
  }
}

/** The first instant of a day. */
export function dayStart(day: string): string {
  return localMidnight(day, 0);
}

/** The first instant after it: a day may have 23 hours, or 25. */
export function dayEnd(day: string): string {
  return localMidnight(day, 1);
}

function localMidnight(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

/** `2026-11-21T10:42:00+09:00`: local time that any program reads back. */
export function localTime(iso: string): string {
  const date = new Date(iso);
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${local}${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
