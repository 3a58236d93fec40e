/** What the slip in a parcel says. Names and addresses of customers have no place in it: the mall knows none. */

export interface SlipLine {
  /** The product's name. */
  readonly name: string;
  readonly quantity: number;
  /** Minor currency units, tax included. */
  readonly unitPrice: number;
  /** 10, or 8 for the reduced rate. */
  readonly taxPercent: number;
}

/** A packing slip; with a registration number it is a simplified qualified invoice (適格簡易請求書) too. */
export interface PackingSlip {
  readonly language: 'ja' | 'en';
  /** A5 when absent. */
  readonly paper?: 'A5' | 'A4';
  readonly seller: {
    /** Trade name. */
    readonly name: string;
    /** `T` and 13 digits; absent for a seller that is not registered for qualified invoices. */
    readonly registration?: string;
  };
  /** `YYYY-MM-DD`, of the transaction. */
  readonly date: string;
  /** The purchase number for the counterparty that the parcel goes through. */
  readonly purchase: string;
  /** ISO 4217. */
  readonly currency: string;
  /** At least one; charges such as postage are lines of their own. */
  readonly lines: readonly SlipLine[];
  /** Pieces that were ordered and are not in the parcel; not among the lines. */
  readonly missing?: {
    readonly lines: readonly Pick<SlipLine, 'name' | 'quantity' | 'unitPrice'>[];
    /** The driver collects their price, too: it goes back in cash. Otherwise it is not charged. */
    readonly collected: boolean;
  };
  /** Present on pay-later orders: the part to pay by. The payment number is the purchase number. */
  readonly payLater?: {
    /** Whom and how to pay; line ends are kept. */
    readonly payTo: string;
    /** `YYYY-MM-DD`. */
    readonly due: string;
  };
}

/** Japan's reduced rate for food and newspapers, in percent. */
export const REDUCED_PERCENT = 8;
