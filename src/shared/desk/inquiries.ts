/**
 * The credit desk: what was asked for by message – parts of sealed orders, inquiries over a closed network, confirmations
 * through an agency – how it was decided and why, and the rules behind it. Malls learn yes or no alone.
 */
import { z } from 'zod';
import type { Money } from '../domain/money.ts';
import { command, nothing } from './command.ts';
import { type ListPage, listInput } from './list.ts';

/** Why an inquiry was answered as it was; the first that failed decides. */
export const DECISION_REASONS = [
  'ok',
  /** The part or confirmation did not open, or not for this order; `detail` has the code. */
  'unreadable',
  'mall-differs',
  'amount-differs',
  'too-late',
  /** This confirmation had been used for another request. */
  'replayed',
  /** The mall was suspended after it had asked. */
  'mall-suspended',
  'instalments',
  'card-refused',
  'too-many',
  'pin-wrong',
  'wallet-locked',
  'wallet-refused',
  'card-blocked',
  'card-expired',
  'over-limit',
  'overdue',
  'debt',
  'history',
] as const;
export type DecisionReason = (typeof DECISION_REASONS)[number];

export type InquiryFlow = 'sealed' | 'closed' | 'agency';

/** What the rules looked at; amounts in the inquiry's currency. Absent where no card was found. */
export interface CreditFacts {
  readonly available: Money;
  readonly limit: Money;
  /** Billed or claimed and not paid. */
  readonly debt: Money;
  /** Days since the oldest statement that is unpaid was due; 0 when none is. */
  readonly overdueDays: number;
  /** Statements of the last twelve months that were reminded of. */
  readonly reminders: number;
  /** `YYYY-MM`. */
  readonly expiry: string;
}

export interface InquiryRow {
  readonly id: string;
  readonly at: string;
  readonly mall: string;
  /** The mall's purchase number. */
  readonly purchase: string;
  readonly flow: InquiryFlow;
  readonly amount: Money;
  readonly state: 'waiting' | 'yes' | 'no' | 'again';
  readonly reason?: DecisionReason;
  readonly detail?: string;
  /** Who asked on the customer's behalf, of an agency's. */
  readonly agency?: string;
  readonly decidedAt?: string;
  /** On yes. */
  readonly receipt?: string;
}

export interface InquiryDetail extends InquiryRow {
  readonly lastFour?: string;
  readonly facts?: CreditFacts;
  /** As they stood when it was decided. */
  readonly rules?: DecisionRules;
}

export interface LockedWallet {
  readonly serial: string;
  readonly agency: string;
  readonly at: string;
}

/** Rules as data: each can be moved, or switched off by leaving it out. */
export const decisionRulesSchema = z.object({
  /** Days that the oldest unpaid statement may be overdue. */
  overdueDays: z.int().min(0).max(365).optional(),
  /** Unpaid debt, with what is asked for, in percent of the card's limit at most. */
  debtPercent: z.int().min(1).max(100).optional(),
  /** Reminders in the last twelve months at most. */
  reminders: z.int().min(0).max(12).optional(),
});
export type DecisionRules = z.infer<typeof decisionRulesSchema>;

export const INQUIRY_STATES = ['waiting', 'yes', 'no', 'again'] as const;

export const inquiryCommands = {
  'inquiries.list': command<ListPage<InquiryRow>>()(listInput(INQUIRY_STATES)),
  /** Why it was decided so; recorded in the trail. */
  'inquiries.open': command<InquiryDetail>()(z.object({ id: z.uuid() })),
  'inquiries.rules': command<DecisionRules>()(nothing),
  'inquiries.set-rules': command<void>()(
    z.object({ rules: decisionRulesSchema, reason: z.string().trim().min(1).max(200) }),
  ),
  /** Wallets that wrong PINs have locked. */
  'wallets.locked': command<ListPage<LockedWallet>>()(listInput([])),
  'wallets.unlock': command<void>()(
    z.object({ serial: z.string().length(22), reason: z.string().trim().min(1).max(200) }),
  ),
};
