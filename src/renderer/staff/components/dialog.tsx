/** A question or a small task before going on; the browser keeps the focus inside, Esc closes. */
import { type ReactNode, useId } from 'react';
import { useModal } from './use-modal.ts';

export function Dialog({
  title,
  wide,
  onClose,
  children,
}: {
  readonly title: string;
  readonly wide?: boolean;
  /** Absent: there is no way around it. */
  readonly onClose?: (() => void) | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const ref = useModal('[data-first]', onClose === undefined);
  const id = useId();
  return (
    <dialog
      ref={ref}
      className={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onClick={(event) => event.target === ref.current && onClose?.()}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
