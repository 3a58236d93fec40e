/** One order with a parcel and electronic goods, and the deeds on its money that histories are made of. */
import * as fc from 'fast-check';
import { yen } from '#shared/domain/money.ts';
import { giveBackCaptured } from '#main/roles/credit/refunds.ts';
import { endHolds } from '#main/roles/credit/settle.ts';
import { cancelOrder, makeRefund } from '#main/roles/mall/refunds.ts';
import { writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { aLinkedParcel, SettlingGroup } from '../../builders/a-payment.ts';

export const MIXED = { 'BK-1': 1, 'FD-1': 2, 'EB-1': 1 };
/** Of its two parts. */
export const PRICE = 3955;
export const EBOOK = 1200;
const AFTER_HOLD = '2026-12-06T03:00:00.000Z';

export type MixedOrder = Awaited<ReturnType<typeof aLinkedParcel>>;
export type Part = 'parcel' | 'goods';
export const somePart = fc.constantFrom<Part>('parcel', 'goods');

/** What staff of mall and credit company may do to it. */
export type MoneyDeed =
  | { readonly does: 'cancel'; readonly part: Part }
  | { readonly does: 'refund'; readonly part: Part; readonly percent: number }
  | { readonly does: 'dispute'; readonly percent: number }
  | { readonly does: 'lapse' };

/** The order's money as both sides have booked it. */
export async function sums(group: SettlingGroup, { orderId, jti }: MixedOrder) {
  const mall = await group.mall.storage.read
    .selectFrom('settlement')
    .selectAll()
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow();
  const credit = await group.credit.storage.read
    .selectFrom('settlement')
    .selectAll()
    .where('jti', '=', jti)
    .executeTakeFirstOrThrow();
  return { mall, credit };
}

/** Refunds of the order that nobody has answered. */
export async function openRefunds(group: SettlingGroup, { orderId }: MixedOrder) {
  return group.mall.storage.read
    .selectFrom('refund')
    .select(['amount', 'reason'])
    .where('order_id', '=', orderId)
    .where('state', '=', 'asked')
    .execute();
}

export async function doDeed(group: SettlingGroup, order: MixedOrder, each: MoneyDeed): Promise<void> {
  const { mall } = group.mall;
  const { mall: payment } = await sums(group, order);
  const numberOf = (name: Part): string => (name === 'parcel' ? order.purchase : payment.number);
  switch (each.does) {
    case 'cancel':
      await cancelOrder(mall, 'clerk', { number: numberOf(each.part), reason: 'other' });
      return;
    case 'refund': {
      const amount = yen(Math.round(((each.part === 'parcel' ? PRICE : EBOOK) * each.percent) / 100));
      await makeRefund(mall, 'clerk', { number: numberOf(each.part), amount, reason: 'other' });
      return;
    }
    case 'dispute': {
      const amount = Math.round(((PRICE + EBOOK) * each.percent) / 100);
      const dispute = {
        refund: randomUuid(),
        receipt: order.receipt,
        amount,
        reason: 'disputed',
        kind: 'disputed',
      } as const;
      await writeResult(group.credit.storage, (db) => giveBackCaptured(group.credit.credit, db, dispute));
      return;
    }
    case 'lapse':
      return lapse(group);
  }
}

/** Time goes on until nothing is held any more. */
export async function lapse({ clock, credit }: SettlingGroup): Promise<void> {
  clock.set(AFTER_HOLD);
  await endHolds(credit.credit);
}
