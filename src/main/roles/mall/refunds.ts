/** Orders called off before they leave, and money given back for what had left. */
import type { CancelReason, RefundReason } from '#shared/desk/mall-refunds.ts';
import type { Money } from '#shared/domain/money.ts';
import { canMove, GOODS, PURCHASE } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { sendEvent } from '#main/post/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { type Account, isClaimed, partMoney, type PartMoney, readAccount } from './account.ts';
import type { Mall } from './mall.ts';
import { itemsToPack } from './missing.ts';
import { askSettlementRefund } from './order-money.ts';
import { addStock, oweStock, returnStock } from './stock.ts';
import type { MallTables, OrderPart, PurchaseTable, RefundTable } from './tables.ts';

type Pieces = readonly { readonly sku: string; readonly quantity: number }[];

/**
 * Calls a part of an order off before it leaves: the parcel by its purchase number, electronic goods by the payment's.
 * The carrier is told, what was held is given up, and the pieces can be sold again. Fails with `wrong-state` once it
 * has left, also where another bench was quicker.
 */
export async function cancelOrder(
  mall: Mall,
  who: string,
  order: { readonly number: string; readonly reason: CancelReason },
): Promise<Result<{ orderId: string }>> {
  const cancelled = await writeResult(mall.storage, async (db) => {
    const found = await findPart(db, order.number);
    if (!found) return fail('purchase-unknown');
    const { account, part } = found;
    const { refundable, way, standing } = partMoney(account, part);
    if (standing !== 'cancellable') return fail('wrong-state', partState(account, part));
    if (await isClaimWaiting(db, account, part)) return fail('claim-waiting');
    const moved = part === 'parcel' ? await callOffParcel(mall, db, account) : await callOffGoods(mall, db, account);
    if (!moved.ok) return moved;
    const now = mall.clock();
    await db
      .insertInto('cancellation')
      .values({
        number: order.number,
        order_id: account.orderId,
        part,
        reason: order.reason,
        at: now.toISOString(),
        confirmed_on: null,
      })
      .execute();
    // Of what was claimed: `cancelled` would take what is still held for another part first.
    const reason = isClaimed(account, part) ? 'other' : 'cancelled';
    await askRefund(mall, db, account, { part, amount: refundable, reason, way });
    await oweStock(db, account.orderId, part);
    await recordDeed(db, { at: now, who, action: 'order.cancelled', subject: order.number, detail: order.reason });
    mall.changes.announce('packing');
    mall.changes.announce('goods');
    mall.changes.announce('refunds');
    return ok({ orderId: account.orderId });
  });
  if (cancelled.ok) await returnStock(mall);
  return cancelled;
}

interface FoundPart {
  readonly account: Account;
  readonly part: OrderPart;
}

/** A parcel's purchase number names the parcel; a payment's names the electronic goods, or all that it paid for. */
async function findPart(db: Readable<MallTables>, number: string): Promise<FoundPart | undefined> {
  const purchase = await db.selectFrom('purchase').select('order_id').where('number', '=', number).executeTakeFirst();
  const payment = purchase
    ? undefined
    : await db.selectFrom('settlement').select('order_id').where('number', '=', number).executeTakeFirst();
  const orderId = purchase?.order_id ?? payment?.order_id;
  const account = orderId === undefined ? undefined : await readAccount(db, orderId);
  if (!account || (!purchase && !account.goods)) return undefined;
  return { account, part: purchase ? 'parcel' : 'goods' };
}

function partState({ purchase, goods }: Account, part: OrderPart): string | undefined {
  return part === 'parcel' ? purchase?.state : goods?.state;
}

async function callOffParcel(mall: Mall, db: Writable<MallTables>, { purchase }: Account): Promise<Result<void>> {
  const { number, counterparty, shipping, state, jti } = purchase!;
  if (!canMove(PURCHASE, state, 'cancelled') || shipping === null) return fail('wrong-state', state);
  await db
    .updateTable('purchase')
    .set({ state: 'cancelled', changed_at: mall.clock().toISOString() })
    .where('number', '=', number)
    .execute();
  await sendEvent(mall.post, db, {
    to: counterparty,
    type: 'shipping.cancel',
    subject: shipping,
    data: { purchase: jti, reason: 'cancelled' },
  });
  return ok();
}

async function callOffGoods(mall: Mall, db: Writable<MallTables>, { goods }: Account): Promise<Result<void>> {
  const { number, state } = goods!;
  if (!canMove(GOODS, state, 'cancelled')) return fail('wrong-state', state);
  await db
    .updateTable('goods')
    .set({ state: 'cancelled', next_at: null, changed_at: mall.clock().toISOString() })
    .where('number', '=', number)
    .execute();
  return ok();
}

