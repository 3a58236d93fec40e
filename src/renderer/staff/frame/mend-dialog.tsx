/** A code that came in pieces: the number by hand, beginning with what is certain. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { formatNumber, normalizeNumber } from '#shared/domain/number.ts';
import { Dialog } from '../components/dialog.tsx';
import { EntryCheckLine } from '../components/entry-check.tsx';
import { Key } from '../components/words.tsx';
import { checkEntry, type TornNumber } from '../scanner/torn.ts';
import { useTexts } from '../stores/use-texts.ts';

export function MendDialog({
  torn,
  onNumber,
  onClose,
}: {
  readonly torn: TornNumber;
  readonly onNumber: (number: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { common, scanner } = useTexts();
  const { mend } = scanner;
  const [typed, setTyped] = useState(grouped(torn.certain));
  const right = checkEntry(typed).kind === 'right';
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (right) onNumber(normalizeNumber(typed).toUpperCase());
  }
  return (
    <Dialog title={mend.title} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{mend.explain}</p>
        <label className="field">
          <span>{mend.field}</span>
          <input
            className="input mend-input"
            data-first=""
            autoComplete="off"
            spellCheck={false}
            inputMode="numeric"
            enterKeyHint="go"
            value={typed}
            onChange={({ target: { value, selectionEnd } }) =>
              // In groups, as on the label, while nobody is in the middle of it.
              setTyped(selectionEnd === value.length ? grouped(normalizeNumber(value)) : value)
            }
          />
        </label>
        <EntryCheckLine typed={typed} />
        <p className="meta">
          {mend.read}: <span className="number mend-read">{torn.read}</span>
        </p>
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel} <Key name="Esc" />
          </button>
          <button type="submit" className="button primary" disabled={!right}>
            {mend.goOn} <Key name="Enter" />
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** `3 0482 77`: the groups of the label, as far as they go. */
function grouped(digits: string): string {
  if (!/^\d{0,14}$/.test(digits)) return /^\d+$/.test(digits) ? formatNumber(digits) : digits.toUpperCase();
  return digits.replace(/^(\d)(\d{0,4})(\d{0,4})(\d{0,4})(\d?)$/, '$1 $2 $3 $4 $5').trimEnd();
}
