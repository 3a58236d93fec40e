/** How far a contested charge is. */
import type { ReactNode } from 'react';
import type { DisputeState } from '#shared/domain/states.ts';
import { showDay, useNow, useTexts } from '../stores/use-texts.ts';

const MARKS: Readonly<Record<DisputeState, string>> = {
  open: 'mark look',
  asked: 'mark',
  answered: 'mark look',
  won: 'mark done',
  lost: 'mark done',
  withdrawn: 'mark',
};

export function DisputeMark({ state }: { readonly state: DisputeState }): ReactNode {
  return <span className={MARKS[state]}>{useTexts().disputes.states[state]}</span>;
}

/** A day by which something is due; loud once it has passed. */
export function DueDay({ day }: { readonly day: string | undefined }): ReactNode {
  const { disputes } = useTexts();
  const today = new Date(useNow()).toISOString().slice(0, 10);
  if (day === undefined) return '–';
  const isOver = day < today;
  return isOver ? (
    <span className="mark stop">{disputes.overdue(showDay(day))}</span>
  ) : (
    <span className="number">{showDay(day)}</span>
  );
}
