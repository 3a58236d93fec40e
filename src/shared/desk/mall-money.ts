/** The mall's desk: what credit companies paid out and what carriers billed, against its own books. */
import { z } from 'zod';
import type { Money } from '../domain/money.ts';
import type { SizeClass } from '../domain/parcel-size.ts';
import { command } from './command.ts';
import { listInput, type ListPage, MATCHINGS } from './list.ts';

/** Why a line of a payout or an invoice was not booked as it came. */
export const MONEY_BREAKS = ['unknown', 'amount-differs', 'already-booked', 'lapsed'] as const;
export type MoneyBreak = (typeof MONEY_BREAKS)[number];

export interface PayoutRow {
  readonly payout: string;
  /** Party id of the credit company. */
  readonly credit: string;
  readonly date: string;
  /** How many claims it pays. */
  readonly claims: number;
  readonly claimed: Money;
  readonly refunded: Money;
  readonly fee: Money;
  /** What arrives: claimed, less refunded and fee. */
  readonly total: Money;
  /** Lines that were not booked. */
  readonly breaks: number;
}

/** A line of a payout or an invoice that does not match, for staff to clear up with the partner. */
export interface BreakLine {
  readonly kind: 'claim' | 'refund';
  /** The claim's or refund's reference, as the partner named it. */
  readonly subject: string;
  readonly amount: Money;
  readonly reason: MoneyBreak;
  /** What was expected, where there was something. */
  readonly expected?: Money;
  /** The payment's or parcel's own number, where there is one. */
  readonly number?: string;
}

/** Claimed and not paid out yet. */
export interface OpenClaimRow {
  readonly claim: string;
  readonly credit: string;
  /** The payment's purchase number. */
  readonly purchase: string;
  /** Absent in variant c, where nobody told it. */
  readonly receipt?: string;
  readonly part: 'parcel' | 'goods';
  readonly amount: Money;
  readonly date: string;
}

export interface InvoiceRow {
  readonly invoice: string;
  /** Party id of the carrier. */
  readonly carrier: string;
  /** `YYYY-MM`. */
  readonly month: string;
  readonly date: string;
  readonly parcels: number;
  readonly total: Money;
  /** Lines that are not what the mall's own books say. */
  readonly breaks: number;
}

export interface InvoiceLine {
  readonly size: SizeClass;
  readonly parcels: number;
  /** Parcels of this size that the carrier took from us in that month. */
  readonly expected: number;
  readonly rate: Money;
  /** The rate of the carrier's invoice before, where it was another. */
  readonly rateBefore?: Money;
  readonly amount: Money;
}

export interface InvoiceDetail {
  readonly lines: readonly InvoiceLine[];
  /** Cash given back to customers for us. */
  readonly refunded: Money;
  readonly breaks: readonly BreakLine[];
}

export const mallMoneyCommands = {
  'payouts.list': command<ListPage<PayoutRow>>()(listInput(MATCHINGS)),
  'payouts.breaks': command<BreakLine[]>()(z.object({ payout: z.uuid() })),
  'payouts.open-claims': command<ListPage<OpenClaimRow>>()(listInput([])),
  'invoices.received': command<ListPage<InvoiceRow>>()(listInput(MATCHINGS)),
  'invoices.detail': command<InvoiceDetail>()(z.object({ invoice: z.uuid() })),
};
