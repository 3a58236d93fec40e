/** What is said of a number while it is typed by hand: how much is missing, and a wrong check digit at once. */
import type { ReactNode } from 'react';
import { normalizeNumber } from '#shared/domain/number.ts';
import { checkEntry, type EntryCheck } from '../scanner/torn.ts';
import { useTexts } from '../stores/use-texts.ts';

const SIGNS: Readonly<Record<EntryCheck['kind'], 'done' | 'stop' | ''>> = {
  empty: '',
  typing: '',
  right: 'done',
  wrong: 'stop',
  'wrong-kind': 'stop',
  'too-long': 'stop',
};

/** As long as a number of ours, or a carrier's own. */
const WHOLE = /^(?:\d{14}|\d{18}|[A-Z]{2}\d{9}[A-Z]{2})$/;

/** @param quiet says only what is wrong: where other texts than numbers are typed, too */
export function EntryCheckLine({ typed, quiet }: { readonly typed: string; readonly quiet?: boolean }): ReactNode {
  const { mend } = useTexts().scanner;
  const check = checkEntry(typed);
  if (quiet && (check.kind !== 'wrong' || !WHOLE.test(normalizeNumber(typed).toUpperCase()))) return null;
  return (
    <p className={`entry-check ${SIGNS[check.kind]}`} role="status">
      {sayCheck(check, mend)}
    </p>
  );
}

function sayCheck(check: EntryCheck, mend: ReturnType<typeof useTexts>['scanner']['mend']): string {
  switch (check.kind) {
    case 'empty':
      return '';
    case 'typing':
      return mend.digits(check.typed, check.of);
    case 'right':
      return mend.right;
    case 'wrong':
      return mend.wrong;
    case 'wrong-kind':
      return mend.wrongKind;
    case 'too-long':
      return mend.tooLong;
  }
}
