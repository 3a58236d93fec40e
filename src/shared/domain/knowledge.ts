/**
 * Who knows what of one order. What a party holds is read from its own rows by `tracesOf`; what came to nobody here is
 * what the protocol gives to others (`expectedHolding`). No value is ever part of it, only kinds of fact.
 */
import { fromBase64Url } from '../bytes.ts';
import { type EnvelopeKind, parseEnvelope } from '../protocol/envelope.ts';
import type { Role } from '../protocol/party.ts';

export const FACTS = [
  'goods',
  'files',
  'amount',
  'size',
  'name',
  'destination',
  'phone',
  'place',
  'signature',
  'payer',
  'home',
  'mail',
  'card',
  'cardEnd',
  'secret',
  'gift',
] as const;
/**
 * - `goods`: what was bought; `files`: electronic goods themselves
 * - `name`, `destination`, `phone`: of whom the parcel goes to; `place`: zone, depot and tour
 * - `signature`: who took it
 * - `payer`, `home`, `mail`: name, address and e-mail address of whom the card belongs to
 * - `card`: the whole number; `cardEnd`: its last four digits and expiry; `secret`: password, check words, PIN
 * - `gift`: the words on a gift card
 */
export type Fact = (typeof FACTS)[number];
/** What an addressee's envelope holds. */
export const ADDRESSEE_FACTS: readonly Fact[] = ['name', 'destination', 'phone'];

/** From the most that can be known to nothing. `passed`: it went through the memory and was not kept. */
export const HOLDINGS = ['clear', 'hashed', 'sealed', 'erased', 'passed', 'never'] as const;
export type Holding = (typeof HOLDINGS)[number];

/** Who can open what is sealed. */
export type Opener = Role | 'buyer';

/** What one column of one row holds of a fact. */
export interface Trace {
  readonly fact: Fact;
  readonly holding: 'clear' | 'hashed' | 'sealed' | 'erased';
  readonly opens?: Opener;
  /** `purchase.addressee` */
  readonly column: string;
  readonly since?: string;
  /** When it is erased, or its key destroyed; absent where it stays as long as the record of the order. */
  readonly until?: string;
}

/** One line of what a party holds of an order. */
export interface KnownFact {
  readonly fact: Fact;
  readonly holding: Holding;
  readonly opens: readonly Opener[];
  readonly since?: string;
  readonly until?: string;
  /** The columns that hold it. */
  readonly columns: readonly string[];
  /** Who has it in clear, or can have it, by the protocol. */
  readonly with: readonly Role[];
}

/**
 * How a column holds a fact: as it stands; as a hash; as an envelope of a kind, in bytes or base64url, alone or somewhere
 * in JSON; as a member of JSON; or as the name of a file beside the database.
 */
export type Form =
  | 'clear'
  | 'hash'
  | { readonly envelope: EnvelopeKind }
  | { readonly json: EnvelopeKind }
  | { readonly member: string }
  | { readonly file: 'clear' | 'sealed' };

export interface ColumnHolding {
  readonly column: string;
  readonly facts: readonly Fact[];
  readonly form: Form;
  /** Of what is sealed. */
  readonly opens?: Opener;
  /** The column with the time since when; without it the table's. */
  readonly since?: string;
  /** Until when this row keeps it. */
  readonly until?: (row: Row) => string | undefined;
  /** It stood here once. */
  readonly erased?: (row: Row) => boolean;
}

export interface TableHolding {
  readonly table: string;
  readonly since: string;
  readonly columns: readonly ColumnHolding[];
}

export type Row = Readonly<Record<string, unknown>>;

/** Months that a sealing key stays after its own, then what is sealed to it opens for nobody (PROTOCOL.md §2). */
export const SEALING_KEY_MONTHS = 13;

/** When the key is destroyed that something was sealed to at that time. */
export function keyDestroyedAt(sealedAt: string): string {
  const at = new Date(sealedAt);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + SEALING_KEY_MONTHS + 1, 1)).toISOString();
}

export function daysAfter(at: string, days: number): string {
  return new Date(Date.parse(at) + days * 86_400_000).toISOString();
}

