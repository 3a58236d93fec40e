import { setImmediate } from 'node:timers/promises';
import { CUSTOMER_FIELDS, type CustomerField, type CustomerImport, type RefusedRow } from '#shared/desk/credit.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { readCsvRows, writeResult } from '#main/storage/index.ts';
import { cardId, isKnownCard, issueCard, type ReadyCard, readyCard } from './cards.ts';
import type { Credit } from './credit.ts';
import type { Contact } from './customer-entry.ts';
import { COLUMN_OF, type CustomerCells, enterCells } from './customer-row.ts';
import { keepCustomer } from './customers.ts';
import { takeTurns } from './take-turns.ts';

/** The machine hashes on four threads; one is left to those who pay meanwhile. */
const HASHES_AT_ONCE = 3;
/** So many rows are being hashed ahead of the one that is written. */
const ROWS_AHEAD = 8;

/** Told after each row; rows that were not looked at when it answers `stop` stay out. */
export type WatchImport = (soFar: CustomerImport) => 'go-on' | 'stop';

/** Rows of a file, by the names of their fields. */
export interface ImportTable {
  readonly rows: readonly { readonly line: number; readonly record: CustomerCells }[];
  /** Line of a quotation that never ends. */
  readonly broken?: number;
}

/** CSV with every column of the sample; fails with `catalogue-columns`. */
export async function importCustomers(
  credit: Credit,
  who: string,
  csv: string,
  watch?: WatchImport,
): Promise<Result<CustomerImport>> {
  const read = readCsvRows(csv, CUSTOMER_FIELDS);
  return read.ok ? ok(await importTable(credit, who, read.value, watch)) : read;
}

/**
 * Takes in customers and their cards. Rows that can't stand are named by line and field, never by value; a card that is
 * known already is refused, not replaced, so that a file can be taken in again after it was stopped half way.
 */
async function importTable(
  credit: Credit,
  who: string,
  { rows, broken }: ImportTable,
  watch: WatchImport = () => 'go-on',
): Promise<CustomerImport> {
  const refused: RefusedRow[] = [];
  let imported = 0;
  let looked = 0;
  const soFar = (state: CustomerImport['state']): CustomerImport => ({
    state,
    rows: rows.length,
    looked,
    imported,
    refused: [...refused],
  });

  const inTurn = takeTurns(HASHES_AT_ONCE);
  const ahead: Promise<ReadyRow | RefusedRow>[] = [];
  let started = 0;
  let state: CustomerImport['state'] = 'done';
  while (looked < rows.length) {
    if (watch(soFar('running')) === 'stop') {
      state = 'stopped';
      break;
    }
    // Known cards cost no hash and would leave nobody else a turn.
    if (looked % 50 === 49) await setImmediate();
    while (started < rows.length && ahead.length < ROWS_AHEAD) {
      const ready = readyRow(credit, rows[started++]!, inTurn);
      ready.catch(() => undefined);
      ahead.push(ready);
    }
    // Written in the file's order: of two rows for one card the first stands.
    const ready = await ahead.shift()!;
    const kept = 'code' in ready ? ready : await keepRow(credit, ready);
    looked++;
    if (kept) refused.push(kept);
    else imported++;
  }
  if (broken !== undefined && state === 'done') refused.push({ line: broken, code: 'field-invalid', field: 'row' });
  await credit.storage.write((db) =>
    recordDeed(db, {
      at: credit.clock(),
      who,
      action: 'customers.imported',
      subject: credit.self,
      detail: `${imported}/${imported + refused.length}`,
    }),
  );
  return soFar(state);
}

interface ReadyRow {
  readonly line: number;
  readonly contact: Contact;
  readonly card: ReadyCard;
}

async function readyRow(
  credit: Credit,
  { line, record }: ImportTable['rows'][number],
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<ReadyRow | RefusedRow> {
  const entered = enterCells(record);
  if (!entered.ok) return { line, ...entered.problems[0]! };
  const { contact, card } = entered;
  // Before the hashes: a file that comes a second time costs nothing.
  if (await isKnownCard(credit.storage.read, await cardId(credit, card.number))) {
    return { line, code: 'card-known', field: 'card_number' };
  }
  return { line, contact, card: await readyCard(credit, card, inTurn) };
}

/** One unit of work for each row; what it was refused for, if it was. */
async function keepRow(credit: Credit, { line, contact, card }: ReadyRow): Promise<RefusedRow | undefined> {
  const kept = await writeResult(credit.storage, async (db) => {
    const customer = await keepCustomer(credit, db, contact);
    if (!customer.ok) return customer;
    credit.changes.announce('customers');
    return issueCard(db, customer.value, card);
  });
  if (kept.ok) return undefined;
  const { code, about } = kept.error;
  return {
    line,
    code,
    field: about === undefined ? 'row' : (COLUMN_OF[about as keyof typeof COLUMN_OF] ?? (about as CustomerField)),
  };
}

/** How long a screen waits for the end before it watches the rest (ms); it gives up on an answer after two minutes. */
const PATIENCE_MS = 60_000;

export interface CustomerImports {
  /** Answers when it is done, or with how far it is after a minute. Fails with `import-running` while another goes on. */
  begin(who: string, csv: string): Promise<Result<CustomerImport>>;
  beginTable(who: string, table: ImportTable): Promise<Result<CustomerImport>>;
  /** The running one, or the last. */
  last(): CustomerImport | undefined;
  stop(): void;
}

/** One import at a time, which goes on when the screen that began it is gone. */
export function openCustomerImports(credit: Credit, patience = PATIENCE_MS): CustomerImports {
  let last: CustomerImport | undefined;
  let stopping = false;

  const watch: WatchImport = (soFar) => {
    last = soFar;
    return stopping ? 'stop' : 'go-on';
  };
  async function follow(work: Promise<Result<CustomerImport>>): Promise<Result<CustomerImport>> {
    try {
      const report = await work;
      last = report.ok ? report.value : undefined;
      return report;
    } catch (error) {
      if (last) last = { ...last, state: 'failed' };
      throw error;
    }
  }
  async function start(work: () => Promise<Result<CustomerImport>>): Promise<Result<CustomerImport>> {
    if (last?.state === 'running') return fail('import-running');
    stopping = false;
    last = { state: 'running', rows: 0, looked: 0, imported: 0, refused: [] };
    const running = follow(work());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<Result<CustomerImport>>((resolve) => {
      timer = setTimeout(() => resolve(ok(last!)), patience);
    });
    // An end in failure that comes after the answer is told by the state.
    running.catch(() => undefined);
    return Promise.race([running, late]).finally(() => clearTimeout(timer));
  }

  return {
    begin: (who, csv) => start(() => importCustomers(credit, who, csv, watch)),
    beginTable: (who, table) => start(async () => ok(await importTable(credit, who, table, watch))),
    last: () => last,
    stop: () => void (stopping = true),
  };
}
