import { type Addressee, type AddresseeEntry, enterAddressee } from '#shared/domain/addressee.ts';
import type { DeliveryWish } from '#shared/domain/delivery-slot.ts';
import { fromBase64Url, toBase64Url, toHex } from '#shared/bytes.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { surchargesFor, type Tariff } from '#shared/domain/tariff.ts';
import { zoneOf } from '#shared/domain/zone.ts';
import { parseEnvelope } from '#shared/protocol/envelope.ts';
import { type ShipInstruction, shipInstructionSchema } from '#shared/protocol/instruction.ts';
import { type CardKey, currentKey } from '#shared/protocol/party-card.ts';
import { encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import {
  type Arrival,
  ARRIVAL_MINUTES,
  type ArrivalRules,
  type BrowserPlace,
  claimDerivedNumber,
  decideArrival,
  endStaleArrivals,
  findArrival,
  receiveInstruction,
  variantOf,
} from '#main/post/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { randomToken, sealingKeyId, sealTo, variantCDigits } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import { keepParcel, type ShipRequest, tellNotShipped } from './keep-parcel.ts';
import { claimShippingNumber } from './number-ranges.ts';
import { readTariff } from './tariff.ts';
import type { CarrierTables, ParcelTable } from './tables.ts';

/** One browser's place in agreeing on one parcel. */
export type ShipArrival = Arrival<ShipInstruction>;

function shipRules(carrier: Carrier): ArrivalRules<ShipInstruction, CarrierTables> {
  return {
    schema: shipInstructionSchema,
    isServed: (claims) => canCarry(carrier, claims),
    reserveNumber: reserveShippingNumber,
    answerNo: (db, claims) => tellNotShipped(carrier, db, claims, 'no'),
  };
}

/** Within the tariff: its size classes, and cash in its currency. */
export async function canCarry(
  carrier: Carrier,
  { size, amount }: Pick<ShipRequest, 'size' | 'amount'>,
): Promise<boolean> {
  const tariff = await readTariff(carrier.storage.read, carrier.clock());
  return tariff.fees[size.size] !== undefined && (amount === undefined || amount.currency === tariff.currency);
}

/** Random, or in variant c what both sides derive from the contents' hash, so that nobody needs to tell it. */
async function reserveShippingNumber(
  db: Writable<CarrierTables>,
  claims: ShipInstruction,
): Promise<string | undefined> {
  if (variantOf(claims) !== 'c') return claimShippingNumber(db);
  return claimDerivedNumber(db, numberFromDigits('shipping', variantCDigits(fromBase64Url(claims.jti)!)), claims);
}

/** "To the carrier": see `receiveInstruction` of the post. */
export function receiveShipInstruction(
  carrier: Carrier,
  posted: { readonly jws: string; readonly origin?: string | undefined },
): Promise<Result<{ arrival: string }>> {
  return receiveInstruction(carrier.post, shipRules(carrier), posted);
}

export function findShipArrival(carrier: Carrier, place: Partial<BrowserPlace>): Promise<ShipArrival | undefined> {
  return findArrival(carrier.post, place);
}

export function endStaleRequests(carrier: Carrier): Promise<void> {
  return endStaleArrivals(carrier.post, shipRules(carrier));
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
  arrival: ShipArrival,
  entry: Partial<AddresseeEntry>,
): Promise<Result<{ envelope: string; zone: string }>> {
  const addressee = enterAddressee(entry);
  if (!addressee.ok) return addressee;
  const zone = zoneOfAddressee((await priceList(carrier, arrival)).tariff, addressee.value);
  if (zone === undefined) return fail('field-invalid', 'country');
  const binding = { kind: 'addressee', recipient: carrier.self, number: arrival.number } as const;
  const publicKey = fromBase64Url(currentSealingKey(carrier).x)!;
  const sealed = await sealTo(publicKey, binding, encodeAddressee(addressee.value));
  return sealed.ok ? ok({ envelope: toBase64Url(sealed.value), zone }) : sealed;
}

/**
 * What this parcel costs in each zone, as of the day on which the mall sent its customer here: what the form showed is
 * what is agreed on, also where a new tariff began meanwhile.
 */
export async function priceList(
  carrier: Carrier,
  { claims: { iat, size, amount } }: ShipArrival,
): Promise<{ tariff: Tariff; surcharges: Readonly<Record<string, number>> }> {
  const tariff = await readTariff(carrier.storage.read, new Date(iat * 1000));
  return { tariff, surcharges: surchargesFor(tariff, { size, amount: amount?.value }) };
}

/** The zone an address lies in, when this carrier serves it. */
export function zoneOfAddressee(
  tariff: Pick<Tariff, 'prefixes' | 'surcharges'>,
  addressee: Addressee,
): string | undefined {
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
  arrival: ShipArrival,
  sealed: { envelope: string; zone: string },
  wish: Pick<DeliveryWish, 'day' | 'slot'> = {},
): Promise<Result<{ trackingToken: string }>> {
  const envelope = readAddresseeEnvelope(carrier, sealed.envelope);
  if (!envelope.ok) return envelope;
  const { tariff, surcharges } = await priceList(carrier, arrival);
  const surcharge = Object.hasOwn(surcharges, sealed.zone) ? surcharges[sealed.zone] : undefined;
  if (surcharge === undefined) return fail('field-invalid', 'country');
  const trackingToken = randomToken();
  const { claims, number } = arrival;

  return writeResult(carrier.storage, async (db) => {
    const decided = await decideArrival(db, arrival, 'ok');
    if (!decided.ok) return decided;
    const place = { number, envelope: envelope.value, zone: sealed.zone, surcharge, trackingToken, wish };
    await keepParcel(carrier, db, { ...claims, currency: tariff.currency }, place);
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
    // A form that was served shortly before the month ended is sealed to the month's key.
    const end = Date.parse(key.exp) + ARRIVAL_MINUTES * 60_000;
    const usable = key.use === 'seal' && Date.parse(key.nbf) <= at && at < end;
    return usable && toHex(sealingKeyId(fromBase64Url(key.x)!)) === parts.value.keyId;
  });
  if (!known) return fail('unknown-key', parts.value.keyId);
  // Bucket 384 is the largest that the main code of a label can hold.
  return bytes.length > 384 + 54 ? fail('too-large') : ok(bytes);
}

/** "Refuse": the mall is told NG. */
export async function refuseToShip(carrier: Carrier, arrival: ShipArrival): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const decided = await decideArrival(db, arrival, 'refused');
    if (decided.ok) await tellNotShipped(carrier, db, arrival.claims, 'refused');
    return decided;
  });
}

/** What came of it, for the browser that decided. */
export async function findArrivalParcel(carrier: Carrier, arrival: ShipArrival): Promise<ParcelTable | undefined> {
  return carrier.storage.read.selectFrom('parcel').selectAll().where('number', '=', arrival.number).executeTakeFirst();
}