/** What rows of a table hold. A column that should be sealed and is not is told as held in clear. */
export function tracesOf(holding: TableHolding, rows: readonly object[]): Trace[] {
  return (rows as readonly Row[]).flatMap((row) =>
    holding.columns.flatMap((column) => columnTraces(holding, column, row)),
  );
}

function columnTraces(table: TableHolding, column: ColumnHolding, row: Row): Trace[] {
  const found = formOf(column, row[column.column]) ?? (column.erased?.(row) ? 'erased' : undefined);
  if (found === undefined) return [];
  const since = row[column.since ?? table.since];
  const until =
    found === 'erased' ? undefined : endOf(column, row, found, typeof since === 'string' ? since : undefined);
  return column.facts.map((fact) => ({
    fact,
    holding: found,
    column: `${table.table}.${column.column}`,
    ...(found === 'sealed' && column.opens !== undefined && { opens: column.opens }),
    ...(typeof since === 'string' && { since }),
    ...(until !== undefined && { until }),
  }));
}

function endOf(column: ColumnHolding, row: Row, found: string, since: string | undefined): string | undefined {
  const until = column.until?.(row);
  if (until !== undefined || found !== 'sealed' || since === undefined || column.opens === 'buyer') return until;
  return keyDestroyedAt(since);
}

function formOf({ form }: ColumnHolding, value: unknown): 'clear' | 'hashed' | 'sealed' | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (form === 'clear') return 'clear';
  if (form === 'hash') return 'hashed';
  if ('file' in form) return form.file;
  if ('envelope' in form) return isEnvelope(value, form.envelope) ? 'sealed' : 'clear';
  if ('member' in form) return readJson(value)?.[form.member] === undefined ? undefined : 'clear';
  return holdsEnvelope(readJson(value), form.json) ? 'sealed' : undefined;
}

function isEnvelope(value: unknown, kind: EnvelopeKind): boolean {
  const bytes = value instanceof Uint8Array ? value : typeof value === 'string' ? fromBase64Url(value) : undefined;
  const parts = bytes && parseEnvelope(bytes);
  return parts?.ok === true && parts.value.kind === kind;
}

function readJson(value: unknown): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(String(value));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function holdsEnvelope(json: unknown, kind: EnvelopeKind): boolean {
  if (typeof json === 'string') return isEnvelope(json, kind);
  return typeof json === 'object' && json !== null && Object.values(json).some((member) => holdsEnvelope(member, kind));
}

/** What a party can tell of the order that it is asked about; what it can't tell is left out. */
export interface OrderShape {
  readonly flow?: 'window' | 'sealed' | 'agency' | 'closed';
  readonly parcel?: boolean;
  readonly mailed?: boolean;
  readonly settled?: boolean;
  /** The carrier collects the price. */
  readonly collects?: boolean;
  readonly gift?: boolean;
  /** What an agency does with the customer's data: open and seal again, or pass on as it is. */
  readonly agency?: 'reseal' | 'pass';
}

const OF_PARCEL: readonly Fact[] = ['size', 'name', 'destination', 'phone', 'place', 'signature'];
const OF_PAYMENT: readonly Fact[] = ['payer', 'home', 'mail', 'card', 'cardEnd', 'secret'];

/** Facts that there can be of such an order; where a party can't tell, there can. */
export function factsOf({ parcel, mailed, settled, gift }: OrderShape): readonly Fact[] {
  const absent = new Set<Fact>([
    ...(parcel === false ? OF_PARCEL : []),
    ...(settled === false ? OF_PAYMENT : []),
    ...(mailed === false ? (['files'] as const) : []),
    ...(gift === false ? (['gift'] as const) : []),
  ]);
  return FACTS.filter((fact) => !absent.has(fact));
}

/** Who has a fact in clear, or opens it in its work. */
const KEEPERS: Readonly<Record<Fact, readonly Role[]>> = {
  goods: ['mall'],
  files: ['mall'],
  amount: ['mall', 'credit'],
  size: ['mall', 'carrier'],
  name: ['carrier'],
  destination: ['carrier'],
  phone: ['carrier'],
  place: ['carrier'],
  signature: ['carrier'],
  payer: ['credit'],
  home: ['credit'],
  mail: ['credit'],
  card: ['credit'],
  cardEnd: ['credit'],
  secret: ['credit'],
  gift: ['wrapper'],
};

