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
    accepted: ['packed', 'shipped', 'delivered', 'returned'],
    /** Labelled. The bench may forget to say that the driver took it. */
    packed: ['handed-over', 'shipped', 'delivered', 'returned'],
    'handed-over': ['shipped', 'delivered', 'returned'],
    /** The carrier confirmed that it has the parcel. */
    shipped: ['delivered', 'returned'],
    delivered: [],
    returned: [],
    refused: [],
    declined: [],
    expired: [],
  },
} as const satisfies StateTable<string>;
export type PurchaseState = keyof typeof PURCHASE.next;

/** The payment of an order, as the mall sees it. */
export const PAYMENT = {
  start: 'offered',
  next: {
    /** The customer holds the instruction; the credit company has not answered. */
    offered: ['accepted', 'refused', 'declined', 'expired'],
    /** Held for the mall until it claims. */
    accepted: ['claimed', 'lapsed'],
    /** Goods were dispatched and the price claimed. */
    claimed: ['paid'],
    paid: [],
    /** The hold ended before a claim. */
    lapsed: [],
    refused: [],
    declined: [],
    expired: [],
  },
} as const satisfies StateTable<string>;
export type PaymentState = keyof typeof PAYMENT.next;

/** A parcel as the carrier sees it. */
export const PARCEL = {
  start: 'expected',
  next: {
    /** Agreed with the customer; the mall has not handed it over yet. */
    expected: ['accepted', 'cancelled'],
    accepted: ['at-depot'],
    'at-depot': ['out-for-delivery', 'returned'],
    'out-for-delivery': ['delivered', 'attempted', 'at-depot'],
    attempted: ['out-for-delivery', 'at-depot', 'returned'],
    delivered: [],
    returned: [],
    /** Called off before the mall handed it over. */
    cancelled: [],
  },
} as const satisfies StateTable<string>;
export type ParcelState = keyof typeof PARCEL.next;

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
