/** State machines as data. A test proves that every state can be reached and that an end is an end. */

export interface StateTable<State extends string> {
  readonly start: State;
  readonly next: Readonly<Record<State, readonly State[]>>;
}

/** A purchase as the mall sees it. */
export const PURCHASE = {
  start: 'awaiting-payment',
  next: {
    /** Settled by a credit company first; others begin as `offered`. */
    'awaiting-payment': ['offered', 'refused', 'declined', 'expired'],
    /** The customer holds the instruction; the counterparty has not answered. */
    offered: ['accepted', 'refused', 'declined', 'expired'],
    /** The counterparty said OK: waiting to be packed. What the carrier has counts, whatever the bench recorded. */
    accepted: ['packed', 'shipped', 'delivered', 'returned', 'cancelled'],
    /** Labelled. The bench may forget to say that the driver took it. */
    packed: ['handed-over', 'shipped', 'delivered', 'returned', 'cancelled'],
    /** With the carrier's driver, as far as the bench knows; what was missing at the pick-up may be found here again. */
    'handed-over': ['packed', 'shipped', 'delivered', 'returned'],
    /** The carrier confirmed that it has the parcel. */
    shipped: ['delivered', 'returned'],
    delivered: [],
    returned: [],
    /** Called off by the mall's staff before it left. */
    cancelled: [],
    refused: [],
    declined: [],
    expired: [],
  },
} as const satisfies StateTable<string>;
export type PurchaseState = keyof typeof PURCHASE.next;
export const PURCHASE_STATES = Object.keys(PURCHASE.next) as readonly PurchaseState[];

/** The payment of an order, as the mall sees it. */
export const PAYMENT = {
  start: 'offered',
  next: {
    /** The customer holds the instruction; the credit company has not answered. */
    offered: ['accepted', 'refused', 'declined', 'expired'],
    /** Held for the mall until it claims. */
    accepted: ['claimed', 'lapsed', 'released'],
    /** Goods were dispatched and their price claimed, in part for a part. */
    claimed: ['paid', 'refunded', 'lapsed'],
    /** Every claim was paid out. */
    paid: ['refunded'],
    /** Everything that was claimed went back to the customer. */
    refunded: [],
    /** The hold ended before a claim. */
    lapsed: [],
    /** Given up by the mall before a claim. */
    released: [],
    refused: [],
    declined: [],
    expired: [],
  },
} as const satisfies StateTable<string>;
export type PaymentState = keyof typeof PAYMENT.next;
/** Money stands behind the order: held, claimed or paid out. */
export const FUNDED: readonly PaymentState[] = ['accepted', 'claimed', 'paid'];

/** The electronic goods of an order, as the mall sees them. */
export const GOODS = {
  start: 'awaiting-payment',
  next: {
    'awaiting-payment': ['ready', 'refused', 'declined', 'expired'],
    /** Settled: waiting to be sealed to the buyer. */
    ready: ['packed', 'cancelled'],
    /** Sealed and labelled; the package is on its way to the credit company. */
    packed: ['sent', 'cancelled'],
    /** The credit company has the whole package; its price is claimed. */
    sent: ['forwarded', 'failed', 'refunded'],
    forwarded: ['failed', 'refunded'],
    /** The mail did not reach the customer; the credit company may send it again. */
    failed: ['forwarded', 'refunded'],
    /** Their price went back to the customer. */
    refunded: [],
    cancelled: [],
    refused: [],
    declined: [],
    expired: [],
  },
} as const satisfies StateTable<string>;
export type GoodsState = keyof typeof GOODS.next;
export const GOODS_STATES = Object.keys(GOODS.next) as readonly GoodsState[];

/** A package of electronic goods as the credit company sees it. */
export const FORWARDING = {
  start: 'announced',
  next: {
    /** The mall said that it comes; it is not here in full. */
    announced: ['arrived', 'withdrawn'],
    /** Here and whole: waiting at the forwarding station. */
    arrived: ['queued', 'withdrawn'],
    /** Given to the mail queue. */
    queued: ['sent', 'failed'],
    /** The customer's mail server took it. */
    sent: ['bounced', 'queued', 'closed'],
    /** A report came back: it did not arrive. */
    bounced: ['queued', 'closed'],
    /** No mail server took it in time. */
    failed: ['queued', 'closed'],
    /** Its time is over: the package is deleted. */
    closed: [],
    /** Its settlement was given back before it was forwarded. */
    withdrawn: [],
  },
} as const satisfies StateTable<string>;
export type ForwardingState = keyof typeof FORWARDING.next;

