/**
 * A table of text before a role takes it over: what each row would do, by the role's own rules, put right where it must
 * be. Rows are looked at a few at a time, so that nobody waits for a long file. All of it is held in memory.
 */
import { setImmediate } from 'node:timers/promises';
import type { DraftKind, FileDraft, FileRow } from '#shared/desk/file-draft.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type CsvTable, readCsvTable } from './csv-rows.ts';
import { cellsOf, samplesOf, takenColumns } from './draft-columns.ts';

/** Looked at before others have their turn. */
const SLICE = 1000;
/** Of each kind; the oldest goes. */
const MOST_DRAFTS = 3;
/** The answer waits until a file of so many characters was looked at; a longer one is asked after. */
const SHORT = 200_000;

type Cells<F extends string> = FileRow<F>['cells'];

type RowPlan<F extends string> = Pick<FileRow<F>, 'kind' | 'changes' | 'problems'>;

/** One look at all rows, first to last; what was seen before counts. */
export interface DraftLook<F extends string> {
  plan(cells: Cells<F>): RowPlan<F> | Promise<RowPlan<F>>;
  /** What stands and no row named. */
  missing(): readonly FileRow<F>[];
  /** Grows with every change of what the rows are held against. */
  readonly version?: number;
}

export interface DraftRules<F extends string> {
  recognise(header: readonly string[]): readonly (F | null)[];
  /** Reads what the rows are held against. */
  look(): Promise<DraftLook<F>>;
}

interface Row<F extends string> {
  readonly line: number;
  cells: Cells<F>;
  /** Somebody said so: it is not in the file any more. */
  left: boolean;
  plan: FileRow<F> | undefined;
}

export class TableDraft<F extends string> {
  readonly #rules: DraftRules<F>;
  readonly #table: Promise<CsvTable>;
  #header: readonly string[] = [];
  #columns: readonly (F | null)[] = [];
  #samples: readonly (readonly string[])[] = [];
  #broken: number | undefined;
  #rows: Row<F>[] = [];
  #missing: readonly FileRow<F>[] = [];
  #counts: Record<DraftKind, number> = noCounts();
  #looked = 0;
  #state: FileDraft<F>['state'] = 'reading';
  /** Each reading makes the one before it stop. */
  #turn = 0;
  /** The last look that was begun. */
  #latest: Promise<void> = Promise.resolve();
  #version: number | undefined;

  constructor(rules: DraftRules<F>, csv: string) {
    this.#rules = rules;
    this.#table = readCsvTable(csv);
  }

