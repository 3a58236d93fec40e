/** A button with a panel of choices under it; Escape or a press elsewhere closes. */
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export function MenuButton({
  title,
  chosen,
  children,
}: {
  readonly title: string;
  /** What is chosen now, beside the title. */
  readonly chosen?: string | undefined;
  /** Gets a function that closes the panel. */
  readonly children: (close: () => void) => ReactNode;
}): ReactNode {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }
  useEffect(() => {
    if (!open) return;
    panel.current?.querySelector<HTMLElement>('[data-first], input, select, button')?.focus();
    const press = ({ target }: Event): void => {
      if (target instanceof Node && !place.current?.contains(target)) setOpen(false);
    };
    document.addEventListener('pointerdown', press);
    return () => document.removeEventListener('pointerdown', press);
  }, [open]);
  return (
    <div
      ref={place}
      className="menu-place"
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        event.preventDefault();
        close();
      }}
      onBlur={({ relatedTarget }: FocusEvent) => {
        if (relatedTarget instanceof Node && !place.current?.contains(relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className={chosen === undefined ? 'button menu-button' : 'button menu-button chosen'}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {title}
        {chosen !== undefined && <span className="menu-chosen">{chosen}</span>}
        <svg className="menu-arrow" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M3 4.5 6 7.5 9 4.5" />
        </svg>
      </button>
      {open && (
        <div ref={panel} id={id} className="menu-panel" role="group" aria-label={title}>
          <Choices render={children} close={close} />
        </div>
      )}
    </div>
  );
}

function Choices({
  render,
  close,
}: {
  readonly render: (close: () => void) => ReactNode;
  readonly close: () => void;
}): ReactNode {
  return render(close);
}
