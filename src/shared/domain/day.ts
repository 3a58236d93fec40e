/** `YYYY-MM-DD` of the place where the program runs: what stands on paper. Messages carry the day in UTC. */
export function calendarDay(at: Date): string {
  const twoDigits = (part: number): string => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`;
}
