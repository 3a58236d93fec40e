/** Statements, payments, payouts at the credit company, in Japanese. */
import type { enBilling } from './en-billing.ts';

export const jaBilling: typeof enBilling = {};
