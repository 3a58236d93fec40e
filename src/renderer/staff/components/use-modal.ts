import { type RefObject, useEffect, useRef } from 'react';

/**
 * A dialog over everything while it is shown: the focus goes to `first` in it, and back to where it was.
 *
 * @param stays nobody gets around it: browsers close a dialog at a second Esc, whatever was said to the first
 */
export function useModal(first: string, stays = false): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    const show = (): void => {
      dialog?.showModal();
      dialog?.querySelector<HTMLElement>(first)?.focus();
      // What is longer than the window is read from its beginning, also where its first button stands at the end.
      if (dialog && !document.activeElement?.matches('input, select, textarea')) dialog.scrollTop = 0;
    };
    show();
    if (stays) dialog?.addEventListener('close', show);
    return () => {
      dialog?.removeEventListener('close', show);
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, [first, stays]);
  return ref;
}
