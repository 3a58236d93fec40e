/** Where a number can always be typed. Scans do not need it; they come in whatever has the focus. */
import { type FormEvent, type ReactNode, type RefObject, useState } from 'react';
import { EntryCheckLine } from './entry-check.tsx';
import { useTexts } from '../stores/use-texts.ts';

export function NumberEntry({
  fieldRef,
  large,
  onNumber,
}: {
  readonly fieldRef: RefObject<HTMLInputElement | null>;
  readonly large?: boolean;
  readonly onNumber: (typed: string) => void;
}): ReactNode {
  const texts = useTexts();
  const [typed, setTyped] = useState('');
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (typed.trim() === '') return;
    onNumber(typed.trim());
    setTyped('');
  }
  return (
    <form className={large ? 'number-entry large' : 'number-entry'} onSubmit={submit}>
      <input
        ref={fieldRef}
        className="input"
        aria-label={texts.number.label}
        placeholder={texts.number.hint}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="go"
        data-number=""
      />
      <button className="button" type="submit" disabled={typed.trim() === ''}>
        {texts.number.read}
      </button>
      <EntryCheckLine quiet typed={typed} />
    </form>
  );
}
