import type { Topic } from '#shared/desk/contract.ts';
import type { Seat } from '#shared/desk/handlers.ts';
import { type Permission, permissionsOf } from '#shared/domain/permission.ts';
import type { Changes, Storage } from '#main/storage/index.ts';
import type { ScryptCost } from '#main/vault/index.ts';
import type { AccountTable, StaffTables } from './tables.ts';

/** A party's accounts, as everybody asks for them. */
export interface Staff {
  readonly storage: Storage<StaffTables>;
  readonly changes: Changes<Topic>;
  readonly clock: () => Date;
  /** Of a secret's hash; cheaper for a demo, whose secrets stand on its screens. */
  readonly cost?: ScryptCost;
}

/** A seat as the service keeps it. */
export interface HeldSeat extends Seat {
  /** Of the secret that it was taken with. */
  readonly version: number;
  /** Somebody else chose that secret: nothing may be done before there is an own one. */
  readonly secretDue?: boolean;
}

export function seatOf(account: AccountTable): HeldSeat {
  const { id, name, rank, version, given } = account;
  const permissions = permissionsOf(rank, grantsOf(account));
  return { account: id, name, rank, permissions, version, ...(given === 1 && { secretDue: true }) };
}

export function grantsOf({ more, less }: Pick<AccountTable, 'more' | 'less'>): {
  readonly more: readonly Permission[];
  readonly less: readonly Permission[];
} {
  return { more: JSON.parse(more) as Permission[], less: JSON.parse(less) as Permission[] };
}
