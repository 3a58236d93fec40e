import { sql } from 'kysely';
import type { Input } from '#shared/desk/contract.ts';
import type { GiftRow } from '#shared/desk/gifts.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { KEEP_SENT_DAYS } from '#shared/protocol/event.ts';
import type { SealedPart } from '#shared/protocol/order-part.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type ListShape, listRows, writeResult } from '#main/storage/index.ts';
import { openGift } from './open-gift.ts';
import type { WrapperTables } from './tables.ts';
import type { Wrapper } from './wrapper.ts';

/** Which card: the mall's purchase number for the wrapper, and which mall's. */
export interface GiftName {
  readonly mall: string;
  readonly purchase: string;
}

/** No words: those come out of one look alone. */
export async function listGifts(
  { storage }: Pick<Wrapper, 'storage'>,
  asked: Input<'gifts.list'>,
): Promise<ListPage<GiftRow>> {
  const shape: ListShape<WrapperTables, 'gift'> = {
    time: ({ fn }) => fn.coalesce('gift.done_at', 'gift.received_at'),
    id: sql<string>`gift.purchase || '|' || gift.mall`,
    state: 'gift.state',
    partner: 'gift.mall',
    numbers: ['gift.purchase'],
  };
  const page = await listRows(storage.read.selectFrom('gift'), shape, asked, (found) =>
    found
      .leftJoin('partner', 'partner.id', 'gift.mall')
      .select(['gift.mall', 'gift.purchase', 'gift.received_at', 'gift.state', 'gift.done_at', 'partner.name']),
  );
  return mapPage(page, ({ mall, purchase, received_at: at, state, done_at, name }) => ({
    purchase,
    mall,
    mallName: name ?? mall,
    at,
    state,
    ...(done_at !== null && { doneAt: done_at }),
  }));
}

/** The words, for one look; recorded before they are shown. Fails with `not-found`, or as opening an envelope does. */
export async function lookAtGift(wrapper: Wrapper, who: string, name: GiftName): Promise<Result<{ text: string }>> {
  const row = await wrapper.storage.read
    .selectFrom('gift')
    .select('part')
    .where('mall', '=', name.mall)
    .where('purchase', '=', name.purchase)
    .executeTakeFirst();
  if (!row) return fail('not-found');
  const { envelope, ...part } = JSON.parse(row.part) as SealedPart;
  const gift = await openGift(wrapper, part, fromBase64Url(envelope)!);
  if (!gift.ok) return gift;
  const { mall, purchase } = name;
  const opened = { at: wrapper.clock(), who, action: 'gift.opened', subject: purchase, detail: mall } as const;
  await wrapper.storage.write((db) => recordDeed(db, opened));
  return ok({ text: gift.value.text });
}

/** The card is written. Fails with `not-found` or, done already, `wrong-state`. */
export async function finishGift(wrapper: Wrapper, who: string, { mall, purchase }: GiftName): Promise<Result<void>> {
  return writeResult(wrapper.storage, async (db) => {
    const at = wrapper.clock();
    const gift = await db
      .selectFrom('gift')
      .select('state')
      .where('mall', '=', mall)
      .where('purchase', '=', purchase)
      .executeTakeFirst();
    if (!gift) return fail('not-found');
    if (gift.state !== 'open') return fail('wrong-state', gift.state);
    await db
      .updateTable('gift')
      .set({ state: 'done', done_at: at.toISOString() })
      .where('mall', '=', mall)
      .where('purchase', '=', purchase)
      .execute();
    await recordDeed(db, { at, who, action: 'gift.done', subject: purchase, detail: mall });
    wrapper.changes.announce('gifts');
    return ok();
  });
}

/** A card that was written can be looked at for a while, should it have to be written again; then it is forgotten. */
export async function dropOldGifts(wrapper: Wrapper): Promise<void> {
  const before = new Date(wrapper.clock().getTime() - KEEP_SENT_DAYS * 86_400_000).toISOString();
  const dropped = await wrapper.storage.write((db) =>
    db.deleteFrom('gift').where('state', '=', 'done').where('done_at', '<', before).executeTakeFirst(),
  );
  if (dropped.numDeletedRows > 0n) wrapper.changes.announce('gifts');
}
