/** The frame of every import: a table is chosen, dropped or pasted, read, and taken over; Esc goes one step back. */
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import type { FileRow } from '#shared/desk/file-draft.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { FileButton } from '../components/file-button.tsx';
import { Note } from '../components/note.tsx';
import { useFiles } from '../components/use-files.ts';
import { useKeys } from '../components/use-keys.ts';
import { Key } from '../components/words.tsx';
import { useTexts } from '../stores/use-texts.ts';
import type { FollowedDraft } from './use-file-draft.ts';
import { useHeadFocus } from './use-head-focus.ts';
import { usePastedTable } from './use-pasted-table.ts';

export function DraftPage<F extends string, R extends FileRow<F>, O>({
  title,
  followed,
  file,
  run,
  onBack,
  children,
}: {
  readonly title: string;
  readonly followed: FollowedDraft<F, R, O>;
  /** Was dropped on the list. */
  readonly file?: File | undefined;
  /** Absent while there is nothing to take over. */
  readonly run?: { readonly title: string; start(): Promise<void> } | undefined;
  readonly onBack: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { common, catalogue, imports } = useTexts();
  const { draft, encoding, problem, outcome, running } = followed;
  const head = useHeadFocus();
  const over = useFiles(([dropped]) => dropped && void followed.take(dropped));
  useKeys({ Escape: () => (draft && !running ? followed.forget() : onBack()) });
  const begin = useEffectEvent(() => file && void followed.take(file));
  useEffect(() => void begin(), []);
  usePastedTable((text) => void followed.takeText(text));
  return (
    <div className="screen">
      <header className="screen-head">
        <button type="button" className="button plain" onClick={onBack}>
          ← {common.back} <Key name="Esc" />
        </button>
        <h1 ref={head} tabIndex={-1} className="file-title">
          {title}
        </h1>
        {draft && encoding !== undefined && <span className="meta">{catalogue.readAs(encoding)}</span>}
        <span className="grow" />
        {!running && (
          <FileButton
            title={draft || outcome ? imports.another : imports.choose}
            accept=".csv,.tsv,.txt,text/csv"
            primary={!draft && !outcome}
            onFiles={([chosen]) => chosen && void followed.take(chosen)}
          />
        )}
        {run && (
          <button type="button" className="button primary" onClick={() => void run.start()}>
            {run.title}
          </button>
        )}
      </header>
      <div className="screen-body stack wide-gaps">
        {problem === 'not-text' && <Note sign="stop" title={catalogue.notText} />}
        {problem && problem !== 'not-text' && <FailureNote failure={problem} />}
        {children}
      </div>
      {over && <div className="drop-veil">{imports.choose}</div>}
    </div>
  );
}
