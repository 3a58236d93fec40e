import type { ScannedParcel, ScanWarning, Step } from '#shared/desk/carrier.ts';
import { STEP_STATE } from '#shared/desk/carrier.ts';
import { toHex } from '#shared/bytes.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import type { LabelId } from '#shared/domain/label-id.ts';
import { labelIdText, parseLabelId } from '#shared/domain/label-id.ts';
import type { Money } from '#shared/domain/money.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { canMove, PARCEL, type ParcelState } from '#shared/domain/states.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { fail, ok, type Failure, type Result } from '#shared/result.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { recordDeed } from '#main/audit/index.ts';
import { findPartner, sendEvent } from '#main/post/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { digestPrefix } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import { zoneOfAddressee } from './ship.ts';
import type { CarrierTables, ParcelTable } from './tables.ts';
import { readTariff } from './tariff.ts';

type ReturnReason = NonNullable<EventData<'parcel.status'>['reason']>;

export interface Scan {
  /** Label text, label id, or a number. */
  readonly scan: string;
  readonly step: Step;
  readonly reason?: ReturnReason | undefined;
  /** Cash counted at the door; without it a parcel with cash due is shown and not delivered. */
  readonly collected?: Money | undefined;
}

/** What a scan names, before anything is opened. */
interface ReadScan {
  readonly number: string;
  /** Absent when a bare number was typed. */
  readonly label?: LabelId;
  /** Printed on the label; absent when the table's is meant. */
  readonly envelope?: Uint8Array;
}

/**
 * A scan at a station: opens the parcel – from the label alone where it can – checks it against the expected parcels,
 * and does the step. Every opening is recorded; whatever fails changes nothing and is recorded too.
 */
export async function scanParcel(carrier: Carrier, who: string, scan: Scan): Promise<Result<ScannedParcel>> {
  const read = readScan(scan.scan);
  if (!read.ok) return refuseScan(carrier, who, '-', read.error);
  const { number } = read.value;
  const parcel = await carrier.storage.read
    .selectFrom('parcel')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirst();
  const addressee = await openAddressee(carrier, read.value, parcel);
  if (!addressee.ok) return refuseScan(carrier, who, number, addressee.error);

  const tariff = await readTariff(carrier.storage.read);
  const moved = await writeResult(carrier.storage, async (db) => {
    const step = parcel ? await doStep(carrier, db, who, scan, read.value) : ok(undefined);
    if (!step.ok) return step;
    await recordDeed(db, {
      at: carrier.clock(),
      who,
      action: 'address.opened',
      subject: number,
      detail: parcel ? scan.step : 'unconfirmed',
    });
    return step;
  });
  if (!moved.ok) return refuseScan(carrier, who, number, moved.error);

  const warnings: ScanWarning[] = [];
  if (!parcel) warnings.push('unconfirmed');
  if ((read.value.label?.copy ?? 1) > 1) warnings.push('copy');
  if (parcel && zoneOfAddressee(tariff, addressee.value) !== parcel.zone) warnings.push('zone-differs');
  if (parcel && read.value.label && (await isVoided(carrier, parcel, read.value.label))) warnings.push('voided');
  const mall = parcel && (await findPartner(carrier.storage.read, parcel.mall));
  return ok({
    number,
    piece: read.value.label?.piece ?? 1,
    of: read.value.label?.of ?? 1,
    copy: read.value.label?.copy ?? 1,
    mall: mall?.name ?? parcel?.mall ?? '',
    ...(parcel && moved.value && { state: moved.value, ...parcelTerms(parcel) }),
    addressee: addressee.value,
    warnings,
    openedFrom: read.value.envelope ? 'label' : 'table',
  });
}

