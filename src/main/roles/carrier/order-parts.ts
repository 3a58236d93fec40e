/**
 * A sealed order's part for the carrier (docs/protocol.md, "Sealed order"): where the parcel goes, cut off in the
 * customer's terminal. It is sealed anew under the parcel's own number at once; opened, it exists in memory alone.
 */
import { fromBase64Url, toBase64Url, utf8 } from '#shared/bytes.ts';
import { type Addressee, enterAddressee } from '#shared/domain/addressee.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { surchargesFor } from '#shared/domain/tariff.ts';
import { encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { decodeDestinationPart } from '#shared/protocol/destination-part.ts';
import { canonical, type EventData } from '#shared/protocol/event.ts';
import { CLOCK_SKEW_SECONDS, instructionVariant } from '#shared/protocol/instruction.ts';
import { decodeOrderPart, partBinding, sealerPeer } from '#shared/protocol/order-part.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { checkContents, claimPurchase, type EventHandler, findPartner, readied, variantOf } from '#main/post/index.ts';
import { reserveNumber, type Writable } from '#main/storage/index.ts';
import { sealTo, sha256, variantCDigits } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import { type Destination, keepParcel, type ShipRequest, tellNotShipped } from './keep-parcel.ts';
import { canCarry, currentSealingKey, zoneOfAddressee } from './ship.ts';
import { claimShippingNumber } from './number-ranges.ts';
import { readTariff } from './tariff.ts';
import type { CarrierTables } from './tables.ts';

type OrderParts = EventData<'order.parts'>;

/**
 * Handler of `order.parts`: the parcel and `shipping.result`, or its NO, in one unit of work, once for each purchase over
 * all ways it may come. Fails with `event-foreign` where it is no mall that asks, `event-invalid` for what is not a
 * carrier's to do, `partner-suspended`, `already-decided` for a purchase that came otherwise before.
 */
export function acceptOrderParts(carrier: Carrier): EventHandler<CarrierTables, 'order.parts'> {
  return readied(async ({ partner, subject, data }) => {
    const request = readRequest(partner, subject, data);
    if (!request.ok) return async () => request;
    const destination = await sealDestination(carrier, request.value, data);
    return (db) => decide(carrier, db, { request: request.value, destination, digest: digestOf(data) });
  });
}

function digestOf(data: OrderParts): string {
  return toBase64Url(sha256(utf8(canonical(data))));
}

function readRequest(
  partner: { readonly id: PartyId; readonly role: string },
  subject: string,
  { purchase: jti, size, pay, contents }: OrderParts,
): Result<ShipRequest> {
  if (partner.role !== 'mall') return fail('event-foreign', 'role');
  if (subject !== jti) return fail('event-invalid', 'subject');
  if (size === undefined || pay !== 'settled') return fail('event-invalid', 'pay');
  if (instructionVariant({ jti, contents }) === undefined) return fail('event-invalid', 'contents');
  const wrong = checkContents({ jti, contents });
  if (wrong !== undefined) return fail('event-invalid', wrong);
  return ok({ iss: partner.id, jti, size, pay, ...(contents !== undefined && { contents }) });
}

/** Everything that takes its time: opening, checking, sealing anew. Any failure is the carrier's NO. */
async function sealDestination(
  carrier: Carrier,
  request: ShipRequest,
  { by, part }: OrderParts,
): Promise<Result<Destination>> {
  const { iss: mall, jti } = request;
  if (!(await canCarry(carrier, request))) return fail('field-invalid', 'size');
  const envelope = fromBase64Url(part);
  if (!envelope) return fail('damaged');
  const binding = partBinding({ party: carrier.self, mall, number: jti });
  const opened = await carrier.vault.open(envelope, binding, sealerPeer(by));
  if (!opened.ok) return opened;
  const order = decodeOrderPart(opened.value);
  if (!order.ok) return order;
  if (order.value.mall !== mall) return fail('bundle-foreign');
  if (order.value.expires < carrier.clock().getTime() / 1000 - CLOCK_SKEW_SECONDS)
    return fail('bundle-invalid', 'expires');
  const body = decodeDestinationPart(order.value.body);
  if (!body.ok) return body;
  const addressee = enterAgain(body.value.addressee);
  if (!addressee.ok) return addressee;
  const tariff = await readTariff(carrier.storage.read, carrier.clock());
  const zone = zoneOfAddressee(tariff, addressee.value);
  if (zone === undefined) return fail('field-invalid', 'country');
  const number = await shippingNumber(carrier, request);
  const sealed = await sealTo(
    fromBase64Url(currentSealingKey(carrier).x)!,
    { kind: 'addressee', recipient: carrier.self, number },
    encodeAddressee(addressee.value),
  );
  if (!sealed.ok) return sealed;
  const surcharge = surchargesFor(tariff, { size: request.size, amount: request.amount?.value })[zone]!;
  return ok({ number, envelope: sealed.value, zone, surcharge, trackingToken: body.value.tracking });
}

/** As if it had been typed into the carrier's own window: the same rules. */
function enterAgain({ lines, note = '', ...rest }: Addressee): Result<Addressee> {
  const [line1 = '', line2 = '', line3 = '', line4 = '', ...more] = lines;
  return more.length > 0
    ? fail('field-invalid', 'lines')
    : enterAddressee({ ...rest, line1, line2, line3, line4, note });
}

/** Variant c: nobody tells the number, both sides derive it. */
function isDerived(request: ShipRequest): boolean {
  return variantOf(request) === 'c';
}

/** A derived one is claimed by the unit of work that decides; any other is claimed here, and never used again. */
async function shippingNumber(carrier: Carrier, request: ShipRequest): Promise<string> {
  return isDerived(request)
    ? numberFromDigits('shipping', variantCDigits(fromBase64Url(request.jti)!))
    : carrier.storage.write((db) => claimShippingNumber(db));
}

async function decide(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  asked: { readonly request: ShipRequest; readonly destination: Result<Destination>; readonly digest: string },
): Promise<Result<void>> {
  const { request, destination, digest } = asked;
  const { iss: mall, jti } = request;
  if ((await findPartner(db, mall))?.state !== 'approved') return fail('partner-suspended');
  const reserved = destination.ok && (!isDerived(request) || (await reserveNumber(db, destination.value.number)));
  const claimed = await claimPurchase(db, { mall, jti, digest }, carrier.clock(), reserved ? 'ok' : 'no');
  // The same part once more was answered already, and the post keeps that answer.
  if (claimed !== 'new') return claimed === 'same' ? ok() : fail('already-decided');
  if (!destination.ok || !reserved) {
    await tellNotShipped(carrier, db, request, 'no');
    return ok();
  }
  const { currency } = await readTariff(db, carrier.clock());
  await keepParcel(carrier, db, { ...request, currency }, destination.value);
  return ok();
}
