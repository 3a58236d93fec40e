/** When to try again what did not get through; for couriers of messages, packages and mails. */

/** Milliseconds. */
export interface Pace {
  readonly first: number;
  readonly longest: number;
}

/** Ever more seldom, up to the longest wait, and never all at once. @param attempts failed before this one */
export function nextTry(now: Date, attempts: number, { first, longest }: Pace): string {
  const wait = Math.min(longest, first * 2 ** attempts);
  return new Date(now.getTime() + wait * (0.75 + Math.random() / 2)).toISOString();
}
