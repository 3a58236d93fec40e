import type { DeskCaller } from '#shared/desk/handlers.ts';
import { STEP_STATE } from '#shared/desk/carrier.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { sendEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { takeCash } from './drawer.ts';
import { notePickedUp } from './pickup.ts';
import type { AskedStep, StepPlan } from './step-rules.ts';
import { noteParcelChange } from './station-copy-tables.ts';
import type { CarrierTables, ParcelTable } from './tables.ts';

interface Applying {
  readonly caller: DeskCaller;
  readonly parcel: ParcelTable;
  readonly asked: AskedStep;
  readonly plan: StepPlan;
  /** Sealed. */
  readonly proof: Uint8Array | undefined;
}

const TOLD: Partial<Record<ParcelState, EventData<'parcel.status'>['status']>> = {
  accepted: 'accepted',
  delivered: 'delivered',
  returned: 'returned',
};

/** Writes what `planStep` decided: pieces, history, cash, and the word to the mall. */
export async function applyStep(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  { caller, parcel, asked, plan, proof }: Applying,
): Promise<Result<void>> {
  const { number } = parcel;
  const at = asked.at.toISOString();
  const target = STEP_STATE[asked.step];
  if (plan.claim) {
    const { piece, of, label = null } = plan.claim;
    const claimed = await db
      .insertInto('piece')
      .values({ number, piece, of, label, accepted_at: at, state: 'accepted', depot: asked.depot ?? null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (claimed.numInsertedOrUpdatedRows === 0n) return fail('label-duplicate');
    await notePickedUp(carrier, db, parcel, asked.at);
  }
  if (plan.pieces.length > 0) {
    await db
      .updateTable('piece')
      .set({ state: target, ...(asked.depot !== undefined && { depot: asked.depot }) })
      .where('number', '=', number)
      .where('piece', 'in', [...plan.pieces])
      .execute();
  }
  await noteParcelChange(db, number);
  const late = plan.warnings.includes('late');
  if (plan.moved || late) {
    await db
      .insertInto('parcel_step')
      .values({
        number,
        state: target,
        at,
        who: caller.who,
        reason: asked.reason ?? null,
        station: caller.station?.name ?? null,
        depot: asked.depot ?? null,
        late: late ? 1 : 0,
      })
      .execute();
  }
  carrier.changes.announce('parcels');
  if (plan.moved) await moveParcel(carrier, db, { caller, parcel, asked, target });
  // A late one brings it, too: the office may have said "delivered" for a van that was cut off.
  if (proof && target === 'delivered' && (plan.moved || late)) {
    await db
      .insertInto('delivery_proof')
      .values({ number, at, who: caller.who, sealed: proof })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return ok();
}

async function moveParcel(
  carrier: Carrier,
  db: Writable<CarrierTables>,
  move: Omit<Applying, 'plan' | 'proof'> & { readonly target: ParcelState },
): Promise<void> {
  const { parcel, asked, target, caller } = move;
  const { number } = parcel;
  const at = asked.at.toISOString();
  const { collected } = asked;
  await db
    .updateTable('parcel')
    .set({
      state: target,
      changed_at: at > parcel.changed_at ? at : parcel.changed_at,
      ...(target === 'delivered' && { collected: collected?.value ?? 0 }),
      // What was wished for was tried: from here on the customer asks anew.
      ...(target === 'attempted' && { wish_day: null, wish_slot: null }),
    })
    .where('number', '=', number)
    .execute();
  if (target === 'delivered') {
    if (collected && collected.value > 0) {
      await takeCash(db, { who: caller.who, number, amount: collected, at });
      await recordDeed(db, { at: asked.at, who: caller.who, action: 'cash.collected', subject: number });
    }
    carrier.changes.announce('money');
  }
  const status = TOLD[target];
  if (status === undefined) return;
  const reason = target === 'returned' ? (asked.reason as EventData<'parcel.status'>['reason']) : undefined;
  // The date alone: an hour would tell about depots and routes.
  const data = { status, date: at.slice(0, 10), ...(reason !== undefined && { reason }) };
  await sendEvent(carrier.post, db, { to: parcel.mall, type: 'parcel.status', subject: number, data });
}
