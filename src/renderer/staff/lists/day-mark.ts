import { warningStep } from '#shared/desk/keys.ts';

const MARKS = { early: 'mark', soon: 'mark look', urgent: 'mark stop' } as const;

/** How so many days before an end are marked; `far` while nobody need to be told. */
export function dayMark(days: number, far = 'mark done'): string {
  const step = warningStep(days);
  return step === undefined ? far : MARKS[step];
}
