/** A day by which something is due; loud once it has passed. */
import type { ReactNode } from 'react';
import { showDay, useNow, useTexts } from '../stores/use-texts.ts';

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
