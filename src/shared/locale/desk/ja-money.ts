/** Payouts and invoices, at mall and carrier, in Japanese. */
import type { enMoney } from './en-money.ts';

export const jaMoney: typeof enMoney = {};
