/** Settled orders: the credit company is asked first, the carrier after its OK, and the price is claimed at dispatch. */
import { settleInstructionSchema } from '#shared/protocol/instruction.ts';
import { equalBytes, fromBase64Url } from '#shared/bytes.ts';
import { numberFromDigits, numberKind } from '#shared/domain/number.ts';
import { canMove, PAYMENT, type PaymentState } from '#shared/domain/states.ts';
import { parseEnvelope } from '#shared/protocol/envelope.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { findPartner, type IncomingEvent, type Partner, sendEvent } from '#main/post/index.ts';
import { claimNumber, type Readable, type Writable } from '#main/storage/index.ts';
import { randomDigit, randomUuid, variantCDigits } from '#main/vault/index.ts';
import type { Mall } from './mall.ts';
import { type OrderDraft, offerTimes, purchaseName, sealContents, signOffer } from './offer.ts';
import type { ClaimTable, MallTables, PurchaseTable, SettlementTable } from './tables.ts';

/** The row of a payment, with a purchase number and a ciphertext that the carrier never sees. */
export async function preparePayment(
  mall: Mall,
  order: { orderId: string; draft: OrderDraft; credit: Partner },
): Promise<SettlementTable> {
  const { orderId, draft, credit } = order;
  const number = await mall.storage.write((db) => claimNumber(db, 'purchase', randomDigit));
  const contents = await sealContents(mall, number, draft);
  const now = mall.clock();
  return {
    number,
    order_id: orderId,
    counterparty: credit.id,
    variant: credit.variant,
    jti: purchaseName(credit.variant, number, contents),
    contents,
    amount: draft.total.value,
    currency: draft.total.currency,
    state: 'offered',
    ...offerTimes(now),
    receipt: null,
    customer: null,
    hold_until: null,
    claimed: 0,
    released: 0,
    refunded: 0,
    changed_at: now.toISOString(),
  };
}

/** What the shop window shows of a payment. */
export interface OrderPayment {
  readonly company: Partner;
  readonly state: PaymentState;
  /** Absent in variant c, where nobody told it. */
  readonly receipt?: string;
  readonly number: string;
}

export async function findPayment(db: Readable<MallTables>, orderId: string): Promise<SettlementTable | undefined> {
  return db.selectFrom('settlement').selectAll().where('order_id', '=', orderId).executeTakeFirst();
}

export async function orderPayment(mall: Mall, orderId: string): Promise<OrderPayment | undefined> {
  const payment = await findPayment(mall.storage.read, orderId);
  const company = payment && (await findPartner(mall.storage.read, payment.counterparty));
  if (!payment || !company) return undefined;
  const { state, receipt, variant, number } = payment;
  return { company, state, number, ...(receipt !== null && variant !== 'c' && { receipt }) };
}

/** The instruction for the credit company's window. Fails as `signOffer` does. */
export async function signPayInstruction(mall: Mall, orderId: string): Promise<Result<string>> {
  const payment = await findPayment(mall.storage.read, orderId);
  const amount = payment && { value: payment.amount, currency: payment.currency };
  return signOffer(mall, payment, { schema: settleInstructionSchema, own: { act: 'settle', amount } });
}

const OUTCOME = { no: 'declined', refused: 'refused' } as const;

/** Matches a settlement to its payment (MISSION.md A11); on OK the carrier's window is offered. */
export async function acceptSettlementResult(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'settlement.result'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  if (event.subject !== data.purchase) return fail('event-invalid', 'subject');
  const payment = await db
    .selectFrom('settlement')
    .selectAll()
    .where('counterparty', '=', partner.id)
    .where('jti', '=', data.purchase)
    .executeTakeFirst();
  if (!payment) return fail('event-unknown-number');
  const settled = data.result === 'ok' ? readSettlement(payment, data) : ok({ state: OUTCOME[data.result] });
  if (!settled.ok) return settled;
  const { state } = settled.value;
  // The order has ended: NO is nothing new, and what OK holds lapses unclaimed.
  if (payment.state === 'expired') return ok();
  if (!canMove(PAYMENT, payment.state, state)) return fail('wrong-state', payment.state);
  if ('receipt' in settled.value && (await isTaken(db, payment, settled.value.receipt))) {
    return fail('event-invalid', 'receipt');
  }
  const now = mall.clock();
  await db
    .updateTable('settlement')
    .set({ ...settled.value, changed_at: now.toISOString() })
    .where('number', '=', payment.number)
    .execute();
  await db
    .updateTable('purchase')
    .set(
      state === 'accepted'
        ? { state: 'offered', changed_at: now.toISOString(), ...offerTimes(now) }
        : { state, changed_at: now.toISOString() },
    )
    .where('order_id', '=', payment.order_id)
    .where('state', '=', 'awaiting-payment')
    .execute();
  mall.changes.announce('packing');
  return ok();
}

type Settled = Pick<SettlementTable, 'receipt' | 'customer' | 'hold_until'> & { state: 'accepted' };

