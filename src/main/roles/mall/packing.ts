/** The packing station: an order is opened, its items are checked, its labels are printed, and it leaves. */
import type { Approver } from '#shared/desk/accounts.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import type { PrintedLabel } from '#shared/desk/mall.ts';
import type { BenchItem, PackingOrder, ReprintReason } from '#shared/desk/packing.ts';
import type { HandlingMark } from '#shared/domain/handling-mark.ts';
import { uniteMarks } from '#shared/domain/handling-mark.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { writeResult } from '#main/storage/index.ts';
import { checkApproval } from './approval.ts';
import { openContents } from './contents.ts';
import { chosenMarks, productMarks } from './label-model.ts';
import type { Mall } from './mall.ts';
import { type JoinedPurchase, purchaseRows, toQueueRow } from './packing-queue.ts';
import { claimParcel } from './payment.ts';
import { benchFacts, copiesOf, pressLabels } from './press-label.ts';
import { findShortage, itemsToPack, lessMissing, readMissing } from './missing.ts';
import { findPurchase } from './shop.ts';
import { sizeCorrection } from './size-correction.ts';

/** Opens an order on the bench: by purchase number, label number, or a scanned label. Recorded in the trail. */
export async function openPurchase(mall: Mall, who: string, scanned: string): Promise<Result<PackingOrder>> {
  const text = normalizeNumber(scanned);
  const label = parseLabelId(text);
  const number = label.ok ? label.value.number : text;
  const row = await purchaseRows(mall.storage.read)
    .where((eb) => eb.or([eb('purchase.number', '=', number), eb('purchase.shipping', '=', number)]))
    .executeTakeFirst();
  if (!row) return fail('purchase-unknown');
  const contents = await openContents(mall, row);
  if (!contents.ok) return contents;
  await mall.storage.write((db) =>
    recordDeed(db, { at: mall.clock(), who, action: 'contents.opened', subject: row.number }),
  );
  return ok(await toOrder(mall, row, contents.value.items));
}

async function toOrder(
  mall: Mall,
  row: JoinedPurchase,
  contents: readonly { readonly sku: string; readonly quantity: number; readonly name?: string }[],
): Promise<PackingOrder> {
  const db = mall.storage.read;
  const skus = contents.map(({ sku }) => sku);
  const products =
    skus.length === 0
      ? []
      : await db.selectFrom('product').select(['sku', 'barcode', 'shelf']).where('sku', 'in', skus).execute();
  const shortage = await findShortage(db, row.number);
  const items = lessMissing(contents, shortage ? readMissing(shortage.missing) : []);
  const { aside, ...known } = toQueueRow(row);
  const waiting = await db
    .selectFrom('set_aside')
    .select('missing')
    .where('purchase', '=', row.number)
    .executeTakeFirst();
  const corrected = await sizeCorrection(db, row.number);
  return {
    ...known,
    items: items.map(({ short, ...item }): BenchItem => {
      const product = products.find(({ sku }) => sku === item.sku);
      return {
        ...item,
        ...(product?.barcode != null && { barcode: product.barcode }),
        ...(product?.shelf != null && { shelf: product.shelf }),
        ...(short > 0 && { short }),
      };
    }),
    ...(row.pay === 'on-delivery' && { collect: { value: row.total, currency: row.currency } }),
    marks: { chosen: await chosenMarks(db, row.number), always: await productMarks(db, skus) },
    ...(corrected && { corrected }),
    ...(aside && waiting && { aside: { ...aside, missing: readMissing(waiting.missing) } }),
    ...(shortage && { goesBack: { value: shortage.amount, currency: shortage.currency } }),
  };
}

/** Pieces of a product that went into a piece of the parcel. */
export interface CheckedItem {
  readonly sku: string;
  readonly quantity: number;
  readonly piece?: number | undefined;
}

/** Prints the first labels of an order whose items were all checked, one for each piece of the parcel. */
export async function printLabel(
  mall: Mall,
  who: string,
  order: { readonly purchase: string; readonly pieces?: number | undefined; readonly checked: readonly CheckedItem[] },
): Promise<Result<PrintedLabel[]>> {
  const { pieces = 1, checked } = order;
  const purchase = await findPurchase(mall, order.purchase);
  if (!purchase) return fail('purchase-unknown');
  const facts = await benchFacts(mall.storage.read, purchase.number);
  if (facts.state !== 'accepted') return fail('wrong-state', facts.state);
  if (facts.aside !== null) return fail('wrong-state', 'set-aside');
  const items = await itemsToPack(mall, purchase);
  if (!items.ok) return items;
  const unchecked = findUnchecked(items.value, checked);
  if (unchecked !== undefined) return fail('items-unchecked', unchecked);
  if (checked.some(({ piece = 1 }) => piece > pieces)) return fail('field-invalid', 'piece');
  const places = Array.from({ length: pieces }, (_, at) => ({ piece: at + 1, of: pieces, copy: 1 }));
  const current = { ...purchase, state: facts.state, size: facts.size };
  return pressLabels(mall, current, places, { who, reason: null, approver: null, facts });
}

