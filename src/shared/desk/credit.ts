/** The credit company's desk: customers, cards, settlements, the mall's claims. There is no field for a product. */
import { z } from 'zod';
import { type Money, moneySchema } from '../domain/money.ts';
import type { SettlementState } from '../domain/states.ts';
import type { ErrorCode } from '../errors.ts';
import { command, nothing } from './command.ts';

export interface CustomerRow {
  /** Internal reference; never leaves this company in clear. */
  readonly id: string;
  readonly name: string;
  readonly kana: string;
  readonly email: string;
  readonly cards: number;
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
  readonly blocked: boolean;
  readonly checkWords: number;
}

export interface CustomerFile extends CustomerRow {
  readonly postalCode: string;
  readonly address: string;
  readonly phone: string;
  readonly employer: string;
  readonly cardList: readonly CardRow[];
}

export interface CustomerImport {
  readonly imported: number;
  /** Line numbers as an editor counts them; the other rows are imported. */
  readonly refused: readonly { readonly line: number; readonly code: ErrorCode; readonly field: string }[];
}

export interface SettlementRow {
  readonly receipt: string;
  readonly mall: string;
  readonly customer: string;
  readonly lastFour: string;
  readonly amount: Money;
  readonly captured: Money;
  readonly state: SettlementState;
  readonly at: string;
  /** End of the hold. */
  readonly until: string;
}

export interface ClaimRow {
  readonly claim: string;
  readonly mall: string;
  readonly receipt: string;
  readonly amount: Money;
  readonly date: string;
  /** The customer has paid it. */
  readonly payable: boolean;
  readonly payout?: string;
}

const card = z.string().max(64);
const page = z.object({ limit: z.int().min(1).max(500).default(200), before: z.iso.datetime().optional() });

export const creditCommands = {
  /** By name, kana, e-mail or last four digits; empty for the newest. Recorded in the trail. */
  'customers.find': command<CustomerRow[]>()(z.object({ text: z.string().max(80) })),
  'customers.open': command<CustomerFile>()(z.object({ id: z.string().max(64) })),
  /** CSV text with the columns of the sample customers. */
  'customers.import': command<CustomerImport>()(z.object({ csv: z.string().max(20_000_000) })),
  'cards.block': command<void>()(z.object({ card, blocked: z.boolean(), reason: z.string().trim().min(1).max(200) })),
  'cards.change-limit': command<void>()(
    z.object({ card, limit: moneySchema, reason: z.string().trim().min(1).max(200) }),
  ),
  /** Newest first. */
  'settlements.list': command<SettlementRow[]>()(page),
  'claims.list': command<ClaimRow[]>()(page),
  /** Whether every balance is the sum of its transfers and all of them sum to zero. */
  'ledger.check': command<{ sum: number; differing: readonly string[] }>()(nothing),
};
