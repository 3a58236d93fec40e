import type { ReactNode } from 'react';
import type { InquiryRow } from '#shared/desk/inquiries.ts';
import { useTexts } from '../stores/use-texts.ts';

const MARKS: Readonly<Record<InquiryRow['state'], string>> = {
  waiting: 'mark',
  yes: 'mark done',
  no: 'mark stop',
  again: 'mark look',
};

export function InquiryMark({ state }: { readonly state: InquiryRow['state'] }): ReactNode {
  const { inquiries } = useTexts();
  return <span className={MARKS[state]}>{inquiries.states[state]}</span>;
}
