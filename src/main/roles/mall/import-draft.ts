/**
 * A catalogue's file before it is imported: what each row would do, by the same rules that the import goes by. Rows are
 * looked at a few at a time, so that nobody waits for a long file; a row that is put right is looked at alone.
 */
import { setImmediate } from 'node:timers/promises';
import type { DraftRow, FieldChange, ImportDraft } from '#shared/desk/catalogue.ts';
import type { DraftKind } from '#shared/desk/file-draft.ts';
import {
  enterProduct,
  type FieldProblem,
  type ProductCells,
  type ProductField,
  writeProduct,
} from '#shared/domain/product-entry.ts';
import { recogniseHeadings } from '#shared/domain/product-headings.ts';
import { cellsOf, type CsvTable, readCsvTable, samplesOf, takenColumns } from '#main/storage/index.ts';
import type { ProductTable } from './catalogue-tables.ts';
import type { Mall } from './mall.ts';
import { changesBetween, productCells } from './product-values.ts';

/** Looked at before others have their turn. */
const SLICE = 250;

/** What a row does, with what the import needs to do it. */
export interface PlannedRow extends DraftRow {
  /** Of the product as it was looked at; `undefined` for a new one. */
  readonly revision: number | undefined;
}

interface Row {
  readonly line: number;
  cells: ProductCells;
  /** What they say where they can stand: of the rows of one product the first is taken. */
  sku: string | undefined;
  /** What their SKU cell says, whatever the other cells are: a product that is named here is not missing. */
  named: string;
  plan: PlannedRow | undefined;
}

export type Counts = Record<DraftKind, number>;

/** Held in memory until it is imported or forgotten; nothing of it is stored. */
export class CatalogueDraft {
  readonly #mall: Mall;
  readonly #table: Promise<CsvTable>;
  #header: readonly string[] = [];
  #samples: readonly (readonly string[])[] = [];
  #columns: readonly (ProductField | null)[] = [];
  #broken: number | undefined;
  #rows: Row[] = [];
  #lines = new Map<number, Row>();
  #known = new Map<string, ProductTable>();
  #withFiles = new Set<string>();
  /** By what they say they are: which rows there are for one product, in the order of the file. */
  #claims = new Map<string, Row[]>();
  /** Rows that name a product, right or wrong. */
  #named = new Map<string, number>();
  #counts: Counts = noCounts();
  /** Of the catalogue; those that no row names are missing. */
  #onSale: readonly ProductTable[] = [];
  #looked = 0;
  #state: ImportDraft['state'] = 'reading';
  /** Each reading of the columns makes the one before it stop. */
  #turn = 0;

  constructor(mall: Mall, csv: string) {
    this.#mall = mall;
    this.#table = readCsvTable(csv);
  }

  /** Reads the file and looks at its rows; `summary` says how far it is. */
  async read(): Promise<void> {
    const { header, rows, broken } = await this.#table;
    this.#header = header;
    this.#broken = broken;
    this.#columns = recogniseHeadings(header);
    this.#samples = samplesOf(header, rows);
    await this.#look();
  }

  async map(columns: readonly (ProductField | null)[]): Promise<void> {
    this.#columns = takenColumns(this.#header, columns);
    await this.#look();
  }

  get columns(): readonly (ProductField | null)[] {
    return this.#columns;
  }

  async #look(): Promise<void> {
    const turn = ++this.#turn;
    const { rows } = await this.#table;
    this.#state = 'reading';
    this.#looked = 0;
    this.#onSale = [];
    this.#counts = noCounts();
    this.#claims.clear();
    this.#named.clear();
    this.#rows = rows.map(({ line, cells }) => {
      return { line, cells: cellsOf(this.#columns, cells), sku: undefined, named: '', plan: undefined };
    });
    this.#lines = new Map(this.#rows.map((row) => [row.line, row]));
    await this.#readKnown();
    for (let at = 0; at < this.#rows.length; at += SLICE) {
      if (turn !== this.#turn) return;
      for (const row of this.#rows.slice(at, at + SLICE)) this.#settle(row);
      this.#looked = Math.min(this.#rows.length, at + SLICE);
      await setImmediate();
    }
    if (turn !== this.#turn) return;
    this.#onSale = [...this.#known.values()].filter(({ on_sale }) => on_sale === 1);
    this.#state = 'ready';
  }

  async #readKnown(): Promise<void> {
    const db = this.#mall.storage.read;
    this.#known = new Map();
    for (let last = ''; ;) {
      const some = await db
        .selectFrom('product')
        .selectAll()
        .where('sku', '>', last)
        .orderBy('sku')
        .limit(1000)
        .execute();
      for (const row of some) this.#known.set(row.sku, row);
      if (some.length < 1000) break;
      last = some.at(-1)!.sku;
      await setImmediate();
    }
    const files = await db.selectFrom('product_file').select('sku').distinct().execute();
    this.#withFiles = new Set(files.map(({ sku }) => sku));
  }

  /** Enters a row that was not looked at, or that was put right. */
  #settle(row: Row): void {
    this.#forget(row);
    row.named = skuOf(row.cells);
    this.#named.set(row.named, (this.#named.get(row.named) ?? 0) + 1);
    const sku = this.#enter(row).ok ? skuOf(row.cells) : undefined;
    row.sku = sku;
    if (sku === undefined) return this.#plan(row);
    const claims = this.#claims.get(sku) ?? [];
    this.#claims.set(sku, claims);
    claims.push(row);
    claims.sort((one, other) => one.line - other.line);
    for (const each of claims) this.#plan(each);
  }

