/** The mall's desk: orders called off, parcels that came back, money on its way to customers. */
import { z } from 'zod';
import { type Money, moneySchema } from '../domain/money.ts';
import {
  type GoodsState,
  type PaymentState,
  type PurchaseState,
  REFUND_STATES,
  type RefundState,
} from '../domain/states.ts';
import type { PayMode } from '../protocol/instruction.ts';
import { command, nothing } from './command.ts';
import { type BulkOutcome, LARGEST_BULK, listInput, type ListPage } from './list.ts';
import type { PackingItem } from './mall.ts';

/** Why staff call an order off before it leaves. */
export const CANCEL_REASONS = ['customer', 'out-of-stock', 'mistake', 'other'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** Why money goes back for what had left. */
export const REFUND_REASONS = ['refused', 'returned', 'other'] as const;
export type RefundReason = (typeof REFUND_REASONS)[number];

/**
 * How money goes back: through the credit company, in cash through the carrier, by the mall's own means, or `waived`:
 * nothing was paid yet, and less of it has to be.
 */
export type RefundWay = 'settlement' | 'cash' | 'own' | 'waived';

export interface RefundRow {
  readonly refund: string;
  /** The parcel's purchase number, or the payment's where there is no parcel. */
  readonly number: string;
  readonly way: RefundWay;
  readonly amount: Money;
  /** `disputed`: the customer contested the charge at the credit company. */
  readonly reason: 'cancelled' | 'disputed' | RefundReason;
  readonly state: RefundState;
  readonly askedAt: string;
  readonly doneAt?: string;
  /** Who gives it back; absent where the mall does. */
  readonly partnerName?: string;
  /** The partner said that it never will: staff clear it up and take the request back. */
  readonly refused: boolean;
}

/** What can be done with a part of an order now. */
export type PartStanding =
  /** Not dispatched: it can be called off. */
  | 'cancellable'
  /** The customer has not finished with the companies. */
  | 'with-customer'
  /** Money can go back. */
  | 'refundable'
  /** Nobody has paid anything for it that could go back. */
  | 'unpaid'
  /** Nothing is left that could go back. */
  | 'nothing-left';

export interface AccountPart {
  readonly part: 'parcel' | 'goods';
  /** What to cancel or refund it by. */
  readonly number: string;
  readonly state: PurchaseState | GoodsState;
  readonly price: Money;
  readonly standing: PartStanding;
  /** The most that can go back now; of a cancellable part what cancelling gives back. */
  readonly refundable: Money;
  readonly way?: RefundWay;
  /** Carrier, or credit company. */
  readonly partnerName: string;
  /** On the label. */
  readonly shipping?: string;
  readonly returnReason?: string;
  /** It came back and was dealt with. */
  readonly received: boolean;
  /** Called off, and what the carrier said to it. */
  readonly calledOff?: 'asked' | 'confirmed' | 'refused';
}

/** An order's parts and money, as staff need it to call off or give back. */
export interface OrderAccount {
  readonly placedAt: string;
  readonly pay: PayMode;
  readonly parts: readonly AccountPart[];
  /** On settled orders. */
  readonly payment?: {
    readonly companyName: string;
    readonly state: PaymentState;
    readonly amount: Money;
    readonly claimed: Money;
    readonly released: Money;
    readonly refunded: Money;
  };
  readonly refunds: readonly RefundRow[];
}

/** A parcel that the carrier brought back and nobody has dealt with. */
export interface ReturnRow {
  readonly purchase: string;
  readonly shipping?: string;
  readonly carrierName: string;
  /** The carrier's. */
  readonly reason?: string;
  readonly at: string;
  readonly pay: PayMode;
  readonly total: Money;
}

/** A parcel on the bench that came back, opened from the mall's own table. */
export interface ReceivedParcel {
  readonly purchase: string;
  readonly items: readonly PackingItem[];
  readonly account: OrderAccount;
}

const number = z.string().regex(/^\d{14}$/);
const pieces = z.array(z.object({ sku: z.string().max(64), quantity: z.int().min(0) })).max(200);

export const mallRefundCommands = {
  /** By any number of it, typed or scanned, or any code of its labels. */
  'orders.find': command<OrderAccount>()(z.object({ number: z.string().max(4000) })),
  /** Calls a part off before dispatch: the parcel by its purchase number, electronic goods by the payment's. */
  'orders.cancel': command<OrderAccount>()(z.object({ number, reason: z.enum(CANCEL_REASONS) })),
  /** Longest waiting first. */
  'returns.waiting': command<ReturnRow[]>()(nothing),
  /** What a parcel on the bench holds; its contents code must be what was sent, byte for byte. */
  'returns.receive': command<ReceivedParcel>()(z.object({ scan: z.string().max(4000) })),
  /**
   * Gives back all or part of a part's price; nothing, with an amount of 0, only together with `restock`.
   * `restock`: the parcel has come back, and these pieces of it can be sold again; once for each parcel.
   */
  'refunds.make': command<OrderAccount>()(
    z.object({
      number,
      amount: moneySchema.refine(({ value }) => value >= 0),
      reason: z.enum(REFUND_REASONS),
      restock: pieces.optional(),
    }),
  ),
  'refunds.list': command<ListPage<RefundRow>>()(listInput(REFUND_STATES)),
  /** A refund by the mall's own means has been paid. */
  'refunds.record': command<void>()(z.object({ refund: z.uuid(), date: z.iso.date() })),
  /** Several of them, all on one day. */
  'refunds.record-many': command<BulkOutcome>()(
    z.object({ refunds: z.array(z.uuid()).min(1).max(LARGEST_BULK), date: z.iso.date() }),
  ),
  /** Takes a request back that the partner has refused for good. */
  'refunds.withdraw': command<void>()(z.object({ refund: z.uuid() })),
};
