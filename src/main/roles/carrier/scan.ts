import type { Proof, ScannedParcel, ScanWarning, Step, StepReason } from '#shared/desk/carrier.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { toHex } from '#shared/bytes.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import type { DeliveryWish } from '#shared/domain/delivery-slot.ts';
import { type LabelId, labelIdText } from '#shared/domain/label-id.ts';
import type { Money } from '#shared/domain/money.ts';
import type { Route } from '#shared/domain/route.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { fail, ok, type Failure, type Result } from '#shared/result.ts';
import { recordDeed, type TrailAction } from '#main/audit/index.ts';
import { fileException, type SealedPicture } from '#main/exceptions/index.ts';
import { findPartner } from '#main/post/index.ts';
import { findCall, rememberCall } from '#main/stations/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { digestPrefix } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import { cashDue } from './cash-due.ts';
import { findParcel } from './find-parcel.ts';
import { sealProof } from './proof.ts';
import { findRoute } from './routes.ts';
import { scanReturn } from './returns.ts';
import { isReturnNumber, type ReadScan, readScan } from './scan-reading.ts';
import { zoneOfAddressee } from './ship.ts';
import { noteParcelChange } from './station-copy-tables.ts';
import { applyStep } from './step.ts';
import {
  askedStep,
  DOOR_FIRST,
  type ParcelFacts,
  type PieceFacts,
  planStep,
  showsAddress,
  timeOfScan,
} from './step-rules.ts';
import type { CarrierTables, ParcelTable } from './tables.ts';
import { readTariff } from './tariff.ts';
import { bringInstead, isFetchable, wishOf } from './wishes.ts';

export interface Scan {
  /** Label text, label id, or a number. */
  readonly scan: string;
  readonly step: Step;
  /** With `attempt` and `return`. */
  readonly reason?: StepReason | undefined;
  /** Cash counted at the door; without it a parcel with cash due is shown and not delivered. */
  readonly collected?: Money | undefined;
  /** `wanted`: shown first, and nothing done, until it is given. */
  readonly proof?: Proof | 'wanted' | undefined;
  /** What was scanned, where it was a file: kept where it is refused. */
  readonly picture?: SealedPicture | undefined;
}

/** What was read of a parcel before the unit of work. */
interface Opening {
  readonly addressee?: Addressee;
  readonly from: ScannedParcel['openedFrom'];
}

/**
 * A scan at a station: opens the parcel where that is needed – from the label alone where it can – checks it against
 * the expected parcels, and does the step. Every opening is recorded; whatever fails changes nothing and is recorded
 * too. A station's call that was answered before does nothing again.
 */
export async function scanParcel(carrier: Carrier, caller: DeskCaller, scan: Scan): Promise<Result<ScannedParcel>> {
  const answered = caller.once && (await findCall(carrier.storage.read, caller.once));
  if (answered?.refused !== undefined) return fail(answered.refused);
  const read = readScan(scan.scan);
  if (!read.ok) return refuseScan(carrier, caller, scan, '-', read.error);
  const { number } = read.value;
  if (isReturnNumber(number)) {
    const back = await scanReturn(carrier, caller, scan, { read: read.value, answered: answered !== undefined });
    return back.ok ? back : refuseScan(carrier, caller, scan, number, back.error);
  }
  const parcel = await findParcel(carrier.storage.read, number);
  const shown = showsAddress(scan.step, caller.station);
  const opened = await openWhereNeeded(carrier, read.value, parcel, shown);
  // Done before: whatever became of its label since is no refusal.
  const opening = answered && !opened.ok ? ok<Opening>({ from: 'nothing' }) : opened;
  if (!opening.ok) return refuseScan(carrier, caller, scan, number, opening.error);
  const { addressee, from } = opening.value;
  const { proof } = scan;
  const isGiven = proof !== undefined && proof !== 'wanted' && scan.step === 'deliver' && !answered;
  const sealed = isGiven ? await sealProof(carrier, number, proof) : ok(undefined);
  if (!sealed.ok) return refuseScan(carrier, caller, scan, number, sealed.error);

  const done = await writeResult(carrier.storage, async (db) => {
    const route = addressee && (await findRoute(db, addressee));
    const unheld = parcel && route ? await keepRoute(carrier, db, caller, { number, route }) : false;
    const step = parcel
      ? await doStep(carrier, db, caller, { ...scan, ...(answered && { step: 'look' }) }, read.value, sealed.value)
      : ok(undefined);
    if (!step.ok) return step;
    if (!answered) {
      await recordDeed(db, {
        at: timeOfScan({ now: carrier.clock(), scannedAt: caller.once?.at }),
        who: caller.who,
        action: deedOf(addressee, shown),
        subject: number,
        detail: parcel ? scan.step : 'unconfirmed',
      });
      if (caller.once) await rememberCall(db, caller.once, { at: carrier.clock() });
    }
    return ok({ ...step.value, route, unheld });
  });
  if (!done.ok) return refuseScan(carrier, caller, scan, number, done.error);

  const { label } = read.value;
  const { piece = 1, of = 1, copy = 1 } = label ?? {};
  const known = parcel && (await findPartner(carrier.storage.read, parcel.mall));
  const route = done.value.route ?? routeOfParcel(parcel);
  const warnings = [
    ...(done.value.warnings ?? []),
    ...(done.value.unheld ? (['no-counter'] as const) : []),
    ...(await warningsOf(carrier, parcel, label, addressee)),
  ];
  return ok({
    number,
    piece,
    of,
    copy,
    mall: known?.name ?? parcel?.mall ?? '',
    ...(parcel && done.value.state && { state: done.value.state, ...parcelTerms(parcel) }),
    ...(done.value.scanned && done.value.scanned.of > 1 && { scanned: done.value.scanned }),
    ...(shown && addressee && { addressee }),
    ...(route && { route }),
    ...(done.value.wish && { wish: done.value.wish }),
    warnings,
    openedFrom: from,
  });
}

