/** A clock that stands still until a test moves it. */
export interface TestClock {
  (): Date;
  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void;
  set(at: string): void;
}

export const START = '2026-11-21T03:00:00.000Z';

export function aClock(at: string = START): TestClock {
  let now = Date.parse(at);
  const clock = (): Date => new Date(now);
  return Object.assign(clock, {
    advance: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Parameters<TestClock['advance']>[0]) => {
      now += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
    },
    set: (to: string) => {
      now = Date.parse(to);
    },
  });
}
