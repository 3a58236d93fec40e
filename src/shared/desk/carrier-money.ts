/** The carrier's desk: cash given back for malls, and the monthly invoices to them. */
import { z } from 'zod';
import type { Addressee } from '../domain/addressee.ts';
import type { Money } from '../domain/money.ts';
import type { SizeClass } from '../domain/parcel-size.ts';
import { command, nothing } from './command.ts';
import { listInput, type ListPage } from './list.ts';

export interface BillLine {
  readonly size: SizeClass;
  readonly parcels: number;
  readonly rate: Money;
  readonly amount: Money;
}

/** What a mall will be billed for when the month is over, as it stands now. */
export interface DueBill {
  readonly mall: string;
  readonly mallName: string;
  readonly lines: readonly BillLine[];
  /** Cash given back to customers for the mall. */
  readonly refunded: Money;
  readonly total: Money;
}

export interface SentInvoice {
  readonly invoice: string;
  readonly mall: string;
  /** `YYYY-MM`. */
  readonly month: string;
  readonly date: string;
  readonly parcels: number;
  readonly total: Money;
}

export interface SentInvoiceDetail {
  readonly lines: readonly BillLine[];
  readonly refunded: Money;
}

export const CASH_REFUND_STATES = ['asked', 'done'] as const;
export type CashRefundState = (typeof CASH_REFUND_STATES)[number];

/** Cash that a mall wants given back to an addressee. */
export interface CashRefundRow {
  readonly refund: string;
  /** The shipping number. */
  readonly number: string;
  readonly mall: string;
  readonly amount: Money;
  readonly reason: 'returned' | 'other';
  readonly state: CashRefundState;
  readonly askedAt: string;
  readonly doneAt?: string;
  /** The clerk who gave it back. */
  readonly who?: string;
  /** On the invoice to the mall already. */
  readonly billed: boolean;
}

export const carrierMoneyCommands = {
  /** By when they were asked for; done ones by when they were given back. */
  'cash-refunds.list': command<ListPage<CashRefundRow>>()(listInput(CASH_REFUND_STATES)),
  /** To whom the cash goes: opens the addressee of the table; recorded in the trail. */
  'cash-refunds.open': command<{ addressee: Addressee }>()(z.object({ refund: z.uuid() })),
  /** The customer has the cash back: the mall is told, and billed with the month. */
  'cash-refunds.done': command<void>()(z.object({ refund: z.uuid() })),
  /** Not billed yet, mall by mall. */
  'invoices.due': command<DueBill[]>()(nothing),
  'invoices.sent': command<ListPage<SentInvoice>>()(listInput([])),
  'invoices.lines': command<SentInvoiceDetail>()(z.object({ invoice: z.uuid() })),
};
