/** How far a clock is off, in words with the amount. */
import type { DeskTexts } from '#shared/locale/desk.ts';

/** @param seconds above zero it is fast */
export function clockWords({ partners: { clocks } }: DeskTexts, seconds: number): string {
  const amount = Math.abs(seconds);
  const words =
    amount < 120
      ? clocks.seconds(amount)
      : amount < 7200
        ? clocks.minutes(Math.round(amount / 60))
        : clocks.hours(Math.round(amount / 3600));
  return seconds > 0 ? clocks.fast(words) : clocks.slow(words);
}
