import type { ReactNode } from 'react';
import type { ClaimRow, ClaimState } from '#shared/desk/credit.ts';
import { useTexts } from '../stores/use-texts.ts';

const MARKS: Readonly<Record<ClaimState, string>> = { claimed: 'mark', payable: 'mark look', paid: 'mark done' };

export function ClaimMark({ claim: { state } }: { readonly claim: ClaimRow }): ReactNode {
  const { customers } = useTexts();
  return <span className={MARKS[state]}>{customers.claims.states[state]}</span>;
}
