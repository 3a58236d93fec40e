/** How far a statement's payment has been pressed for; the word tells it, the colour only helps. */
import type { ReactNode } from 'react';
import type { StatementState } from '#shared/domain/states.ts';
import { useTexts } from '../stores/use-texts.ts';

const STYLE: Readonly<Record<StatementState, string>> = {
  open: 'mark',
  reminded: 'mark look',
  warned: 'mark look',
  collection: 'mark stop',
  paid: 'mark done',
};

export function StatementMark({ state }: { readonly state: StatementState }): ReactNode {
  const { billing } = useTexts();
  return <span className={STYLE[state]}>{billing.statements.states[state]}</span>;
}
