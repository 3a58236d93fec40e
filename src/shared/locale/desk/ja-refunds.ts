/** Cancelling, returns and refunds, at mall and carrier, in Japanese. */
import type { enRefunds } from './en-refunds.ts';

export const jaRefunds: typeof enRefunds = {};
