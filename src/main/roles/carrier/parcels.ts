import type { ParcelRow } from '#shared/desk/carrier.ts';
import { labelIdText, parseLabelId } from '#shared/domain/label-id.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { IncomingEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { tokenHash } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import { cashDue } from './scan.ts';
import type { CarrierTables } from './tables.ts';

/** Newest first; `before` pages on. No addresses: those come out of a scan alone. */
export async function listParcels(
  carrier: Carrier,
  page: { limit: number; before?: string | undefined },
): Promise<ParcelRow[]> {
  let query = carrier.storage.read
    .selectFrom('parcel')
    .leftJoin('partner', 'partner.id', 'parcel.mall')
    .selectAll('parcel')
    .select('partner.name as mall_name')
    .orderBy('agreed_at', 'desc')
    .limit(page.limit);
  if (page.before !== undefined) query = query.where('agreed_at', '<', page.before);
  const rows = await query.execute();
  return rows.map((row) => ({
    number: row.number,
    mall: row.mall_name ?? row.mall,
    state: row.state,
    size: { size: row.size, weight: row.weight },
    pay: row.pay,
    ...(cashDue(row) > 0 && { due: { value: cashDue(row), currency: row.currency } }),
    ...(row.collected !== null && { collected: { value: row.collected, currency: row.currency } }),
    agreedAt: row.agreed_at,
    changedAt: row.changed_at,
  }));
}

export interface ParcelHistoryStep {
  readonly state: ParcelState;
  readonly at: string;
  readonly who: string;
}

export async function parcelHistory(carrier: Carrier, number: string): Promise<Result<ParcelHistoryStep[]>> {
  const steps = await carrier.storage.read
    .selectFrom('parcel_step')
    .select(['state', 'at', 'who'])
    .where('number', '=', number)
    .orderBy('id')
    .execute();
  return steps.length === 0 ? fail('parcel-unknown') : ok(steps);
}

/** What malls are told; all that a number alone shows on the tracking page. */
const PUBLIC_STATES: readonly ParcelState[] = ['accepted', 'delivered', 'returned'];

export interface Tracking {
  readonly number: string;
  readonly steps: readonly { readonly state: ParcelState; readonly at: string }[];
  /** Every step with its time, for whoever has the token. */
  readonly full: boolean;
}

/** By number: the dates that malls are told. An unknown number and a parcel on its way to the carrier look the same. */
export async function trackByNumber(carrier: Carrier, number: string): Promise<Tracking> {
  const history = await parcelHistory(carrier, number);
  const steps = history.ok ? history.value.filter(({ state }) => PUBLIC_STATES.includes(state)) : [];
  return { number, steps: steps.map(({ state, at }) => ({ state, at: at.slice(0, 10) })), full: false };
}

/** By the 128-bit token that the customer's own window got. */
export async function trackByToken(carrier: Carrier, token: string): Promise<Result<Tracking>> {
  const parcel = await carrier.storage.read
    .selectFrom('parcel')
    .select('number')
    .where('tracking_hash', '=', tokenHash(token))
    .executeTakeFirst();
  if (!parcel) return fail('parcel-unknown');
  const history = await parcelHistory(carrier, parcel.number);
  const steps = history.ok ? history.value.map(({ state, at }) => ({ state, at })) : [];
  return ok({ number: parcel.number, steps, full: true });
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
  return ok();
}
