/** Messages between mall and credit company that overtake each other: what either of them books is the same in the end. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ERRORS } from '#shared/errors.ts';
import { checkLedger } from '#main/ledger/index.ts';
import { claimPayment } from '#main/roles/mall/payment.ts';
import { writeResult } from '#main/storage/index.ts';
import { START } from '../../builders/a-clock.ts';
import { bringEvent } from '../../builders/a-group.ts';
import { aLinkedParcel, aSettlingGroup, cardRow, SAMPLE_PERSON, type SettlingGroup } from '../../builders/a-payment.ts';
import type { TestParty } from '../../builders/a-party.ts';
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

type Deed =
  MoneyDeed | { readonly does: 'dispatch'; readonly part: Part } | { readonly does: 'carry'; readonly at: number };
const part = somePart;
const percent = fc.constantFrom(30, 60, 100, 110);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant('cancel' as const), part }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('dispatch' as const), part }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('refund' as const), part, percent }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('dispute' as const), percent }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('carry' as const), at: fc.nat({ max: 7 }) }) },
  { weight: 1, arbitrary: fc.constant({ does: 'lapse' as const }) },
);

test('in whatever order messages arrive, both sides book the same, and no refund is left over', async () => {
  const group = await aSettlingGroup();
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { minLength: 2, maxLength: 9 }),
      fc.array(fc.nat({ max: 7 }), { minLength: 40, maxLength: 40 }),
      async (deeds, order) => {
        group.clock.set(START);
        const before = (await cardRow(group, SAMPLE_PERSON)).available;
        const placed = await aLinkedParcel(group, { items: MIXED });
        for (const each of deeds) await act(group, placed, each);
        for (const at of order) await carryOne(group, at);
        await group.exchange();
        await lapse(group);
        for (const at of order) await carryOne(group, at);
        await group.exchange();
        const { mall, credit } = await sums(group, placed);
        expect({ claimed: mall.claimed, back: mall.released + mall.refunded }).toEqual({
          claimed: credit.captured,
          back: credit.released + credit.refunded,
        });
        const spent = before - (await cardRow(group, SAMPLE_PERSON)).available;
        expect(spent).toBe(PRICE + EBOOK - credit.released - credit.refunded);
        const open = await openRefunds(group, placed);
        if (!deeds.some(({ does }) => does === 'dispute')) expect(open).toEqual([]);
        expect(await checkLedger(group.credit.storage.read)).toEqual({ sum: 0, differing: [] });
      },
    ),
    { numRuns: 25 },
  );
});

function act(group: SettlingGroup, order: MixedOrder, each: Deed): Promise<void> {
  if (each.does === 'dispatch') return dispatch(group, order, each.part);
  return each.does === 'carry' ? carryOne(group, each.at) : doDeed(group, order, each);
}

async function dispatch({ mall: { mall } }: SettlingGroup, order: MixedOrder, part: Part): Promise<void> {
  await writeResult(mall.storage, async (db) => {
    const [table, to] = part === 'parcel' ? (['purchase', 'delivered'] as const) : (['goods', 'sent'] as const);
    const moved = await db
      .updateTable(table as 'goods')
      .set({ state: to as 'sent' })
      .where('order_id', '=', order.orderId)
      .where('state', 'in', ['accepted', 'ready'] as never)
      .executeTakeFirst();
    return moved.numUpdatedRows === 0n
      ? { ok: true, value: undefined }
      : claimPayment(mall, db, { orderId: order.orderId, part, amount: part === 'parcel' ? PRICE : EBOOK });
  });
}

/** One message of all that wait between the two, as if the others were slower. */
async function carryOne(group: SettlingGroup, at: number): Promise<void> {
  const { mall, credit } = group;
  const waiting = async (from: TestParty, to: TestParty) =>
    (
      await from.post.storage.read
        .selectFrom('outbox')
        .selectAll()
        .where('partner', '=', to.id)
        .where('accepted_at', 'is', null)
        .where('rejected_at', 'is', null)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
    ).map((row) => ({ ...row, from, to }));
  const all = [...(await waiting(mall, credit)), ...(await waiting(credit, mall))];
  const chosen = all[at % Math.max(1, all.length)];
  if (!chosen) return;
  const { from, to, id, event } = chosen;
  const taken = await bringEvent(from, to, event);
  if (!taken.ok && ERRORS[taken.error.code].status >= 500) return;
  const noted = taken.ok
    ? { accepted_at: group.clock().toISOString() }
    : { rejected_at: group.clock().toISOString(), last_error: taken.error.code };
  await from.post.storage.write((db) => db.updateTable('outbox').set(noted).where('id', '=', id).execute());
}
