import { type RefObject, useEffect, useRef } from 'react';

/** The head of a page that goes on in steps: it takes the focus when the page comes, and when what had it is gone. */
export function useHeadFocus(): RefObject<HTMLHeadingElement | null> {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) head.current?.focus({ preventScroll: true });
  });
  return head;
}
