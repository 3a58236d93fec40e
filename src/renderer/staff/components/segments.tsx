/** Two or three choices side by side. */
import type { ReactNode } from 'react';

export function Segments<T extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly choices: readonly (readonly [value: T, title: string])[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}): ReactNode {
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {choices.map(([value, title]) => (
        <button
          key={value}
          type="button"
          role="radio"
          aria-checked={value === chosen}
          lang={value === 'ja' || value === 'en' ? value : undefined}
          onClick={() => onChoose(value)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
