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
import type { MallTables, PurchaseTable, SettlementTable } from './tables.ts';

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
    claim: null,
    payout: null,
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

/** The hold ended before the goods left: nobody owes anything, and the order can't be dispatched as settled. */
export async function noteSettlementExpired(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'settlement.expired'>,
): Promise<Result<void>> {
  const payment = await db
    .selectFrom('settlement')
    .select(['number', 'state'])
    .where('counterparty', '=', event.partner.id)
    .where('jti', '=', event.data.purchase)
    .executeTakeFirst();
  // Its OK is still on the way.
  if (!payment || payment.state === 'offered') return fail('event-unknown-number');
  // A hold of an order that had ended before its OK came.
  if (payment.state === 'expired') return ok();
  if (!canMove(PAYMENT, payment.state, 'lapsed')) return fail('wrong-state', payment.state);
  await db
    .updateTable('settlement')
    .set({ state: 'lapsed', changed_at: mall.clock().toISOString() })
    .where('number', '=', payment.number)
    .execute();
  mall.changes.announce('money');
  return ok();
}

/** At dispatch, in its unit of work: claims the price. A settled order whose hold is gone can't be dispatched. */
export async function claimPayment(
  mall: Mall,
  db: Writable<MallTables>,
  purchase: Pick<PurchaseTable, 'order_id' | 'pay'>,
): Promise<Result<void>> {
  if (purchase.pay !== 'settled') return ok();
  const payment = await findPayment(db, purchase.order_id);
  if (payment?.state !== 'accepted') return fail('wrong-state', payment?.state ?? 'unpaid');
  const claim = randomUuid();
  const now = mall.clock().toISOString();
  await db
    .updateTable('settlement')
    .set({ state: 'claimed', claim, changed_at: now })
    .where('number', '=', payment.number)
    .execute();
  await sendEvent(mall.post, db, {
    to: payment.counterparty,
    type: 'claim',
    subject: claim,
    data: {
      claim,
      purchase: payment.jti,
      amount: { value: payment.amount, currency: payment.currency },
      date: now.slice(0, 10),
    },
  });
  mall.changes.announce('money');
  return ok();
}
