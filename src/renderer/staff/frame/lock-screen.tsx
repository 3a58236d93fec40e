/** Over everything, open dialogs too, until somebody signs in; what was on the screen stays behind it. */
import { type ReactNode, useId } from 'react';
import { Note } from '../components/note.tsx';
import { useModal } from '../components/use-modal.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';
import { SignIn } from './sign-in.tsx';

export function LockScreen({ who }: { readonly who: string }): ReactNode {
  const { staff, frame } = useTexts();
  const line = useOffice((store) => store.line);
  const ref = useModal('input', true);
  const id = useId();
  return (
    <dialog ref={ref} className="lock-screen" aria-labelledby={id} onCancel={(event) => event.preventDefault()}>
      <div className="full-card stack">
        <p className="full-name">Tokumei</p>
        <h1 id={id}>{staff.lock.locked}</h1>
        <p className="full-soft">{staff.lock.lockedBy(who)}</p>
        <SignIn held={who} />
        {line !== 'open' && <Note sign="stop" title={frame.downLong} />}
      </div>
    </dialog>
  );
}
