/** Settled orders: the credit company is asked first, the carrier after its OK, and the price is claimed at dispatch. */
import { settleInstructionSchema } from '#shared/protocol/instruction.ts';
import { equalBytes, fromBase64Url } from '#shared/bytes.ts';
import { numberFromDigits, numberKind } from '#shared/domain/number.ts';
import { canMove, FUNDED, PAYMENT, type PaymentState } from '#shared/domain/states.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { findPartner, type IncomingEvent, type Partner, sendEvent } from '#main/post/index.ts';
import { claimNumber, type Readable, type Writable } from '#main/storage/index.ts';
import { namedUuid, randomDigit, variantCDigits } from '#main/vault/index.ts';
import type { Mall } from './mall.ts';
import { sealContents } from './contents.ts';
import type { OrderDraft } from './draft.ts';
import { endUnpaid } from './expiry.ts';
import { entryTimes, offerTimes, orderFlow, purchaseName, signOffer } from './offer.ts';
import { askedBack, askSettlementRefund } from './order-money.ts';
import { isPrintable } from './printable.ts';
import { markPart, sendOtherParts } from './sealed-parts.ts';
import type { ClaimTable, MallTables, PurchaseTable, SettlementTable } from './tables.ts';
import type { Way } from './ways.ts';

/** The row of a payment, with a purchase number and a ciphertext that the carrier never sees. */
export async function preparePayment(
  mall: Mall,
  order: { orderId: string; draft: OrderDraft; way: Pick<Way, 'flow' | 'credit'> },
): Promise<SettlementTable> {
  const { orderId, draft, way } = order;
  const { credit } = way;
  const number = await mall.storage.write((db) => claimNumber(db, 'purchase', randomDigit));
  const contents = await sealContents(mall, number, draft.lines);
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
    ...(way.flow === 'window' ? offerTimes(now) : entryTimes(now)),
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

/** As its credit company names it. */
export async function findPaymentNamed(
  db: Readable<MallTables>,
  counterparty: string,
  jti: string,
): Promise<SettlementTable | undefined> {
  return db
    .selectFrom('settlement')
    .selectAll()
    .where('counterparty', '=', counterparty)
    .where('jti', '=', jti)
    .executeTakeFirst();
}

export async function orderPayment(mall: Mall, orderId: string): Promise<OrderPayment | undefined> {
  const payment = await findPayment(mall.storage.read, orderId);
  const company = payment && (await findPartner(mall.storage.read, payment.counterparty));
  if (!payment || !company) return undefined;
  const { state, receipt, variant, number } = payment;
  return { company, state, number, ...(receipt !== null && variant !== 'c' && { receipt }) };
}

/** The instruction for the credit company's window. Fails as `signOffer` does, and for an order that goes another way. */
export async function signPayInstruction(mall: Mall, orderId: string): Promise<Result<string>> {
  const flow = await orderFlow(mall.storage.read, orderId);
  if (flow !== undefined && flow !== 'window') return fail('wrong-state', 'flow');
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
  const payment = await findPaymentNamed(db, partner.id, data.purchase);
  if (!payment) return fail('event-unknown-number');
  return data.result === 'ok'
    ? acceptPayment(mall, db, payment, readSettlement(payment, partner, data))
    : refusePayment(mall, db, payment, OUTCOME[data.result]);
}

async function refusePayment(
  mall: Mall,
  db: Writable<MallTables>,
  payment: SettlementTable,
  outcome: 'declined' | 'refused',
): Promise<Result<void>> {
  // NO to an order that has ended already is nothing new.
  if (payment.state === 'expired') return ok();
  if (!canMove(PAYMENT, payment.state, outcome)) return fail('wrong-state', payment.state);
  await endUnpaid(mall, db, payment, outcome);
  return ok();
}

async function acceptPayment(
  mall: Mall,
  db: Writable<MallTables>,
  payment: SettlementTable,
  settled: Result<Settled>,
): Promise<Result<void>> {
  if (!settled.ok) return settled;
  if (payment.state === 'expired' || (await wasDeclinedByAgency(db, payment))) return releaseLate(mall, db, payment);
  if (!canMove(PAYMENT, payment.state, 'accepted')) return fail('wrong-state', payment.state);
  if (await isTaken(db, payment, settled.value.receipt)) return fail('event-invalid', 'receipt');
  const now = mall.clock();
  const changed_at = now.toISOString();
  await db
    .updateTable('settlement')
    .set({ ...settled.value, changed_at })
    .where('number', '=', payment.number)
    .execute();
  await db
    .updateTable('purchase')
    .set({ state: 'offered', changed_at, ...offerTimes(now) })
    .where('order_id', '=', payment.order_id)
    .where('state', '=', 'awaiting-payment')
    .execute();
  await markPart(mall, db, { orderId: payment.order_id, party: payment.counterparty, state: 'yes' });
  await sendOtherParts(mall, db, payment.order_id);
  const ready = await db
    .updateTable('goods')
    .set({ state: 'ready', changed_at })
    .where('order_id', '=', payment.order_id)
    .where('state', '=', 'awaiting-payment')
    .executeTakeFirstOrThrow();
  if (ready.numUpdatedRows > 0n) mall.changes.announce('goods');
  mall.changes.announce('packing');
  return ok();
}

/** Two companies had a say: what the agency ended, the settlement server's OK does not bring back. */
async function wasDeclinedByAgency(db: Readable<MallTables>, payment: SettlementTable): Promise<boolean> {
  return payment.state === 'declined' && (await orderFlow(db, payment.order_id)) === 'agency';
}

/** The customer was told that the order ended: what an OK after that holds goes back at once, and once only. */
async function releaseLate(mall: Mall, db: Writable<MallTables>, payment: SettlementTable): Promise<Result<void>> {
  const asked = await askedBack(db, payment.order_id);
  await askSettlementRefund(mall, db, payment, { amount: payment.amount - asked, reason: 'cancelled', part: null });
  return ok();
}

type Settled = Pick<SettlementTable, 'receipt' | 'customer' | 'hold_until'> & { state: 'accepted' };

function readSettlement(
  payment: SettlementTable,
  partner: Partner,
  data: EventData<'settlement.result'>,
): Result<Settled> {
  const { variant } = payment;
  if (data.amount?.value !== payment.amount || data.amount.currency !== payment.currency) {
    return fail('event-invalid', 'amount');
  }
  if (variant !== 'b') {
    const returned = fromBase64Url(data.contents ?? '');
    if (!returned || !equalBytes(returned, payment.contents)) return fail('contents-differ');
  }
  const customer = variant === 'b' ? null : fromBase64Url(data.customer ?? '');
  if (customer === undefined || (customer !== null && !isPrintable(customer, 'customer', partner))) {
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
  // A part may be dispatched after another was paid out already.
  if (!FUNDED.includes(state) || claimable(payment) < amount) return fail('wrong-state', state);
  // The same if it is said again: a mall that was restored may hand a parcel over a second time.
  const claim = namedUuid(`claim|${mall.self}|${payment.number}|${part}`);
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

/** A parcel leaves: on a settled order its price is claimed, less what it goes without. */
export async function claimParcel(
  mall: Mall,
  db: Writable<MallTables>,
  { number, pay, order_id, total }: Pick<PurchaseTable, 'number' | 'pay' | 'order_id' | 'total'>,
): Promise<Result<void>> {
  if (pay !== 'settled') return ok();
  const short = await db.selectFrom('shortage').select('amount').where('purchase', '=', number).executeTakeFirst();
  return claimPayment(mall, db, { orderId: order_id, part: 'parcel', amount: total - (short?.amount ?? 0) });
}
