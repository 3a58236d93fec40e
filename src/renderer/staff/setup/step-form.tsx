/** One step: what it is about, its fields, what went wrong, and the one button that goes on – Enter presses it, too. */
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import type { Failure } from '#shared/result.ts';
import { failureCode, FailureNote } from '../components/failure-note.tsx';
import { Note } from '../components/note.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { useSetup } from './setup-store.ts';

export function StepForm({
  title,
  explain,
  next,
  ready = true,
  busyText,
  onNext,
  onBack,
  children,
}: {
  readonly title: string;
  readonly explain?: string;
  /** Of the button; absent: the step has its own. */
  readonly next?: string;
  readonly ready?: boolean;
  /** Shown while the service works. */
  readonly busyText?: string;
  readonly onNext?: () => void;
  readonly onBack?: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { setup } = useTexts();
  const { busy, failure } = useSetup();
  const form = useRef<HTMLFormElement>(null);
  // The step before took the focus along; Enter goes on from the first field.
  useEffect(() => {
    if (document.activeElement === document.body) {
      form.current?.querySelector<HTMLElement>('input:not(:disabled), button:not(:disabled)')?.focus();
    }
  }, []);
  // The button that was pressed is off meanwhile and loses the focus.
  useEffect(() => {
    if (failure) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [failure]);
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (ready && !busy) onNext?.();
  }
  return (
    <form className="setup-form" ref={form} onSubmit={submit}>
      <h1>{title}</h1>
      {explain !== undefined && <p className="setup-explain">{explain}</p>}
      {children}
      {failure && <SetupFailure failure={failure} />}
      <div className="setup-foot">
        {onBack && (
          <button type="button" className="button large" onClick={onBack}>
            {setup.back}
          </button>
        )}
        <p className="meta grow" role="status">
          {busy && busyText}
        </p>
        {next !== undefined && (
          <button type="submit" className="button primary large" disabled={!ready || busy}>
            {next}
          </button>
        )}
      </div>
    </form>
  );
}

/** A certificate and a plan can be wrong in several ways; each has its own words. */
export function SetupFailure({ failure }: { readonly failure: Failure }): ReactNode {
  const { failures } = useTexts().setup;
  const { code, about } = failure;
  const field = code === 'field-invalid' ? about?.split('.').at(-1) : undefined;
  const said =
    field === 'id' || field === 'settlement'
      ? failures.hostForm
      : field === 'ports'
        ? failures.portTwice
        : field?.endsWith('Port')
          ? failures.port
          : code === 'certificate-invalid' && about !== undefined && about in failures
            ? failures[about as keyof typeof failures]
            : code === 'revocations-invalid'
              ? failures.list
              : code === 'wrong-passphrase' && about === 'file'
                ? failures.password
                : undefined;
  if (said === undefined) return <FailureNote failure={failure} />;
  return (
    <Note sign="stop" title={said}>
      <p className="code">{failureCode(failure)}</p>
    </Note>
  );
}
