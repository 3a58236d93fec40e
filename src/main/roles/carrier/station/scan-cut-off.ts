/**
 * A scan while the service can't be reached: opened from the label alone, checked against the copy and against what
 * waits in the queue by the rules of the service. What it says is what the service will do, as far as this station knows.
 */
import { toHex } from '#shared/bytes.ts';
import type { ScannedParcel, ScanWarning } from '#shared/desk/carrier.ts';
import type { AddressTables, ExpectedParcel, ExpectedPiece, ZoneTable } from '#shared/desk/station-copy.ts';
import { RETURN_STEP_STATE, STEP_STATE } from '#shared/desk/carrier.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import type { DeliveryWish } from '#shared/domain/delivery-slot.ts';
import { labelIdText } from '#shared/domain/label-id.ts';
import { type Route, routeOf } from '#shared/domain/route.ts';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { digestPrefix } from '#main/vault/index.ts';
import { parcelTerms, type Scan } from '../scan.ts';
import { isReturnNumber, type ReadScan, readScan } from '../scan-reading.ts';
import { zoneOfAddressee } from '../ship.ts';
import { type AskedStep, askedStep, DOOR_FIRST, planStep, showsAddress, type StepPlan } from '../step-rules.ts';
import type { CarrierStation } from './carrier-station.ts';
import type { QueuedScan } from './scan-queue.ts';
import type { CopyKeeper } from './station-copy-keeper.ts';

interface Opening {
  readonly addressee?: Addressee;
  readonly from: ScannedParcel['openedFrom'];
}

/**
 * Fails as a scan at the service does, with `station-lease-ended`, and with `station-offline` for a bare number.
 *
 * @param waiting what waits of this parcel, in the order of scanning
 */
export async function scanCutOff(
  station: CarrierStation,
  copy: CopyKeeper,
  scan: Scan,
  waiting: readonly QueuedScan[],
): Promise<Result<ScannedParcel>> {
  const lease = await copy.checkLease();
  if (!lease.ok) return lease;
  const read = readScan(scan.scan);
  if (!read.ok) return read;
  const { number, label } = read.value;
  if (isReturnNumber(number)) return returnCutOff(read.value, scan);
  const copied = await copy.find(number);
  const parcel = copied && waiting.reduce((known, queued) => afterScan(known, queued, station), copied);
  const shown = showsAddress(scan.step, station.station);
  const opening = await openLabel(station, read.value, parcel, shown);
  if (!opening.ok) return opening;
  const { addressee, from } = opening.value;
  const plan = parcel ? planFor(station, parcel, scan, read.value, copy.now()) : ok(undefined);
  if (!plan.ok) return plan;

  const tables = copy.tables();
  const { routes } = tables;
  const route = (addressee && routeOf(routes, addressee.country, addressee.postalCode)) ?? routeOfParcel(parcel);
  const { piece = 1, of = 1, copy: copyNumber = 1 } = label ?? {};
  const warnings: ScanWarning[] = [...(plan.value?.warnings ?? [])];
  if (!parcel) warnings.push('unconfirmed');
  if (copyNumber > 1) warnings.push('copy');
  const zone = addressee && zoneOfAddressee(zonesOn(tables, parcel?.agreedOn), addressee);
  if (parcel && addressee && zone !== parcel.zone) warnings.push('zone-differs');
  if (label && parcel?.voided.includes(labelIdText(label))) warnings.push('voided');
  return ok({
    number,
    piece,
    of,
    copy: copyNumber,
    mall: parcel?.mall ?? '',
    ...(parcel && {
      state: plan.value?.state ?? parcel.state,
      ...parcelTerms({ ...parcel, ...parcel.size, amount: parcel.amount ?? null }),
    }),
    ...(plan.value?.scanned && plan.value.scanned.of > 1 && { scanned: plan.value.scanned }),
    ...(shown && addressee && { addressee }),
    ...(route && { route }),
    ...(parcel?.wish && { wish: wishAt(parcel.wish, route) }),
    warnings,
    openedFrom: from,
  });
}

/** As the service does: by the zones of the day on which it was agreed on. */
function zonesOn({ zones, earlierZones = [] }: AddressTables, day: string | undefined): ZoneTable {
  return earlierZones.find(({ until }) => day !== undefined && day < until) ?? zones;
}

/**
 * What a customer sends back: not in the copy, and nothing of it has to be opened. It waits for the service, which says
 * what becomes of it; only a look can't wait.
 */
