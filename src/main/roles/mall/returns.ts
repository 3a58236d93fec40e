/** What came back, and what staff see of an order's money. */
import { sql, type SqlBool } from 'kysely';
import type { Input } from '#shared/desk/contract.ts';
import type { ListPage } from '#shared/desk/list.ts';
import type { AccountPart, OrderAccount, ReceivedParcel, RefundRow, ReturnRow } from '#shared/desk/mall-refunds.ts';
import type { Money } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type ListShape, listRows } from '#main/storage/index.ts';
import { findPartner } from '#main/post/index.ts';
import { type Account, partMoney, partsOf, priceOf, readAccount } from './account.ts';
import { openContents } from './contents.ts';
import { findOrderId, findReturned } from './find-order.ts';
import type { Mall } from './mall.ts';
import { cameBack } from './refunds.ts';
import type { MallTables, OrderPart, PurchaseTable, RefundTable } from './tables.ts';

/** By any number of it, typed or scanned. */
export async function findOrder(mall: Mall, scanned: string): Promise<Result<OrderAccount>> {
  const orderId = await findOrderId(mall, scanned);
  return orderId.ok ? showAccount(mall, orderId.value) : orderId;
}

export async function showAccount(mall: Mall, orderId: string): Promise<Result<OrderAccount>> {
  const account = await readAccount(mall.storage.read, orderId);
  if (!account) return fail('purchase-unknown');
  const { purchase, payment, pay, currency, refunds } = account;
  const money = (value: number): Money => ({ value, currency });
  return ok({
    placedAt: purchase?.placed_at ?? payment!.offered_at,
    pay,
    parts: await Promise.all(partsOf(account).map((part) => showPart(mall, account, part))),
    ...(payment && {
      payment: {
        companyName: await nameOf(mall, payment.counterparty),
        state: payment.state,
        amount: money(payment.amount),
        claimed: money(payment.claimed),
        released: money(payment.released),
        refunded: money(payment.refunded),
      },
    }),
    refunds: await showRefunds(mall, refunds.toReversed()),
  });
}

async function nameOf(mall: Mall, id: string): Promise<string> {
  return (await findPartner(mall.storage.read, id))?.name ?? id;
}

async function showPart(mall: Mall, account: Account, part: OrderPart): Promise<AccountPart> {
  const { purchase, goods, payment, currency } = account;
  const { standing, refundable, way } = partMoney(account, part);
  const common = {
    part,
    price: { value: priceOf(account, part), currency },
    standing,
    refundable: { value: refundable, currency },
    ...(way !== undefined && { way }),
  };
  if (part === 'goods') {
    const partnerName = await nameOf(mall, payment!.counterparty);
    return { ...common, number: goods!.number, state: goods!.state, partnerName, received: false };
  }
  const { number, state, counterparty, shipping, variant, return_reason } = purchase!;
  const received = await mall.storage.read
    .selectFrom('received_parcel')
    .select('at')
    .where('purchase', '=', number)
    .executeTakeFirst();
  const calledOff = state === 'cancelled' ? await carrierAnswer(mall, purchase!) : undefined;
  return {
    ...common,
    number,
    state,
    partnerName: await nameOf(mall, counterparty),
    ...(shipping !== null && variant !== 'c' && { shipping }),
    ...(return_reason !== null && { returnReason: return_reason }),
    received: received !== undefined,
    ...(calledOff && { calledOff }),
  };
}

/** What the carrier said to a parcel that was called off: where it refuses, it has the parcel. */
async function carrierAnswer(
  mall: Mall,
  { number, counterparty, shipping }: PurchaseTable,
): Promise<'asked' | 'confirmed' | 'refused'> {
  const cancellation = await mall.storage.read
    .selectFrom('cancellation')
    .select('confirmed_on')
    .where('number', '=', number)
    .executeTakeFirst();
  if (cancellation?.confirmed_on != null) return 'confirmed';
  const said =
    shipping !== null && (await isRefused(mall, counterparty, { type: 'shipping.cancel', subject: shipping }));
  return said ? 'refused' : 'asked';
}

/** Whether a partner has said that it never will accept a message. */
async function isRefused(
  mall: Mall,
  partner: string,
  { type, subject }: { readonly type: string; readonly subject: string },
): Promise<boolean> {
  const refused = await mall.storage.read
    .selectFrom('outbox')
    .select('id')
    .where('partner', '=', partner)
    .where('type', '=', type)
    .where('subject', '=', subject)
    .where('rejected_at', 'is not', null)
    .executeTakeFirst();
  return refused !== undefined;
}