function readSettlement(payment: SettlementTable, data: EventData<'settlement.result'>): Result<Settled> {
  const { variant } = payment;
  if (data.amount?.value !== payment.amount || data.amount.currency !== payment.currency) {
    return fail('event-invalid', 'amount');
  }
  if (variant !== 'b') {
    const returned = fromBase64Url(data.contents ?? '');
    if (!returned || !equalBytes(returned, payment.contents)) return fail('contents-differ');
  }
  const customer = variant === 'b' ? null : fromBase64Url(data.customer ?? '');
  const parts = customer && parseEnvelope(customer);
  if (customer === undefined || (parts && (!parts.ok || parts.value.kind !== 'customer'))) {
    return fail('event-invalid', 'customer');
  }
  const receipt =
    variant === 'c'
      ? numberFromDigits('receipt', variantCDigits(fromBase64Url(payment.jti)!))
      : numberKind(data.receipt ?? '') === 'receipt'
        ? data.receipt!
        : undefined;
  if (receipt === undefined) return fail('event-invalid', 'receipt');
  return ok({ state: 'accepted', receipt, customer, hold_until: data.until ?? null });
}

/** Two payments of one credit company with one receipt could not be told apart. */
async function isTaken(db: Writable<MallTables>, payment: SettlementTable, receipt: string | null): Promise<boolean> {
  const other = await db
    .selectFrom('settlement')
    .select('number')
    .where('counterparty', '=', payment.counterparty)
    .where('receipt', '=', receipt)
    .executeTakeFirst();
  return other !== undefined;
}

/** The hold ended: what was not claimed of it goes back to the customer, and can't be claimed any more. */
export async function noteSettlementExpired(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'settlement.expired'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  const payment = await db
    .selectFrom('settlement')
    .selectAll()
    .where('counterparty', '=', partner.id)
    .where('jti', '=', data.purchase)
    .executeTakeFirst();
  // Its OK is still on the way.
  if (!payment || payment.state === 'offered') return fail('event-unknown-number');
  // A hold of an order that had ended before its OK came.
  if (payment.state === 'expired') return ok();
  if (data.amount.currency !== payment.currency) return fail('event-invalid', 'amount');
  const { number, state, amount, claimed } = payment;
  const released = payment.released + data.amount.value;
  const lost = await dropClaims(db, number, claimed + released - amount);
  await db
    .updateTable('settlement')
    .set({
      released,
      claimed: claimed - lost,
      ...(claimed === lost && canMove(PAYMENT, state, 'lapsed') && { state: 'lapsed' as const }),
      changed_at: mall.clock().toISOString(),
    })
    .where('number', '=', number)
    .execute();
  mall.changes.announce('money');
  return ok();
}

/** Claims that crossed the end of the hold, the latest first: the credit company refuses them. Returns their sum. */
async function dropClaims(db: Writable<MallTables>, payment: string, excess: number): Promise<number> {
  let lost = 0;
  const open = await db
    .selectFrom('claim')
    .select(['claim', 'amount'])
    .where('payment', '=', payment)
    .where('lapsed', '=', 0)
    .where('payout', 'is', null)
    .orderBy('date', 'desc')
    .execute();
  for (const { claim, amount } of open) {
    if (lost >= excess) break;
    lost += amount;
    await db.updateTable('claim').set({ lapsed: 1 }).where('claim', '=', claim).execute();
  }
  return lost;
}

/** What of a payment can still be claimed, in its currency. */
function claimable({ amount, claimed, released }: SettlementTable): number {
  return amount - claimed - released;
}

/**
 * At dispatch, in its unit of work: claims the price of what leaves now, once for each part. Fails with `wrong-state`
 * where the hold is gone: a settled order without one can't be dispatched. Orders paid otherwise claim nothing.
 *
 * @param dispatch the amount is in the payment's currency
 */
export async function claimPayment(
  mall: Mall,
  db: Writable<MallTables>,
  dispatch: { readonly orderId: string; readonly part: ClaimTable['part']; readonly amount: number },
): Promise<Result<void>> {
  const { orderId, part, amount } = dispatch;
  const payment = await findPayment(db, orderId);
  if (payment === undefined) return fail('wrong-state', 'unpaid');
  const earlier = await db
    .selectFrom('claim')
    .select('claim')
    .where('payment', '=', payment.number)
    .where('part', '=', part)
    .executeTakeFirst();
  if (earlier) return ok();
  const { state, currency } = payment;
  if (!CLAIMABLE.includes(state) || claimable(payment) < amount) return fail('wrong-state', state);
  const claim = randomUuid();
  const now = mall.clock().toISOString();
  const date = now.slice(0, 10);
  await db
    .updateTable('settlement')
    .set({
      claimed: payment.claimed + amount,
      ...(state === 'accepted' && { state: 'claimed' as const }),
      changed_at: now,
    })
    .where('number', '=', payment.number)
    .execute();
  await db
    .insertInto('claim')
    .values({ claim, payment: payment.number, part, amount, currency, date, payout: null, lapsed: 0 })
    .execute();
  await sendEvent(mall.post, db, {
    to: payment.counterparty,
    type: 'claim',
    subject: claim,
    data: { claim, purchase: payment.jti, amount: { value: amount, currency }, date },
  });
  mall.changes.announce('money');
  return ok();
}

/** A parcel leaves: on a settled order its price is claimed. */
export async function claimParcel(
  mall: Mall,
  db: Writable<MallTables>,
  { pay, order_id, total }: Pick<PurchaseTable, 'pay' | 'order_id' | 'total'>,
): Promise<Result<void>> {
  return pay === 'settled' ? claimPayment(mall, db, { orderId: order_id, part: 'parcel', amount: total }) : ok();
}

/** A part may be dispatched after another was paid out already. */
const CLAIMABLE: readonly PaymentState[] = ['accepted', 'claimed', 'paid'];
