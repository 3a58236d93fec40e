import type { Addressee, AddresseeEntry } from '#shared/domain/addressee.ts';
import { enterAddressee } from '#shared/domain/addressee.ts';
import { fromBase64Url, toBase64Url, toHex } from '#shared/bytes.ts';
import { zoneOf } from '#shared/domain/zone.ts';
import { parseEnvelope } from '#shared/protocol/envelope.ts';
import { type CardKey, currentKey } from '#shared/protocol/party-card.ts';
import { encodeAddressee } from '#shared/protocol/plaintext.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { findPartner, sendEvent } from '#main/post/index.ts';
import { claimNumber, type Writable, writeResult } from '#main/storage/index.ts';
import { digestPrefix, randomDigit, randomToken, sealingKeyId, sealTo, tokenHash } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import { SESSION_MINUTES } from './instruction.ts';
import { tellNotShipped } from './ship-answer.ts';
import { readTariff, type Tariff } from './tariff.ts';
import type { CarrierTables, ParcelTable, ShipRequestTable } from './tables.ts';

/** One browser's place in agreeing on one parcel. */
export interface ShipSession {
  readonly tokenHash: string;
  readonly request: ShipRequestTable;
  readonly mallName: string;
  /** Reserved for this browser's envelope. */
  readonly number: string;
  /** This browser decided, so it may see what came of it. */
  readonly decided: boolean;
}

export async function findShipSession(carrier: Carrier, token: string | undefined): Promise<ShipSession | undefined> {
  if (!token) return undefined;
  const db = carrier.storage.read;
  const session = await db
    .selectFrom('ship_session')
    .selectAll()
    .where('token_hash', '=', tokenHash(token))
    .where('expires_at', '>', carrier.clock().toISOString())
    .executeTakeFirst();
  if (!session) return undefined;
  const request = await db
    .selectFrom('ship_request')
    .selectAll()
    .where('mall', '=', session.mall)
    .where('jti', '=', session.jti)
    .executeTakeFirstOrThrow();
  const mall = await findPartner(db, session.mall);
  return {
    tokenHash: session.token_hash,
    request,
    mallName: mall?.name ?? session.mall,
    number: session.number,
    decided: session.decided === 1,
  };
}

/** The key that ship pages seal to now. */
export function currentSealingKey(carrier: Carrier): CardKey {
  const key = currentKey({ keys: carrier.vault.publicKeys() }, 'seal', carrier.clock());
  if (!key) throw new Error('no sealing key in force');
  return key;
}

/** Seals at once what a browser without scripts sent in clear, and forgets it. */
export async function sealEntry(
  carrier: Carrier,
  session: ShipSession,
  entry: Partial<AddresseeEntry>,
): Promise<Result<{ envelope: string; zone: string }>> {
  const addressee = enterAddressee(entry);
  if (!addressee.ok) return addressee;
  const zone = zoneOfAddressee(await readTariff(carrier.storage.read), addressee.value);
  if (zone === undefined) return fail('field-invalid', 'country');
  const binding = { kind: 'addressee', recipient: carrier.self, number: session.number } as const;
  const publicKey = fromBase64Url(currentSealingKey(carrier).x)!;
  const sealed = await sealTo(publicKey, binding, encodeAddressee(addressee.value));
  return sealed.ok ? ok({ envelope: toBase64Url(sealed.value), zone }) : sealed;
}

/** The zone an address lies in, when this carrier serves it. */
export function zoneOfAddressee(tariff: Tariff, addressee: Addressee): string | undefined {
  const zone = zoneOf(tariff.prefixes, addressee.country, addressee.postalCode);
  return zone !== undefined && Object.hasOwn(tariff.surcharges, zone) ? zone : undefined;
}

/**
 * "Ship": stores the parcel, the answer to the mall and everything between in one unit of work (MISSION.md B4, B5).
 * Sent twice it happens once; decided by another browser it fails with `already-decided`.
 *
 * @returns the tracking token, for this browser alone
 */
export async function agreeToShip(
  carrier: Carrier,
  session: ShipSession,
  sealed: { envelope: string; zone: string },
): Promise<Result<{ trackingToken: string }>> {
  const envelope = readAddresseeEnvelope(carrier, sealed.envelope);
  if (!envelope.ok) return envelope;
  const tariff = await readTariff(carrier.storage.read);
  const surcharge = Object.hasOwn(tariff.surcharges, sealed.zone) ? tariff.surcharges[sealed.zone] : undefined;
  if (surcharge === undefined) return fail('field-invalid', 'country');
  const trackingToken = randomToken();

  return writeResult(carrier.storage, async (db) => {
    const request = await decide(carrier, db, session, 'ok');
    if (!request.ok) return request;
    const { mall, jti, variant, contents, size, weight, pay, amount, currency } = request.value;
    const now = carrier.clock().toISOString();
    const returnNumber = await claimNumber(db, 'return', randomDigit);
    await db
      .insertInto('parcel')
      .values({
        number: session.number,
        mall,
        jti,
        contents,
        addressee: envelope.value,
        envelope_prefix: toHex(digestPrefix(envelope.value)),
        return_number: returnNumber,
        size,
        weight,
        pay,
        amount,
        currency: currency ?? tariff.currency,
        zone: sealed.zone,
        surcharge,
        state: 'expected',
        collected: null,
        remittance: null,
        tracking_hash: tokenHash(trackingToken),
        agreed_at: now,
        changed_at: now,
      })
      .execute();
    await db
      .insertInto('parcel_step')
      .values({ number: session.number, state: 'expected', at: now, who: 'customer', reason: null })
      .execute();
    await sendEvent(carrier.post, db, {
      to: mall,
      type: 'shipping.result',
      subject: jti,
      data: {
        purchase: jti,
        result: 'ok',
        pay,
        return: returnNumber,
        ...(variant !== 'c' && { shipping: session.number }),
        ...(variant !== 'b' && { contents: toBase64Url(contents!), addressee: sealed.envelope }),
      },
    });
    carrier.changes.announce('parcels');
    return ok({ trackingToken });
  });
}