export async function listRefunds(mall: Mall, asked: Input<'refunds.list'>): Promise<ListPage<RefundRow>> {
  const { read } = mall.storage;
  const shape: ListShape<MallTables, 'refund'> = {
    time: 'refund.asked_at',
    id: 'refund.refund',
    state: 'refund.state',
    amount: 'refund.amount',
    also: (pattern) =>
      sql<SqlBool>`refund.order_id in (select order_id from purchase where number like ${pattern} escape '\\'
        union select order_id from settlement where number like ${pattern} escape '\\')`,
  };
  const { rows, ...page } = await listRows(read.selectFrom('refund').selectAll(), shape, asked);
  return { ...page, rows: await showRefunds(mall, rows) };
}

async function showRefunds(mall: Mall, rows: readonly RefundTable[]): Promise<RefundRow[]> {
  return Promise.all(rows.map((row) => showRefund(mall, row)));
}

async function showRefund(mall: Mall, row: RefundTable): Promise<RefundRow> {
  const { refund, order_id, way, amount, currency, reason, state, asked_at, done_at, part } = row;
  const of = (table: 'purchase' | 'settlement') =>
    mall.storage.read
      .selectFrom(table as 'purchase')
      .select(['number', 'counterparty'])
      .where('order_id', '=', order_id)
      .executeTakeFirst();
  const purchase = await of('purchase');
  const payment = await of('settlement');
  const partner = way === 'settlement' ? payment : way === 'cash' ? purchase : undefined;
  const type = way === 'settlement' ? 'settlement.refund' : 'cod.refund';
  const number = part === 'goods' ? payment : (purchase ?? payment);
  return {
    refund,
    number: number?.number ?? '',
    way,
    amount: { value: amount, currency },
    reason,
    state,
    askedAt: asked_at,
    ...(done_at !== null && { doneAt: done_at }),
    ...(partner && { partnerName: await nameOf(mall, partner.counterparty) }),
    refused:
      partner !== undefined &&
      state === 'asked' &&
      (await isRefused(mall, partner.counterparty, { type, subject: refund })),
  };
}

/** Parcels that the carrier brought back and nobody has dealt with, longest waiting first. */
export async function listReturns(mall: Mall): Promise<ReturnRow[]> {
  const rows = await mall.storage.read
    .selectFrom('purchase')
    .leftJoin('partner', 'partner.id', 'purchase.counterparty')
    .leftJoin('received_parcel', 'received_parcel.purchase', 'purchase.number')
    .selectAll('purchase')
    .select('partner.name as carrier_name')
    .where('purchase.state', '=', 'returned')
    .where('received_parcel.at', 'is', null)
    .orderBy('purchase.changed_at')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    purchase: row.number,
    ...(row.shipping !== null && row.variant !== 'c' && { shipping: row.shipping }),
    carrierName: row.carrier_name ?? row.counterparty,
    ...(row.return_reason !== null && { reason: row.return_reason }),
    at: row.changed_at,
    pay: row.pay,
    total: { value: row.total, currency: row.currency },
  }));
}

/** Opens what a parcel on the bench holds; recorded in the trail, and so is a code that is not what was sent. */
export async function receiveReturn(mall: Mall, who: string, scanned: string): Promise<Result<ReceivedParcel>> {
  const found = await findReturned(mall, scanned);
  if (!found.ok) {
    const { code } = found.error;
    if (code === 'contents-differ' || code === 'envelope-conflict') {
      await mall.storage.write((db) =>
        recordDeed(db, { at: mall.clock(), who, action: 'scan.refused', subject: '-', detail: code }),
      );
    }
    return found;
  }
  const purchase = found.value;
  if (!cameBack(purchase)) return fail('wrong-state', purchase.state);
  const contents = await openContents(mall, purchase);
  if (!contents.ok) return contents;
  const account = await showAccount(mall, purchase.order_id);
  if (!account.ok) return account;
  const { number } = purchase;
  await mall.storage.write((db) =>
    recordDeed(db, { at: mall.clock(), who, action: 'contents.opened', subject: number, detail: 'returned' }),
  );
  return ok({ purchase: number, items: contents.value.items, account: account.value });
}
