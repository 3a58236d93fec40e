import type { PackingItem, PackingOrder, PrintedLabel, PurchaseRow } from '#shared/desk/mall.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { type LabelId, labelIdText, parseLabelId } from '#shared/domain/label-id.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { canMove, PURCHASE, type PurchaseState } from '#shared/domain/states.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { LabelModel } from '#main/labels/index.ts';
import { findPartner } from '#main/post/index.ts';
import { type Readable, writeResult } from '#main/storage/index.ts';
import { openContents } from './contents.ts';
import type { Mall } from './mall.ts';
import { claimParcel } from './payment.ts';
import { findPurchase } from './shop.ts';
import type { MallTables, PurchaseTable } from './tables.ts';

type CheckedItems = readonly { readonly sku: string; readonly quantity: number }[];

function purchaseRows(db: Readable<MallTables>) {
  return db
    .selectFrom('purchase')
    .leftJoin('partner', 'partner.id', 'purchase.counterparty')
    .selectAll('purchase')
    .select((eb) => [
      'partner.name as carrier_name',
      eb
        .selectFrom('label')
        .select((label) => label.fn.countAll<number>().as('copies'))
        .whereRef('label.purchase', '=', 'purchase.number')
        .as('copies'),
      eb
        .selectFrom('refund')
        .select((refund) => refund.fn.sum<number | null>('amount').as('waived'))
        .whereRef('refund.order_id', '=', 'purchase.order_id')
        .where('refund.way', '=', 'waived')
        .as('waived'),
    ]);
}

type JoinedRow = PurchaseTable & { carrier_name: string | null; copies: number | null; waived: number | null };

function toRow(row: JoinedRow): PurchaseRow {
  return {
    purchase: row.number,
    placedAt: row.placed_at,
    carrier: row.counterparty,
    carrierName: row.carrier_name ?? row.counterparty,
    variant: row.variant,
    state: row.state,
    total: { value: row.total, currency: row.currency },
    pay: row.pay,
    size: { size: row.size, weight: row.weight },
    ...(row.shipping !== null && { shipping: row.shipping }),
    paid: row.paid_at !== null,
    ...(row.waived !== null && { waived: { value: Number(row.waived), currency: row.currency } }),
    copies: Number(row.copies ?? 0),
  };
}

/** What waits on the bench, oldest first. */
export async function packingQueue(mall: Mall): Promise<PurchaseRow[]> {
  const rows = await purchaseRows(mall.storage.read)
    .where('purchase.state', 'in', ['accepted', 'packed'] satisfies PurchaseState[])
    .orderBy('placed_at')
    .limit(500)
    .execute();
  return rows.map(toRow);
}

/** Newest first; `before` pages on. */
export async function listPurchases(
  mall: Mall,
  page: { limit: number; before?: string | undefined },
): Promise<PurchaseRow[]> {
  let query = purchaseRows(mall.storage.read).orderBy('placed_at', 'desc').limit(page.limit);
  if (page.before !== undefined) query = query.where('placed_at', '<', page.before);
  return (await query.execute()).map(toRow);
}

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
  return ok({
    ...toRow(row),
    items: contents.value.items,
    ...(row.pay === 'on-delivery' && { collect: { value: row.total, currency: row.currency } }),
  });
}

/** Prints the first label of an order whose items were all checked. */
export async function printLabel(
  mall: Mall,
  who: string,
  order: { purchase: string; checked: CheckedItems },
): Promise<Result<PrintedLabel>> {
  const purchase = await findPurchase(mall, order.purchase);
  if (!purchase) return fail('purchase-unknown');
  if (purchase.state !== 'accepted') return fail('wrong-state', purchase.state);
  const contents = await openContents(mall, purchase);
  if (!contents.ok) return contents;
  if (!isChecked(contents.value.items, order.checked)) return fail('items-unchecked');
  return pressLabel(mall, purchase, { who, copy: 1, reason: null });
}

function isChecked(items: readonly PackingItem[], checked: CheckedItems): boolean {
  return (
    items.every(({ sku, quantity }) => checked.some((item) => item.sku === sku && item.quantity === quantity)) &&
    checked.every(({ sku, quantity }) => quantity === 0 || items.some((item) => item.sku === sku))
  );
}

