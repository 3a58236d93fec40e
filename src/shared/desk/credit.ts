/** The credit company's desk: customers, cards, settlements, the mall's claims. There is no field for a product. */
import { z } from 'zod';
import { type Money, moneySchema } from '../domain/money.ts';
import type { DisputeAbout } from '../domain/dispute.ts';
import {
  type DisputeState,
  type ForwardingState,
  type MailState,
  SETTLEMENT,
  type SettlementState,
  type StatementState,
} from '../domain/states.ts';
import type { ErrorCode } from '../errors.ts';
import type { PaymentState } from './billing.ts';
import { command, nothing } from './command.ts';
import { DRAFT_KINDS, type FileDraft, type FileRow } from './file-draft.ts';
import type { MailKind } from './forwarding.ts';
import { type ListPage, listInput } from './list.ts';

/** `blocked`: no card is left that could pay. */
export const CUSTOMER_STATES = ['active', 'blocked', 'closed'] as const;
export type CustomerState = (typeof CUSTOMER_STATES)[number];

export interface CustomerRow {
  /** Internal reference; never leaves this company in clear. */
  readonly id: string;
  readonly name: string;
  readonly kana: string;
  readonly email: string;
  readonly since: string;
  readonly state: CustomerState;
  readonly closedAt?: string;
  /** Last four digits of each card. */
  readonly lastFours: readonly string[];
  /** What the customer owes. */
  readonly owed: Money;
}

export interface CardRow {
  readonly id: string;
  readonly lastFour: string;
  /** `YYYY-MM`. */
  readonly expiry: string;
  readonly limit: Money;
  readonly available: Money;
  /** Held for malls that have not claimed yet. */
  readonly held: Money;
  readonly blocked: boolean;
  readonly checkWords: number;
  /** Of the holder's devices. */
  readonly passkeys: number;
  /** Ended: the last four digits of the card that took its place. */
  readonly replaced?: { readonly by: string; readonly why: CardEnd; readonly at: string };
}

/** Why a card is replaced. */
export const CARD_ENDS = ['lost', 'stolen', 'renewed'] as const;
export type CardEnd = (typeof CARD_ENDS)[number];

/** What keeps an account from being closed: how many of each, and minor units. */
export interface OpenMoney {
  /** Not paid. */
  readonly statements: number;
  /** Settlements of which a mall can still claim. */
  readonly holds: number;
  /** Not decided. */
  readonly disputes: number;
  readonly owed: number;
  /** The company owes the customer. */
  readonly credit: number;
}

/** The newest, and how many there are. */
export interface Recent<T> {
  readonly rows: readonly T[];
  readonly total: number;
}

/** What came of a customer so far. */
export interface CustomerRecords {
  readonly settlements: Recent<SettlementRow>;
  readonly statements: Recent<{
    readonly reference: string;
    readonly month: string;
    readonly amount: Money;
    readonly paid: Money;
    readonly dueOn: string;
    readonly state: StatementState;
  }>;
  readonly payments: Recent<{
    readonly id: string;
    readonly date: string;
    readonly amount: Money;
    readonly source: 'bank' | 'desk';
    readonly state: PaymentState;
    /** Absent where it was for no statement. */
    readonly reference?: string;
  }>;
  readonly disputes: Recent<{
    readonly dispute: string;
    readonly receipt: string;
    readonly mall: string;
    readonly amount: Money;
    readonly about: DisputeAbout;
    readonly state: DisputeState;
    readonly openedAt: string;
  }>;
  readonly mails: Recent<{
    readonly id: string;
    readonly kind: MailKind;
    readonly subject: string;
    readonly state: MailState;
    readonly createdAt: string;
    readonly sentAt?: string;
  }>;
}

export interface CustomerFile extends CustomerRow {
  readonly postalCode: string;
  readonly address: string;
  readonly phone: string;
  readonly employer: string;
  /** How statements reach the customer, and in which language; changed by `billing.preference`. */
  readonly billing: 'mail' | 'print';
  readonly language: 'ja' | 'en';
  /** Those that others took the place of come last. */
  readonly cards: readonly CardRow[];
  readonly open: OpenMoney;
  readonly records: CustomerRecords;
}

