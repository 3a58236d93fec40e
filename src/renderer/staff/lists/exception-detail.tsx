/** One exception: its cause in words, the picture of the scan, and what becomes of it. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { DECISIONS, type Decision, type ExceptionPicture, type ExceptionRow } from '#shared/desk/exceptions.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Choices } from '../components/choices.tsx';
import { FailureNote, useFailureText } from '../components/failure-note.tsx';
import { openPdf } from '../components/pdf.ts';
import { NumberEntry } from '../components/number-entry.tsx';
import { NumberText } from '../components/words.tsx';
import { play } from '../stores/desk-stores.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { goOnWith } from './go-on-with.ts';

/** Those that are chosen; a typed number decides by itself. */
const CHOSEN = DECISIONS.filter((decision) => decision !== 'entered');

export function ExceptionDetail({
  exception,
  onDecided,
}: {
  readonly exception: ExceptionRow;
  readonly onDecided: () => void;
}): ReactNode {
  const { exceptions, scan } = useTexts();
  const textOf = useFailureText();
  const { id, at, who, place, station, code, number, step, times, decision, entered, decidedBy, decidedAt } = exception;
  const [failure, setFailure] = useState<Failure>();
  const numberField = useRef<HTMLInputElement>(null);
  const steps: Readonly<Record<string, string>> = scan.steps;

  async function decide(chosen: Decision, typed?: string): Promise<void> {
    const done = await desk.call('exceptions.decide', { id, decision: chosen, ...(typed && { number: typed }) });
    setFailure(done.ok ? undefined : done.error);
    play(done.ok ? 'done' : 'look');
    if (!done.ok) return;
    onDecided();
    if (typed !== undefined) goOnWith(exception, typed);
  }

  return (
    <div className="stack">
      <h2>{textOf({ code })}</h2>
      <p className="meta">{code}</p>
      <p className="history-number">{number === undefined ? exceptions.unread : <NumberText number={number} />}</p>
      <p>
        {[
          station ?? exceptions.places[place],
          step !== undefined ? steps[step] : undefined,
          times > 1 ? exceptions.times(times) : undefined,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p className="meta">
        {exceptions.by} {who}, {formatTime(at)}
      </p>
      <Picture exception={exception} />
      {decision && decidedBy !== undefined && decidedAt !== undefined ? (
        <p>
          <span className="strong">{exceptions.decisions[decision]}</span>{' '}
          {entered !== undefined && <NumberText number={entered} />}
          <br />
          <span className="meta">{exceptions.decidedBy(decidedBy, formatTime(decidedAt))}</span>
        </p>
      ) : (
        <>
          <section className="stack">
            <h3>{exceptions.enter}</h3>
            <NumberEntry fieldRef={numberField} onNumber={(typed) => void decide('entered', typed)} />
            <p className="meta">{exceptions.enterExplain}</p>
          </section>
          <section className="stack">
            <h3>{exceptions.decide}</h3>
            <Choices
              label={exceptions.decide}
              choices={CHOSEN.map((value) => ({ value, title: exceptions.decisions[value] }))}
              onChoose={(value) => void decide(value)}
            />
            <p className="meta">{exceptions.decideExplain}</p>
          </section>
        </>
      )}
      {failure && <FailureNote failure={failure} />}
    </div>
  );
}

/** Fetched for as long as it is looked at; the trail says who did. */
function Picture({ exception: { id, hasPicture } }: { readonly exception: ExceptionRow }): ReactNode {
  const { exceptions } = useTexts();
  const [picture, setPicture] = useState<ExceptionPicture>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    if (!hasPicture) return undefined;
    let shown = true;
    const fetchPicture = async (): Promise<void> => {
      const found = await desk.call('exceptions.picture', { id });
      if (!shown) return;
      if (found.ok) setPicture(found.value);
      else setFailure(found.error);
    };
    void fetchPicture();
    return () => void (shown = false);
  }, [id, hasPicture]);

  if (!hasPicture) return <p className="meta">{exceptions.noPicture}</p>;
  if (failure) return <FailureNote failure={failure} />;
  if (!picture) return <div className="exception-picture" />;
  const source = `data:${picture.type};base64,${picture.picture}`;
  if (picture.type === 'application/pdf') {
    return (
      <button type="button" className="button" onClick={() => openPdf(picture.picture)}>
        {exceptions.openPdf}
      </button>
    );
  }
  return <img className="exception-picture" src={source} alt={exceptions.picture} />;
}
