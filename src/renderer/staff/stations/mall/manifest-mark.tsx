/** How a manifest stands, in one word. */
import type { ReactNode } from 'react';
import type { ManifestState } from '#shared/desk/handover.ts';
import { useTexts } from '../../stores/use-texts.ts';

const MARKS: Readonly<Record<ManifestState, string>> = {
  closed: 'mark',
  waiting: 'mark',
  agreed: 'mark done',
  differs: 'mark look',
};

export function ManifestMark({ state }: { readonly state: ManifestState }): ReactNode {
  const { handover } = useTexts();
  return <span className={MARKS[state]}>{handover.states[state]}</span>;
}