  /** Reads the file and looks at its rows; `summary` says how far it is. */
  async read(): Promise<void> {
    const { header, rows, broken } = await this.#table;
    this.#header = header;
    this.#broken = broken;
    this.#samples = samplesOf(header, rows);
    await this.map(this.#rules.recognise(header));
  }

  async map(columns: readonly (F | null)[]): Promise<void> {
    this.#columns = takenColumns(this.#header, columns);
    const { rows } = await this.#table;
    this.#rows = rows.map(({ line, cells }) => ({
      line,
      cells: cellsOf(this.#columns, cells),
      left: false,
      plan: undefined,
    }));
    await this.look();
  }

  /** All rows anew, against what stands now. */
  async look(): Promise<void> {
    const mine = this.#look();
    this.#latest = mine;
    await mine;
  }

  /** `undefined` where the file has no such line. */
  async repair(line: number, cells: Cells<F>, leaveOut: boolean): Promise<FileRow<F> | undefined> {
    const row = this.#rows.find((each) => each.line === line && !each.left);
    if (!row) return undefined;
    row.cells = { ...row.cells, ...cells };
    row.left = leaveOut;
    // It may have stood in the way of others.
    await this.look();
    // Rows put right at the same time are looked at together: what is said is what came of it.
    for (let seen; seen !== this.#latest;) await (seen = this.#latest);
    return row.plan;
  }

  async #look(): Promise<void> {
    const turn = ++this.#turn;
    this.#state = 'reading';
    this.#looked = 0;
    const look = await this.#rules.look();
    const counts = noCounts();
    for (let at = 0; at < this.#rows.length; at += SLICE) {
      await setImmediate();
      if (turn !== this.#turn) return;
      for (const row of this.#rows.slice(at, at + SLICE)) {
        if (row.left) continue;
        const plan = await look.plan(row.cells);
        if (turn !== this.#turn) return;
        row.plan = { line: row.line, cells: row.cells, ...plan };
        counts[plan.kind]++;
      }
      this.#looked = Math.min(this.#rows.length, at + SLICE);
    }
    if (turn !== this.#turn) return;
    this.#version = look.version;
    this.#missing = look.missing();
    this.#counts = { ...counts, missing: this.#missing.length };
    this.#state = 'ready';
  }

  summary(draft: string): FileDraft<F> {
    return {
      draft,
      state: this.#state,
      rows: this.#rows.length,
      looked: this.#looked,
      header: this.#header,
      columns: this.#columns,
      samples: this.#samples,
      counts: this.#counts,
      ...(this.#broken !== undefined && { broken: this.#broken }),
    };
  }

  /** @param kind `undefined`: every row of the file */
  rows(kind?: DraftKind): readonly FileRow<F>[] {
    if (kind === 'missing') return this.#missing;
    return this.#rows.flatMap(({ plan, left }) =>
      plan && !left && (kind === undefined || plan.kind === kind) ? [plan] : [],
    );
  }

  get columns(): readonly (F | null)[] {
    return this.#columns;
  }

  /** Of what the rows were held against. */
  get version(): number | undefined {
    return this.#version;
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /** @param done rows written so far; `undefined` when nothing is being written any more */
  write(done: number | undefined): void {
    this.#state = done === undefined ? 'ready' : 'running';
    this.#looked = done ?? this.#rows.length;
  }
}

function noCounts(): Record<DraftKind, number> {
  return { new: 0, changed: 0, unchanged: 0, refused: 0, missing: 0 };
}

/** Drafts by the id that their screen has. */
export interface DraftRoom<F extends string> {
  find(id: string): TableDraft<F> | undefined;
  read(csv: string): Promise<Result<FileDraft<F>>>;
  draft(id: string): Result<FileDraft<F>>;
  drop(id: string): void;
  map(asked: { readonly draft: string; readonly columns: readonly (F | null)[] }): Promise<Result<FileDraft<F>>>;
  rows(asked: {
    readonly draft: string;
    readonly kind: DraftKind;
    readonly offset: number;
    readonly limit: number;
  }): Result<{ rows: FileRow<F>[]; total: number }>;
  repair(asked: {
    readonly draft: string;
    readonly line: number;
    readonly cells: Cells<F>;
    readonly leaveOut: boolean;
  }): Promise<Result<{ row: FileRow<F>; counts: FileDraft<F>['counts'] }>>;
}

/** @param newId not to be guessed */
export function openDraftRoom<F extends string>(rules: DraftRules<F>, newId: () => string): DraftRoom<F> {
  const drafts = new Map<string, TableDraft<F>>();

  async function settle(id: string, reading: Promise<void>, isShort: boolean): Promise<Result<FileDraft<F>>> {
    if (isShort) await reading;
    else reading.catch(() => drafts.delete(id));
    const draft = drafts.get(id);
    return draft ? ok(draft.summary(id)) : fail('not-found');
  }
  return {
    find: (id) => drafts.get(id),
    read(csv) {
      const id = newId();
      const draft = new TableDraft(rules, csv);
      drafts.set(id, draft);
      // What is being written is not pushed out.
      const idle = [...drafts].filter(([, each]) => !each.isRunning).map(([each]) => each);
      for (const old of idle.slice(0, -MOST_DRAFTS)) drafts.delete(old);
      return settle(id, draft.read(), csv.length < SHORT);
    },
    draft(id) {
      const draft = drafts.get(id);
      return draft ? ok(draft.summary(id)) : fail('not-found');
    },
    drop: (id) => void drafts.delete(id),
    async map({ draft: id, columns }) {
      const draft = drafts.get(id);
      if (draft?.isRunning) return fail('wrong-state', 'running');
      return draft ? settle(id, draft.map(columns), draft.rows().length < SLICE) : fail('not-found');
    },
    rows({ draft: id, kind, offset, limit }) {
      const all = drafts.get(id)?.rows(kind);
      return all ? ok({ rows: all.slice(offset, offset + limit), total: all.length }) : fail('not-found');
    },
    async repair({ draft: id, line, cells, leaveOut }) {
      const draft = drafts.get(id);
      if (!draft) return fail('not-found');
      if (draft.isRunning) return fail('wrong-state', 'running');
      const row = await draft.repair(line, cells, leaveOut);
      return row ? ok({ row, counts: draft.summary(id).counts }) : fail('not-found', String(line));
    },
  };
}
