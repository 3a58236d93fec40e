/**
 * What the customer wishes of a delivery, from the ship page or from the tracking page of their own: when it comes, once
 * more after an attempt, or to be held at the depot. Whoever has the tracking token asks; no mall is told any of it.
 */
import type { AskedWish } from '#shared/desk/carrier.ts';
import {
  canChooseDay,
  deliveryDays,
  type DeliveryWish,
  type FirstDay,
  isDeliverySlot,
} from '#shared/domain/delivery-slot.ts';
import { canFetchAt } from '#shared/domain/depot.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import type { DepotRow } from '#shared/desk/routes.ts';
import type { ParcelWishes } from '#shared/desk/tours.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { cashDue } from './cash-due.ts';
import { findDepot } from './find-depot.ts';
import { findByToken, findParcel } from './find-parcel.ts';
import { noteParcelChange } from './station-copy-tables.ts';
import type { CarrierTables, ParcelTable } from './tables.ts';
import type { WishColumns } from './wish-tables.ts';

/** What a form brings: both may be empty, which is "as soon as possible" and "any time". */
export interface TypedWish {
  readonly day: string;
  readonly slot: string;
}

/** `undefined` where nothing is wished. */
export function wishOf(parcel: WishColumns): DeliveryWish | undefined {
  const { wish_day: day, wish_slot: slot, hold_depot: hold } = parcel;
  if (day === null && slot === null && hold === null) return undefined;
  return { ...(day !== null && { day }), ...(slot !== null && { slot }), ...(hold !== null && { hold }) };
}

/** Fails with `field-invalid` about `day` or `slot`. */
export function readWish(
  { day, slot }: TypedWish,
  now: Date,
  first: FirstDay,
): Result<Pick<DeliveryWish, 'day' | 'slot'>> {
  if (day !== '' && !canChooseDay(day, now, first)) return fail('field-invalid', 'day');
  if (slot !== '' && !isDeliverySlot(slot)) return fail('field-invalid', 'slot');
  return ok({ ...(day !== '' && { day }), ...(slot !== '' && { slot }) });
}

/** Until it is on the van, and again after an attempt. */
const OPEN_TO_WISHES: readonly ParcelState[] = ['expected', 'accepted', 'at-depot', 'attempted'];
/** It is here: tomorrow is soon enough. */
const HERE: readonly ParcelState[] = ['at-depot', 'attempted'];

function firstDayOf(state: ParcelState): FirstDay {
  return HERE.includes(state) ? 1 : 2;
}

/** What the tracking page shows of wishes, and offers. */
export interface WishBoard {
  readonly wish?: DeliveryWish;
  /** Of the depot that holds it or would; absent until the parcel's depot is known. */
  readonly counter?: Pick<DepotRow, 'name' | 'address' | 'hours'>;
  /** It can be fetched there; where the depot is not known yet, that will be seen. */
  readonly fetchable: boolean;
  /** Days to choose from; absent when it is too late to ask for anything. */
  readonly days?: readonly string[];
  /** Somebody came in vain: what is asked for is another delivery. */
  readonly attempted: boolean;
  /** It waits at the counter now. */
  readonly waits: boolean;
}

export async function readWishBoard(carrier: Carrier, parcel: ParcelTable): Promise<WishBoard> {
  const { state, depot, hold_depot: hold } = parcel;
  const wish = wishOf(parcel);
  const code = hold === null || hold === '' ? depot : hold;
  const counter = code === null || code === '' ? undefined : await findDepot(carrier.storage.read, code);
  return {
    ...(wish && { wish }),
    ...(counter && { counter: { name: counter.name, address: counter.address, hours: counter.hours } }),
    ...(OPEN_TO_WISHES.includes(state) && { days: deliveryDays(carrier.clock(), firstDayOf(state)) }),
    fetchable: counter === undefined || canFetchAt(counter.counter, cashDue(parcel)),
    attempted: state === 'attempted',
    waits: state === 'at-depot' && hold !== null,
  };
}

/** Whether it can be held for its customer at that depot. */
export async function isFetchable(
  db: Readable<CarrierTables>,
  parcel: Pick<ParcelTable, 'amount' | 'surcharge'>,
  code: string,
): Promise<boolean> {
  const depot = await findDepot(db, code);
  return !depot || canFetchAt(depot.counter, cashDue(parcel));
}

