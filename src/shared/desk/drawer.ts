/** The carrier's desk: what a driver carries in cash from the start of a shift to its end. */
import { z } from 'zod';
import { type Money, moneySchema } from '../domain/money.ts';
import { command, nothing } from './command.ts';
import { listInput, type ListPage, MATCHINGS } from './list.ts';

/** Why the count is not what it should be. */
export const DRAWER_REASONS = ['miscounted', 'wrong-change', 'lost', 'found', 'unknown'] as const;
export type DrawerReason = (typeof DRAWER_REASONS)[number];

/** The drawer of the person who asks. */
export interface Drawer {
  readonly openedAt: string;
  /** Change that was in it at the beginning. */
  readonly float: Money;
  readonly entries: readonly { readonly number: string; readonly amount: Money; readonly at: string }[];
  /** Float and everything collected. */
  readonly expected: Money;
}

export interface ClosedDrawer {
  readonly id: string;
  readonly who: string;
  readonly openedAt: string;
  readonly closedAt: string;
  readonly parcels: number;
  readonly expected: Money;
  readonly counted: Money;
  /** Absent when the count was right. */
  readonly reason?: DrawerReason;
}

export const drawerCommands = {
  /** `null` when this person's drawer is closed. */
  'drawer.read': command<Drawer | null>()(nothing),
  /** Begins a shift with so much change. Fails with `wrong-state` when the drawer is open. */
  'drawer.open': command<void>()(z.object({ float: moneySchema })),
  /**
   * Ends the shift. Fails with `wrong-state` when it is not open, `field-missing` (reason) when the count differs and
   * nobody says why, and `order-changed` when cash came in meanwhile.
   */
  'drawer.close': command<ClosedDrawer>()(
    z.object({
      counted: moneySchema,
      /** What the screen said was to be there. */
      expected: moneySchema,
      reason: z.enum(DRAWER_REASONS).optional(),
    }),
  ),
  /** Closed ones; the amount is what was counted. */
  'drawer.list': command<ListPage<ClosedDrawer>>()(listInput(MATCHINGS)),
};
