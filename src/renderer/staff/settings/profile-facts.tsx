/** How a hand scanner sends, in words. */
import type { ReactNode } from 'react';
import type { ScannerProfile } from '../scanner/profile.ts';
import { useTexts } from '../stores/use-texts.ts';

export function ProfileFacts({ profile }: { readonly profile: ScannerProfile }): ReactNode {
  const { wedge } = useTexts().scanner;
  const { leadKey, prefix, suffix, terminator, pace, aim } = profile;
  // What the computer's own layout wrote is what the person knows it by.
  const said = ({ text, typed }: ScannerProfile['prefix']): ReactNode =>
    typed === '' && text === '' ? wedge.none : <code className="scanner-raw">{typed === '' ? text : typed}</code>;
  return (
    <dl className="facts scanner-facts">
      <dt>{wedge.prefix}</dt>
      <dd>{leadKey === undefined ? said(prefix) : wedge.leadKey(leadKey)}</dd>
      <dt>{wedge.suffix}</dt>
      <dd>{said(suffix)}</dd>
      <dt>{wedge.end}</dt>
      <dd>{wedge.ends[terminator]}</dd>
      <dt>{wedge.pace}</dt>
      <dd>{wedge.perKey(pace)}</dd>
      {aim && <dd className="scanner-aim">{wedge.aim}</dd>}
    </dl>
  );
}
