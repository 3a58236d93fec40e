/** Money of an order on its way back to its customer. */
import type { EventData } from '#shared/protocol/event.ts';
import type { Money } from '#shared/domain/money.ts';
import type { RefundState } from '#shared/domain/states.ts';
import { sendEvent } from '#main/post/index.ts';
import type { Readable, Writable } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { Mall } from './mall.ts';
import type { MallTables, OrderPart, RefundTable, SettlementTable } from './tables.ts';

/** What the customer is told of one refund. */
export interface OrderRefund {
  readonly amount: Money;
  readonly way: RefundTable['way'];
  readonly reason: RefundTable['reason'];
  readonly state: RefundState;
  /** When it was done, or until then asked for. */
  readonly at: string;
}

/** Oldest first. */
export async function orderRefunds(db: Readable<MallTables>, orderId: string): Promise<OrderRefund[]> {
  const rows = await db
    .selectFrom('refund')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('asked_at')
    .orderBy('refund')
    .execute();
  return rows.map(({ amount, currency, way, reason, state, asked_at, done_at }) => ({
    amount: { value: amount, currency },
    way,
    reason,
    state,
    at: done_at ?? asked_at,
  }));
}

type Payment = Pick<SettlementTable, 'order_id' | 'counterparty' | 'jti' | 'currency'>;

/**
 * Asks the credit company for part of a payment to go back to the customer, in the unit of work of its reason: what is
 * held of it, or what was claimed. The payment's sums move when the credit company says that it is done.
 *
 * @param refund the amount is in the payment's currency; nothing is asked for none
 */
export async function askSettlementRefund(
  mall: Mall,
  db: Writable<MallTables>,
  { order_id, counterparty, jti, currency }: Payment,
  refund: {
    readonly amount: number;
    readonly reason: EventData<'settlement.refund'>['reason'];
    /** `null` for the whole order. */
    readonly part: OrderPart | null;
    /** What the credit company is told; `reason` when left out. `cancelled` for money that was never claimed. */
    readonly told?: EventData<'settlement.refund'>['reason'];
  },
): Promise<void> {
  const { amount, reason, part } = refund;
  if (amount <= 0) return;
  const id = randomUuid();
  await db
    .insertInto('refund')
    .values({
      refund: id,
      order_id,
      part,
      way: 'settlement',
      amount,
      currency,
      reason,
      state: 'asked',
      asked_at: mall.clock().toISOString(),
      done_at: null,
      released: 0,
      charged: null,
    })
    .execute();
  await sendEvent(mall.post, db, {
    to: counterparty,
    type: 'settlement.refund',
    subject: id,
    data: { refund: id, purchase: jti, amount: { value: amount, currency }, reason: refund.told ?? reason },
  });
  mall.changes.announce('refunds');
}

/** What was asked to go back through the credit company, done or not, in the payment's currency. */
export async function askedBack(db: Readable<MallTables>, orderId: string): Promise<number> {
  const { sum } = await db
    .selectFrom('refund')
    .select((eb) => eb.fn.sum<number | null>('amount').as('sum'))
    .where('order_id', '=', orderId)
    .where('way', '=', 'settlement')
    .executeTakeFirstOrThrow();
  return Number(sum ?? 0);
}