export interface RefundOrder {
  /** As `cancelOrder` takes it. */
  readonly number: string;
  /** 0 gives nothing back: only together with `restock`. */
  readonly amount: Money;
  readonly reason: RefundReason;
  /** The parcel is back, and these pieces of it can be sold again. */
  readonly restock?: Pieces | undefined;
}

/**
 * Gives back all or part of what was paid for a part of an order, by the way it was paid; what was not paid yet is
 * waived. Fails with `refund-too-high` above what is left of it, with `already-decided` where a parcel that came back was
 * dealt with before, and with `claim-waiting` until the credit company has accepted the part's claim.
 */
export async function makeRefund(mall: Mall, who: string, order: RefundOrder): Promise<Result<{ orderId: string }>> {
  const { number, amount, reason, restock } = order;
  if (amount.value === 0 && restock === undefined) return fail('field-missing', 'amount');
  const contents = restock ? await partContents(mall, number) : ok([]);
  if (!contents.ok) return contents;
  if (restock && !isWithin(restock, contents.value)) return fail('contents-differ');
  return writeResult(mall.storage, (db) => refundPart(mall, db, who, { number, amount, reason, restock }));
}

/** `makeRefund` in a unit of work: whoever calls it has seen that `restock` is within the contents. */
export async function refundPart(
  mall: Mall,
  db: Writable<MallTables>,
  who: string,
  { number, amount, reason, restock }: RefundOrder,
): Promise<Result<{ orderId: string }>> {
  const found = await findPart(db, number);
  if (!found) return fail('purchase-unknown');
  const { account, part } = found;
  if (restock) {
    const received = await receivePieces(mall, db, account, restock);
    if (!received.ok) return received;
    await recordDeed(db, { at: mall.clock(), who, action: 'parcel.received', subject: number });
  }
  if (amount.value > 0) {
    const money = partMoney(account, part);
    const allowed = isAllowed(account, part, money, amount);
    if (!allowed.ok) return allowed;
    if (await isClaimWaiting(db, account, part)) return fail('claim-waiting');
    await askRefund(mall, db, account, { part, amount: amount.value, reason, way: money.way });
    await recordDeed(db, { at: mall.clock(), who, action: 'refund.asked', subject: number, detail: reason });
  }
  mall.changes.announce('refunds');
  mall.changes.announce('money');
  return ok({ orderId: account.orderId });
}

function isAllowed(account: Account, part: OrderPart, money: PartMoney, amount: Money): Result<void> {
  const { standing, refundable } = money;
  if (standing === 'cancellable' || standing === 'with-customer') return fail('wrong-state', partState(account, part));
  if (standing === 'unpaid') return fail('wrong-state', 'unpaid');
  if (amount.currency !== account.currency || amount.value > refundable) return fail('refund-too-high');
  return ok();
}

/** A refund that came before its claim, or instead of it, would take what was claimed for another part. */
async function isClaimWaiting(db: Readable<MallTables>, { claims }: Account, part: OrderPart): Promise<boolean> {
  const claim = claims.find((one) => one.part === part && one.lapsed === 0);
  if (!claim) return false;
  const waiting = await db
    .selectFrom('outbox')
    .select('id')
    .where('type', '=', 'claim')
    .where('subject', '=', claim.claim)
    .where('accepted_at', 'is', null)
    .executeTakeFirst();
  return waiting !== undefined;
}

/** What was sent in the parcel of a purchase, opened before any unit of work: that must not wait for the vault. */
async function partContents(mall: Mall, number: string): Promise<Result<Pieces>> {
  const purchase = await mall.storage.read
    .selectFrom('purchase')
    .select(['number', 'contents'])
    .where('number', '=', number)
    .executeTakeFirst();
  if (!purchase) return fail('purchase-unknown');
  return itemsToPack(mall, purchase);
}

function isWithin(restock: Pieces, items: Pieces): boolean {
  const skus = new Set(restock.map(({ sku }) => sku));
  return (
    skus.size === restock.length &&
    restock.every(({ sku, quantity }) => items.some((item) => item.sku === sku && quantity <= item.quantity))
  );
}

/** The customer may bring back what was delivered; what is on its way is still the carrier's. */
export function cameBack({ state }: PurchaseTable): boolean {
  return state === 'returned' || state === 'delivered';
}

