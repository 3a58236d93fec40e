/**
 * Pairing, the service's side: the office gives out a code, a station shows it, and its key is certified. A code is good
 * once and for ten minutes; five wrong tries end every code that is open, for nobody can tell which one was guessed at.
 */
import { drawPairingSecret, makePairingCode } from '#shared/domain/pairing-code.ts';
import { STATION_KINDS_OF, type StationIdentity, type StationKind } from '#shared/desk/stations.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { authorityDigits, isSameSecret, randomDigit, randomUuid } from '#main/vault/index.ts';
import type { Stations } from './stations.ts';
import type { StationTables } from './tables.ts';

const GOOD_MS = 10 * 60_000;
const WRONG_TRIES = 5;

export interface NewStation {
  /** As people will call it. */
  readonly name: string;
  readonly kind: StationKind;
  readonly depot?: string | undefined;
}

export interface OpenPairing {
  /** 38 digits. */
  readonly code: string;
  readonly service: string;
  readonly endsAt: string;
}

/**
 * Gives out a one-time code for a new station. Fails with `not-found` where this party has no station door,
 * `field-invalid` about `kind` where it has no such stations, `station-known` about `name` where one at work has it.
 */
export async function pairStation(
  stations: Stations,
  who: string,
  { name, kind, depot }: NewStation,
): Promise<Result<OpenPairing>> {
  const { storage, vault, changes, clock, role, service } = stations;
  if (service === undefined) return fail('not-found', 'stations');
  if (!STATION_KINDS_OF[role].includes(kind)) return fail('field-invalid', 'kind');
  const secret = drawPairingSecret(randomDigit);
  const secret_hash = await hashOf(stations, secret);
  const authority = authorityDigits(await vault.stationAuthority());
  const now = clock();
  const ends_at = new Date(now.getTime() + GOOD_MS).toISOString();
  const opened = await writeResult(storage, async (db) => {
    if (await isTaken(db, name)) return fail('station-known', 'name');
    await dropEnded(db, now);
    // Asked for again, the last code counts.
    await db.deleteFrom('station_pairing').where('name', '=', name).execute();
    const row = { secret_hash, name, kind, depot: depot ?? null, who, ends_at, wrong: 0 };
    await db.insertInto('station_pairing').values(row).execute();
    changes.announce('stations');
    return ok();
  });
  return opened.ok ? ok({ code: makePairingCode({ secret, authority }), service, endsAt: ends_at }) : opened;
}

export interface StationRequest {
  /** The 12 digits that the service drew. */
  readonly secret: string;
  /** PKCS#10, PEM, of the key that the station will connect with. */
  readonly request: string;
  /** X25519, 32 bytes, base64url: what is sealed to this station alone. */
  readonly sealingKey: string;
}

/**
 * A station that shows a code: its key is certified and it is at work from now on. Fails with `pairing-refused` – wrong,
 * used and ended are one to whoever asks – or `certificate-invalid`.
 */
export async function acceptStation(
  stations: Stations,
  { secret, request, sealingKey }: StationRequest,
): Promise<Result<{ readonly certificate: string; readonly station: StationIdentity }>> {
  const { storage, vault, changes, clock } = stations;
  const id = randomUuid();
  const certified = await vault.certifyStation(request, id);
  if (!certified.ok) return certified;
  const { chainPem, pin } = certified.value;
  const shown = await hashOf(stations, secret);
  const now = clock();
  const found = await storage.write(async (db) => {
    await dropEnded(db, now);
    const open = await db.selectFrom('station_pairing').selectAll().execute();
    // Every one is compared, in a time that tells nothing about any.
    const [pairing] = open.filter(({ secret_hash }) => isSameSecret(secret_hash, shown));
    changes.announce('stations');
    if (!pairing) return void (await countWrongTry(db));
    const { name, kind, depot, who } = pairing;
    await db.deleteFrom('station_pairing').where('secret_hash', '=', pairing.secret_hash).execute();
    const at = now.toISOString();
    await db
      .insertInto('station')
      .values({ id, name, kind, depot, pin, sealing_key: sealingKey, state: 'paired', paired_at: at, seen_at: null })
      .execute();
    await recordDeed(db, { at: now, who, action: 'station.paired', subject: name, detail: id });
    return pairing;
  });
  if (!found) return fail('pairing-refused');
  const { name, kind, depot } = found;
  return ok({ certificate: chainPem, station: { id, name, kind, ...(depot !== null && { depot }) } });
}

const hashOf = ({ vault }: Stations, secret: string): Promise<string> => vault.keyedHash('station-pairing', secret);

async function countWrongTry(db: Writable<StationTables>): Promise<void> {
  await db
    .updateTable('station_pairing')
    .set(({ eb }) => ({ wrong: eb('wrong', '+', 1) }))
    .execute();
  await db.deleteFrom('station_pairing').where('wrong', '>=', WRONG_TRIES).execute();
}

async function dropEnded(db: Writable<StationTables>, now: Date): Promise<void> {
  await db.deleteFrom('station_pairing').where('ends_at', '<=', now.toISOString()).execute();
}

/** Two at work under one name could not be told apart when one is lost. */
async function isTaken(db: Writable<StationTables>, name: string): Promise<boolean> {
  const found = await db
    .selectFrom('station')
    .select('id')
    .where('name', '=', name)
    .where('state', '=', 'paired')
    .executeTakeFirst();
  return found !== undefined;
}
