/** Which screen is shown: the part of the address behind `#`, so that it works from a file and from any server. */
import { useSyncExternalStore } from 'react';
import type { Office } from '#shared/desk/office.ts';
import type { StationKind } from '#shared/desk/stations.ts';
import type { Role } from '#shared/protocol/party.ts';
import type { IconName } from './components/icon.tsx';
import { maySee } from './screen-permission.ts';

export type Screen = Exclude<IconName, 'find' | 'sun' | 'moon' | 'screen' | 'soundOn' | 'soundOff' | 'file'>;

export interface RailGroup {
  readonly group: 'stations' | 'lists' | 'office';
  readonly screens: readonly Screen[];
}

const OFFICE: RailGroup = { group: 'office', screens: ['partners', 'keys', 'post', 'trail', 'staff', 'settings'] };
/** Of roles whose work is done at stations. */
const OFFICE_WITH_STATIONS: RailGroup = {
  group: 'office',
  screens: ['partners', 'keys', 'stations', 'post', 'trail', 'staff', 'settings'],
};

/** The rail of each role: stations first, then lists, then the office. */
const RAILS: Readonly<Record<Role, readonly RailGroup[]>> = {
  mall: [
    { group: 'stations', screens: ['packing', 'handover', 'returns', 'goods', 'exceptions'] },
    {
      group: 'lists',
      screens: [
        'overview',
        'purchases',
        'printing',
        'catalogue',
        'refunds',
        'payments',
        'remittances',
        'payouts',
        'invoices',
        'disputes',
      ],
    },
    OFFICE_WITH_STATIONS,
  ],
  carrier: [
    { group: 'stations', screens: ['scan', 'pickup', 'drawer', 'exceptions'] },
    {
      group: 'lists',
      screens: [
        'overview',
        'parcels',
        'carriedReturns',
        'tours',
        'routes',
        'fees',
        'formats',
        'cash',
        'cashRefunds',
        'billing',
      ],
    },
    OFFICE_WITH_STATIONS,
  ],
  credit: [
    { group: 'stations', screens: ['forwarding', 'exceptions'] },
    {
      group: 'lists',
      screens: [
        'overview',
        'customers',
        'settlements',
        'claims',
        'statements',
        'received',
        'payruns',
        'disputes',
        'mails',
        'inquiries',
      ],
    },
    OFFICE_WITH_STATIONS,
  ],
  agency: [{ group: 'lists', screens: ['overview', 'agencyRequests', 'wallets'] }, OFFICE],
  wrapper: [{ group: 'lists', screens: ['overview', 'gifts'] }, OFFICE],
};

/** An agency beside a settlement server has its lists there. */
const AGENCY_LISTS: readonly Screen[] = ['agencyRequests', 'wallets'];

/** What the work at a station of each kind needs: the screens whose commands it may send (`STATION_COMMANDS`). */
const STATION_SCREENS: Readonly<Record<StationKind, readonly Screen[]>> = {
  bench: ['packing', 'handover', 'returns', 'printing'],
  gate: ['scan', 'pickup'],
  van: ['scan', 'pickup', 'drawer', 'tours'],
  forwarding: ['forwarding'],
};

function stationRail(role: Role, kind: StationKind): readonly RailGroup[] {
  const shown: readonly Screen[] = [...STATION_SCREENS[kind], 'settings'];
  return RAILS[role]
    .map(({ group, screens }) => ({ group, screens: screens.filter((screen) => shown.includes(screen)) }))
    .filter(({ screens }) => screens.length > 0);
}

/** What a rail is made for; without permissions, of somebody who may do everything. */
export type RailOffice = Pick<Office, 'role' | 'agency' | 'station'> & Partial<Pick<Office, 'permissions'>>;

/** The rail of this desk: of its role, of the agency that it may run beside, and of what the account may see. */
export function railOf(office: RailOffice): readonly RailGroup[] {
  return wholeRail(office)
    .map(({ group, screens }) => ({ group, screens: screens.filter((screen) => maySee(screen, office)) }))
    .filter(({ screens }) => screens.length > 0);
}

function wholeRail({ role, agency, station }: RailOffice): readonly RailGroup[] {
  if (station) return stationRail(role, station.kind);
  if (!agency || role === 'agency') return RAILS[role];
  return RAILS[role].map((group) =>
    group.group === 'lists' ? { ...group, screens: [...group.screens, ...AGENCY_LISTS] } : group,
  );
}

/** The screen that an address names, or the desk's first. */
export function screenOf(hash: string, office: RailOffice): Screen {
  const name = hash.replace(/^#\/?/, '').replace(/\?.*$/, '');
  const screens = railOf(office).flatMap((group) => group.screens);
  // A desk opens at its work; the overview is one key away.
  return screens.find((screen) => screen === name) ?? screens.find((screen) => screen !== 'overview') ?? screens[0]!;
}

/** What the address says beside the screen: a filter, a section. */
export function addressParts(hash: string): URLSearchParams {
  return new URLSearchParams(/\?(.*)$/.exec(hash)?.[1] ?? '');
}

/** @param query a list's filter, as its address has it: `states=expected&date=today` */
export function navigate(screen: Screen, query = ''): void {
  location.hash = query === '' ? `/${screen}` : `/${screen}?${query}`;
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
