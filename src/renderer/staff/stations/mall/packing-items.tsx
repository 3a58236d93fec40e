/** What goes into the parcel, one large row for each item. Space or a click ticks a unit, Backspace takes one back. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import type { BenchItem } from '#shared/desk/packing.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { type Boxes, ticksOf, unitsLeft } from './ticks.ts';

/** The item under the cursor. */
export function focusedItem(): string | undefined {
  return document.activeElement instanceof HTMLElement ? document.activeElement.dataset['sku'] : undefined;
}

function isWriting(): boolean {
  const field = document.activeElement;
  return field instanceof HTMLInputElement && field.dataset['digits'] !== undefined && field.value !== '';
}

export function PackingItems({
  items,
  boxes,
  fixed,
  still = false,
  last,
  takesFocus = false,
  onTick,
  onUntick,
  onPoint,
}: {
  readonly items: readonly BenchItem[];
  readonly boxes: Boxes;
  /** The label is printed: nothing to tick any more. */
  readonly fixed: boolean;
  /** The order waits: what is in it is shown, and nothing can be done with it. */
  readonly still?: boolean;
  /** What the last scan was about. */
  readonly last?: string | undefined;
  /** At the bench: the first item, as soon as the order is open. */
  readonly takesFocus?: boolean;
  readonly onTick: (sku: string) => void;
  readonly onUntick: (sku: string) => void;
  readonly onPoint?: (sku: string) => void;
}): ReactNode {
  const { packing, bench } = useTexts();
  const list = useRef<HTMLUListElement>(null);
  // What was scanned is what the next key is about; a field that is being written in keeps the focus.
  useEffect(() => {
    if (!takesFocus || isWriting() || document.querySelector('dialog[open]')) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('button:enabled') ?? [])];
    (rows.find(({ dataset }) => dataset['sku'] === last) ?? rows[0])?.focus();
  }, [takesFocus, last]);
  return (
    <ul ref={list} className="items" aria-label={packing.items}>
      {items.map((item) => {
        const { sku, name, quantity, shelf, short } = item;
        const done = fixed ? quantity : ticksOf(boxes, sku);
        const state = unitsLeft(boxes, item) === 0 || fixed ? 'all' : done > 0 ? 'some' : 'none';
        const parts = boxes.map((ticks, at) => [at + 1, ticks[sku] ?? 0] as const).filter(([, units]) => units > 0);
        return (
          <li key={sku}>
            <button
              type="button"
              role="checkbox"
              data-sku={sku}
              className={`item ${state}${sku === last ? ' last' : ''}`}
              aria-checked={state === 'some' ? 'mixed' : state === 'all'}
              aria-label={`${name ?? ''} ${packing.itemChecked(sku, done, quantity)}`}
              disabled={fixed || still || quantity === 0}
              onFocus={() => onPoint?.(sku)}
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
                <span className="item-sku">
                  {sku}
                  {shelf !== undefined && <> · {bench.shelf(shelf)}</>}
                  {boxes.length > 1 && parts.length > 0 && (
                    <>
                      {' '}
                      · {bench.inPieces(parts.map(([at, units]) => `${at}${units > 1 ? `×${units}` : ''}`).join(', '))}
                    </>
                  )}
                  {short !== undefined && <span className="mark look">{bench.short(short)}</span>}
                </span>
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
