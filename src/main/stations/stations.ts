import type { Topic } from '#shared/desk/contract.ts';
import type { Role } from '#shared/protocol/party.ts';
import type { TrailTables } from '#main/audit/index.ts';
import type { Changes, Storage } from '#main/storage/index.ts';
import type { Vault } from '#main/vault/index.ts';
import type { Presence } from './presence.ts';
import type { StationTables } from './tables.ts';

/** A party's stations, as the service sees them. */
export interface Stations {
  readonly role: Role;
  readonly storage: Storage<StationTables & TrailTables>;
  readonly vault: Pick<Vault, 'stationAuthority' | 'certifyStation' | 'keyedHash'>;
  readonly changes: Changes<Topic>;
  readonly clock: () => Date;
  /** Which of them are connected now. */
  readonly presence: Presence;
  /** `host:port` of the station door; absent where there is none. */
  readonly service?: string;
}
