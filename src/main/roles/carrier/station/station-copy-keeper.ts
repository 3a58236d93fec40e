/** The station's own copy of what it may meet: taken over page by page, kept encrypted, good until its lease ends. */
import { fromBase64Url } from '#shared/bytes.ts';
import type { AddressTables, ExpectedParcel, StationCopy } from '#shared/desk/station-copy.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Writable } from '#main/storage/index.ts';
import { LEASE_MS } from '../station-copy.ts';
import { type CarrierStation, openJson, parcelKey, sealJson } from './carrier-station.ts';
import type { StationStoreTables } from './station-store-tables.ts';

interface CopyNote {
  readonly cursor?: string;
  /** When the service answered last, by this station's clock. */
  readonly heardAt: string;
  /** By the service's. */
  readonly leaseEnds: string;
  /** How far this station's clock was ahead of the service's, ms. */
  readonly ahead: number;
  /** The lease was seen to end: no clock that is set back begins it again. */
  readonly ended?: true;
  /** Counts whole copies; what an unfinished one has not brought yet is of the round before. */
  readonly round: number;
  readonly roundAt: string;
  /** The round is not complete: what it does not bring goes when it is. */
  readonly sweeping: boolean;
}

export interface StationLease {
  readonly heardAt?: string;
  readonly leaseEnds?: string;
}

/** Parcels that came to their end leave the copy by a whole new one, from time to time. */
const ROUND_MS = 7 * 86_400_000;
const CHUNK = 500;
/** As far as clocks agree: an answer takes its time, too. */
const SAME_MS = 10_000;
const NO_TABLES: AddressTables = { routes: [], zones: { prefixes: [], surcharges: {} } };

export interface CopyKeeper {
  /** Asks the service for everything that changed. Fails as the line does, or with what the keys don't open with. */
  pull(): Promise<Result<void>>;
  find(number: string): Promise<ExpectedParcel | undefined>;
  /** After a step that the service took: what it makes of the parcel, until the service itself says so. */
  replace(db: Writable<StationStoreTables>, parcel: ExpectedParcel): Promise<void>;
  readonly lease: () => StationLease;
  readonly tables: () => AddressTables;
  /** By the service's clock, as far as it was heard: what comes late is judged by one clock. */
  now(): Date;
  /** Fails with `station-lease-ended`, or `station-offline` where nothing was copied yet. */
  checkLease(): Promise<Result<void>>;
}

export async function openCopyKeeper(station: CarrierStation): Promise<CopyKeeper> {
  const { storage, rest, vault, clock, party } = station;
  let note = await readNote<CopyNote>(station, 'copy');
  let tables = (await readNote<AddressTables>(station, 'tables')) ?? NO_TABLES;
  let latest = 0;
  /** A step was done since the page was asked for that is on its way: what it says may be older. */
  let outdated = false;
  const now = (): Date => new Date(clock().getTime() - (note?.ahead ?? 0));

  async function takePage(page: StationCopy): Promise<Result<void>> {
    const sealed = fromBase64Url(page.keys) ?? new Uint8Array();
    const taken = await vault.takeSharedKeys(sealed, { party, station: station.station.id });
    if (!taken.ok) return taken;
    const at = clock().toISOString();
    const begins = page.fresh || note === undefined;
    const round = begins ? (note?.round ?? 0) + 1 : note!.round;
    const ahead = Date.parse(at) - (Date.parse(page.leaseEnds) - LEASE_MS);
    const next: CopyNote = {
      cursor: page.cursor,
      heardAt: at,
      leaseEnds: page.leaseEnds,
      ahead: Math.abs(ahead) < SAME_MS ? 0 : ahead,
      round,
      roundAt: begins ? at : note!.roundAt,
      sweeping: page.more && (begins || note!.sweeping),
    };
    const rows = await Promise.all(page.parcels.map((parcel) => sealParcel(parcel, round)));
    const gone = await Promise.all(page.gone.map((number) => parcelKey(vault, number)));
    const ends = !page.more && (begins || note!.sweeping);
    await storage.write(async (db) => {
      for (let from = 0; from < rows.length; from += CHUNK) await putRows(db, rows.slice(from, from + CHUNK));
      for (let from = 0; from < gone.length; from += CHUNK) {
        await db
          .deleteFrom('expected_parcel')
          .where('key', 'in', gone.slice(from, from + CHUNK))
          .execute();
      }
      if (ends) await db.deleteFrom('expected_parcel').where('round', '<', round).execute();
      if (page.tables) await writeNote(station, db, 'tables', page.tables);
      await writeNote(station, db, 'copy', next);
    });
    await station.takeStaff(page.staff);
    note = next;
    latest = 0;
    if (page.tables) tables = page.tables;
    return ok();
  }

  async function sealParcel(parcel: ExpectedParcel, round: number): Promise<StationStoreTables['expected_parcel']> {
    const key = await parcelKey(vault, parcel.number);
    return { key, round, content: sealJson(rest, `parcel|${key}`, parcel) };
  }

  function cursor(): string | undefined {
    const isOld = note !== undefined && clock().getTime() - Date.parse(note.roundAt) > ROUND_MS;
    return isOld && !note!.sweeping ? undefined : note?.cursor;
  }

  return {
    pull: async () => {
      for (;;) {
        const from = cursor();
        const input = from === undefined ? {} : { cursor: from };
        outdated = false;
        const answer = await station.line.call('station.copy', input, { who: station.station.name.slice(0, 24) });
        if (!answer.ok) return answer;
        const page = answer.value as StationCopy;
        const taken = await takePage(page);
        if (!taken.ok || (!page.more && !outdated)) return taken;
      }
    },
    find: async (number) => {
      const key = await parcelKey(vault, number);
      const row = await storage.read
        .selectFrom('expected_parcel')
        .select('content')
        .where('key', '=', key)
        .executeTakeFirst();
      return row && openJson<ExpectedParcel>(rest, `parcel|${key}`, row.content);
    },
    replace: async (db, parcel) => {
      outdated = true;
      await putRows(db, [await sealParcel(parcel, note?.round ?? 0)]);
    },
    lease: () => (note ? { heardAt: note.heardAt, leaseEnds: note.leaseEnds } : {}),
    tables: () => tables,
    now,
    checkLease: async () => {
      if (!note) return fail('station-offline');
      // A clock that was set back lengthens no lease.
      latest = Math.max(latest, now().getTime(), Date.parse(note.heardAt) - note.ahead);
      if (!note.ended && latest < Date.parse(note.leaseEnds)) return ok();
      const ended: CopyNote = (note = { ...note, ended: true });
      await storage.write(async (db) => {
        if (note === ended) await writeNote(station, db, 'copy', ended);
      });
      return fail('station-lease-ended');
    },
  };
}

async function putRows(
  db: Writable<StationStoreTables>,
  rows: readonly StationStoreTables['expected_parcel'][],
): Promise<void> {
  await db
    .insertInto('expected_parcel')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((row) => ({
        round: row.ref('excluded.round'),
        content: row.ref('excluded.content'),
      })),
    )
    .execute();
}

async function readNote<T>({ storage, rest }: CarrierStation, name: string): Promise<T | undefined> {
  const row = await storage.read
    .selectFrom('station_note')
    .select('content')
    .where('name', '=', name)
    .executeTakeFirst();
  return row && openJson<T>(rest, `note|${name}`, row.content);
}

async function writeNote(
  { rest }: CarrierStation,
  db: Writable<StationStoreTables>,
  name: string,
  value: unknown,
): Promise<void> {
  const row = { name, content: sealJson(rest, `note|${name}`, value) };
  await db
    .insertInto('station_note')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}
