/** A table that somebody brings, as this screen follows it: the draft that the service holds, and what is done with it. */
import { useEffect, useState } from 'react';
import type { DraftKind, FileDraft, FileRow } from '#shared/desk/file-draft.ts';
import type { Failure, Result } from '#shared/result.ts';
import { decodeCsv } from '../lists/csv-file.ts';

/** How often a long file is asked after (ms). */
const LOOK_MS = 300;
const LARGEST = 20_000_000;

/** The commands of one kind of table. The same object each time. */
export interface DraftBook<F extends string, R extends FileRow<F>> {
  read(csv: string): Promise<Result<FileDraft<F>>>;
  look(draft: string): Promise<Result<FileDraft<F>>>;
  drop(draft: string): Promise<unknown>;
  map(asked: { draft: string; columns: (F | null)[] }): Promise<Result<FileDraft<F>>>;
  rows(asked: {
    draft: string;
    kind: DraftKind;
    offset: number;
    limit: number;
  }): Promise<Result<{ readonly rows: readonly R[]; readonly total: number }>>;
  repair(row: {
    draft: string;
    line: number;
    cells: FileRow<F>['cells'];
    leaveOut: boolean;
  }): Promise<Result<{ readonly row: R; readonly counts: FileDraft<F>['counts'] }>>;
  /** The draft says how far it is while it is taken over; forgetting it stops that. */
  readonly followsRun?: true;
}

export interface FollowedDraft<F extends string, R extends FileRow<F>, O> {
  readonly book: DraftBook<F, R>;
  readonly draft?: FileDraft<F>;
  readonly encoding?: string;
  readonly problem?: Failure | 'not-text';
  readonly outcome?: O;
  readonly running: boolean;
  /** Grows when rows of the draft are to be asked for again. */
  readonly turn: number;
  take(file: File): Promise<void>;
  takeText(csv: string): Promise<void>;
  map(columns: readonly (F | null)[]): Promise<void>;
  recount(counts: FileDraft<F>['counts']): void;
  run(work: (draft: string) => Promise<Result<O>>): Promise<void>;
  forget(): void;
}

export function useFileDraft<F extends string, R extends FileRow<F>, O>(book: DraftBook<F, R>): FollowedDraft<F, R, O> {
  const [draft, setDraft] = useState<FileDraft<F>>();
  const [encoding, setEncoding] = useState<string>();
  const [problem, setProblem] = useState<Failure | 'not-text'>();
  const [outcome, setOutcome] = useState<O>();
  const [running, setRunning] = useState(false);
  const [turn, setTurn] = useState(0);
  const isLookedAfter = draft?.state === 'reading' || (running && book.followsRun);
  const followed = isLookedAfter ? draft?.draft : undefined;

  useEffect(() => {
    if (followed === undefined) return;
    let stale = false;
    async function look(asked: string): Promise<void> {
      const now = await book.look(asked);
      if (stale) return;
      if (now.ok) setDraft(now.value);
      else if (!running) setProblem(now.error);
      if (!running) setTurn((before) => before + 1);
    }
    const timer = setInterval(() => void look(followed), LOOK_MS);
    return () => {
      stale = true;
      clearInterval(timer);
    };
  }, [book, followed, running]);

  function forget(): void {
    if (draft) void book.drop(draft.draft);
    setDraft(undefined);
    setOutcome(undefined);
    setProblem(undefined);
    setEncoding(undefined);
  }
  async function takeText(csv: string, read?: string): Promise<void> {
    if (running) return;
    forget();
    if (csv.length > LARGEST) return setProblem({ code: 'too-large' });
    setEncoding(read);
    const begun = await book.read(csv);
    if (begun.ok) setDraft(begun.value);
    else setProblem(begun.error);
    setTurn((before) => before + 1);
  }
  return {
    book,
    ...(draft && { draft }),
    ...(encoding !== undefined && { encoding }),
    ...(problem && { problem }),
    ...(outcome && { outcome }),
    running,
    turn,
    async take(file) {
      if (file.size > LARGEST) return setProblem({ code: 'too-large' });
      const text = decodeCsv(new Uint8Array(await file.arrayBuffer()));
      if (!text) return setProblem('not-text');
      return takeText(text.csv, text.encoding);
    },
    takeText: (csv) => takeText(csv),
    async map(columns) {
      if (!draft) return;
      const mapped = await book.map({ draft: draft.draft, columns: [...columns] });
      if (mapped.ok) setDraft(mapped.value);
      else setProblem(mapped.error);
      setTurn((before) => before + 1);
    },
    recount: (counts) => setDraft((known) => known && { ...known, counts }),
    async run(work) {
      if (!draft || running) return;
      setProblem(undefined);
      setRunning(true);
      const done = await work(draft.draft);
      setRunning(false);
      if (!done.ok) {
        setProblem(done.error);
        // It may have been looked at anew.
        const now = await book.look(draft.draft);
        if (now.ok) setDraft(now.value);
        return setTurn((before) => before + 1);
      }
      setOutcome(done.value);
      setDraft(undefined);
    },
    forget,
  };
}
