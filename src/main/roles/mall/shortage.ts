/** Orders that go without some of their pieces: what is not sent is not paid for. */
import type { MissingItem } from '#shared/desk/packing.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { type Account, partMoney, readAccount } from './account.ts';
import type { Mall } from './mall.ts';
import { checkMissing, countMissing, findShortage, itemsToPack, readMissing, readPrices } from './missing.ts';
import { askRefund } from './refunds.ts';
import { findPurchase } from './shop.ts';
import type { MallTables, PurchaseTable } from './tables.ts';

/**
 * An order goes without some of its pieces, and their price goes back by the way it was paid: what is held is given up,
 * what was to be paid later is waived, cash goes back once the driver has collected it. Fails with `field-invalid` where
 * nothing would be left to send: that is for calling the order off.
 */
export async function sendWithout(
  mall: Mall,
  who: string,
  order: { readonly purchase: string; readonly missing: readonly MissingItem[] },
  /** Who agreed to the money, by name. */
  approver: string | null = null,
): Promise<Result<void>> {
  const purchase = await findPurchase(mall, order.purchase);
  if (!purchase) return fail('purchase-unknown');
  const items = await itemsToPack(mall, purchase);
  if (!items.ok) return items;
  const fits = checkMissing(items.value, order.missing);
  if (!fits.ok) return fits;
  const left = items.value.reduce((sum, { quantity }) => sum + quantity, 0) - countMissing(order.missing);
  if (left < 1) return fail('field-invalid', 'missing');
  const prices = readPrices(purchase);
  const amount = order.missing.reduce((sum, { item, count }) => sum + count * (prices[item]?.price ?? 0), 0);
  return writeResult(mall.storage, async (db) => {
    const account = (await readAccount(db, purchase.order_id))!;
    const { state, number } = account.purchase!;
    if (state !== 'accepted') return fail('wrong-state', state);
    const earlier = await findShortage(db, number);
    // Another bench took something out meanwhile.
    const before = items.value.reduce((sum, { short }) => sum + short, 0);
    if ((earlier?.pieces ?? 0) !== before) return fail('wrong-state', 'changed');
    const asked = await giveBack(mall, db, account, amount);
    if (!asked.ok) return asked;
    const row = {
      at: mall.clock().toISOString(),
      who,
      missing: JSON.stringify([...(earlier ? readMissing(earlier.missing) : []), ...order.missing]),
      pieces: before + countMissing(order.missing),
      amount: (earlier?.amount ?? 0) + amount,
      asked: (earlier?.asked ?? 0) + asked.value,
    };
    await db
      .insertInto('shortage')
      .values({ purchase: number, currency: purchase.currency, ...row })
      .onConflict((conflict) => conflict.column('purchase').doUpdateSet(row))
      .execute();
    await db.deleteFrom('set_aside').where('purchase', '=', number).execute();
    const detail = [countMissing(order.missing), approver].filter((word) => word !== null).join(' · ');
    await recordDeed(db, { at: mall.clock(), who, action: 'order.sent-short', subject: number, detail });
    mall.changes.announce('packing');
    mall.changes.announce('money');
    return ok();
  });
}

/** Returns how much was asked to go back now. */
async function giveBack(
  mall: Mall,
  db: Writable<MallTables>,
  account: Account,
  amount: number,
): Promise<Result<number>> {
  const { pay, paid_at } = account.purchase!;
  // Nothing of it was collected yet: see `refundShortCash`.
  if (pay === 'on-delivery') return ok(0);
  const wanted = { part: 'parcel', amount, reason: 'other' } as const;
  if (pay === 'later') {
    await askRefund(mall, db, account, { ...wanted, way: paid_at === null ? 'waived' : 'own' });
    return ok(amount);
  }
  const { refundable } = partMoney(account, 'parcel');
  if (amount > refundable) return fail('refund-too-high');
  await askRefund(mall, db, account, { ...wanted, reason: 'cancelled', way: 'settlement' });
  return ok(amount);
}

/** In the unit of work that notes a delivery: the driver has collected the whole price, and some of it goes back. */
export async function refundShortCash(
  mall: Mall,
  db: Writable<MallTables>,
  purchase: Pick<PurchaseTable, 'number' | 'order_id' | 'pay'>,
): Promise<void> {
  if (purchase.pay !== 'on-delivery') return;
  const shortage = await findShortage(db, purchase.number);
  if (!shortage || shortage.asked >= shortage.amount) return;
  const account = (await readAccount(db, purchase.order_id))!;
  // Of what was given back already nothing goes back again.
  const amount = Math.min(shortage.amount - shortage.asked, partMoney(account, 'parcel').refundable);
  await askRefund(mall, db, account, { part: 'parcel', amount, reason: 'other', way: 'cash' });
  await db.updateTable('shortage').set({ asked: shortage.amount }).where('purchase', '=', purchase.number).execute();
}