function parcelTerms(parcel: ParcelTable): Pick<ScannedParcel, 'size' | 'pay' | 'amount' | 'surcharge' | 'due'> {
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

/** Cash at the door, in minor units: for the mall and for the carrier itself. */
export function cashDue(parcel: Pick<ParcelTable, 'amount' | 'surcharge'>): number {
  return (parcel.amount ?? 0) + parcel.surcharge;
}

/** Fails with `damaged`, `unknown-version`, `wrong-kind` or `bad-number`. */
export function readScan(scanned: string): Result<ReadScan> {
  const text = normalizeNumber(scanned).toUpperCase();
  if (text.length > 32) {
    const parsed = parseLabelText(text);
    if (!parsed.ok) return parsed;
    const { kind, label, envelope } = parsed.value;
    return kind === 'shipping' ? ok({ number: label.number, label, envelope }) : fail('wrong-kind');
  }
  const format = numberFormat(text);
  if (format !== undefined && (format !== 'default' || text.startsWith('3'))) return ok({ number: text });
  const label = parseLabelId(text);
  return label.ok ? ok({ number: label.value.number, label: label.value }) : fail('bad-number');
}

async function openAddressee(
  carrier: Carrier,
  read: ReadScan,
  parcel: ParcelTable | undefined,
): Promise<Result<Addressee>> {
  const envelope = read.envelope ?? parcel?.addressee;
  if (!envelope) return fail('parcel-unknown');
  const binding = { kind: 'addressee', recipient: carrier.self, number: read.number } as const;
  // Opened first: a misread label says that it is damaged, and only one that somebody made is an alarm.
  const opened = await carrier.vault.open(envelope, binding);
  if (!opened.ok) return opened;
  // Anyone can seal to a public key: for a known number only the envelope that was agreed on counts.
  if (parcel && toHex(digestPrefix(envelope)) !== parcel.envelope_prefix) return fail('envelope-conflict');
  return decodeAddressee(opened.value);
}

async function refuseScan(
  carrier: Carrier,
  who: string,
  number: string,
  error: Failure,
): Promise<{ readonly ok: false; readonly error: Failure }> {
  await carrier.storage.write((db) =>
    recordDeed(db, { at: carrier.clock(), who, action: 'scan.refused', subject: number, detail: error.code }),
  );
  return { ok: false, error };
}

/** The state after the step; fails where the parcel is not where the step begins. */
async function doStep(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  who: string,
  scan: Scan,
  read: ReadScan,
): Promise<Result<ParcelState>> {
  const parcel = await db.selectFrom('parcel').selectAll().where('number', '=', read.number).executeTakeFirstOrThrow();
  const { state } = parcel;
  if (scan.step === 'look') return ok(state);
  if (scan.step === 'return' && scan.reason === undefined) return fail('field-missing', 'reason');
  const target = STEP_STATE[scan.step];
  if (scan.step === 'accept') {
    const claimed = await claimPiece(carrier, db, read);
    if (!claimed.ok) return claimed;
    if (state === 'accepted') return ok(state);
  }
  if (state === target) return fail('already-scanned', state);
  if (!canMove(PARCEL, state, target)) return fail('wrong-state', state);
  if (target === 'delivered') {
    const due = cashDue(parcel);
    if (due > 0 && !scan.collected) return ok(state);
    if ((scan.collected?.value ?? 0) !== due) return fail('cash-differs');
    if (scan.collected && scan.collected.currency !== parcel.currency) return fail('cash-differs');
    if (due > 0) await recordDeed(db, { at: carrier.clock(), who, action: 'cash.collected', subject: parcel.number });
  }
  await moveParcel(carrier, db, { who, parcel, target, reason: target === 'returned' ? scan.reason : undefined });
  return ok(target);
}

/**
 * The first acceptance claims the piece: the same label again, another one for it, or one that counts the parcel's
 * pieces differently, is an alarm.
 */
async function claimPiece(carrier: Carrier, db: Writable<CarrierTables>, read: ReadScan): Promise<Result<void>> {
  const { number } = read;
  const sibling = await db.selectFrom('piece').select('of').where('number', '=', number).executeTakeFirst();
  if (sibling && sibling.of !== (read.label?.of ?? 1)) return fail('label-duplicate', 'of');
  const inserted = await db
    .insertInto('piece')
    .values({
      number,
      piece: read.label?.piece ?? 1,
      of: read.label?.of ?? 1,
      label: read.label ? labelIdText(read.label) : null,
      accepted_at: carrier.clock().toISOString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 0n ? fail('label-duplicate') : ok();
}

const TOLD: Partial<Record<ParcelState, EventData<'parcel.status'>['status']>> = {
  accepted: 'accepted',
  delivered: 'delivered',
  returned: 'returned',
};

async function moveParcel(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  move: { who: string; parcel: ParcelTable; target: ParcelState; reason: ReturnReason | undefined },
): Promise<void> {
  const { who, parcel, target, reason } = move;
  const { number } = parcel;
  const at = carrier.clock().toISOString();
  await db
    .updateTable('parcel')
    .set({ state: target, changed_at: at, ...(target === 'delivered' && { collected: cashDue(parcel) }) })
    .where('number', '=', number)
    .execute();
  await db
    .insertInto('parcel_step')
    .values({ number, state: target, at, who, reason: reason ?? null })
    .execute();
  const status = TOLD[target];
  if (status !== undefined) {
    // The date alone: an hour would tell about depots and routes.
    const data = { status, date: at.slice(0, 10), ...(reason !== undefined && { reason }) };
    await sendEvent(carrier.post, db, { to: parcel.mall, type: 'parcel.status', subject: number, data });
  }
  carrier.changes.announce('parcels');
  if (target === 'delivered') carrier.changes.announce('money');
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
