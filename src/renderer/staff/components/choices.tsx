/** One of a few, by number key, arrows or mouse. */
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { useLoneKeys } from '../scanner/scans.ts';
import { Key } from './words.tsx';

export interface Choice<T extends string> {
  readonly value: T;
  readonly title: string;
  readonly explain?: string;
}

/** Number keys wait for a short silence, so that the first digit of a scan chooses nothing. */
export function Choices<T extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly chosen?: T;
  readonly onChoose: (value: T) => void;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  useLoneKeys((character) => {
    const choice = choices[Number(character) - 1];
    if (choice) onChoose(choice.value);
  });
  const focusFirst = useEffectEvent(() => {
    const buttons = list.current?.querySelectorAll('button');
    buttons?.[
      Math.max(
        0,
        choices.findIndex(({ value }) => value === chosen),
      )
    ]?.focus();
  });
  // Once; afterwards the focus is the person's.
  useEffect(() => focusFirst(), []);
  function onKeyDown(event: KeyboardEvent): void {
    // Held down since the button that asked: nobody has chosen yet.
    if (event.key === 'Enter' && event.repeat) return event.preventDefault();
    const { activeElement } = document;
    const next = event.key === 'ArrowDown' ? activeElement?.nextElementSibling : undefined;
    const previous = event.key === 'ArrowUp' ? activeElement?.previousElementSibling : undefined;
    const target = next ?? previous;
    if (!(target instanceof HTMLElement)) return;
    event.preventDefault();
    target.focus();
  }
  return (
    <div ref={list} className="choices" role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
      {choices.map(({ value, title, explain }, at) => (
        <button
          key={value}
          type="button"
          role="radio"
          aria-checked={value === chosen}
          className="choice"
          onClick={() => onChoose(value)}
        >
          <Key name={String(at + 1)} />
          <span className="strong">{title}</span>
          {explain !== undefined && <span className="meta">{explain}</span>}
        </button>
      ))}
    </div>
  );
}
