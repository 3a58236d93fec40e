/** Labelled fields of a form; one that was refused says so by its edge and to a screen reader. */
import type { InputHTMLAttributes, ReactNode } from 'react';

export function TextField({
  title,
  hint,
  invalid,
  wide,
  onText,
  ...input
}: {
  readonly title: string;
  readonly hint?: string;
  readonly invalid?: boolean;
  readonly wide?: boolean;
  readonly onText: (text: string) => void;
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'title' | 'onChange'>): ReactNode {
  return (
    <label className={wide ? 'field wide-field' : 'field'}>
      <span>{title}</span>
      <input
        className="input"
        autoComplete="off"
        aria-invalid={invalid}
        onChange={(event) => onText(event.target.value)}
        {...input}
      />
      {hint !== undefined && <span className="meta">{hint}</span>}
    </label>
  );
}

export function LinesField({
  title,
  hint,
  value,
  rows,
  onText,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly value: string;
  readonly rows: number;
  readonly onText: (text: string) => void;
}): ReactNode {
  return (
    <label className="field wide-field">
      <span>{title}</span>
      <textarea
        className="input"
        rows={rows}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onText(event.target.value)}
      />
      {hint !== undefined && <span className="meta">{hint}</span>}
    </label>
  );
}
