/** A table that was read from a file and not yet taken over: held in memory by the service for whoever brought it. */
import type { ErrorCode } from '../errors.ts';

/** What becomes of a row, or of what stands and the file does not have (`missing`). */
export const DRAFT_KINDS = ['new', 'changed', 'unchanged', 'refused', 'missing'] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];

export interface FileDraft<F extends string> {
  readonly draft: string;
  readonly state: 'reading' | 'ready' | 'running';
  /** Rows, and how many of them were looked at or, while it is running, written. */
  readonly rows: number;
  readonly looked: number;
  /** The file's headings. */
  readonly header: readonly string[];
  /** For each: what it is taken for; `null`: left out. */
  readonly columns: readonly (F | null)[];
  /** The first cells of each column. */
  readonly samples: readonly (readonly string[])[];
  readonly counts: Readonly<Record<DraftKind, number>>;
  /** Line of a quotation that never ends: what stands behind it was not read. */
  readonly broken?: number;
}

export interface FileRow<F extends string> {
  /** As an editor counts; 0 for what the file does not have. */
  readonly line: number;
  readonly kind: DraftKind;
  readonly changes: readonly { readonly field: F; readonly before: string; readonly after: string }[];
  readonly problems: readonly { readonly field: F | 'row'; readonly code: ErrorCode }[];
  /** As they stand in the file, or were put right since. */
  readonly cells: Readonly<Partial<Record<F, string>>>;
}
