/** What stands between an order and its customer: prices, what was paid, what went back and what still can. */
import type { PartStanding, RefundWay } from '#shared/desk/mall-refunds.ts';
import { FUNDED, type GoodsState, type PurchaseState } from '#shared/domain/states.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import type { Readable } from '#main/storage/index.ts';
import type {
  ClaimTable,
  GoodsTable,
  MallTables,
  OrderPart,
  PurchaseTable,
  RefundTable,
  SettlementTable,
} from './tables.ts';

/** All rows of an order that money hangs on. */
export interface Account {
  readonly orderId: string;
  readonly pay: PayMode;
  readonly currency: string;
  readonly purchase?: PurchaseTable;
  readonly goods?: GoodsTable;
  readonly payment?: SettlementTable;
  readonly claims: readonly ClaimTable[];
  /** Oldest first. */
  readonly refunds: readonly RefundTable[];
}

export async function readAccount(db: Readable<MallTables>, orderId: string): Promise<Account | undefined> {
  const of = <T extends 'purchase' | 'goods' | 'settlement'>(table: T) =>
    db
      .selectFrom(table as 'purchase')
      .selectAll()
      .where('order_id', '=', orderId)
      .executeTakeFirst();
  const purchase = await of('purchase');
  const goods = (await of('goods')) as unknown as GoodsTable | undefined;
  const payment = (await of('settlement')) as unknown as SettlementTable | undefined;
  const currency = purchase?.currency ?? payment?.currency;
  if (currency === undefined) return undefined;
  const claims = payment
    ? await db.selectFrom('claim').selectAll().where('payment', '=', payment.number).execute()
    : [];
  const refunds = await db
    .selectFrom('refund')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('asked_at')
    .orderBy('refund')
    .execute();
  return {
    orderId,
    pay: purchase?.pay ?? 'settled',
    currency,
    ...(purchase && { purchase }),
    ...(goods && { goods }),
    ...(payment && { payment }),
    claims,
    refunds,
  };
}

/** Not dispatched, and agreed with everybody: staff can call it off. */
const CANCELLABLE_PARCEL: readonly PurchaseState[] = ['accepted', 'packed'];
const CANCELLABLE_GOODS: readonly GoodsState[] = ['ready', 'packed'];
const WITH_CUSTOMER: readonly string[] = ['awaiting-payment', 'offered'] satisfies (PurchaseState | GoodsState)[];
/** The parcel left the mall. */
const DISPATCHED: readonly PurchaseState[] = ['handed-over', 'shipped', 'delivered', 'returned'];

export function partsOf({ purchase, goods }: Account): readonly OrderPart[] {
  return [...(purchase ? ['parcel' as const] : []), ...(goods ? ['goods' as const] : [])];
}

export function priceOf({ purchase, goods }: Account, part: OrderPart): number {
  return part === 'parcel' ? (purchase?.total ?? 0) : (goods?.amount ?? 0);
}

function isCancellable({ purchase, goods }: Account, part: OrderPart): boolean {
  return part === 'parcel'
    ? purchase !== undefined && CANCELLABLE_PARCEL.includes(purchase.state)
    : goods !== undefined && CANCELLABLE_GOODS.includes(goods.state);
}

function isWithCustomer({ purchase, goods }: Account, part: OrderPart): boolean {
  return WITH_CUSTOMER.includes((part === 'parcel' ? purchase?.state : goods?.state) ?? '');
}

/** What went back of a part, or was asked to, by whatever way. Of an order with one part every refund is of that. */
function givenOf(account: Account, part: OrderPart): number {
  const only = partsOf(account).length === 1;
  return sumOf(account.refunds.filter((refund) => refund.part === part || (only && refund.part === null)));
}

function sumOf(rows: readonly { readonly amount: number }[]): number {
  return rows.reduce((sum, { amount }) => sum + amount, 0);
}

/** Asked of the credit company and not done. */
export function pendingRefunds({ refunds }: Account): readonly RefundTable[] {
  return refunds.filter(({ way, state }) => way === 'settlement' && state === 'asked');
}

/** Whether a part's price was claimed: then it goes back out of what was claimed, else its hold is given up. */
export function isClaimed({ claims }: Account, part: OrderPart | null): boolean {
  return claims.some((claim) => claim.part === part && claim.lapsed === 0);
}

/** What the credit company holds for us and nobody asked to give up, in minor units. */
function stillHeld(account: Account): number {
  const { payment } = account;
  if (!payment || !FUNDED.includes(payment.state)) return 0;
  const { amount, claimed, released } = payment;
  const givenUp = sumOf(pendingRefunds(account).filter(({ part }) => !isClaimed(account, part)));
  return Math.max(0, amount - claimed - released - givenUp);
}

export interface PartMoney {
  readonly standing: PartStanding;
  /** In minor units: the most that can go back now; of a cancellable part what cancelling gives back. */
  readonly refundable: number;
  readonly way?: RefundWay;
}

/** What can go back of a part of an order. */
export function partMoney(account: Account, part: OrderPart): PartMoney {
  const left = Math.max(0, priceOf(account, part) - givenOf(account, part));
  if (isWithCustomer(account, part)) return { standing: 'with-customer', refundable: 0 };
  if (isCancellable(account, part)) return { standing: 'cancellable', ...cancelMoney(account, part, left) };
  const open =
    account.pay === 'settled'
      ? settledMoney(account, part, left)
      : account.purchase && parcelMoney(account.purchase, left);
  if (!open) return { standing: 'unpaid', refundable: 0 };
  return { standing: open.refundable > 0 ? 'refundable' : 'nothing-left', ...open };
}

type Money = Omit<PartMoney, 'standing'>;

/**
 * Calling off gives up what is held; a hold that lapsed meanwhile is the customer's already. A parcel that was handed
 * over once and found here again has its price claimed: that goes back instead.
 */
function cancelMoney(account: Account, part: OrderPart, left: number): Money {
  const claimed = account.pay === 'settled' && isClaimed(account, part) && settledMoney(account, part, left);
  if (claimed) return claimed;
  if (account.pay === 'settled') return { refundable: Math.min(left, stillHeld(account)), way: 'settlement' };
  const wasPaid = account.pay === 'later' && account.purchase?.paid_at != null;
  return wasPaid ? { refundable: left, way: 'own' } : { refundable: 0 };
}

/** Never what another part is still to be dispatched for. */
function settledMoney(account: Account, part: OrderPart, left: number): Money | undefined {
  const { payment } = account;
  if (!payment || !FUNDED.includes(payment.state)) {
    return payment && payment.refunded + payment.released > 0 ? { refundable: 0, way: 'settlement' } : undefined;
  }
  const { amount, released, refunded } = payment;
  const reserved = partsOf(account)
    .filter((other) => other !== part && (isCancellable(account, other) || isWithCustomer(account, other)))
    .reduce((sum, other) => sum + Math.max(0, priceOf(account, other) - givenOf(account, other)), 0);
  const room = amount - released - refunded - sumOf(pendingRefunds(account)) - reserved;
  return { refundable: Math.max(0, Math.min(left, room)), way: 'settlement' };
}

/** Cash was collected when the carrier delivered; what was to be paid later was paid, or need not be. */
function parcelMoney({ pay, state, paid_at }: PurchaseTable, left: number): Money | undefined {
  if (pay === 'on-delivery') {
    return state === 'delivered' || paid_at !== null ? { refundable: left, way: 'cash' } : undefined;
  }
  if (paid_at !== null) return { refundable: left, way: 'own' };
  return DISPATCHED.includes(state) ? { refundable: left, way: 'waived' } : undefined;
}
