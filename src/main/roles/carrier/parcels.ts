import { sql } from 'kysely';
import {
  type AskedWish,
  ATTEMPT_REASONS,
  type AttemptReason,
  type ParcelRow,
  type ParcelStep,
} from '#shared/desk/carrier.ts';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import { labelIdText, parseLabelId } from '#shared/domain/label-id.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { IncomingEvent } from '#main/post/index.ts';
import { type ListShape, listRows, type Writable } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { cashDue } from './cash-due.ts';
import { findByToken } from './find-parcel.ts';
import { noteParcelChange } from './station-copy-tables.ts';
import type { CarrierTables } from './tables.ts';
import { readWishBoard, type WishBoard } from './wishes.ts';

/** No addresses: those come out of a scan alone. */
export async function listParcels(carrier: Carrier, asked: Input<'parcels.list'>): Promise<ListPage<ParcelRow>> {
  const { depot } = asked;
  let parcels = carrier.storage.read.selectFrom('parcel');
  if (depot !== undefined) {
    parcels = depot === '-' ? parcels.where('parcel.depot', 'is', null) : parcels.where('parcel.depot', '=', depot);
  }
  const shape: ListShape<CarrierTables, 'parcel'> = {
    time: 'parcel.agreed_at',
    id: 'parcel.number',
    state: 'parcel.state',
    partner: 'parcel.mall',
    amount: ({ fn, lit }) => sql<number>`${fn.coalesce('parcel.amount', lit(0))} + parcel.surcharge`,
    numbers: ['parcel.number'],
  };
  const page = await listRows(parcels, shape, asked, (found) =>
    found
      .leftJoin('partner', 'partner.id', 'parcel.mall')
      .select(['number', 'mall', 'parcel.state', 'size', 'weight', 'pay', 'amount', 'surcharge', 'currency'])
      .select(['collected', 'depot', 'agreed_at', 'changed_at', 'partner.name as mall_name']),
  );
  return mapPage(page, (row) => ({
    number: row.number,
    mall: row.mall_name ?? row.mall,
    state: row.state,
    size: { size: row.size, weight: row.weight },
    pay: row.pay,
    ...(cashDue(row) > 0 && { due: { value: cashDue(row), currency: row.currency } }),
    ...(row.collected !== null && { collected: { value: row.collected, currency: row.currency } }),
    ...(row.depot !== null && { depot: row.depot }),
    agreedAt: row.agreed_at,
    changedAt: row.changed_at,
  }));
}

export async function parcelHistory(carrier: Carrier, number: string): Promise<Result<ParcelStep[]>> {
  const steps = await carrier.storage.read
    .selectFrom('parcel_step')
    .selectAll()
    .where('number', '=', number)
    .orderBy('id')
    .execute();
  if (steps.length === 0) return fail('parcel-unknown');
  return ok(
    steps.map(({ state, at, who, reason, station, depot, late, asked }) => ({
      state,
      at,
      who,
      ...(reason !== null && { reason }),
      ...(station !== null && { station }),
      ...(depot !== null && { depot }),
      late: late === 1,
      ...(asked !== null && { asked }),
    })),
  );
}

/** What malls are told; all that a number alone shows on the tracking page. */
const PUBLIC_STATES: readonly ParcelState[] = ['accepted', 'delivered', 'returned'];

export interface TrackedStep {
  readonly state: ParcelState;
  readonly at: string;
  /** Why it could not be handed over. */
  readonly reason?: AttemptReason;
  /** Asked for by the customer; nothing moved. */
  readonly asked?: AskedWish;
}

export interface Tracking {
  readonly number: string;
  readonly steps: readonly TrackedStep[];
  /** Every step with its time, for whoever has the token. */
  readonly full: boolean;
  /** For whoever has the token. */
  readonly wishes?: WishBoard;
}

/** By number: the dates that malls are told. An unknown number and a parcel on its way to the carrier look the same. */
export async function trackByNumber(carrier: Carrier, number: string): Promise<Tracking> {
  const history = await parcelHistory(carrier, number);
  const steps = history.ok ? history.value.filter(({ state, asked }) => !asked && PUBLIC_STATES.includes(state)) : [];
  return { number, steps: steps.map(({ state, at }) => ({ state, at: at.slice(0, 10) })), full: false };
}

/** By the 128-bit token that the customer's own window got. */
export async function trackByToken(carrier: Carrier, token: string): Promise<Result<Tracking>> {
  const parcel = await findByToken(carrier.storage.read, token);
  if (!parcel) return fail('parcel-unknown');
  const history = await parcelHistory(carrier, parcel.number);
  const steps = history.ok ? history.value.map(trackedStep) : [];
  return ok({ number: parcel.number, steps, full: true, wishes: await readWishBoard(carrier, parcel) });
}

/** Why nobody took it is the customer's to know; who scanned it, where and when it came late is not. */
function trackedStep({ state, at, reason, asked }: ParcelStep): TrackedStep {
  const why = state === 'attempted' ? ATTEMPT_REASONS.find((known) => known === reason) : undefined;
  return { state, at, ...(why && { reason: why }), ...(asked && { asked }) };
}

/** A label that its mall took back: it still opens, with a warning. Of the mall's own parcels alone. */
export async function voidLabel(
  db: Writable<CarrierTables>,
  event: IncomingEvent<'label.voided'>,
): Promise<Result<void>> {
  const label = parseLabelId(event.data.label);
  if (!label.ok || event.subject !== event.data.label) return fail('event-invalid', 'label');
  const parcel = await db
    .selectFrom('parcel')
    .select('number')
    .where('mall', '=', event.partner.id)
    .where('number', '=', label.value.number)
    .executeTakeFirst();
  if (!parcel) return fail('event-unknown-number');
  await db
    .insertInto('voided_label')
    .values({ label: labelIdText(label.value), mall: event.partner.id })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await noteParcelChange(db, parcel.number);
  return ok();
}