/** The first product of which not just what was ordered was checked; the same one may stand on several lines. */
function findUnchecked(
  items: readonly { readonly sku: string; readonly quantity: number }[],
  checked: readonly CheckedItem[],
): string | undefined {
  const count = (list: readonly CheckedItem[], sku: string): number =>
    list.reduce((sum, item) => sum + (item.sku === sku ? item.quantity : 0), 0);
  return [...items, ...checked].map(({ sku }) => sku).find((sku) => count(items, sku) !== count(checked, sku));
}

/**
 * Prints the next copy of a piece's label, with a reason; the copy number stands on it and in its codes. The copies
 * before it are void. Fails with `approval-needed` where somebody else must agree.
 */
export async function reprintLabel(
  mall: Mall,
  caller: DeskCaller,
  order: {
    readonly purchase: string;
    readonly piece?: number | undefined;
    readonly reason: ReprintReason;
    readonly approver?: Approver | undefined;
  },
): Promise<Result<PrintedLabel>> {
  const { piece = 1, reason } = order;
  const purchase = await findPurchase(mall, order.purchase);
  if (!purchase) return fail('purchase-unknown');
  const facts = await benchFacts(mall.storage.read, purchase.number);
  if (facts.state !== 'packed') return fail('wrong-state', facts.state);
  const last = (await copiesOf(mall.storage.read, purchase.number, piece)).at(-1);
  if (!last) return fail('not-found');
  const copy = last.copy + 1;
  if (copy > 99) return fail('too-many');
  const approver = await checkApproval(mall, caller, { copy, reason }, order.approver);
  if (!approver.ok) return approver;
  const place = { piece, of: last.of, copy };
  const current = { ...purchase, state: facts.state, size: facts.size };
  const printed = await pressLabels(mall, current, [place], {
    who: caller.who,
    reason,
    approver: approver.value,
    facts,
  });
  return printed.ok ? ok(printed.value[0]!) : printed;
}

/** The marks chosen for an order, beside what its products always ask for. Fails with `wrong-state` once it left. */
export async function chooseMarks(
  mall: Mall,
  who: string,
  order: { readonly purchase: string; readonly marks: readonly HandlingMark[] },
): Promise<Result<void>> {
  return writeResult(mall.storage, async (db) => {
    const purchase = await db
      .selectFrom('purchase')
      .select('state')
      .where('number', '=', order.purchase)
      .executeTakeFirst();
    if (!purchase) return fail('purchase-unknown');
    if (purchase.state !== 'accepted' && purchase.state !== 'packed') return fail('wrong-state', purchase.state);
    const marks = uniteMarks(order.marks).join(' ');
    await db
      .insertInto('packing_mark')
      .values({ purchase: order.purchase, marks })
      .onConflict((conflict) => conflict.column('purchase').doUpdateSet({ marks }))
      .execute();
    await recordDeed(db, { at: mall.clock(), who, action: 'parcel.marked', subject: order.purchase, detail: marks });
    mall.changes.announce('packing');
    return ok();
  });
}

/** The parcel left the bench with the carrier's driver. */
export async function handOver(mall: Mall, who: string, number: string): Promise<Result<void>> {
  return writeResult(mall.storage, async (db) => {
    const now = mall.clock();
    const moved = await db
      .updateTable('purchase')
      .set({ state: 'handed-over', changed_at: now.toISOString() })
      .where('number', '=', number)
      .where('state', '=', 'packed')
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) {
      const purchase = await db.selectFrom('purchase').select('state').where('number', '=', number).executeTakeFirst();
      return purchase ? fail('wrong-state', purchase.state) : fail('purchase-unknown');
    }
    const purchase = await db
      .selectFrom('purchase')
      .select(['number', 'order_id', 'pay', 'total'])
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    const claimed = await claimParcel(mall, db, purchase);
    if (!claimed.ok) return claimed;
    await recordDeed(db, { at: now, who, action: 'purchase.handed-over', subject: number });
    mall.changes.announce('packing');
    return ok();
  });
}
