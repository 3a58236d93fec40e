/** Back at a list, the focus stands on the row that was opened, as soon as that row is there. */
import { type RefObject, useEffect, useRef } from 'react';

const OPENED = 'tr.opened, [aria-selected="true"]';

export function useReturnFocus(shown: boolean): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  const was = useRef(shown);
  useEffect(() => {
    const isBack = shown && !was.current;
    was.current = shown;
    const place = list.current;
    if (!isBack || !place) return undefined;
    const focus = (): boolean => {
      const row = place.querySelector<HTMLElement>(OPENED);
      row?.focus();
      return row !== null;
    };
    if (focus()) return undefined;
    // Its rows are asked for anew. Whoever does something meanwhile keeps the focus.
    const watch = new MutationObserver(() => {
      if (document.activeElement !== document.body || focus()) watch.disconnect();
    });
    watch.observe(place, { childList: true, subtree: true });
    return () => watch.disconnect();
  }, [shown]);
  return list;
}