/** What a role holds of a fact by the protocol, and who can open it. */
export interface Expected {
  readonly holding: Holding;
  readonly opens?: Opener;
}

const NEVER: Expected = { holding: 'never' };
const CLEAR: Expected = { holding: 'clear' };
const sealedFor = (opens: Opener): Expected => ({ holding: 'sealed', opens });

export function expectedHolding(role: Role, fact: Fact, order: OrderShape): Expected {
  return EXPECTED[role](fact, order);
}

const EXPECTED: Readonly<Record<Role, (fact: Fact, order: OrderShape) => Expected>> = {
  mall: (fact, { flow }) => {
    if (fact === 'goods') return sealedFor('mall');
    if (fact === 'amount' || fact === 'size' || fact === 'files') return CLEAR;
    if (fact === 'name' || fact === 'destination' || fact === 'phone') return sealedFor('carrier');
    if (fact === 'payer') return sealedFor('credit');
    // The customer's card travels through the shop sealed, or not at all.
    if (fact === 'card' || fact === 'secret') {
      return flow === 'sealed' || flow === 'closed' ? sealedFor('credit') : NEVER;
    }
    return fact === 'gift' ? sealedFor('wrapper') : NEVER;
  },
  credit: (fact) => {
    if (fact === 'goods') return sealedFor('mall');
    if (fact === 'files') return sealedFor('buyer');
    if (fact === 'card' || fact === 'secret') return { holding: 'hashed' };
    return KEEPERS[fact].includes('credit') ? CLEAR : NEVER;
  },
  carrier: (fact, { collects }) => {
    if (fact === 'goods') return sealedFor('mall');
    if (fact === 'amount') return collects ? CLEAR : NEVER;
    if (fact === 'size' || fact === 'place') return CLEAR;
    return KEEPERS[fact].includes('carrier') ? sealedFor('carrier') : NEVER;
  },
  agency: (fact) => {
    if (fact === 'goods') return sealedFor('mall');
    if (fact === 'amount') return CLEAR;
    return fact === 'payer' || fact === 'card' || fact === 'secret' ? { holding: 'passed' } : NEVER;
  },
  wrapper: (fact) => (fact === 'gift' ? sealedFor('wrapper') : NEVER),
};

/** One line for each fact: the most that any column holds of it, and what is passed on or never comes by the protocol. */
export function knownFacts(role: Role, order: OrderShape, traces: readonly Trace[]): readonly KnownFact[] {
  return factsOf(order).map((fact) => {
    const found = traces.filter((trace) => trace.fact === fact);
    const strongest = HOLDINGS.find((holding) => found.some((trace) => trace.holding === holding));
    const passed = expectedHolding(role, fact, order).holding === 'passed';
    const holding = strongest ?? (passed ? 'passed' : 'never');
    const telling = found.filter((trace) => trace.holding === holding);
    const sinces = telling.flatMap(({ since }) => since ?? []).sort();
    const isEnding = telling.length > 0 && telling.every(({ until }) => until !== undefined);
    const untils = telling.flatMap(({ until }) => until ?? []).sort();
    return {
      fact,
      holding,
      opens: [...new Set(telling.flatMap(({ opens }) => opens ?? []))],
      columns: [...new Set(found.map(({ column }) => column))].sort(),
      with: keepersOf(fact, order).filter((keeper) => keeper !== role),
      ...(sinces[0] !== undefined && { since: sinces[0] }),
      ...(isEnding && { until: untils.at(-1)! }),
    };
  });
}

/** Who else has it: only parties that may take part in such an order. */
function keepersOf(fact: Fact, { settled, collects }: OrderShape): readonly Role[] {
  if (fact !== 'amount') return KEEPERS[fact];
  return ['mall', ...(settled === false ? [] : (['credit'] as const)), ...(collects ? (['carrier'] as const) : [])];
}
