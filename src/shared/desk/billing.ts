/** The credit company's desk: statements, what customers paid, what malls get. There is no field for a product. */
import { z } from 'zod';
import { bankAccountSchema, type BankAccount, type OwnAccount, ownAccountSchema } from '../domain/bank-account.ts';
import { type Money, moneySchema } from '../domain/money.ts';
import { PAY_RUN, type PayRunState, STATEMENT, type StatementState } from '../domain/states.ts';
import { command, fileSchema, nothing } from './command.ts';
import { type BulkOutcome, LARGEST_BULK, type ListPage, listInput } from './list.ts';

/** How a customer gets statements and letters. */
export const BILLING_WAYS = ['mail', 'print'] as const;
export type BillingWay = (typeof BILLING_WAYS)[number];

export interface StatementRow {
  /** 13 digits. */
  readonly reference: string;
  /** `YYYY-MM`. */
  readonly month: string;
  readonly amount: Money;
  readonly paid: Money;
  readonly dueOn: string;
  readonly state: StatementState;
  readonly way: BillingWay;
  /** When it was mailed or printed. */
  readonly sentAt?: string;
  /** What comes next when nothing is paid, and on which day; absent where nothing does. */
  readonly next?: { readonly state: StatementState; readonly on: string };
}

export interface StatementFileLine {
  readonly kind: 'claim' | 'refund' | 'carried';
  readonly date: string;
  /** The mall's trade name. */
  readonly mall?: string;
  readonly receipt?: string;
  readonly amount: Money;
}

export interface StatementFile extends StatementRow {
  readonly customer: {
    readonly id: string;
    readonly name: string;
    /** How the next ones come. */
    readonly billing: BillingWay;
    readonly language: 'ja' | 'en';
  };
  readonly language: 'ja' | 'en';
  readonly lines: readonly StatementFileLine[];
  readonly payments: readonly { readonly date: string; readonly amount: Money }[];
}

/** How far a long work is. */
export interface WorkDone {
  readonly done: number;
  readonly of: number;
}

/** Where the monthly statements stand. */
export interface StatementsNow {
  /** The last month that has closed, `YYYY-MM`. */
  readonly month: string;
  /** Statements of that month. */
  readonly made: number;
  /** Present while they are being made. */
  readonly running?: WorkDone;
  /** Present while letters are being drawn. */
  readonly drawing?: WorkDone;
  /** Statements and letters that wait for the printer. */
  readonly letters: number;
}

export interface BillingSettings {
  /** 31: the end of the month, whatever its length. */
  readonly closingDay: number;
  readonly dueDay: number;
  /** In the how manyth month after the closing a statement is due. */
  readonly dueMonths: number;
  readonly account?: OwnAccount;
}

/** What becomes of one line of a bank's file. `known`: it was booked before. */
export const BANK_LINE_STATES = ['exact', 'part', 'over', 'unknown', 'known'] as const;
export type BankLineState = (typeof BANK_LINE_STATES)[number];

export interface BankLine {
  /** As an editor counts. */
  readonly line: number;
  readonly date: string;
  readonly amount: Money;
  /** The statement's reference, where one stands in the line. */
  readonly reference?: string;
  /** What the line says, to look at where no reference was found. */
  readonly text: string;
  readonly state: BankLineState;
  /** What the statement still asked for before this line. */
  readonly owed?: Money;
}

export interface BankFile {
  readonly encoding: 'UTF-8' | 'Shift_JIS';
  readonly counts: Readonly<Record<BankLineState, number>>;
  /** In their order; of a long file 500, those that somebody should look at first. */
  readonly lines: readonly BankLine[];
  /** Lines that can't be read; the others are booked. */
  readonly refused: readonly { readonly line: number; readonly field: string }[];
  /** Lines that bring no money in. */
  readonly skipped: number;
}

export interface BookedFile extends BankFile {
  /** Somebody ended it: the same file books the rest. */
  readonly stopped: boolean;
}

/**
 * `unknown`: nobody knows whose it is; `paid-back`: credit that went back to its customer, its amount below zero; `struck`:
 * typed by hand, and never came or never went.
 */
