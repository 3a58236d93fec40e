/** Accounts for tests: real ones, cheap to hash, and a door at which anybody may sit down. */
import type { DeskCaller } from '#shared/desk/handlers.ts';
import type { PartyOffice } from '#shared/desk/office.ts';
import { type Permission, PERMISSIONS, PERMISSIONS_OF, type Rank } from '#shared/domain/permission.ts';
import { expectOk, ok } from '#shared/result.ts';
import type { HeldSeat, Seats, Staff, StaffTables } from '#main/staff/index.ts';
import { addAccount } from '#main/staff/accounts.ts';
import type { Storage } from '#main/storage/index.ts';
import { CHEAP, type TestParty } from './a-party.ts';

/** An account for whoever asks: what is asked for here is not who sits down. */
export function everySeat(office: PartyOffice, permissions: readonly Permission[] = PERMISSIONS): Seats {
  const seatOf = (name: string): HeldSeat => ({ account: name, name, rank: 'administrator', permissions, version: 1 });
  return {
    enter: async ({ clerk }, station) => {
      const seat = seatOf(clerk);
      const { rank } = seat;
      const own = { who: clerk, rank, permissions, lockMinutes: 0, ...(station ? { station } : { ticket: clerk }) };
      return ok({ seat, office: { ...office, ...own } });
    },
    leave: () => undefined,
    still: async (seat) => seat,
    atStation: async (name) => seatOf(name),
  };
}

/** A caller of this rank, as the desk door tells a role. */
export function aCaller(who: string, rank: Rank = 'administrator'): DeskCaller {
  return { who, seat: { account: who, name: who, rank, permissions: PERMISSIONS_OF[rank] } };
}

export function aStaff({ post, changes, clock }: Pick<TestParty, 'post' | 'changes' | 'clock'>): Staff {
  return { storage: post.storage as unknown as Storage<StaffTables>, changes, clock, cost: CHEAP };
}

/** PIN of every account of `anAccount`. */
export const PIN = '4826';

export async function anAccount(staff: Staff, name: string, rank: Rank = 'supervisor'): Promise<string> {
  return expectOk(await addAccount(staff, { who: 'test' }, { name, rank, secret: PIN, own: true })).id;
}
