/** Whatever staff, carrier, customer and time do to an order, mall and credit company agree on its money in the end. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { checkLedger } from '#main/ledger/index.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { giveBackCaptured } from '#main/roles/credit/refunds.ts';
import { endHolds } from '#main/roles/credit/settle.ts';
import { claimPayment } from '#main/roles/mall/payment.ts';
import { cancelOrder, makeRefund } from '#main/roles/mall/refunds.ts';
import { writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { aLinkedParcel, aSettlingGroup, cardRow, SAMPLE_PERSON, type SettlingGroup } from '../../builders/a-payment.ts';
import { START } from '../../builders/a-clock.ts';

const AFTER_HOLD = '2026-12-06T03:00:00.000Z';
const PRICE = 3955;
const EBOOK = 1200;
const MIXED = { 'BK-1': 1, 'FD-1': 2, 'EB-1': 1 };

type Deed =
  | { readonly does: 'cancel' | 'dispatch'; readonly part: 'parcel' | 'goods' }
  | { readonly does: 'refund'; readonly part: 'parcel' | 'goods'; readonly percent: number }
  | { readonly does: 'dispute'; readonly percent: number }
  | { readonly does: 'lapse' | 'exchange' };
const part = fc.constantFrom('parcel' as const, 'goods' as const);
const percent = fc.oneof(fc.constant(100), fc.integer({ min: 0, max: 110 }));
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant('cancel' as const), part }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('dispatch' as const), part }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('refund' as const), part, percent }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('dispute' as const), percent }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('lapse' as const, 'exchange' as const) }) },
);

test('the sums of both sides agree, nobody gets more than was paid, and no refund is left over', async () => {
  const group = await aSettlingGroup();
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 9 }), async (deeds) => {
      group.clock.set(START);
      const before = (await cardRow(group, SAMPLE_PERSON)).available;
      const order = await aLinkedParcel(group, { items: MIXED });
      for (const each of deeds) await act(group, order, each);
      await group.exchange();
      // Whatever is still held ends, also so that it does not end in the next history.
      await lapse(group);
      await group.exchange();
      const { mall, credit } = await sums(group, order);
      expect([mall.released, mall.refunded]).toEqual([credit.released, credit.refunded]);
      expect(mall.claimed).toBe(credit.captured);
      expect(credit.released + credit.refunded).toBeLessThanOrEqual(PRICE + EBOOK);
      const spent = before - (await cardRow(group, SAMPLE_PERSON)).available;
      expect(spent).toBe(PRICE + EBOOK - credit.released - credit.refunded);
      const open = await group.mall.storage.read
        .selectFrom('refund')
        .select(['amount', 'reason'])
        .where('order_id', '=', order.orderId)
        .where('state', '=', 'asked')
        .execute();
      // A contested charge may cross a refund: what is refused then is for staff to withdraw.
      if (!deeds.some(({ does }) => does === 'dispute')) expect(open).toEqual([]);
      expect(await checkLedger(group.credit.storage.read)).toEqual({ sum: 0, differing: [] });
    }),
    { numRuns: 25 },
  );
});

type Order = Awaited<ReturnType<typeof aLinkedParcel>>;

async function sums(group: SettlingGroup, { orderId, jti }: Order) {
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

async function act(group: SettlingGroup, order: Order, each: Deed): Promise<void> {
  const { mall } = group.mall;
  const { mall: payment } = await sums(group, order);
  const numberOf = (name: 'parcel' | 'goods'): string => (name === 'parcel' ? order.purchase : payment.number);
  switch (each.does) {
    case 'cancel':
      await cancelOrder(mall, 'clerk', { number: numberOf(each.part), reason: 'other' });
      return;
    case 'refund': {
      const amount = yen(Math.round(((each.part === 'parcel' ? PRICE : EBOOK) * each.percent) / 100));
      await makeRefund(mall, 'clerk', { number: numberOf(each.part), amount, reason: 'other' });
      return;
    }
    case 'dispatch':
      await (each.part === 'parcel'
        ? scanParcel(group.carrier.carrier, 'driver', { scan: order.number, step: 'accept' })
        : forwardGoods(group, payment.number));
      return;
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
    case 'exchange':
      await group.exchange();
  }
}

async function lapse({ clock, credit }: SettlingGroup): Promise<void> {
  clock.set(AFTER_HOLD);
  await endHolds(credit.credit);
}

/** As the station and its courier do it: the price is claimed when the package has arrived. */
async function forwardGoods({ mall: { mall } }: SettlingGroup, number: string): Promise<void> {
  await writeResult(mall.storage, async (db) => {
    const goods = await db
      .updateTable('goods')
      .set({ state: 'sent' })
      .where('number', '=', number)
      .where('state', '=', 'ready')
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(() => undefined);
    return goods
      ? claimPayment(mall, db, { orderId: goods.order_id, part: 'goods', amount: goods.amount })
      : { ok: true, value: undefined };
  });
}
