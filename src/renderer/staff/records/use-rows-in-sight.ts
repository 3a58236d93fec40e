/** Which rows of one height are in sight of the box that they scroll in, under a head as high as one of them. */
import { type RefObject, useEffect, useState } from 'react';

interface Span {
  readonly first: number;
  readonly last: number;
}

/** @param height of a row, CSS pixels */
export function useRowsInSight(box: RefObject<HTMLElement | null>, count: number, height: number): Span {
  const [span, setSpan] = useState<Span>({ first: 0, last: 0 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = (): void => {
      const first = Math.floor(element.scrollTop / height);
      const last = Math.ceil((element.scrollTop + element.clientHeight) / height);
      setSpan((known) => (known.first === first && known.last === last ? known : { first, last }));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const size = new ResizeObserver(look);
    size.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      size.disconnect();
    };
  }, [box, height]);
  return { first: Math.max(0, Math.min(span.first, count - 1)), last: Math.min(span.last, count - 1) };
}

/** Scrolls no farther than it takes to see the row whole. */
export function showRow(box: HTMLElement, index: number, height: number): void {
  const top = index * height;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + 2 * height > box.scrollTop + box.clientHeight) box.scrollTop = top + 2 * height - box.clientHeight;
}