/** Columns of a file of customers. */
export const CUSTOMER_FIELDS = [
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
export type CustomerField = (typeof CUSTOMER_FIELDS)[number];
/** Not shown in clear. */
export const SECRET_FIELDS = ['card_number', 'password', 'check_words'] as const satisfies readonly CustomerField[];

/** Of its kinds: `new` is taken in, `unchanged` is a card that is known and is passed over. */
export type CustomerDraft = FileDraft<CustomerField>;
export type CustomerDraftRow = FileRow<CustomerField>;

export interface RefusedRow {
  /** Line number as an editor counts. */
  readonly line: number;
  readonly code: ErrorCode;
  readonly field: CustomerField | 'row';
}

/** An import of customers: hashing takes a second a row, so a long one is watched and may be stopped. */
export interface CustomerImport {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** Rows of the file, and how many of them were looked at. */
  readonly rows: number;
  readonly looked: number;
  readonly imported: number;
  /** The other rows are imported. */
  readonly refused: readonly RefusedRow[];
}

export interface SettlementRow {
  readonly receipt: string;
  readonly mall: string;
  readonly lastFour: string;
  readonly amount: Money;
  readonly captured: Money;
  readonly refunded: Money;
  readonly state: SettlementState;
  readonly at: string;
  /** End of the hold. */
  readonly until: string;
}

export interface SettlementFile extends SettlementRow {
  readonly customer: { readonly id: string; readonly name: string };
  /** Given up, or given back at the end of the hold. */
  readonly released: Money;
  /** Held for the mall still. */
  readonly held: Money;
  readonly claims: readonly ClaimRow[];
  readonly refunds: readonly RefundedRow[];
  /** Absent where no electronic goods came with it. */
  readonly forwarding?: ForwardingState;
}

export interface RefundedRow {
  readonly refund: string;
  readonly kind: 'asked' | 'disputed';
  readonly amount: Money;
  readonly at: string;
  /** Taken off one of the mall's payouts. */
  readonly charged: boolean;
}

export interface ClaimRow {
  readonly claim: string;
  readonly mall: string;
  readonly receipt: string;
  readonly amount: Money;
  readonly date: string;
  readonly state: ClaimState;
  readonly payout?: string;
}

/** `claimed`: its customer has not paid it; `payable`: has; `paid`: the mall got it. */
export const CLAIM_STATES = ['claimed', 'payable', 'paid'] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

const id = z.string().max(64);
const draft = z.string().max(64);
const field = z.enum(CUSTOMER_FIELDS);
const reason = z.string().trim().min(1).max(200);
const text = z.string().max(400);
const contact = {
  name: text,
  kana: text,
  postalCode: text,
  address: text,
  phone: text,
  email: text,
  employer: text,
};
const newCard = {
  number: z.string().max(64),
  /** `YYYY-MM`. */
  expiry: z.string().max(16),
  limit: moneySchema,
  password: z.string().max(128),
  checkWords: z.array(z.string().max(64)).max(20),
};

export const SETTLEMENT_STATES = Object.keys(SETTLEMENT.next) as SettlementState[];

export const creditCommands = {
  /**
   * By part of name, kana or e-mail, a card's last four digits, the number of a settlement, a statement or the account;
   * the amount is what is owed. Recorded in the trail.
   */
  'customers.list': command<ListPage<CustomerRow>>()(listInput(CUSTOMER_STATES)),
  /** With the newest of everything; recorded in the trail. */
  'customers.open': command<CustomerFile>()(z.object({ id })),
  /** A customer by hand, with a first card; answers the reference. */
  'customers.add': command<{ id: string }>()(z.object({ ...contact, card: z.object(newCard) })),
  /** Only what is to change; the trail says which fields, never what stood or stands in them. */
  'customers.edit': command<void>()(z.object({ id, changes: z.object(contact).partial() })),
  /**
   * For good, or until it is reopened: every card is blocked, nothing can be settled. Fails with `money-open`, about the
   * kinds of `OpenMoney` that are open, or `customer-closed`.
   */
  'customers.close': command<void>()(z.object({ id, reason })),
  /** Cards stay blocked. */
  'customers.reopen': command<void>()(z.object({ id, reason })),
  /**
   * In one go, without a preview: for other programs. CSV text with the columns of the sample customers. Answers when it
   * is done, or after a minute while it goes on; one at a time.
   */
  'customers.import': command<CustomerImport>()(z.object({ csv: z.string().max(20_000_000) })),
  /** Begins to read a file: text parted by commas, semicolons or tabs. Kept for half an hour. */
  'customers.read-file': command<CustomerDraft>()(z.object({ csv: z.string().max(20_000_000) })),
  'customers.draft': command<CustomerDraft>()(z.object({ draft })),
  'customers.drop-draft': command<void>()(z.object({ draft })),
  'customers.map-columns': command<CustomerDraft>()(z.object({ draft, columns: z.array(field.nullable()).max(200) })),
  'customers.draft-rows': command<{ rows: CustomerDraftRow[]; total: number }>()(
    z.object({
      draft,
      kind: z.enum(DRAFT_KINDS),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(200).default(50),
    }),
  ),
  /** Cells put right in a row of the draft, or the row left out; checked at once. */
  'customers.repair-row': command<{ row: CustomerDraftRow; counts: CustomerDraft['counts'] }>()(
    z.object({
      draft,
      line: z.int().min(1),
      cells: z.partialRecord(field, z.string().max(2000)),
      leaveOut: z.boolean().default(false),
    }),
  ),
  /** Takes in the draft's new rows; answers as `customers.import`. */
  'customers.run-import': command<CustomerImport>()(z.object({ draft })),
  /** The running import, or the last one since the service started. */
  'customers.import-state': command<{ readonly last?: CustomerImport }>()(nothing),
  /** What was taken in stays. */
  'customers.stop-import': command<void>()(nothing),
  'cards.add': command<{ card: string }>()(z.object({ customer: id, ...newCard })),
  'cards.block': command<void>()(z.object({ card: id, blocked: z.boolean(), reason })),
  /**
   * Another card takes its place, with its limit and what is held and owed on it; it is blocked at once. Password and
   * check words go on. Fails with `card-replaced`, `customer-closed`, `card-known`, or naming the field.
   */
  'cards.replace': command<{ card: string }>()(
    z.object({ card: id, number: z.string().max(64), expiry: z.string().max(16), why: z.enum(CARD_ENDS) }),
  ),
  'cards.change-limit': command<void>()(z.object({ card: id, limit: moneySchema, reason })),
  /** Another expiry, `YYYY-MM`; a month that has passed closes the card. */
  'cards.renew': command<void>()(z.object({ card: id, expiry: z.string().max(16), reason })),
  /**
   * Sends the customer a one-time link to choose a password and check words anew: by mail, or as a letter to print
   * (PDF, base64).
   */
  'cards.reset': command<{ letter?: string }>()(z.object({ card: id, by: z.enum(['mail', 'letter']), reason })),
  /** When a device was lost: the password goes on working. Fails with `not-found` where there are none. */
  'cards.remove-passkeys': command<void>()(z.object({ card: id, reason })),
  /** Found by receipt, purchase number or a card's last four digits. */
  'settlements.list': command<ListPage<SettlementRow>>()(
    listInput(SETTLEMENT_STATES).extend({ customer: id.optional() }),
  ),
  /** With the customer's name; recorded in the trail. */
  'settlements.open': command<SettlementFile>()(z.object({ receipt: id })),
  'claims.list': command<ListPage<ClaimRow>>()(listInput(CLAIM_STATES)),
  /** Whether every balance is the sum of its transfers and all of them sum to zero. */
  'ledger.check': command<{ sum: number; differing: readonly string[] }>()(nothing),
};
