/** What goes into the parcel, one large row for each item. Space or a click ticks a unit, Backspace takes one back. */
import type { KeyboardEvent, ReactNode } from 'react';
import type { PackingItem } from '#shared/desk/mall.ts';
import { useTexts } from '../../stores/use-texts.ts';
import type { Ticks } from './ticks.ts';

export function PackingItems({
  items,
  ticks,
  fixed,
  onTick,
  onUntick,
}: {
  readonly items: readonly PackingItem[];
  readonly ticks: Ticks;
  /** The label is printed: nothing to tick any more. */
  readonly fixed: boolean;
  readonly onTick: (sku: string) => void;
  readonly onUntick: (sku: string) => void;
}): ReactNode {
  const { packing } = useTexts();
  return (
    <ul className="items" aria-label={packing.items}>
      {items.map(({ sku, name, quantity }) => {
        const done = fixed ? quantity : (ticks[sku] ?? 0);
        const state = done === quantity ? 'all' : done > 0 ? 'some' : 'none';
        return (
          <li key={sku}>
            <button
              type="button"
              role="checkbox"
              className={`item ${state}`}
              aria-checked={state === 'some' ? 'mixed' : state === 'all'}
              aria-label={`${name ?? ''} ${packing.itemChecked(sku, done, quantity)}`}
              disabled={fixed}
              onClick={() => (state === 'all' ? onUntick(sku) : onTick(sku))}
              onKeyDown={(event) => onItemKey(event, () => onUntick(sku))}
            >
              <svg className="item-box" width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
                <rect x="2" y="2" width="28" height="28" rx="4" />
                {state === 'all' && <path d="m8 16.5 5.5 5.5L24.5 10" />}
                {state === 'some' && <path d="M9 16h14" />}
              </svg>
              <span className="item-name">
                {name ?? <i className="meta">{packing.unnamed}</i>}
                <span className="item-sku">{sku}</span>
              </span>
              <span className="item-count">
                {done}
                <span className="item-of"> / {quantity}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function onItemKey(event: KeyboardEvent<HTMLButtonElement>, untick: () => void): void {
  const { key, currentTarget } = event;
  const line = currentTarget.parentElement;
  const other =
    key === 'ArrowDown' ? line?.nextElementSibling : key === 'ArrowUp' ? line?.previousElementSibling : undefined;
  // Enter belongs to the label; a row is ticked with Space.
  if (key === 'Backspace') untick();
  else if (other) other.querySelector('button')?.focus();
  else return;
  event.preventDefault();
}