/** A mail to a customer. Sending something again is another mail. */
export const MAIL = {
  start: 'waiting',
  next: {
    waiting: ['sent', 'failed'],
    /** The mail server took it. */
    sent: ['bounced'],
    /** A report came back: it did not arrive. */
    bounced: [],
    /** No mail server took it. */
    failed: [],
  },
} as const satisfies StateTable<string>;
export type MailState = keyof typeof MAIL.next;

/** A monthly statement: how far its payment has been pressed for. */
export const STATEMENT = {
  start: 'open',
  next: {
    open: ['paid', 'reminded'],
    /** Past its day: reminded once in a friendly way. */
    reminded: ['paid', 'warned'],
    warned: ['paid', 'collection'],
    /** For people, not for letters any more; the cards are blocked. */
    collection: ['paid'],
    paid: [],
  },
} as const satisfies StateTable<string>;
export type StatementState = keyof typeof STATEMENT.next;
/**
 * Where a statement stands whose payment turns out to be another's, by where it stood when it was paid. Letters come before
 * people once more: its customer's cards may have been unblocked since.
 */
export const REOPENED = {
  open: 'open',
  reminded: 'reminded',
  warned: 'warned',
  collection: 'warned',
} as const satisfies Readonly<Record<Exclude<StatementState, 'paid'>, StatementState>>;

/** Payouts that were made together, and are paid by the same file. */
export const PAY_RUN = {
  start: 'made',
  next: {
    /** In the books. Neither the bank nor a mall knows of it. */
    made: ['taken', 'undone'],
    /** Its file went out for the bank, and the malls were told. */
    taken: [],
    /** Its claims can be paid out anew. */
    undone: [],
  },
} as const satisfies StateTable<string>;
export type PayRunState = keyof typeof PAY_RUN.next;

/** A charge that a customer contests, as the credit company sees it. */
export const DISPUTE = {
  start: 'open',
  next: {
    /** Taken in: nobody but the customer has said anything. */
    open: ['asked', 'won', 'lost', 'withdrawn'],
    /** The mall was asked for its side. */
    asked: ['answered', 'won', 'lost', 'withdrawn'],
    /** The mall gave in, or said what it has; the company decides. */
    answered: ['won', 'lost', 'withdrawn'],
    /** The customer is right: the amount went back. */
    won: [],
    /** The charge stands. */
    lost: [],
    /** The customer took it back. */
    withdrawn: [],
  },
} as const satisfies StateTable<string>;
export type DisputeState = keyof typeof DISPUTE.next;
/** Not decided: its claim is not paid out meanwhile, and its statement not pressed for. */
export const UNDECIDED = ['open', 'asked', 'answered'] as const satisfies readonly DisputeState[];

/** The same as the mall sees it, from the day on which it was asked. */
export const ASKED_DISPUTE = {
  start: 'asked',
  next: {
    asked: ['answered', 'won', 'lost', 'withdrawn'],
    answered: ['won', 'lost', 'withdrawn'],
    won: [],
    lost: [],
    withdrawn: [],
  },
} as const satisfies StateTable<string>;
export type AskedDisputeState = keyof typeof ASKED_DISPUTE.next;

/** Money on its way back to a customer, as the mall sees it. */
export const REFUND = {
  start: 'asked',
  next: { asked: ['done'], done: [] },
} as const satisfies StateTable<string>;
export type RefundState = keyof typeof REFUND.next;
export const REFUND_STATES = Object.keys(REFUND.next) as readonly RefundState[];

/** Something that was given to a printer: many labels, or one. */
export const PRINT_JOB = {
  start: 'preparing',
  next: {
    /** Its items are being written down. */
    preparing: ['waiting', 'cancelled'],
    /** For its turn at the printer. */
    waiting: ['printing', 'paused', 'stopped', 'cancelled', 'expired'],
    printing: ['waiting', 'paused', 'stopped', 'done', 'cancelled'],
    paused: ['waiting', 'cancelled', 'expired'],
    /** By the printer, or for a person to say what came out. Some printers go on by themselves. */
    stopped: ['printing', 'waiting', 'paused', 'done', 'cancelled', 'expired'],
    done: [],
    cancelled: [],
    /** Nobody went on with it in time. */
    expired: [],
  },
} as const satisfies StateTable<string>;
export type PrintJobState = keyof typeof PRINT_JOB.next;
export const PRINT_JOB_STATES = Object.keys(PRINT_JOB.next) as readonly PrintJobState[];

