import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { CustomerImport, RefusedRow } from '#shared/desk/credit.ts';
import { parseCardNumber } from '#shared/domain/card.ts';
import { yen } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type CsvRows, readCsvRows, writeResult } from '#main/storage/index.ts';
import { cardId, isKnownCard, issueCard, type ReadyCard, readyCard } from './cards.ts';
import type { Credit } from './credit.ts';
import { type CardEntry, type Contact, enterContact, EXPIRY, MOST_CHECK_WORDS } from './customer-entry.ts';
import { keepCustomer } from './customers.ts';
import { takeTurns } from './take-turns.ts';

const COLUMNS = [
  'name',
  'kana',
  'postal_code',
  'address',
  'phone',
  'email',
  'employer',
  'card_number',
  'expiry',
  'limit',
  'available',
  'currency',
  'password',
  'check_words',
  'blocked',
] as const;

/** The machine hashes on four threads; one is left to those who pay meanwhile. */
const HASHES_AT_ONCE = 3;
/** So many rows are being hashed ahead of the one that is written. */
const ROWS_AHEAD = 8;

const whole = z
  .string()
  .trim()
  .regex(/^\d{1,12}$/)
  .transform(Number);

const cardSchema = z.object({
  card_number: z.string().transform((value, context) => {
    const number = parseCardNumber(value);
    if (number.ok) return number.value;
    context.addIssue({ code: 'custom', message: 'bad-number' });
    return z.NEVER;
  }),
  expiry: z.string().trim().regex(EXPIRY),
  limit: whole,
  available: whole,
  currency: z.literal('JPY'),
  password: z.string().min(1).max(128),
  check_words: z
    .string()
    .transform((words) =>
      words
        .split('|')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    )
    .pipe(z.array(z.string().max(64)).max(MOST_CHECK_WORDS)),
  blocked: z.enum(['yes', 'no']),
});

interface Entered {
  readonly contact: Contact;
  readonly card: CardEntry & { readonly available: number; readonly blocked: boolean };
}

type Column = (typeof COLUMNS)[number];
type CsvRow = CsvRows['rows'][number];

const COLUMN_OF: Readonly<Record<string, Column>> = { postalCode: 'postal_code', number: 'card_number' };

/** One row's field, by the name of its column. */
function refuse(line: number, { record }: CsvRow, field: string): RefusedRow {
  const column = COLUMN_OF[field] ?? field;
  return { line, code: record[column]?.trim() ? 'field-invalid' : 'field-missing', field: column };
}

function enterRow(row: CsvRow): Entered | RefusedRow {
  const { line, record } = row;
  const cell = (column: Column): string => record[column] ?? '';
  const contact = enterContact({
    name: cell('name'),
    kana: cell('kana'),
    postalCode: cell('postal_code'),
    address: cell('address'),
    phone: cell('phone'),
    email: cell('email'),
    employer: cell('employer'),
  });
  if (!contact.ok) return refuse(line, row, contact.error.about!);
  const parsed = cardSchema.safeParse(record);
  if (!parsed.success) return refuse(line, row, String(parsed.error.issues[0]!.path[0]));
  const { card_number: number, expiry, limit, available, password, check_words: checkWords, blocked } = parsed.data;
  return {
    contact: contact.value,
    card: { number, expiry, limit: yen(limit), password, checkWords, available, blocked: blocked === 'yes' },
  };
}

/** Told after each row; rows that were not looked at when it answers `stop` stay out. */
export type WatchImport = (soFar: CustomerImport) => 'go-on' | 'stop';

/**
 * Takes in customers and their cards as CSV. Rows that can't stand are named by line and field, never by value; a card
 * that is known already is refused, not replaced, so that a file can be taken in again after it was stopped half way.
 */
export async function importCustomers(
  credit: Credit,
  who: string,
  csv: string,
  watch: WatchImport = () => 'go-on',
): Promise<Result<CustomerImport>> {
  const read = readCsvRows(csv, COLUMNS);
  if (!read.ok) return read;
  const { rows, broken } = read.value;
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
  return ok(soFar(state));
}

interface ReadyRow {
  readonly line: number;
  readonly contact: Contact;
  readonly card: ReadyCard;
}

async function readyRow(
  credit: Credit,
  row: CsvRow,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<ReadyRow | RefusedRow> {
  const { line } = row;
  const entered = enterRow(row);
  if ('code' in entered) return entered;
  // Before the hashes: a file that comes a second time costs nothing.
  if (await isKnownCard(credit.storage.read, await cardId(credit, entered.card.number))) {
    return { line, code: 'card-known', field: 'card_number' };
  }
  return { line, contact: entered.contact, card: await readyCard(credit, entered.card, inTurn) };
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
  return { line, code, field: about === undefined ? 'row' : (COLUMN_OF[about] ?? about) };
}

/** How long a screen waits for the end before it watches the rest (ms); it gives up on an answer after two minutes. */
const PATIENCE_MS = 60_000;

export interface CustomerImports {
  /** Answers when it is done, or with how far it is after a minute. Fails with `import-running` while another goes on. */
  begin(who: string, csv: string): Promise<Result<CustomerImport>>;
  /** The running one, or the last. */
  last(): CustomerImport | undefined;
  stop(): void;
}

/** One import at a time, which goes on when the screen that began it is gone. */
export function openCustomerImports(credit: Credit, patience = PATIENCE_MS): CustomerImports {
  let last: CustomerImport | undefined;
  let stopping = false;

  async function run(who: string, csv: string): Promise<Result<CustomerImport>> {
    try {
      const report = await importCustomers(credit, who, csv, (soFar) => {
        last = soFar;
        return stopping ? 'stop' : 'go-on';
      });
      last = report.ok ? report.value : undefined;
      return report;
    } catch (error) {
      if (last) last = { ...last, state: 'failed' };
      throw error;
    }
  }

  return {
    async begin(who, csv) {
      if (last?.state === 'running') return fail('import-running');
      stopping = false;
      last = { state: 'running', rows: 0, looked: 0, imported: 0, refused: [] };
      const running = run(who, csv);
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<Result<CustomerImport>>((resolve) => {
        timer = setTimeout(() => resolve(ok(last!)), patience);
      });
      // An end in failure that comes after the answer is told by the state.
      running.catch(() => undefined);
      return Promise.race([running, late]).finally(() => clearTimeout(timer));
    },
    last: () => last,
    stop: () => void (stopping = true),
  };
}