function returnCutOff({ number, label }: ReadScan, { step }: Scan): Result<ScannedParcel> {
  if (step === 'look') return fail('station-offline');
  const state = RETURN_STEP_STATE[step];
  if (state === undefined) return fail('not-for-returns');
  const { piece = 1, of = 1, copy = 1 } = label ?? {};
  return ok({ number, piece, of, copy, mall: '', returning: { state }, warnings: [], openedFrom: 'nothing' });
}

/** As the service opens: what is neither to be read nor to be proved stays closed. */
async function openLabel(
  { vault, party }: CarrierStation,
  read: ReadScan,
  parcel: ExpectedParcel | undefined,
  shown: boolean,
): Promise<Result<Opening>> {
  const isAgreed = parcel && (!read.envelope || toHex(digestPrefix(read.envelope)) === parcel.prefix);
  if (isAgreed && !shown && parcel.route !== undefined) return ok({ from: 'nothing' });
  // The table's envelopes are at the service.
  if (!read.envelope) return fail('station-offline');
  const opened = await vault.open(read.envelope, { kind: 'addressee', recipient: party, number: read.number });
  if (!opened.ok && opened.error.code === 'unknown-key' && !parcel) return fail('other-carrier');
  if (!opened.ok) return opened;
  if (parcel && !isAgreed) return fail('envelope-conflict');
  const addressee = decodeAddressee(opened.value);
  return addressee.ok ? ok({ addressee: addressee.value, from: 'label' }) : addressee;
}

function routeOfParcel(parcel: ExpectedParcel | undefined): Route | undefined {
  return parcel?.depot !== undefined && parcel.route !== undefined
    ? { depot: parcel.depot, route: parcel.route }
    : undefined;
}

/** Which counter holds it is known as soon as the route is. */
function wishAt(wish: DeliveryWish, route: Route | undefined): DeliveryWish {
  return wish.hold === '' && route ? { ...wish, hold: route.depot } : wish;
}

/** What the step does; undefined where it does nothing: a look, or something that comes first at the door. */
function planFor(
  { station }: Pick<CarrierStation, 'station'>,
  parcel: ExpectedParcel,
  scan: Scan,
  { label }: ReadScan,
  at: Date,
): Result<StepPlan | undefined> {
  const { step } = scan;
  if (step === 'look') return ok(undefined);
  const asked = askedStep({ ...scan, step }, label, { now: at, scannedAt: at, depot: station.depot });
  if (!asked.ok) return asked;
  const { amount = 0, surcharge, pieces } = parcel;
  const plan = planStep({ ...parcel, due: amount + surcharge }, pieces, asked.value);
  if (!plan.ok) return plan;
  return ok(plan.value === DOOR_FIRST ? undefined : plan.value);
}

/** The parcel after a scan that waits, or was done: what can't be done to it leaves it as it is. */
export function afterScan(
  parcel: ExpectedParcel,
  { scan, at }: Pick<QueuedScan, 'scan' | 'at'>,
  station: Pick<CarrierStation, 'station'>,
): ExpectedParcel {
  const read = readScan(scan.scan);
  if (!read.ok || scan.step === 'look') return parcel;
  const plan = planFor(station, parcel, scan, read.value, new Date(at));
  return plan.ok && plan.value
    ? applyPlan(parcel, plan.value, scan.step, { at, depot: station.station.depot })
    : parcel;
}

function applyPlan(
  parcel: ExpectedParcel,
  plan: StepPlan,
  step: AskedStep['step'],
  { at, depot }: { readonly at: string; readonly depot: string | undefined },
): ExpectedParcel {
  const here = depot !== undefined && { depot };
  const pieces = parcel.pieces.map((piece) =>
    plan.pieces.includes(piece.piece) ? { ...piece, state: STEP_STATE[step], ...here } : piece,
  );
  const claimed: ExpectedPiece[] = plan.claim ? [{ ...plan.claim, state: 'accepted', ...here }] : [];
  const { wish, ...rest } = parcel;
  const tried = plan.moved && step === 'attempt';
  const left = tried ? wish?.hold !== undefined && { wish: { hold: wish.hold } } : wish && { wish };
  return {
    ...rest,
    ...left,
    state: plan.state,
    ...(plan.moved && at > parcel.changedAt && { changedAt: at }),
    pieces: [...pieces, ...claimed],
  };
}
