/** Which screen is shown: the part of the address behind `#`, so that it works from a file and from any server. */
import { useSyncExternalStore } from 'react';
import type { Role } from '#shared/protocol/party.ts';
import type { IconName } from './components/icon.tsx';

export type Screen = Exclude<IconName, 'sun' | 'moon' | 'screen' | 'soundOn' | 'soundOff' | 'file'>;

export interface RailGroup {
  readonly group: 'stations' | 'lists' | 'office';
  readonly screens: readonly Screen[];
}

const OFFICE: RailGroup = { group: 'office', screens: ['partners', 'post', 'trail', 'settings'] };

/** The rail of each role: stations first, then lists, then the office. */
export const RAILS: Readonly<Record<Role, readonly RailGroup[]>> = {
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

/** The screen that an address names, or the role's first. */
export function screenOf(hash: string, role: Role): Screen {
  const name = hash.replace(/^#\/?/, '');
  const screens = RAILS[role].flatMap((group) => group.screens);
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
