/** The party's own keys and certificates: what is in use until when, what is sealed to each, and how each is renewed. */
import { type ReactNode, useState } from 'react';
import type { KeyWarning } from '#shared/desk/keys.ts';
import type { DeskTexts } from '#shared/locale/desk.ts';
import type { Failure } from '#shared/result.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { Glyph } from '../components/glyph.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { clockWords } from './clock-words.ts';
import { KeyAuthority } from './key-authority.tsx';
import { KeyCertificates } from './key-certificates.tsx';
import { SealingKeys } from './key-sealing.tsx';
import { SigningKeys } from './key-signing.tsx';

/** What each part of the screen says when it has done something. */
export type Tell = (sentence: string | undefined, failure?: Failure) => void;

export function Keys(): ReactNode {
  const texts = useTexts();
  const { value: view, failure, reload } = useQuery('keys.list', {}, ['keys', 'partners', 'post']);
  const { value: warnings } = useQuery('keys.warnings', {}, ['keys', 'partners', 'post']);
  const [happened, setHappened] = useState<string>();
  const [problem, setProblem] = useState<Failure>();
  const tell: Tell = (sentence, failed) => {
    setHappened(sentence);
    setProblem(failed);
    reload();
  };
  return (
    <ListScreen title={texts.frame.screens.keys}>
      <div className="screen-body stack keys">
        {(problem ?? failure) && <FailureNote failure={(problem ?? failure)!} />}
        {happened !== undefined && <Note sign="done" title={happened} />}
        {warnings?.map((warning) => {
          const { what, days, step } = warning;
          const key = `${what} ${days}`;
          const words = warningText(texts, warning);
          return step === 'early' ? (
            <p key={key} className="key-early">
              <Glyph sign="wait" size={16} /> {words}
            </p>
          ) : (
            <Note key={key} sign={step === 'urgent' ? 'stop' : 'look'} title={words} />
          );
        })}
        {view && (
          <>
            <KeyCertificates view={view} tell={tell} />
            <SealingKeys view={view} tell={tell} />
            <SigningKeys view={view} tell={tell} />
            <KeyAuthority view={view} tell={tell} />
          </>
        )}
      </div>
    </ListScreen>
  );
}

export function warningText(texts: DeskTexts, { what, days, seconds }: KeyWarning): string {
  const { keyring } = texts;
  return keyring.warnings[what](days === undefined ? clockWords(texts, seconds ?? 0) : keyring.days(days));
}