/**
 * The route of a parcel that had none, and which counter holds it; by what is wished for now, not when it was opened.
 * Whether it was to be held and can't be.
 */
async function keepRoute(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  { who }: DeskCaller,
  { number, route }: { readonly number: string; readonly route: Route },
): Promise<boolean> {
  const parcel = (await findParcel(db, number))!;
  if (parcel.route !== null) return false;
  const isAsked = parcel.hold_depot === '';
  const holds = isAsked && (await isFetchable(db, parcel, route.depot));
  await db
    .updateTable('parcel')
    .set({ ...route, ...(holds && { hold_depot: route.depot }) })
    .where('number', '=', number)
    .execute();
  await noteParcelChange(db, number);
  if (!isAsked || holds) return false;
  await bringInstead(carrier, db, parcel, who);
  return true;
}

function routeOfParcel(parcel: ParcelTable | undefined): ScannedParcel['route'] {
  return parcel && parcel.depot !== null && parcel.route !== null
    ? { depot: parcel.depot, route: parcel.route }
    : undefined;
}

/** An address that was read on the screen, one that was opened for its route alone, or a parcel that was not opened. */
function deedOf(addressee: Addressee | undefined, shown: boolean): TrailAction {
  if (!addressee) return 'parcel.moved';
  return shown ? 'address.opened' : 'route.read';
}

export function parcelTerms(
  parcel: Pick<ParcelTable, 'size' | 'weight' | 'pay' | 'amount' | 'surcharge' | 'currency'>,
): Pick<ScannedParcel, 'size' | 'pay' | 'amount' | 'surcharge' | 'due'> {
  const money = (value: number): Money => ({ value, currency: parcel.currency });
  const due = cashDue(parcel);
  return {
    size: { size: parcel.size, weight: parcel.weight },
    pay: parcel.pay,
    ...(parcel.amount !== null && { amount: money(parcel.amount) }),
    ...(parcel.surcharge > 0 && { surcharge: money(parcel.surcharge) }),
    ...(due > 0 && { due: money(due) }),
  };
}

/**
 * Opens what has to be opened: an address that is to be read, a route that nobody knows yet, and a label that is not
 * the one agreed on. Opened first: a misread label says that it is damaged, and only one that somebody made is an alarm.
 */
async function openWhereNeeded(
  carrier: Carrier,
  read: ReadScan,
  parcel: ParcelTable | undefined,
  shown: boolean,
): Promise<Result<Opening>> {
  const isAgreed = parcel && (!read.envelope || toHex(digestPrefix(read.envelope)) === parcel.envelope_prefix);
  if (isAgreed && !shown && parcel.route !== null) return ok({ from: 'nothing' });
  const envelope = read.envelope ?? parcel?.addressee;
  if (!envelope) return fail('parcel-unknown');
  const binding = { kind: 'addressee', recipient: carrier.self, number: read.number } as const;
  const opened = await carrier.vault.open(envelope, binding);
  // Sealed to a key that was never ours, under a number that is none of ours.
  if (!opened.ok && opened.error.code === 'unknown-key' && !(await isOurs(carrier, read.number))) {
    return fail('other-carrier');
  }
  if (!opened.ok) return opened;
  // Anyone can seal to a public key: for a known number only the envelope that was agreed on counts.
  if (parcel && !isAgreed) return fail('envelope-conflict');
  const addressee = decodeAddressee(opened.value);
  return addressee.ok ? ok({ addressee: addressee.value, from: read.envelope ? 'label' : 'table' }) : addressee;
}

