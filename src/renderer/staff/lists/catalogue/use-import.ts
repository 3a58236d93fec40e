/** An import as this screen follows it: the draft that the service holds, and what the service is doing. */
import { useEffect, useState } from 'react';
import type { ImportDraft, ImportOutcome, MissingChoice } from '#shared/desk/catalogue.ts';
import type { ProductField } from '#shared/domain/product-entry.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { decodeCsv } from '../csv-file.ts';

/** How often a long file is asked after (ms). */
const LOOK_MS = 300;

export interface FollowedImport {
  readonly draft?: ImportDraft;
  readonly encoding?: string;
  readonly problem?: Failure | 'not-text';
  readonly outcome?: ImportOutcome;
  readonly running: boolean;
  /** Grows when rows of the draft are to be asked for again. */
  readonly turn: number;
  take(file: File): Promise<void>;
  takeText(csv: string): Promise<void>;
  map(columns: readonly (ProductField | null)[]): Promise<void>;
  recount(counts: ImportDraft['counts']): void;
  run(missing: MissingChoice): Promise<void>;
  forget(): void;
}

export function useImport(): FollowedImport {
  const [draft, setDraft] = useState<ImportDraft>();
  const [encoding, setEncoding] = useState<string>();
  const [problem, setProblem] = useState<Failure | 'not-text'>();
  const [outcome, setOutcome] = useState<ImportOutcome>();
  const [running, setRunning] = useState(false);
  const [turn, setTurn] = useState(0);
  const reading = draft?.state === 'reading' ? draft.draft : undefined;

  useEffect(() => {
    if (reading === undefined) return;
    async function look(asked: string): Promise<void> {
      const now = await desk.call('catalogue.draft', { draft: asked });
      if (now.ok) setDraft(now.value);
      else setProblem(now.error);
      setTurn((before) => before + 1);
    }
    const timer = setInterval(() => void look(reading), LOOK_MS);
    return () => clearInterval(timer);
  }, [reading]);

  function forget(): void {
    if (draft) void desk.call('catalogue.drop-draft', { draft: draft.draft });
    setDraft(undefined);
    setOutcome(undefined);
    setProblem(undefined);
    setEncoding(undefined);
  }
  async function takeText(csv: string, read?: string): Promise<void> {
    if (running) return;
    forget();
    if (csv.length > 20_000_000) return setProblem({ code: 'too-large' });
    setEncoding(read);
    const begun = await desk.call('catalogue.read-file', { csv });
    if (begun.ok) setDraft(begun.value);
    else setProblem(begun.error);
    setTurn((before) => before + 1);
  }
  return {
    ...(draft && { draft }),
    ...(encoding !== undefined && { encoding }),
    ...(problem && { problem }),
    ...(outcome && { outcome }),
    running,
    turn,
    async take(file) {
      if (file.size > 20_000_000) return setProblem({ code: 'too-large' });
      const text = decodeCsv(new Uint8Array(await file.arrayBuffer()));
      if (!text) return setProblem('not-text');
      return takeText(text.csv, text.encoding);
    },
    takeText: (csv) => takeText(csv),
    async map(columns) {
      if (!draft) return;
      const mapped = await desk.call('catalogue.map-columns', { draft: draft.draft, columns: [...columns] });
      if (mapped.ok) setDraft(mapped.value);
      else setProblem(mapped.error);
      setTurn((before) => before + 1);
    },
    recount: (counts) => setDraft((known) => known && { ...known, counts }),
    async run(missing) {
      if (!draft || running) return;
      setProblem(undefined);
      setRunning(true);
      const done = await desk.call('catalogue.run-import', { draft: draft.draft, missing });
      setRunning(false);
      if (!done.ok) return setProblem(done.error);
      setOutcome(done.value);
      setDraft(undefined);
    },
    forget,
  };
}
