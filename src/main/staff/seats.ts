/** Who sits where: asked by the desk doors before every call. Tickets are kept in memory; after a restart nobody has one. */
import type { Input } from '#shared/desk/contract.ts';
import type { Office, PartyOffice } from '#shared/desk/office.ts';
import type { StationStaff } from '#shared/desk/station-copy.ts';
import type { StationIdentity } from '#shared/desk/stations.ts';
import { foldName } from '#shared/domain/staff-secret.ts';
import { ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { Readable } from '#main/storage/index.ts';
import { randomToken, tokenHash } from '#main/vault/index.ts';
import { readLockMinutes } from './accounts.ts';
import { checkSecret, findByName } from './sign-in.ts';
import { type HeldSeat, seatOf, type Staff } from './staff.ts';
import type { StaffTables } from './tables.ts';

export interface Seats {
  /** Whose name and secret, or ticket, it is. Fails as `office.enter` does. */
  enter(entry: Input<'office.enter'>, station?: StationIdentity): Promise<Result<{ seat: HeldSeat; office: Office }>>;
  /** The person left: the ticket is good no more. */
  leave(ticket: string | undefined): void;
  /** As the account stands now; undefined when it was closed, or has another secret. */
  still(seat: HeldSeat): Promise<HeldSeat | undefined>;
  /**
   * The account of somebody whom a station let sit down, by name.
   *
   * @param at when the call was made there: of an account that was closed later it still counts
   */
  atStation(name: string, at?: Date): Promise<HeldSeat | undefined>;
}

export function openSeats(staff: Staff, office: PartyOffice): Seats {
  const { storage, clock } = staff;
  const tickets = new Map<string, HeldSeat>();

  const still = async ({ account, version }: HeldSeat): Promise<HeldSeat | undefined> => {
    const row = await storage.read.selectFrom('staff_account').selectAll().where('id', '=', account).executeTakeFirst();
    return row?.state === 'open' && row.version === version ? seatOf(row) : undefined;
  };

  async function byTicket(ticket: string, clerk: string): Promise<HeldSeat | undefined> {
    const held = tickets.get(tokenHash(ticket));
    const seat = held && (await still(held));
    return seat && foldName(seat.name) === foldName(clerk) ? seat : undefined;
  }

  async function bySecret(
    { clerk, secret }: Input<'office.enter'>,
    station: StationIdentity | undefined,
  ): Promise<Result<HeldSeat>> {
    const checked = await checkSecret(staff, clerk, secret);
    if (!checked.ok) return checked;
    const { name } = checked.value;
    const place = station && { detail: station.name };
    await storage.write((db) =>
      recordDeed(db, { at: clock(), who: name, action: 'staff.entered', subject: name, ...place }),
    );
    return ok(seatOf(checked.value));
  }

  return {
    enter: async (entry, station) => {
      const kept = entry.ticket === undefined ? undefined : await byTicket(entry.ticket, entry.clerk);
      const entered = kept ? ok(kept) : await bySecret(entry, station);
      if (!entered.ok) return entered;
      const seat = entered.value;
      const ticket = kept ? entry.ticket! : randomToken();
      if (!kept && !station) tickets.set(tokenHash(ticket), seat);
      const { name: who, rank, permissions } = seat;
      return ok({
        seat,
        office: {
          ...office,
          ...(station && { station }),
          who,
          rank,
          permissions,
          lockMinutes: await readLockMinutes(storage.read),
          ...(station ? { version: seat.version } : { ticket }),
          ...(seat.secretDue && { ownSecretDue: true }),
        },
      });
    },
    leave: (ticket) => void (ticket !== undefined && tickets.delete(tokenHash(ticket))),
    still,
    atStation: async (name, at) => {
      const row = await findByName(storage.read, name);
      const open = row?.state === 'open' || (at !== undefined && (row?.closed_at ?? '') > at.toISOString());
      return row && open ? seatOf(row) : undefined;
    },
  };
}

/** Whom stations may let sit down, and as what; for the copy that they take along. */
export async function stationStaff(db: Readable<StaffTables>): Promise<StationStaff[]> {
  const rows = await db.selectFrom('staff_account').selectAll().where('state', '=', 'open').orderBy('folded').execute();
  return rows.map(seatOf).map(({ name, rank, permissions, version }) => ({ name, rank, permissions, version }));
}
