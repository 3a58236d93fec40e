/** Why something is done; it stands in the trail unless the hint says otherwise. */
import type { ReactNode } from 'react';
import { useTexts } from '../stores/use-texts.ts';
import { TextField } from './fields.tsx';

export function ReasonField({
  hint,
  value,
  onText,
}: {
  readonly hint?: string;
  readonly value: string;
  readonly onText: (reason: string) => void;
}): ReactNode {
  const { common } = useTexts();
  return (
    <TextField
      title={common.reason}
      hint={hint ?? common.reasonHint}
      wide
      required
      maxLength={200}
      value={value}
      onText={onText}
    />
  );
}
