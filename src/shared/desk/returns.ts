/** What customers send back: asked for in the shop's window, carried under a number of its own, decided at the bench. */
import { z } from 'zod';
import { type Money, moneySchema } from '../domain/money.ts';
import { CUSTOMER_RETURN_STATES, type CustomerReturnState } from '../domain/states.ts';
import type { PayMode } from '../protocol/instruction.ts';
import { approverSchema } from './accounts.ts';
import { command, nothing } from './command.ts';
import { listInput, type ListPage } from './list.ts';
import type { OrderAccount, PartStanding, RefundWay } from './mall-refunds.ts';

/** Why a customer sends something back; the mall keeps it, the carrier is never told. */
export const RETURN_CLASSES = ['does-not-fit', 'damaged', 'wrong-item', 'changed-mind', 'other'] as const;
export type ReturnClass = (typeof RETURN_CLASSES)[number];

/** How a piece came back. Only what is as new goes back into the stock; what is missing is not paid back. */
export const RETURN_CONDITIONS = ['as-new', 'used', 'damaged', 'missing'] as const;
export type ReturnCondition = (typeof RETURN_CONDITIONS)[number];

/** How long after the delivery a customer may ask, in days, until staff say otherwise. */
export const USUAL_RETURN_PERIOD = 30;
export const LONGEST_RETURN_PERIOD = 365;

export interface CustomerReturnRow {
  readonly purchase: string;
  /** On the return label. */
  readonly number: string;
  readonly carrierName: string;
  /** Absent where it came without having been asked for. */
  readonly reason?: ReturnClass;
  readonly state: CustomerReturnState;
  /** When it was decided, before that asked for; seen here last, where nobody asked. */
  readonly since: string;
  readonly askedAt?: string;
  /** Days of the carrier. */
  readonly acceptedOn?: string;
  readonly arrivedOn?: string;
  readonly decidedAt?: string;
  readonly pay: PayMode;
  readonly total: Money;
}

export interface ReturnedItem {
  readonly sku: string;
  /** Empty where only SKU and quantity were sealed. */
  readonly name: string;
  /** What else than the SKU its bar code says. */
  readonly barcode?: string;
  /** Pieces that were sent. */
  readonly quantity: number;
  /** Of one, with tax. */
  readonly price: Money;
}

/** A return on the bench, opened from the mall's own table. */
export interface OpenedReturn extends CustomerReturnRow {
  /** In the order of the contents; none where only their count was sealed. */
  readonly items: readonly ReturnedItem[];
  /** What the customer paid for the carriage; 0 for nothing. */
  readonly charge: Money;
  readonly standing: PartStanding;
  /** The most that can go back now. */
  readonly refundable: Money;
  /** How it would go back. */
  readonly way?: RefundWay;
  /** Who gives it back, where that is not the mall. */
  readonly through: string;
}

/** Which depot hands a mall what its customers send back. */
export interface MallDepot {
  readonly mall: string;
  readonly name: string;
  /** Absent: none is set. */
  readonly depot?: string;
}

const number = z.string().regex(/^\d{14}$/);

export const returnCommands = {
  /** Mall. By the time of `since`. */
  'returns.list': command<ListPage<CustomerReturnRow>>()(listInput(CUSTOMER_RETURN_STATES)),
  /**
   * Mall. A return on the bench by its number, its label id or its contents code, which must be what was sent, byte for
   * byte. Fails with `not-a-return` for what was not delivered, `already-decided`, `contents-differ`, `purchase-unknown`.
   */
  'returns.open': command<OpenedReturn>()(z.object({ scan: z.string().max(4000) })),
  /**
   * Mall. What becomes of each piece, and how much goes back: at most the prices of what came, with the charge where it
   * is given back too. Once for each return. `approver`: as of `packing.send-without`, where money goes back.
   */
  'returns.decide': command<OrderAccount>()(
    z.object({
      purchase: number,
      pieces: z
        .array(
          z.object({
            /** Place in the contents. */
            item: z.int().min(0).max(199),
            quantity: z.int().min(1).max(999),
            condition: z.enum(RETURN_CONDITIONS),
          }),
        )
        .max(800),
      approver: approverSchema.optional(),
      charge: z.boolean(),
      amount: moneySchema.refine(({ value }) => value >= 0),
    }),
  ),
  /** Mall. 0 days: customers can't ask. */
  'returns.period': command<{ days: number }>()(nothing),
  'returns.change-period': command<void>()(z.object({ days: z.int().min(0).max(LONGEST_RETURN_PERIOD) })),
  /** Carrier. */
  'mall-depots.list': command<MallDepot[]>()(nothing),
  'mall-depots.set': command<void>()(
    z.object({
      mall: z.string().max(253),
      depot: z
        .string()
        .regex(/^[A-Z0-9-]{1,12}$/)
        .optional(),
    }),
  ),
};
