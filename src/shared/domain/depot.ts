/** What customers may do at a depot, and when somebody is there. Both stand on the customer's tracking page. */
import { z } from 'zod';

/** `collect`: what is paid already is fetched there; `collect-and-pay`: what is paid on delivery, too. */
export const COUNTERS = ['none', 'collect', 'collect-and-pay'] as const;
export type Counter = (typeof COUNTERS)[number];

/** Whether a parcel with so much to pay (minor units) can be fetched there. */
export function canFetchAt(counter: Counter, due: number): boolean {
  return counter === 'collect-and-pay' || (counter === 'collect' && due === 0);
}

/** `09:00` to `18:00`, of the place where the depot is. */
export interface DayHours {
  readonly opens: string;
  readonly closes: string;
}

/** Monday first, every week the same; `null`: closed. Empty where nobody has said. */
export type OpeningHours = readonly (DayHours | null)[];

export const WEEKDAYS = 7;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

export const openingHoursSchema = z
  .array(
    z
      .object({ opens: z.string().regex(TIME), closes: z.string().regex(TIME) })
      .refine(({ opens, closes }) => opens < closes)
      .nullable(),
  )
  .refine(({ length }) => length === 0 || length === WEEKDAYS);

export interface HoursRun {
  /** 0 is Monday; both included. */
  readonly first: number;
  readonly last: number;
  readonly hours: DayHours | null;
}

/** Days that follow each other and have the same hours. */
export function hoursRuns(hours: OpeningHours): readonly HoursRun[] {
  const runs: HoursRun[] = [];
  for (const [day, each] of hours.entries()) {
    const before = runs.at(-1);
    const isSame = before && before.hours?.opens === each?.opens && before.hours?.closes === each?.closes;
    if (isSame) runs[runs.length - 1] = { ...before, last: day };
    else runs.push({ first: day, last: day, hours: each });
  }
  return runs;
}
