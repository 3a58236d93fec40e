/** Where quantities and items are typed while an order is open. `3*` counts for the next scan, `3*SKU` at once. */
import { type FormEvent, type ReactNode, type RefObject, useState } from 'react';
import { usePacking } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';

const QUANTITY = /^\s*(\d{1,4})\s*[*×xX＊]\s*/;

/** The units that stand in the field for the next scan; they are used up. */
export function readEntry(field: HTMLInputElement | null): number {
  const match = QUANTITY.exec(field?.value.normalize('NFKC') ?? '');
  if (!field || !match) return 1;
  // As a person clears it, so that the form knows.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, '');
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.blur();
  return Math.max(1, Number(match[1]));
}

export function BenchEntry({
  fieldRef,
  onRest,
}: {
  readonly fieldRef: RefObject<HTMLInputElement | null>;
  /** A lone `*`, on keyboards that have it above a digit: all the rest of the item. */
  readonly onRest: () => void;
}): ReactNode {
  const { bench, number } = useTexts();
  const take = usePacking((store) => store.take);
  const [typed, setTyped] = useState('');
  const quantity = QUANTITY.exec(typed.normalize('NFKC'));
  function submit(event: FormEvent): void {
    event.preventDefault();
    const text = quantity ? typed.normalize('NFKC').slice(quantity[0].length).trim() : typed.trim();
    // A quantity alone waits for its scan.
    if (text === '') return;
    setTyped('');
    fieldRef.current?.blur();
    void take({ text }, quantity ? Math.max(1, Number(quantity[1])) : 1);
  }
  return (
    <form className="bench-entry" onSubmit={submit}>
      <input
        ref={fieldRef}
        className={quantity ? 'input counting' : 'input'}
        aria-label={bench.entry}
        placeholder={bench.entryHint}
        value={typed}
        onChange={(event) => {
          const text = event.target.value;
          if (text.normalize('NFKC') !== '*') return setTyped(text);
          setTyped('');
          event.target.blur();
          return onRest();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || typed === '') return;
          event.preventDefault();
          setTyped('');
          event.currentTarget.blur();
        }}
        autoComplete="off"
        spellCheck={false}
        data-digits=""
      />
      <button className="button" type="submit" disabled={typed.trim() === ''}>
        {number.read}
      </button>
    </form>
  );
}
