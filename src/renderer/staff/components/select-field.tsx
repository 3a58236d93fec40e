/** A labelled choice from a list that may be long. */
import type { ReactNode } from 'react';

export function SelectField<T extends string>({
  title,
  hint,
  value,
  options,
  first,
  onChoose,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, title: string])[];
  /** Takes the focus when its dialog opens. */
  readonly first?: boolean;
  readonly onChoose: (value: T) => void;
}): ReactNode {
  return (
    <label className="field">
      <span>{title}</span>
      <select
        className="input"
        value={value}
        {...(first && { 'data-first': '' })}
        onChange={(event) => onChoose(event.target.value as T)}
      >
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
      {hint !== undefined && <span className="meta">{hint}</span>}
    </label>
  );
}