/** Whose wish it is: whoever has the tracking token, or somebody who told the depot the number. */
export type Asker = { readonly token: string } | { readonly number: string; readonly who: string };

/** A day and a time, or once more after an attempt; it is brought then, also when it was to be held. */
export function wishDelivery(carrier: Carrier, asker: Asker, typed: TypedWish): Promise<Result<void>> {
  return changeWish(carrier, asker, async ({ state, hold_depot: hold }) => {
    const wish = readWish(typed, carrier.clock(), firstDayOf(state));
    if (!wish.ok) return wish;
    const { day = null, slot = null } = wish.value;
    const asked = hold !== null ? 'bring' : state === 'attempted' ? 'redelivery' : 'time';
    return ok({ asked, columns: { wish_day: day, wish_slot: slot, hold_depot: null, hold_asked_at: null } });
  });
}

/**
 * Held at the counter of its depot; of which one is written down as soon as that is known. Fails with `no-counter` where
 * that depot has none for it.
 */
export function wishHold(carrier: Carrier, asker: Asker): Promise<Result<void>> {
  return changeWish(carrier, asker, async (parcel, db) => {
    const { depot, hold_depot: hold } = parcel;
    if (hold !== null) return ok(undefined);
    if (depot !== null && !(await isFetchable(db, parcel, depot))) return fail('no-counter');
    const at = carrier.clock().toISOString();
    const columns = { wish_day: null, wish_slot: null, hold_depot: depot ?? '', hold_asked_at: at };
    return ok({ asked: 'hold', columns });
  });
}

/** What was to be held, and can't be at the depot that turned out to be its own: its customer sees that it is brought. */
export async function bringInstead(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  parcel: ParcelTable,
  who: string,
): Promise<void> {
  const columns = { hold_depot: null, hold_asked_at: null };
  await db.updateTable('parcel').set(columns).where('number', '=', parcel.number).execute();
  await noteWish(carrier, db, parcel, { asked: 'no-counter', who });
}

/** For staff to whom a customer tells the number. Fails with `parcel-unknown`. */
export async function readWishes(carrier: Carrier, number: string): Promise<Result<ParcelWishes>> {
  const parcel = await findParcel(carrier.storage.read, normalizeNumber(number));
  if (!parcel) return fail('parcel-unknown');
  const { wish, days } = await readWishBoard(carrier, parcel);
  return ok({ ...(wish && { wish }), ...(days && { days }) });
}

interface WishChange {
  readonly asked: AskedWish;
  readonly columns: Partial<WishColumns>;
}

/**
 * Fails with `parcel-unknown`, and with `parcel-underway` or `parcel-ended` where the van or somebody was quicker.
 * Decided in the unit of work, so that a scan of the same moment comes either before or after.
 */
async function changeWish(
  carrier: Carrier,
  asker: Asker,
  change: (parcel: ParcelTable, db: Readable<CarrierTables>) => Promise<Result<WishChange | undefined>>,
): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const isCustomer = 'token' in asker;
    const parcel = isCustomer
      ? await findByToken(db, asker.token)
      : await findParcel(db, normalizeNumber(asker.number));
    if (!parcel) return fail('parcel-unknown');
    const { number, state } = parcel;
    if (state === 'out-for-delivery') return fail('parcel-underway');
    if (!OPEN_TO_WISHES.includes(state)) return fail('parcel-ended');
    const changed = await change(parcel, db);
    if (!changed.ok || changed.value === undefined) return changed.ok ? ok() : changed;
    await db.updateTable('parcel').set(changed.value.columns).where('number', '=', number).execute();
    await noteWish(carrier, db, parcel, { asked: changed.value.asked, who: isCustomer ? 'customer' : asker.who });
    return ok();
  });
}

async function noteWish(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  { number, state }: ParcelTable,
  { asked, who }: { readonly asked: AskedWish; readonly who: string },
): Promise<void> {
  const at = carrier.clock();
  await db.insertInto('parcel_step').values({ number, state, at: at.toISOString(), who, asked }).execute();
  await noteParcelChange(db, number);
  await recordDeed(db, { at, who, action: 'parcel.wished', subject: number, detail: asked });
  carrier.changes.announce('parcels');
}
