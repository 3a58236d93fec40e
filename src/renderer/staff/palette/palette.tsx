/**
 * The command palette: a few letters lead to a screen, an action, a number, a setting. What it runs is what the key or
 * the link would do, with the same questions before it.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import type { Office } from '#shared/desk/office.ts';
import { Dialog } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { Key } from '../components/words.tsx';
import type { Screen } from '../route.ts';
import { useTexts } from '../stores/use-texts.ts';
import { type Entry, findEntries } from './entries.ts';

export function Palette({
  office,
  screen,
  onClose,
}: {
  readonly office: Office;
  readonly screen: Screen;
  readonly onClose: () => void;
}): ReactNode {
  const texts = useTexts();
  const { palette } = texts;
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const entries = findEntries(query, office, screen, texts);
  const chosen = entries[Math.min(at, entries.length - 1)];

  const chosenOption = chosen && `${id}-${chosen.id}`;

  useEffect(() => {
    if (chosenOption) document.getElementById(chosenOption)?.scrollIntoView({ block: 'nearest' });
  }, [chosenOption]);

  function run(entry: Entry): void {
    onClose();
    // The dialog has to be gone: keys mean the screen behind it.
    requestAnimationFrame(() => entry.run());
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const last = entries.length - 1;
    const to = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, PageDown: last, PageUp: 0 }[
      event.key
    ];
    if (to !== undefined) {
      event.preventDefault();
      setAt(to);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (chosen) run(chosen);
    }
  }
  return (
    <Dialog title={palette.title} wide onClose={onClose}>
      <div className="palette">
        <input
          type="text"
          className="input palette-field"
          role="combobox"
          aria-label={palette.title}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(chosenOption && { 'aria-activedescendant': chosenOption })}
          placeholder={palette.hint}
          autoComplete="off"
          spellCheck={false}
          data-first=""
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <p className="unseen" role="status">
          {entries.length === 0 ? palette.none : palette.found(entries.length)}
        </p>
        {entries.length === 0 && <p className="meta">{palette.none}</p>}
        <ul id={`${id}-list`} className="palette-list" role="listbox" aria-label={palette.title}>
          {entries.map((entry) => (
            <li
              key={entry.id}
              id={`${id}-${entry.id}`}
              role="option"
              aria-selected={entry === chosen}
              onClick={() => run(entry)}
            >
              <span className="palette-icon">{entry.icon && <Icon name={entry.icon} />}</span>
              <span className="palette-title">{entry.title}</span>
              <span className="meta">{palette.groups[entry.group]}</span>
              <span className="palette-key">{entry.key !== undefined && <Key name={keyName(entry.key)} />}</span>
            </li>
          ))}
        </ul>
        <p className="meta palette-foot">
          <Key name="↑" /> <Key name="↓" /> {palette.choose} <Key name="Enter" /> {palette.go}
        </p>
      </div>
    </Dialog>
  );
}

function keyName(key: string): string {
  return key === ' ' ? 'Space' : key.replace('Shift+', '⇧ ');
}
