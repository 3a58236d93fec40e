/** Pieces of a product, counted at the shelf: type, Enter; up and down move along the list. Empty: nobody counts it. */
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { LARGEST_STOCK } from '#shared/desk/mall.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { useTexts } from '../stores/use-texts.ts';

/** `undefined` for anything that is not a count. */
export function parseStock(typed: string): number | null | undefined {
  const text = typed.normalize('NFKC').replace(/[\s,]/g, '');
  if (text === '') return null;
  const stock = /^\d{1,7}$/.test(text) ? Number(text) : undefined;
  return stock !== undefined && stock <= LARGEST_STOCK ? stock : undefined;
}

export function StockField({
  sku,
  stock,
  onFailure,
}: {
  readonly sku: string;
  readonly stock: number | undefined;
  readonly onFailure: (failure: Failure | undefined) => void;
}): ReactNode {
  const { catalogue } = useTexts();
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? stock?.toString() ?? '';
  const parsed = parseStock(shown);

  async function save(): Promise<void> {
    if (typed === undefined || parsed === undefined) return;
    if (parsed !== (stock ?? null)) {
      const result = await desk.call('catalogue.set-stock', { sku, stock: parsed });
      onFailure(result.ok ? undefined : result.error);
    }
    setTyped(undefined);
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const { key, currentTarget } = event;
    const row = currentTarget.closest('tr');
    const next = key === 'ArrowDown' || key === 'Enter' ? row?.nextElementSibling : undefined;
    const previous = key === 'ArrowUp' ? row?.previousElementSibling : undefined;
    if (key === 'Escape') setTyped(undefined);
    else if (key === 'Enter' || next || previous) {
      const other = (next ?? previous)?.querySelector<HTMLInputElement>('.stock-field');
      // Leaving it saves it.
      if (parsed !== undefined && other) other.focus();
      else void save();
    } else return;
    event.preventDefault();
  }
  return (
    <span className="stock">
      {stock === 0 && typed === undefined && <span className="stock-out">{catalogue.soldOut}</span>}
      <input
        className="input stock-field"
        inputMode="numeric"
        autoComplete="off"
        aria-label={catalogue.stockOf(sku)}
        aria-invalid={parsed === undefined}
        placeholder="–"
        value={shown}
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => void save()}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}
