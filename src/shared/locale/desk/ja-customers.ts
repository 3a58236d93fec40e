/** Customers, cards, settlements, claims, in Japanese. */
import type { enCustomers } from './en-customers.ts';

export const jaCustomers: typeof enCustomers = {};
