/** Back at a list, the focus stands on the row that was opened. */
import { type RefObject, useEffect, useRef } from 'react';

export function useReturnFocus(shown: boolean): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  const was = useRef(shown);
  useEffect(() => {
    if (shown && !was.current) list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    was.current = shown;
  }, [shown]);
  return list;
}