async function receivePieces(
  mall: Mall,
  db: Writable<MallTables>,
  { purchase }: Account,
  restock: Pieces,
): Promise<Result<void>> {
  if (!purchase) return fail('purchase-unknown');
  if (!cameBack(purchase)) return fail('wrong-state', purchase.state);
  const inserted = await db
    .insertInto('received_parcel')
    .values({
      purchase: purchase.number,
      at: mall.clock().toISOString(),
      pieces: restock.reduce((sum, { quantity }) => sum + quantity, 0),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return fail('already-decided', 'received');
  // What its customer announced has come, on whichever screen it is taken back.
  const at = mall.clock().toISOString();
  await db
    .updateTable('customer_return')
    .set({ state: 'decided', decided_at: at, changed_at: at })
    .where('purchase', '=', purchase.number)
    .execute();
  await addStock(db, restock);
  mall.changes.announce('catalogue');
  return ok();
}

/** The row of a refund and the message that asks for it. What is waived is done at once. */
export async function askRefund(
  mall: Mall,
  db: Writable<MallTables>,
  account: Account,
  refund: Pick<RefundTable, 'reason' | 'amount'> & {
    readonly part: OrderPart;
    readonly way: RefundTable['way'] | undefined;
  },
): Promise<void> {
  const { part, amount, way } = refund;
  const reason = refund.reason as 'cancelled' | RefundReason;
  if (amount <= 0 || way === undefined) return;
  const { currency, orderId, payment, purchase } = account;
  if (way === 'settlement') {
    // Money that was never claimed is given up, whatever the reason: another part's price must not pay for it.
    const told = isClaimed(account, part) ? reason : 'cancelled';
    return askSettlementRefund(mall, db, payment!, { amount, reason, part, told });
  }
  const id = randomUuid();
  const now = mall.clock().toISOString();
  const done = way === 'waived';
  await db
    .insertInto('refund')
    .values({
      refund: id,
      order_id: orderId,
      part,
      way,
      amount,
      currency,
      reason,
      state: done ? 'done' : 'asked',
      asked_at: now,
      done_at: done ? now : null,
      released: 0,
      charged: null,
    })
    .execute();
  if (way === 'cash') {
    await sendEvent(mall.post, db, {
      to: purchase!.counterparty,
      type: 'cod.refund',
      subject: id,
      data: {
        refund: id,
        shipping: purchase!.shipping!,
        amount: { value: amount, currency },
        reason: reason === 'other' ? 'other' : 'returned',
      },
    });
  }
  mall.changes.announce('refunds');
}

/** Staff paid a refund by the mall's own means, on the day given. */
export async function recordRefund(
  mall: Mall,
  who: string,
  paid: { readonly refund: string; readonly date: string },
): Promise<Result<void>> {
  return writeResult(mall.storage, async (db) => {
    const refund = await db.selectFrom('refund').selectAll().where('refund', '=', paid.refund).executeTakeFirst();
    if (!refund) return fail('not-found');
    if (refund.way !== 'own') return fail('wrong-state', refund.way);
    if (refund.state !== 'asked') return fail('wrong-state', refund.state);
    await db
      .updateTable('refund')
      .set({ state: 'done', done_at: paid.date })
      .where('refund', '=', paid.refund)
      .execute();
    await recordDeed(db, { at: mall.clock(), who, action: 'refund.recorded', subject: paid.refund });
    mall.changes.announce('refunds');
    return ok();
  });
}

const ASKED_BY = { settlement: 'settlement.refund', cash: 'cod.refund' } as const;

/** What a partner has refused for good, or that nobody has been told of, never happens: the request is taken back. */
export async function withdrawRefund(mall: Mall, who: string, id: string): Promise<Result<void>> {
  return writeResult(mall.storage, async (db) => {
    const refund = await db.selectFrom('refund').selectAll().where('refund', '=', id).executeTakeFirst();
    if (!refund) return fail('not-found');
    const { way, state } = refund;
    if (state !== 'asked' || way === 'waived') return fail('wrong-state', state);
    if (way !== 'own') {
      // Neither is it brought again afterwards: the partner would take it for a fresh one.
      const refused = await db
        .deleteFrom('outbox')
        .where('type', '=', ASKED_BY[way])
        .where('subject', '=', id)
        .where('rejected_at', 'is not', null)
        .executeTakeFirst();
      if (refused.numDeletedRows === 0n) return fail('wrong-state', state);
    }
    await db.deleteFrom('refund').where('refund', '=', id).execute();
    await recordDeed(db, { at: mall.clock(), who, action: 'refund.withdrawn', subject: id });
    mall.changes.announce('refunds');
    mall.changes.announce('post');
    return ok();
  });
}
