/** `YYYY-MM-DD` of the place where the program runs: what stands on paper. Messages carry the day in UTC. */
export function calendarDay(at: Date): string {
  const twoDigits = (part: number): string => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`;
}

const JAPAN_MS = 9 * 3_600_000;

/** `YYYY-MM-DD` in Japan, wherever the program runs. */
export function dayInJapan(at: Date): string {
  return new Date(at.getTime() + JAPAN_MS).toISOString().slice(0, 10);
}

/** `HH:MM` in Japan. */
export function timeInJapan(at: Date): string {
  return new Date(at.getTime() + JAPAN_MS).toISOString().slice(11, 16);
}