export type PaymentState = 'booked' | 'over' | 'unknown' | 'paid-back' | 'struck';

export interface ReceivedPayment {
  readonly id: string;
  readonly date: string;
  readonly amount: Money;
  readonly reference?: string;
  readonly text: string;
  readonly source: 'bank' | 'desk';
  readonly state: PaymentState;
  readonly bookedAt: string;
}

/** `assigned`: to a statement, wholly or in part. */
export const RECEIVED_STATES = ['unknown', 'assigned', 'paid-back', 'struck'] as const;

/** How a payment met its statement. */
export interface BookedPayment {
  readonly state: 'exact' | 'part' | 'over';
  /** What the statement still asks for. */
  readonly rest: Money;
  /** What stands to the customer's credit. */
  readonly credit: Money;
}

/** What it means that a payment was another's. */
export interface TakenBackPayment {
  /** What its customer owes now. */
  readonly owed: Money;
  /** What malls were paid of that already. */
  readonly paidOut: Money;
}

/** `no-account`: nobody entered where the mall is paid; `carried`: nothing is left to pay after refunds; `waiting`: no customer has paid. */
export type PayableState = 'ready' | 'no-account' | 'carried' | 'waiting';

/** What a mall would be paid now. */
export interface PayableRow {
  readonly mall: string;
  readonly mallName: string;
  readonly state: PayableState;
  /** How many claims. */
  readonly parts: number;
  readonly claims: Money;
  readonly refunds: Money;
  readonly fee: Money;
  readonly total: Money;
  /** Claimed, but not paid by the customers yet. */
  readonly waiting: Money;
}

export interface MadePayout {
  readonly payout: string;
  readonly mall: string;
  readonly mallName: string;
  readonly parts: number;
  readonly claims: Money;
  readonly refunds: Money;
  readonly fee: Money;
  readonly total: Money;
}

/** Payouts that were made together, and are paid by the same file. */
export interface PayRunRow {
  readonly run: string;
  readonly date: string;
  readonly state: PayRunState;
  readonly total: Money;
  /** How many, and the first by name. */
  readonly malls: number;
  readonly mallName: string;
}

export interface PayRun extends PayRunRow {
  readonly payouts: readonly MadePayout[];
  /** What customers owe of its claims again, since a payment was taken back. */
  readonly owedAgain: Money;
}

export interface Payee extends BankAccount {
  /** Party id. */
  readonly partner: string;
  /** Basis points. */
  readonly feeRate: number;
}

export interface PayeeRow {
  readonly partner: string;
  readonly name: string;
  readonly payee?: Payee;
}

export interface BillingPaper {
  /** Base64. */
  readonly pdf: string;
  /** Its first page, PNG as base64. */
  readonly preview: string;
}

/** What waits for the printer. */
export interface LetterPile {
  /** Base64; absent where somebody stopped the drawing. */
  readonly pdf?: string;
  readonly letters: number;
  /** Its last letter. */
  readonly upTo: number;
}

const id = z.string().max(64);
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const reason = z.string().trim().min(1).max(200);
/** 13 digits, in groups or not: checked where it is used. */
const typedReference = z.string().max(40);

export const PAY_RUN_STATES = Object.keys(PAY_RUN.next) as PayRunState[];
export const STATEMENT_STATES = Object.keys(STATEMENT.next) as StatementState[];

