/**
 * The day's work at a glance, per role: figures, each the length of the list that its address opens, and charts. It
 * must never hold more than counts and sums.
 */
import { z } from 'zod';
import type { Money } from '../domain/money.ts';
import { command } from './command.ts';

export const FIGURE_GROUPS = ['work', 'money', 'care'] as const;
export type FigureGroup = (typeof FIGURE_GROUPS)[number];

/** What is counted; named in the texts of the overview. */
export const FIGURES = [
  // mall
  'with-customer',
  'to-pack',
  'labels-today',
  'packed',
  'handed-over',
  'on-the-way',
  'goods-to-seal',
  'print-jobs',
  'returns-open',
  'refunds-asked',
  'claims-open',
  'remittance-breaks',
  'payout-breaks',
  'invoice-breaks',
  // carrier
  'expected',
  'taken-over',
  'at-depot',
  'out-for-delivery',
  'attempted',
  'returns-taken',
  'returns-at-depot',
  'cash-due',
  'cash-refunds-asked',
  // credit
  'held',
  'claims-payable',
  'payouts-to-take',
  'statements-open',
  'statements-late',
  'unassigned',
  'mails-waiting',
  'mails-failed',
  'packages-here',
  'inquiries-waiting',
  'disputes-open',
  // agency
  'confirmations-open',
  'wallets-revoked',
  // wrapper
  'gifts-waiting',
  // every role
  'exceptions-open',
  'post-waiting',
] as const;
export type FigureId = (typeof FIGURES)[number];

export interface Figure {
  readonly id: FigureId;
  readonly group: FigureGroup;
  readonly count: number;
  readonly amount?: Money;
  /** Address of the list behind it, as `#/…` says it: `purchases?states=accepted`. */
  readonly list: string;
  /** Of these, so many are older; their lists have `older=hour` and `older=day`. */
  readonly hour?: number;
  readonly day?: number;
}

export const CHARTS = [
  'orders',
  'orders-today',
  'labels-today',
  'orders-days',
  'parcels',
  'scans-today',
  'depots',
  'parcels-days',
  'settlements',
  'settlements-today',
  'settlements-days',
  'confirmations-today',
  'confirmations-days',
  'gifts-today',
  'gifts-days',
] as const;
export type ChartId = (typeof CHARTS)[number];

export interface ChartPart {
  /** A state, a depot's code, or the first instant of a day or an hour. */
  readonly name: string;
  readonly count: number;
  /** Address of the list behind it; absent where there is none. */
  readonly list?: string;
}

export interface Chart {
  readonly id: ChartId;
  /** `states`: parts of a whole, side by side · `bars`: one below the other · `days`, `hours`: one after the other. */
  readonly form: 'states' | 'bars' | 'days' | 'hours';
  readonly parts: readonly ChartPart[];
}

/** What somebody has to look after, and by when. */
export const UPKEEP_WARNINGS = [
  'no-recovery-key',
  'no-backup',
  'backup-old',
  'backup-failed',
  'backup-off',
  'disk-low',
  'post-stuck',
  'post-refused',
] as const;
export type UpkeepWarningId = (typeof UPKEEP_WARNINGS)[number];

export interface UpkeepWarning {
  readonly id: UpkeepWarningId;
  /** Stops work, or soon will. */
  readonly urgent: boolean;
  readonly days?: number;
  readonly count?: number;
  readonly bytes?: number;
  /** Code of what went wrong. */
  readonly code?: string;
}

/** What a role makes of its own tables. */
export interface RoleOverview {
  readonly figures: readonly Figure[];
  readonly charts: readonly Chart[];
  /** Nothing was ever ordered here, or sent: the day of the opening. */
  readonly empty: boolean;
}

export interface Overview extends RoleOverview {
  readonly warnings: readonly UpkeepWarning[];
}

/** Days that a chart of days shows. */
export const CHART_DAYS = 14;

export const overviewCommands = {
  'overview.read': command<Overview>()(
    z.object({
      /** First instants of the last days where the screen stands, oldest first, and the end of today. */
      days: z
        .array(z.iso.datetime())
        .min(2)
        .max(CHART_DAYS + 1),
    }),
  ),
};
