/** Which screen is shown: the part of the address behind `#`, so that it works from a file and from any server. */
import { useSyncExternalStore } from 'react';
import type { Office } from '#shared/desk/office.ts';
import type { Role } from '#shared/protocol/party.ts';
import type { IconName } from './components/icon.tsx';

export type Screen = Exclude<IconName, 'sun' | 'moon' | 'screen' | 'soundOn' | 'soundOff' | 'file'>;

export interface RailGroup {
  readonly group: 'stations' | 'lists' | 'office';
  readonly screens: readonly Screen[];
}

const OFFICE: RailGroup = { group: 'office', screens: ['partners', 'post', 'trail', 'settings'] };

/** The rail of each role: stations first, then lists, then the office. */
const RAILS: Readonly<Record<Role, readonly RailGroup[]>> = {
  mall: [
    { group: 'stations', screens: ['packing', 'goods'] },
    {
      group: 'lists',
      screens: ['purchases', 'catalogue', 'refunds', 'payments', 'remittances', 'payouts', 'invoices'],
    },
    OFFICE,
  ],
  carrier: [
    { group: 'stations', screens: ['scan'] },
    { group: 'lists', screens: ['parcels', 'cash', 'cashRefunds', 'billing'] },
    OFFICE,
  ],
  credit: [
    { group: 'stations', screens: ['forwarding'] },
    {
      group: 'lists',
      screens: ['customers', 'settlements', 'claims', 'statements', 'received', 'payruns', 'mails', 'inquiries'],
    },
    OFFICE,
  ],
  agency: [{ group: 'lists', screens: ['agencyRequests', 'wallets'] }, OFFICE],
  wrapper: [{ group: 'lists', screens: ['gifts'] }, OFFICE],
};

/** An agency beside a settlement server has its lists there. */
const AGENCY_LISTS: readonly Screen[] = ['agencyRequests', 'wallets'];

/** The rail of this desk: of its role, and of the agency that it may run beside. */
export function railOf({ role, agency }: Pick<Office, 'role' | 'agency'>): readonly RailGroup[] {
  if (!agency || role === 'agency') return RAILS[role];
  return RAILS[role].map((group) =>
    group.group === 'lists' ? { ...group, screens: [...group.screens, ...AGENCY_LISTS] } : group,
  );
}

/** The screen that an address names, or the desk's first. */
export function screenOf(hash: string, office: Pick<Office, 'role' | 'agency'>): Screen {
  const name = hash.replace(/^#\/?/, '');
  const screens = railOf(office).flatMap((group) => group.screens);
  return screens.find((screen) => screen === name) ?? screens[0]!;
}

export function navigate(screen: Screen): void {
  location.hash = `/${screen}`;
}

export function useHash(): string {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed);
      return () => window.removeEventListener('hashchange', changed);
    },
    () => location.hash,
  );
}
