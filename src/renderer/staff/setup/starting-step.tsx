/** Everything is there: the party takes its place and starts, and this page goes on at its desk. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Note } from '../components/note.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { useSetup } from './setup-store.ts';
import { StepForm } from './step-form.tsx';

/** Far longer than a start takes (ms). */
const PATIENCE = 60_000;

export function StartingStep(): ReactNode {
  const { setup } = useTexts();
  const { starting } = setup;
  const { finish, failure } = useSetup();
  const [late, setLate] = useState(false);
  const begun = useRef(false);
  useEffect(() => {
    if (!begun.current) {
      begun.current = true;
      void finish();
    }
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [finish]);
  return (
    <StepForm
      title={starting.title}
      explain={starting.explain}
      {...(failure && { next: setup.next, onNext: () => void finish() })}
    >
      {late && !failure ? (
        <Note sign="stop" title={starting.failed} />
      ) : (
        !failure && <div className="setup-waiting" aria-hidden="true" />
      )}
    </StepForm>
  );
}
