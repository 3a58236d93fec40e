/** The credit company's desk: customers, cards, settlements, the mall's claims. There is no field for a product. */
import { z } from 'zod';
import { type Money, moneySchema } from '../domain/money.ts';
import { type ForwardingState, SETTLEMENT, type SettlementState } from '../domain/states.ts';
import type { ErrorCode } from '../errors.ts';
import { command, nothing } from './command.ts';
import { type ListPage, listInput } from './list.ts';

export interface CustomerRow {
  /** Internal reference; never leaves this company in clear. */
  readonly id: string;
  readonly name: string;
  readonly kana: string;
  readonly email: string;
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
}

export interface CustomerFile extends CustomerRow {
  readonly postalCode: string;
  readonly address: string;
  readonly phone: string;
  readonly employer: string;
  /** How statements reach the customer, and in which language; changed by `billing.preference`. */
  readonly billing: 'mail' | 'print';
  readonly language: 'ja' | 'en';
  readonly cards: readonly CardRow[];
}

export interface RefusedRow {
  /** Line number as an editor counts. */
  readonly line: number;
  readonly code: ErrorCode;
  readonly field: string;
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
  /** By part of name, kana or e-mail, or the last four digits; empty for the newest. Recorded in the trail. */
  'customers.find': command<CustomerRow[]>()(z.object({ text: z.string().max(80) })),
  'customers.open': command<CustomerFile>()(z.object({ id })),
  /** A customer by hand, with a first card; answers the reference. */
  'customers.add': command<{ id: string }>()(z.object({ ...contact, card: z.object(newCard) })),
  /** Only what is to change; the trail says which fields, never what stood or stands in them. */
  'customers.edit': command<void>()(z.object({ id, changes: z.object(contact).partial() })),
  /**
   * CSV text with the columns of the sample customers. Answers when it is done, or after a minute while it goes on;
   * one at a time.
   */
  'customers.import': command<CustomerImport>()(z.object({ csv: z.string().max(20_000_000) })),
  /** The running import, or the last one since the service started. */
  'customers.import-state': command<{ readonly last?: CustomerImport }>()(nothing),
  /** What was taken in stays. */
  'customers.stop-import': command<void>()(nothing),
  'cards.add': command<{ card: string }>()(z.object({ customer: id, ...newCard })),
  'cards.block': command<void>()(z.object({ card: id, blocked: z.boolean(), reason })),
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
