/** Whatever staff, carrier, customer and time do to an order, mall and credit company agree on its money in the end. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkLedger } from '#main/ledger/index.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { claimPayment } from '#main/roles/mall/payment.ts';
import { writeResult } from '#main/storage/index.ts';
import { aLinkedParcel, aSettlingGroup, cardRow, SAMPLE_PERSON, type SettlingGroup } from '../../builders/a-payment.ts';
import { START } from '../../builders/a-clock.ts';
import {
  doDeed,
  EBOOK,
  lapse,
  MIXED,
  type MixedOrder,
  type MoneyDeed,
  openRefunds,
  type Part,
  PRICE,
  somePart,
  sums,
} from './a-mixed-order.ts';

type Deed = MoneyDeed | { readonly does: 'dispatch'; readonly part: Part } | { readonly does: 'exchange' };
const part = somePart;
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
      const open = await openRefunds(group, order);
      // A contested charge may cross a refund: what is refused then is for staff to withdraw.
      if (!deeds.some(({ does }) => does === 'dispute')) expect(open).toEqual([]);
      expect(await checkLedger(group.credit.storage.read)).toEqual({ sum: 0, differing: [] });
    }),
    { numRuns: 25 },
  );
});

async function act(group: SettlingGroup, order: MixedOrder, each: Deed): Promise<void> {
  if (each.does === 'exchange') return group.exchange();
  if (each.does !== 'dispatch') return doDeed(group, order, each);
  const { mall: payment } = await sums(group, order);
  await (each.part === 'parcel'
    ? scanParcel(group.carrier.carrier, { who: 'driver' }, { scan: order.number, step: 'accept' })
    : forwardGoods(group, payment.number));
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
