/** What each screen needs of whoever sits there, and which screens show persons. */
import type { Office } from '#shared/desk/office.ts';
import type { Permission } from '#shared/domain/permission.ts';
import type { Screen } from './route.ts';

/** Without its permission a screen is not in the rail; one that is not named needs `work`. */
const SCREEN_NEEDS: Readonly<Partial<Record<Screen, Permission>>> = {
  refunds: 'money',
  remittances: 'money',
  payouts: 'money',
  invoices: 'money',
  cash: 'money',
  cashRefunds: 'money',
  billing: 'money',
  customers: 'read-personal',
  statements: 'read-personal',
  received: 'money',
  payruns: 'money',
  mails: 'read-personal',
  forwarding: 'open',
  partners: 'partners',
  stations: 'partners',
  post: 'partners',
  keys: 'keys',
  trail: 'staff',
  staff: 'staff',
};

/** Everybody who is signed in has these. */
const FOR_ANYONE: readonly Screen[] = ['settings'];

export function maySee(screen: Screen, { permissions }: Partial<Pick<Office, 'permissions'>>): boolean {
  if (permissions === undefined || FOR_ANYONE.includes(screen)) return true;
  return permissions.includes(SCREEN_NEEDS[screen] ?? 'work');
}

/** As long as the desk is locked these are taken down: what a person typed or opened there goes with them. */
export const SCREENS_WITH_PERSONS: ReadonlySet<Screen> = new Set<Screen>([
  'scan',
  'tours',
  'parcels',
  'cashRefunds',
  'exceptions',
  'customers',
  'settlements',
  'statements',
  'received',
  'mails',
  'inquiries',
  'disputes',
  'forwarding',
  'agencyRequests',
  'gifts',
]);
