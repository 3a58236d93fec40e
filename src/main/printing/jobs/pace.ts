/** How fast a printer is: of the last confirmations, so that a standstill in the morning is not counted all day. */

/** Confirmations that are looked back at, and that make a measure. */
const WINDOW = 60;
const ENOUGH = 5;

export interface Pace {
  /** So many more were confirmed, at this time in ms. */
  note(at: number, items: number): void;
  /** A standstill: what follows is measured anew. */
  forget(): void;
  /** Milliseconds for one item. */
  measure(): number | undefined;
}

export function openPace(): Pace {
  let notes: { readonly at: number; readonly items: number }[] = [];
  return {
    note: (at, items) => {
      notes.push({ at, items });
      if (notes.length > WINDOW) notes = notes.slice(-WINDOW);
    },
    forget: () => (notes = []),
    measure: () => {
      const [first, ...rest] = notes;
      const items = rest.reduce((sum, note) => sum + note.items, 0);
      if (first === undefined || items < ENOUGH) return undefined;
      return (rest.at(-1)!.at - first.at) / items;
    },
  };
}
