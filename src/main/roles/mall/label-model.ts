import type { HandlingMark } from '#shared/domain/handling-mark.ts';
import { uniteMarks } from '#shared/domain/handling-mark.ts';
import { calendarDay } from '#shared/domain/day.ts';
import type { LabelId } from '#shared/domain/label-id.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { expectOk } from '#shared/result.ts';
import type { LabelModel } from '#main/labels/index.ts';
import { findPartner } from '#main/post/index.ts';
import type { Readable } from '#main/storage/index.ts';
import { openContents } from './contents.ts';
import type { Mall } from './mall.ts';
import { readMarks } from './packing-tables.ts';
import type { MallTables, PurchaseTable } from './tables.ts';

/** Which paper of a parcel. */
export type LabelPlace = Pick<LabelId, 'piece' | 'of' | 'copy'>;

/**
 * What a parcel's label says now. Opens the contents, whose products may ask for handling marks: not for a unit of
 * work, which must not wait for the vault.
 *
 * @param date `YYYY-MM-DD`; today when left out
 */
export async function labelModel(
  mall: Mall,
  purchase: PurchaseTable,
  place: LabelPlace,
  date: string = calendarDay(mall.clock()),
): Promise<LabelModel> {
  const carrier = await findPartner(mall.storage.read, purchase.counterparty);
  if (purchase.shipping === null || !carrier) throw new Error('an accepted purchase has a number and a carrier');
  const label: LabelId = { number: purchase.shipping, ...place };
  const contentsCode = encodeLabelText({
    kind: 'purchase',
    label: { ...label, number: purchase.number },
    envelope: new Uint8Array(purchase.contents),
  });
  const contents = await openContents(mall, purchase);
  const skus = contents.ok ? contents.value.items.map(({ sku }) => sku) : [];
  return {
    kind: 'shipping',
    carrier: carrier.name,
    sender: mall.name,
    label,
    size: purchase.size,
    marks: uniteMarks(
      await chosenMarks(mall.storage.read, purchase.number),
      await productMarks(mall.storage.read, skus),
    ),
    date,
    ...(purchase.pay === 'on-delivery' && { collect: { value: purchase.total, currency: purchase.currency } }),
    ...(purchase.addressee !== null && {
      mainCode: expectOk(encodeLabelText({ kind: 'shipping', label, envelope: new Uint8Array(purchase.addressee) })),
    }),
    contentsCode: expectOk(contentsCode),
  };
}

export async function chosenMarks(db: Readable<MallTables>, purchase: string): Promise<readonly HandlingMark[]> {
  const row = await db.selectFrom('packing_mark').select('marks').where('purchase', '=', purchase).executeTakeFirst();
  return readMarks(row?.marks);
}

/** What products ask for whoever packs them. */
export async function productMarks(
  db: Readable<MallTables>,
  skus: readonly string[],
): Promise<readonly HandlingMark[]> {
  if (skus.length === 0) return [];
  const rows = await db.selectFrom('product').select('marks').where('sku', 'in', skus).execute();
  return uniteMarks(...rows.map(({ marks }) => readMarks(marks)));
}
