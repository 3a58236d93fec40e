/** Words, money and times in the language of this screen. */
import { useEffect, useState } from 'react';
import { formatMoney, type Money } from '#shared/domain/money.ts';
import { DESK_TEXTS, type DeskTexts, type Language } from '#shared/locale/desk.ts';
import { useSettings } from './settings-store.ts';

export function useTexts(): DeskTexts {
  return DESK_TEXTS[useSettings((settings) => settings.language)];
}

const LOCALES: Readonly<Record<Language, string>> = { ja: 'ja-JP', en: 'en-GB' };

export function useMoney(): (money: Money) => string {
  const language = useSettings((settings) => settings.language);
  return (money) => formatMoney(money, LOCALES[language]);
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `11-21 10:42`, with the year in front when it is another; local time, the same in both languages. */
export function formatTime(iso: string): string {
  const date = new Date(iso);
  const day = formatDay(date);
  return `${showDay(date.getFullYear() === new Date().getFullYear() ? day.slice(5) : day)} ${formatClock(date)}`;
}

/** Among tabular figures the plain hyphen is as wide as a digit and tears a date apart. */
export function showDay(day: string): string {
  return day.replaceAll('-', '\u2011');
}

/** `2026-11-21`, local. */
export function formatDay(date: Date): string {
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

export function formatClock(date: Date): string {
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** How long ago, coarsely. */
export function formatAge(texts: DeskTexts, from: number, now: number): string {
  const minutes = Math.max(0, Math.floor((now - from) / 60_000));
  if (minutes < 1) return texts.common.justNow;
  if (minutes < 60) return texts.common.minutesAgo(minutes);
  if (minutes < 48 * 60) return texts.common.hoursAgo(Math.floor(minutes / 60));
  return texts.common.daysAgo(Math.floor(minutes / 1440));
}

/** The present time, renewed every `period` ms. */
export function useNow(period = 10_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), period);
    return () => clearInterval(timer);
  }, [period]);
  return now;
}