export const billingCommands = {
  'statements.now': command<StatementsNow>()(nothing),
  /** By month. */
  'statements.list': command<ListPage<StatementRow>>()(listInput(STATEMENT_STATES)),
  /** Makes those that are missing of a month that has closed; the last one unless named. */
  'statements.make': command<{ made: number; stopped: boolean }>()(z.object({ month: month.optional() })),
  /** Ends a making after the batch at hand, or the drawing of letters; what is missing can be made later. */
  'statements.stop': command<void>()(z.object({ work: z.enum(['statements', 'letters']).default('statements') })),
  /** With the customer's name; recorded in the trail. */
  'statements.open': command<StatementFile>()(z.object({ reference: typedReference })),
  'statements.paper': command<BillingPaper>()(z.object({ reference: typedReference })),
  /** Once more, by mail or as a letter for the printer. */
  'statements.send': command<void>()(z.object({ reference: typedReference, by: z.enum(BILLING_WAYS) })),
  /** The same of many. */
  'statements.send-many': command<BulkOutcome>()(
    z.object({ references: z.array(typedReference).min(1).max(LARGEST_BULK), by: z.enum(BILLING_WAYS) }),
  ),
  /** Everything that waits for the printer, oldest first, 500 at most, as one PDF. */
  'statements.letters': command<LetterPile>()(nothing),
  /** The letters up to that one came out of the printer. */
  'statements.printed': command<void>()(z.object({ upTo: z.int().min(1) })),
  /** No reminder before that day. */
  'statements.postpone': command<void>()(z.object({ reference: typedReference, until: z.iso.date(), reason })),

  'billing.settings': command<BillingSettings>()(nothing),
  'billing.set-days': command<void>()(
    z.object({
      closingDay: z.int().min(1).max(31),
      dueDay: z.int().min(1).max(31),
      dueMonths: z.int().min(1).max(3),
    }),
  ),
  'billing.set-account': command<void>()(ownAccountSchema),
  'billing.preference': command<void>()(
    z.object({ customer: id, by: z.enum(BILLING_WAYS), language: z.enum(['ja', 'en']) }),
  ),

  /** A payment by hand. */
  'payments.receive': command<BookedPayment>()(
    z.object({
      reference: typedReference,
      amount: moneySchema,
      date: z.iso.date(),
      /** Of what was typed: sent again after a lost answer, it is booked once (`already-booked`). */
      entry: z.uuid().optional(),
    }),
  ),
  /** What a bank's CSV file would book, UTF-8 or Shift_JIS. */
  'payments.preview': command<BankFile>()(z.object({ file: fileSchema })),
  /** Books it; a line that was booked before is not booked again. `payments.now` tells how far it is. */
  'payments.import': command<BookedFile>()(z.object({ file: fileSchema })),
  'payments.now': command<{ readonly running?: WorkDone }>()(nothing),
  /** Ends an import after the lines at hand. */
  'payments.stop': command<void>()(nothing),
  /** By the bank's day. */
  'payments.received': command<ListPage<ReceivedPayment>>()(listInput(RECEIVED_STATES)),
  'payments.assign': command<BookedPayment>()(z.object({ payment: id, reference: typedReference })),
  /** It was assigned to the wrong one: its money is unknown again, what it paid is owed again. */
  'payments.take-back': command<TakenBackPayment>()(z.object({ payment: id, reason })),
  /** What stands to a customer's credit goes back through the bank. Resolves to what is left of it. */
  'payments.pay-back': command<Money>()(
    z.object({
      customer: id,
      amount: moneySchema,
      date: z.iso.date(),
      reason,
      /** Of what was typed: sent again after a lost answer, it is booked once (`already-booked`). */
      entry: z.uuid(),
    }),
  ),
  /**
   * It was typed by hand and never came, or never went; it stays in the list. Fails with `wrong-state` for one that is assigned
   * or the bank's.
   */
  'payments.strike': command<void>()(z.object({ payment: id, reason })),

  'payouts.preview': command<PayableRow[]>()(nothing),
  /** Pays these malls what can be paid. */
  'payouts.make': command<PayRun>()(z.object({ malls: z.array(z.string().max(253)).min(1).max(10_000) })),
  'payouts.runs': command<ListPage<PayRunRow>>()(listInput(PAY_RUN_STATES)),
  'payouts.run': command<PayRun>()(z.object({ run: id })),
  /** Until its file was taken; then `wrong-state`. */
  'payouts.undo': command<void>()(z.object({ run: id })),
  /** For the bank. With the first one the malls are told. */
  'payouts.file': command<{ name: string; file: string }>()(
    z.object({ run: id, form: z.enum(['iso20022', 'zengin', 'zengin-unbroken']) }),
  ),
  'payees.list': command<PayeeRow[]>()(nothing),
  'payees.save': command<void>()(
    bankAccountSchema.extend({ partner: z.string().max(253), feeRate: z.int().min(0).max(5000) }),
  ),
};