/** One label, or one paper, of a print job. */
export const PRINT_ITEM = {
  start: 'waiting',
  next: {
    waiting: ['sent', 'refused', 'left'],
    /** Handed to the printer: it may come out from now on. */
    sent: ['printed', 'unsure', 'again'],
    /** It did not come out, and is to be handed over once more. */
    again: ['sent', 'refused', 'left'],
    /** A person has to look whether it came out. */
    unsure: ['printed', 'again', 'left'],
    /** The printer confirmed it, or a person did. */
    printed: [],
    /** It can't be printed, or need not be any more. */
    refused: [],
    /** Its job ended before: free to be printed by another. */
    left: [],
  },
} as const satisfies StateTable<string>;
export type PrintItemState = keyof typeof PRINT_ITEM.next;

/** A parcel as the carrier sees it. */
export const PARCEL = {
  start: 'expected',
  next: {
    /** Agreed with the customer; the mall has not handed it over yet. */
    expected: ['accepted', 'cancelled'],
    accepted: ['at-depot'],
    /** Delivered at the counter, where it is held for the customer. */
    'at-depot': ['out-for-delivery', 'delivered', 'returned'],
    'out-for-delivery': ['delivered', 'attempted', 'at-depot'],
    attempted: ['out-for-delivery', 'at-depot', 'returned'],
    delivered: [],
    returned: [],
    /** Called off before the mall handed it over. */
    cancelled: [],
  },
} as const satisfies StateTable<string>;
export type ParcelState = keyof typeof PARCEL.next;

/** A parcel that its customer sends back, as the carrier sees it: under a number of its own, to the mall alone. */
export const RETURN_PARCEL = {
  start: 'announced',
  next: {
    /** Its number was minted with the parcel's; nobody has brought anything. */
    announced: ['accepted'],
    /** Taken at the door or at the counter. */
    accepted: ['at-depot', 'handed-to-mall'],
    'at-depot': ['handed-to-mall'],
    'handed-to-mall': [],
  },
} as const satisfies StateTable<string>;
export type ReturnParcelState = keyof typeof RETURN_PARCEL.next;
/** How far along it is: a late scan never moves it back. */
export const RETURN_PARCEL_STATES = Object.keys(RETURN_PARCEL.next) as readonly ReturnParcelState[];

/** What a customer sends back, as the mall sees it. */
export const CUSTOMER_RETURN = {
  start: 'announced',
  next: {
    /** The customer has the label. The bench may open it before the carrier has said anything. */
    announced: ['on-the-way', 'arrived', 'decided'],
    /** The carrier took it. */
    'on-the-way': ['arrived', 'decided'],
    /** The carrier handed it over, or it lay on the bench. */
    arrived: ['decided'],
    /** Staff have said what becomes of it, and of the money. */
    decided: [],
  },
} as const satisfies StateTable<string>;
export type CustomerReturnState = keyof typeof CUSTOMER_RETURN.next;
export const CUSTOMER_RETURN_STATES = Object.keys(CUSTOMER_RETURN.next) as readonly CustomerReturnState[];

/** A settlement as the credit company sees it. */
export const SETTLEMENT = {
  start: 'held',
  next: {
    /** The balance is held; the mall may claim until its end. */
    held: ['captured', 'expired', 'released'],
    /** Claimed, whole or in part. */
    captured: ['refunded'],
    /** Nobody claimed in time. */
    expired: [],
    /** The mall gave it up before any claim. */
    released: [],
    /** Everything that was claimed went back. */
    refunded: [],
  },
} as const satisfies StateTable<string>;
export type SettlementState = keyof typeof SETTLEMENT.next;

/** How far along a parcel is: a late scan of an earlier step never moves it back. */
export const PARCEL_STATES = Object.keys(PARCEL.next) as readonly ParcelState[];

export function canMove<State extends string>(table: StateTable<State>, from: State, to: State): boolean {
  return table.next[from].includes(to);
}