/** A number that we gave out once, though its parcel and its key may be gone. */
async function isOurs(carrier: Carrier, number: string): Promise<boolean> {
  const issued = await carrier.storage.read
    .selectFrom('issued_number')
    .select('number')
    .where('number', '=', number)
    .executeTakeFirst();
  return issued !== undefined;
}

async function warningsOf(
  carrier: Carrier,
  parcel: ParcelTable | undefined,
  label: LabelId | undefined,
  addressee: Addressee | undefined,
): Promise<ScanWarning[]> {
  const warnings: ScanWarning[] = [];
  if (!parcel) warnings.push('unconfirmed');
  if ((label?.copy ?? 1) > 1) warnings.push('copy');
  // By the zones of the day on which it was agreed on.
  const at = parcel ? new Date(parcel.agreed_at) : carrier.clock();
  const zone = addressee && zoneOfAddressee(await readTariff(carrier.storage.read, at), addressee);
  if (parcel && addressee && zone !== parcel.zone) warnings.push('zone-differs');
  if (parcel && label && (await isVoided(carrier, parcel, label))) warnings.push('voided');
  return warnings;
}

export async function refuseScan(
  carrier: Carrier,
  caller: DeskCaller,
  { step, picture }: Pick<Scan, 'step' | 'picture'>,
  number: string,
  error: Failure,
): Promise<{ readonly ok: false; readonly error: Failure }> {
  const { who, once } = caller;
  const at = timeOfScan({ now: carrier.clock(), scannedAt: once?.at });
  await carrier.storage.write(async (db) => {
    await recordDeed(db, { at, who, action: 'scan.refused', subject: number, detail: error.code });
    const named = number === '-' ? undefined : number;
    await fileException(db, { at, caller, place: 'scan', code: error.code, number: named, step, picture });
    if (once) await rememberCall(db, once, { at: carrier.clock(), refused: error.code });
    carrier.changes.announce('exceptions');
  });
  return { ok: false, error };
}

interface Done {
  readonly state: ParcelState;
  readonly wish?: DeliveryWish | undefined;
  readonly warnings?: readonly ScanWarning[];
  readonly scanned?: { readonly pieces: number; readonly of: number };
}

async function doStep(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  caller: DeskCaller,
  scan: Scan,
  read: ReadScan,
  proof: Uint8Array | undefined,
): Promise<Result<Done>> {
  const parcel = (await findParcel(db, read.number))!;
  const { step } = scan;
  const wish = wishOf(parcel);
  if (step === 'look') return ok({ state: parcel.state, wish });
  const { once, station } = caller;
  const place = { now: carrier.clock(), scannedAt: once?.at, depot: station?.depot };
  const asked = askedStep({ ...scan, step }, read.label, place);
  if (!asked.ok) return asked;
  const pieces = await findPieces(db, parcel.number);
  const plan = planStep(factsOf(parcel), pieces, asked.value);
  if (!plan.ok) return plan;
  if (plan.value === DOOR_FIRST) return ok({ state: parcel.state, wish });
  const applied = await applyStep(carrier, db, { caller, parcel, asked: asked.value, plan: plan.value, proof });
  if (!applied.ok) return applied;
  const { state, warnings, scanned } = plan.value;
  return ok({ state, warnings, scanned, wish });
}

function factsOf(parcel: ParcelTable): ParcelFacts {
  const wish = wishOf(parcel);
  return {
    state: parcel.state,
    changedAt: parcel.changed_at,
    due: cashDue(parcel),
    currency: parcel.currency,
    ...(parcel.depot !== null && { depot: parcel.depot }),
    ...(wish && { wish }),
    ...(parcel.hold_asked_at !== null && { heldAt: parcel.hold_asked_at }),
  };
}

async function findPieces(db: Readable<CarrierTables>, number: string): Promise<PieceFacts[]> {
  const rows = await db.selectFrom('piece').selectAll().where('number', '=', number).orderBy('piece').execute();
  return rows.map(({ piece, of, label, state, depot }) => ({
    piece,
    of,
    state,
    ...(label !== null && { label }),
    ...(depot !== null && { depot }),
  }));
}

async function isVoided(carrier: Carrier, parcel: ParcelTable, label: LabelId): Promise<boolean> {
  const row = await carrier.storage.read
    .selectFrom('voided_label')
    .select('label')
    .where('label', '=', labelIdText(label))
    .where('mall', '=', parcel.mall)
    .executeTakeFirst();
  return row !== undefined;
}