/** What can be checked of an envelope without opening it. */
function readAddresseeEnvelope(carrier: Carrier, text: string): Result<Uint8Array> {
  const bytes = fromBase64Url(text);
  if (!bytes) return fail('damaged');
  const parts = parseEnvelope(bytes);
  if (!parts.ok) return parts;
  if (parts.value.version !== 1 || parts.value.kind !== 'addressee') return fail('wrong-kind');
  const at = carrier.clock().getTime();
  const known = carrier.vault.publicKeys().some((key) => {
    const usable =
      key.use === 'seal' && Date.parse(key.nbf) <= at && at < Date.parse(key.exp) + SESSION_MINUTES * 60_000;
    return usable && toHex(sealingKeyId(fromBase64Url(key.x)!)) === parts.value.keyId;
  });
  if (!known) return fail('unknown-key', parts.value.keyId);
  // Bucket 384 is the largest that the main code of a label can hold.
  return bytes.length > 384 + 54 ? fail('too-large') : ok(bytes);
}

/** "Refuse": the mall is told NG. */
export async function refuseToShip(carrier: Carrier, session: ShipSession): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const request = await decide(carrier, db, session, 'refused');
    if (!request.ok) return request;
    await tellNotShipped(carrier, db, request.value, 'refused');
    return ok();
  });
}

async function decide(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  session: ShipSession,
  state: 'ok' | 'refused',
): Promise<Result<ShipRequestTable>> {
  const { mall, jti } = session.request;
  const decided = await db
    .updateTable('ship_request')
    .set({ state })
    .where('mall', '=', mall)
    .where('jti', '=', jti)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (decided.numUpdatedRows === 0n) return fail('already-decided');
  await db.updateTable('ship_session').set({ decided: 1 }).where('token_hash', '=', session.tokenHash).execute();
  carrier.changes.announce('parcels');
  const request = await db
    .selectFrom('ship_request')
    .selectAll()
    .where('mall', '=', mall)
    .where('jti', '=', jti)
    .executeTakeFirstOrThrow();
  return ok(request);
}

/** Requests that no browser decided in time end as NO; their reserved numbers are never used again. */
export async function endStaleRequests(carrier: Carrier): Promise<void> {
  const before = new Date(carrier.clock().getTime() - SESSION_MINUTES * 60_000).toISOString();
  const stale = await carrier.storage.read
    .selectFrom('ship_request')
    .selectAll()
    .where('state', '=', 'open')
    .where('arrived_at', '<', before)
    .limit(500)
    .execute();
  if (stale.length === 0) return;
  await carrier.storage.write(async (db) => {
    for (const request of stale) {
      const ended = await db
        .updateTable('ship_request')
        .set({ state: 'no' })
        .where('mall', '=', request.mall)
        .where('jti', '=', request.jti)
        .where('state', '=', 'open')
        .executeTakeFirst();
      if (ended.numUpdatedRows > 0n) await tellNotShipped(carrier, db, request, 'no');
    }
    await db.deleteFrom('ship_session').where('expires_at', '<', before).execute();
  });
}

/** A mall that is up has the answer within this time; a customer's page waits no longer for it. */
const TELLING_MS = 1500;

/** Whether the mall has accepted the answer, after waiting a moment for it; until then it stays in the post. */
export async function isMallTold(carrier: Carrier, session: ShipSession): Promise<boolean> {
  const end = Date.now() + TELLING_MS;
  for (;;) {
    const waiting = await carrier.storage.read
      .selectFrom('outbox')
      .select('id')
      .where('partner', '=', session.request.mall)
      .where('type', '=', 'shipping.result')
      .where('subject', '=', session.request.jti)
      .where('accepted_at', 'is', null)
      .executeTakeFirst();
    if (!waiting) return true;
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What came of it, for the browser that decided. */
export async function findSessionParcel(carrier: Carrier, session: ShipSession): Promise<ParcelTable | undefined> {
  return carrier.storage.read.selectFrom('parcel').selectAll().where('number', '=', session.number).executeTakeFirst();
}