/** Prints the next copy of a label, with a reason; the copy number stands on it and in its codes. */
export async function reprintLabel(
  mall: Mall,
  who: string,
  order: { purchase: string; reason: string },
): Promise<Result<PrintedLabel>> {
  const purchase = await findPurchase(mall, order.purchase);
  if (!purchase) return fail('purchase-unknown');
  if (purchase.state !== 'packed') return fail('wrong-state', purchase.state);
  const last = await mall.storage.read
    .selectFrom('label')
    .select((eb) => eb.fn.max('copy').as('copy'))
    .where('purchase', '=', purchase.number)
    .executeTakeFirst();
  const copy = Number(last?.copy ?? 0) + 1;
  if (copy > 99) return fail('too-many');
  return pressLabel(mall, purchase, { who, copy, reason: order.reason });
}

/** Drawn and proved first, then recorded: a label that does not read back was never printed. */
async function pressLabel(
  mall: Mall,
  purchase: PurchaseTable,
  print: { who: string; copy: number; reason: string | null },
): Promise<Result<PrintedLabel>> {
  const { who, copy, reason } = print;
  const model = await labelModel(mall, purchase, copy);
  const pressed = await mall.press.print(model);
  if (!pressed.ok) return pressed;
  const { pdf, png } = pressed.value;
  const label = labelIdText(model.label);
  await mall.spool.save(`${label}.pdf`, pdf);
  await mall.spool.save(`${label}.png`, png);
  const now = mall.clock();
  return writeResult(mall.storage, async (db) => {
    const current = await db
      .selectFrom('purchase')
      .select('state')
      .where('number', '=', purchase.number)
      .executeTakeFirstOrThrow();
    // Another bench may have printed it meanwhile: no parcel gets two labels unseen.
    if (current.state !== purchase.state) return fail('wrong-state', current.state);
    const inserted = await db
      .insertInto('label')
      .values({ label, purchase: purchase.number, copy, printed_at: now.toISOString(), reason })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) return fail('wrong-state', 'printed');
    if (canMove(PURCHASE, current.state, 'packed')) {
      await db
        .updateTable('purchase')
        .set({ state: 'packed', changed_at: now.toISOString() })
        .where('number', '=', purchase.number)
        .execute();
    }
    const action = copy === 1 ? 'label.printed' : 'label.reprinted';
    await recordDeed(db, { at: now, who, action, subject: label, ...(reason !== null && { detail: reason }) });
    mall.changes.announce('packing');
    return ok(toPrinted(label, copy, pdf, png));
  });
}

function toPrinted(labelId: string, copy: number, pdf: Uint8Array, preview: Uint8Array): PrintedLabel {
  return {
    labelId,
    copy,
    pdf: Buffer.from(pdf).toString('base64'),
    preview: Buffer.from(preview).toString('base64'),
  };
}

async function labelModel(mall: Mall, purchase: PurchaseTable, copy: number): Promise<LabelModel> {
  const carrier = await findPartner(mall.storage.read, purchase.counterparty);
  if (purchase.shipping === null || !carrier) throw new Error('an accepted purchase has a number and a carrier');
  const label: LabelId = { number: purchase.shipping, piece: 1, of: 1, copy };
  const contentsCode = encodeLabelText({
    kind: 'purchase',
    label: { ...label, number: purchase.number },
    envelope: new Uint8Array(purchase.contents),
  });
  return {
    kind: 'shipping',
    carrier: carrier.name,
    sender: mall.name,
    label,
    size: purchase.size,
    marks: [],
    date: calendarDay(mall.clock()),
    ...(purchase.pay === 'on-delivery' && { collect: { value: purchase.total, currency: purchase.currency } }),
    ...(purchase.addressee !== null && {
      mainCode: expectOk(encodeLabelText({ kind: 'shipping', label, envelope: new Uint8Array(purchase.addressee) })),
    }),
    contentsCode: expectOk(contentsCode),
  };
}

/** A label that was printed before, as it was. */
export async function printedLabel(
  mall: Mall,
  who: string,
  wanted: { purchase: string; copy: number },
): Promise<Result<PrintedLabel>> {
  const row = await mall.storage.read
    .selectFrom('label')
    .selectAll()
    .where('purchase', '=', wanted.purchase)
    .where('copy', '=', wanted.copy)
    .executeTakeFirst();
  const pdf = row && (await mall.spool.read(`${row.label}.pdf`));
  const png = row && (await mall.spool.read(`${row.label}.png`));
  if (!pdf || !png) return fail('not-found');
  await mall.storage.write((db) =>
    recordDeed(db, { at: mall.clock(), who, action: 'label.viewed', subject: row.label }),
  );
  return ok(toPrinted(row.label, row.copy, pdf, png));
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
      .select(['order_id', 'pay', 'total'])
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    const claimed = await claimParcel(mall, db, purchase);
    if (!claimed.ok) return claimed;
    await recordDeed(db, { at: now, who, action: 'purchase.handed-over', subject: number });
    mall.changes.announce('packing');
    return ok();
  });
}
