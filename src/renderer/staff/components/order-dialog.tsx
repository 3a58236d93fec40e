/** A dialog that gives one order: fields, what went wrong, and the button that says what will happen. */
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Failure, Result } from '#shared/result.ts';
import { useTexts } from '../stores/use-texts.ts';
import { Dialog } from './dialog.tsx';
import { FailureNote } from './failure-note.tsx';

export function OrderDialog<T>({
  title,
  explain,
  confirm,
  danger,
  disabled,
  wide,
  order,
  onDone,
  onClose,
  children,
}: {
  readonly title: string;
  readonly explain?: string;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly wide?: boolean;
  readonly order: () => Promise<Result<T>>;
  readonly onDone: (value: T) => void;
  /** Absent: it has to be done before anything else. */
  readonly onClose?: () => void;
  /** Told which field was refused. */
  readonly children?: ((refused: string | undefined) => ReactNode) | undefined;
}): ReactNode {
  const { common } = useTexts();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // To the field that was refused, ready to be typed anew.
  useEffect(() => {
    if (failure?.about !== undefined) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failure]);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy || disabled) return;
    setBusy(true);
    setFailure(undefined);
    const result = await order();
    setBusy(false);
    if (result.ok) onDone(result.value);
    else setFailure(result.error);
  }
  return (
    <Dialog title={title} wide={wide ?? false} onClose={onClose}>
      <form ref={form} className="stack" onSubmit={(event) => void submit(event)}>
        {explain !== undefined && <p>{explain}</p>}
        {children && <div className="field-grid">{children(failure?.about)}</div>}
        <div className="order-foot">
          {failure && <FailureNote failure={failure} />}
          <div className="dialog-foot">
            {onClose && (
              <button type="button" className="button" onClick={onClose}>
                {common.cancel}
              </button>
            )}
            <button
              type="submit"
              className={danger ? 'button danger' : 'button primary'}
              // Where there is nothing to fill in, Enter says yes.
              {...(!children && { 'data-first': '' })}
              disabled={disabled === true || busy}
            >
              {confirm}
            </button>
          </div>
        </div>
      </form>
    </Dialog>
  );
}
