/** Which screen is shown: the part of the address behind `#`, so that it works from a file and from any server. */
import { useSyncExternalStore } from 'react';
import type { Office } from '#shared/desk/office.ts';
import type { StationKind } from '#shared/desk/stations.ts';
import type { Role } from '#shared/protocol/party.ts';
import type { IconName } from './components/icon.tsx';

export type Screen = Exclude<IconName, 'sun' | 'moon' | 'screen' | 'soundOn' | 'soundOff' | 'file'>;

export interface RailGroup {
  readonly group: 'stations' | 'lists' | 'office';
  readonly screens: readonly Screen[];
}

const OFFICE: RailGroup = { group: 'office', screens: ['partners', 'post', 'trail', 'settings'] };
/** Of roles whose work is done at stations. */
const OFFICE_WITH_STATIONS: RailGroup = {
  group: 'office',
  screens: ['partners', 'stations', 'post', 'trail', 'settings'],
};

/** The rail of each role: stations first, then lists, then the office. */
const RAILS: Readonly<Record<Role, readonly RailGroup[]>> = {
  mall: [
    { group: 'stations', screens: ['packing', 'handover', 'returns', 'goods', 'exceptions'] },
    {
      group: 'lists',
      screens: ['purchases', 'printing', 'catalogue', 'refunds', 'payments', 'remittances', 'payouts', 'invoices'],
    },
    OFFICE_WITH_STATIONS,
  ],
  carrier: [
    { group: 'stations', screens: ['scan', 'pickup', 'drawer', 'exceptions'] },
    { group: 'lists', screens: ['parcels', 'tours', 'routes', 'cash', 'cashRefunds', 'billing'] },
    OFFICE_WITH_STATIONS,
  ],
  credit: [
    { group: 'stations', screens: ['forwarding', 'exceptions'] },
    {
      group: 'lists',
      screens: ['customers', 'settlements', 'claims', 'statements', 'received', 'payruns', 'mails', 'inquiries'],
    },
    OFFICE_WITH_STATIONS,
  ],
  agency: [{ group: 'lists', screens: ['agencyRequests', 'wallets'] }, OFFICE],
  wrapper: [{ group: 'lists', screens: ['gifts'] }, OFFICE],
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

/** The rail of this desk: of its role, and of the agency that it may run beside. */
export function railOf({ role, agency, station }: Pick<Office, 'role' | 'agency' | 'station'>): readonly RailGroup[] {
  if (station) return stationRail(role, station.kind);
  if (!agency || role === 'agency') return RAILS[role];
  return RAILS[role].map((group) =>
    group.group === 'lists' ? { ...group, screens: [...group.screens, ...AGENCY_LISTS] } : group,
  );
}

/** The screen that an address names, or the desk's first. */
export function screenOf(hash: string, office: Pick<Office, 'role' | 'agency' | 'station'>): Screen {
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
