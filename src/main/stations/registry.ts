/** The stations that were paired: who they are, when they came by, and the end of one. */
import type { StationIdentity, StationRow } from '#shared/desk/stations.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, writeResult } from '#main/storage/index.ts';
import type { Stations } from './stations.ts';
import type { StationTable, StationTables } from './tables.ts';

/** Those at work first, by name. */
export async function listStations({ storage, presence }: Stations): Promise<StationRow[]> {
  const rows = await storage.read
    .selectFrom('station')
    .selectAll()
    .orderBy('state')
    .orderBy('name')
    .orderBy('paired_at')
    .execute();
  return rows.map((row) => ({
    ...identityOf(row),
    state: row.state,
    pairedAt: row.paired_at,
    ...(row.seen_at !== null && { seenAt: row.seen_at }),
    connected: row.state === 'paired' && presence.isHere(row.id),
  }));
}

/** Names for which a code is open. */
export async function listExpected({ storage, clock }: Stations): Promise<string[]> {
  const rows = await storage.read
    .selectFrom('station_pairing')
    .select('name')
    .where('ends_at', '>', clock().toISOString())
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

/** Whose key this is, by its SPKI pin. */
export async function findStationByPin(
  db: Readable<StationTables>,
  pin: string,
): Promise<{ readonly identity: StationIdentity; readonly state: StationTable['state'] } | undefined> {
  const row = await db.selectFrom('station').selectAll().where('pin', '=', pin).executeTakeFirst();
  return row && { identity: identityOf(row), state: row.state };
}

/** X25519, 32 bytes: what is meant for a station alone is sealed to it. Undefined for one that is not at work. */
export async function stationSealingKey(
  db: Readable<StationTables>,
  station: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const row = await db
    .selectFrom('station')
    .select('sealing_key')
    .where('id', '=', station)
    .where('state', '=', 'paired')
    .executeTakeFirst();
  return row && fromBase64Url(row.sealing_key);
}

/**
 * Lost or retired: nothing of it is answered from now on, and the station door ends its connections. Again is no error.
 * Fails with `not-found`.
 */
export async function revokeStation(stations: Stations, who: string, id: string): Promise<Result<void>> {
  const { storage, changes, clock } = stations;
  return writeResult(storage, async (db) => {
    const row = await db.selectFrom('station').select(['name', 'state']).where('id', '=', id).executeTakeFirst();
    if (!row) return fail('not-found', 'station');
    if (row.state === 'revoked') return ok();
    await db.updateTable('station').set({ state: 'revoked' }).where('id', '=', id).execute();
    await recordDeed(db, { at: clock(), who, action: 'station.revoked', subject: row.name, detail: id });
    changes.announce('stations');
    return ok();
  });
}

/** It came by just now, or left. */
export async function rememberSeen({ storage, changes, clock }: Stations, id: string): Promise<void> {
  await storage.write(async (db) => {
    await db.updateTable('station').set({ seen_at: clock().toISOString() }).where('id', '=', id).execute();
    changes.announce('stations');
  });
}

function identityOf({ id, name, kind, depot }: StationTable): StationIdentity {
  return { id, name, kind, ...(depot !== null && { depot }) };
}
