/** What a member of staff may do. Every desk command asks for one of these (`shared/desk/permissions.ts`). */

/** Of an account; each has all that the one before it has. */
export const RANKS = ['clerk', 'supervisor', 'administrator'] as const;
export type Rank = (typeof RANKS)[number];

/**
 * - `work`: the day's work at stations and the lists it needs
 * - `open`: the name and address of the parcel or mail in hand
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
  'open',
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
  clerk: ['work', 'open', 'read-personal'],
  supervisor: ['work', 'open', 'read-personal', 'export', 'reprint', 'money', 'limits', 'decide', 'catalogue'],
  administrator: PERMISSIONS,
};

/** What an account may do beyond its rank, and what of its rank it may not. */
export interface Grants {
  readonly more: readonly Permission[];
  readonly less: readonly Permission[];
}

/** In the order of the table. What is taken away counts, whatever else is given. */
export function permissionsOf(rank: Rank, { more, less }: Grants): readonly Permission[] {
  return PERMISSIONS.filter((one) => (PERMISSIONS_OF[rank].includes(one) || more.includes(one)) && !less.includes(one));
}