  #forget(row: Row): void {
    if (row.plan) {
      this.#counts[row.plan.kind]--;
      this.#named.set(row.named, this.#named.get(row.named)! - 1);
    }
    row.plan = undefined;
    if (row.sku === undefined) return;
    const rest = (this.#claims.get(row.sku) ?? []).filter((each) => each !== row);
    if (rest.length === 0) this.#claims.delete(row.sku);
    else this.#claims.set(row.sku, rest);
    for (const each of rest) this.#plan(each);
  }

  #enter({ cells }: Row) {
    const known = this.#known.get(skuOf(cells));
    return enterProduct(cells, known && productCells(known));
  }

  #plan(row: Row): void {
    if (row.plan) this.#counts[row.plan.kind]--;
    row.plan = this.#planned(row);
    this.#counts[row.plan.kind]++;
  }

  #planned(row: Row): PlannedRow {
    const sku = skuOf(row.cells);
    const product = this.#known.get(sku);
    const before = product && productCells(product);
    const entered = enterProduct(row.cells, before);
    const base = { line: row.line, sku, name: row.cells.name ?? before?.name ?? '', cells: row.cells };
    const refuse = (problems: readonly FieldProblem[]): PlannedRow => {
      return { ...base, kind: 'refused', changes: [], problems, revision: product?.revision };
    };
    if (!entered.ok) return refuse(entered.problems);
    if (this.#claims.get(sku)?.[0] !== row) return refuse([{ field: 'sku', code: 'row-twice' }]);
    const after = writeProduct(entered.values);
    if (product && entered.values.length_mm !== null && this.#withFiles.has(sku)) {
      return refuse([{ field: 'length_mm', code: 'product-has-files' }]);
    }
    const changes: readonly FieldChange[] = changesBetween(before ?? {}, after);
    const kind = before === undefined ? 'new' : changes.length === 0 ? 'unchanged' : 'changed';
    return { ...base, kind, changes, problems: [], name: after.name, revision: product?.revision };
  }

  summary(draft: string): ImportDraft {
    return {
      draft,
      state: this.#state,
      rows: this.#rows.length,
      looked: this.#looked,
      header: this.#header,
      columns: this.#columns,
      samples: this.#samples,
      counts: this.counts,
      ...(this.#broken !== undefined && { broken: this.#broken }),
    };
  }

  rows(kind: DraftKind, offset: number, limit: number): { rows: DraftRow[]; total: number } {
    const fitting =
      kind === 'missing' ? this.missing() : this.#rows.flatMap(({ plan }) => (plan?.kind === kind ? [plan] : []));
    return { rows: fitting.slice(offset, offset + limit).map(toDraftRow), total: fitting.length };
  }

  /** What the import does, row by row. */
  planned(): readonly PlannedRow[] {
    return this.#rows.flatMap(({ plan }) => (plan?.kind === 'new' || plan?.kind === 'changed' ? [plan] : []));
  }

  /** Withdrawn where staff want it so. */
  missing(): readonly PlannedRow[] {
    return this.#onSale
      .filter(({ sku }) => this.#isMissing(sku))
      .map((product) => ({
        line: 0,
        kind: 'missing',
        sku: product.sku,
        name: product.name,
        changes: [{ field: 'on_sale', before: 'yes', after: 'no' }],
        problems: [],
        cells: {},
        revision: product.revision,
      }));
  }

  get counts(): Counts {
    return { ...this.#counts, missing: this.#onSale.filter(({ sku }) => this.#isMissing(sku)).length };
  }

  #isMissing(sku: string): boolean {
    return !this.#named.get(sku);
  }

  /** Rows of the file. */
  get length(): number {
    return this.#rows.length;
  }

  /** Line of a quotation that never ends. */
  get broken(): number | undefined {
    return this.#broken;
  }

  /** `undefined` where the file has no such line. */
  repair(line: number, cells: ProductCells): DraftRow | undefined {
    const row = this.#lines.get(line);
    if (!row) return undefined;
    row.cells = { ...row.cells, ...cells };
    this.#settle(row);
    return toDraftRow(row.plan!);
  }
}

function toDraftRow({ line, kind, sku, name, changes, problems, cells }: PlannedRow): DraftRow {
  return { line, kind, sku, name, changes, problems, cells };
}

function noCounts(): Counts {
  return { new: 0, changed: 0, unchanged: 0, refused: 0, missing: 0 };
}

/** As the rules make it of the cell. */
function skuOf(cells: ProductCells): string {
  return (cells.sku ?? '').normalize('NFKC').trim().slice(0, 40);
}
