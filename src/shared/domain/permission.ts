/** What a member of staff may do. Every desk command asks for one of these (`shared/desk/permissions.ts`). */

/** Of an account; each has all that the one before it has. */
export const RANKS = ['clerk', 'supervisor', 'administrator'] as const;
export type Rank = (typeof RANKS)[number];

/**
 * - `work`: the day's work at stations and the lists it needs
 * - `read-personal`: names and addresses beyond the parcel or mail in hand – customers, slips of a tour, proofs, mails
 * - `export`: whole lists as files
 * - `reprint`: a further copy of a label
 * - `money`: refunds, payments, payouts, remittances, drawers of others
 * - `limits`: cards, limits, blocks, disputes
 * - `decide`: exceptions, overrides, cancelling
 * - `catalogue`: products, stock, charges, fees, routes
 * - `partners`: partners, post, stations
 * - `keys`: keys, certificates, backups, logs
 * - `staff`: accounts, the trail
 */
export const PERMISSIONS = [
  'work',
  'read-personal',
  'export',
  'reprint',
  'money',
  'limits',
  'decide',
  'catalogue',
  'partners',
  'keys',
  'staff',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What a rank may do where the account says nothing else. */
export const PERMISSIONS_OF: Readonly<Record<Rank, readonly Permission[]>> = {
  clerk: ['work', 'read-personal'],
  supervisor: ['work', 'read-personal', 'export', 'reprint', 'money', 'limits', 'decide', 'catalogue'],
  administrator: PERMISSIONS,
};
