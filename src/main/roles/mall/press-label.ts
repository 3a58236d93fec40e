/** Labels of parcels on paper: drawn and proved first, then recorded, each piece of each parcel once. */
import type { PrintedLabel } from '#shared/desk/mall.ts';
import type { LabelCopy, ReprintReason } from '#shared/desk/packing.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { labelIdText } from '#shared/domain/label-id.ts';
import type { SizeClass } from '#shared/domain/parcel-size.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { sendEvent } from '#main/post/index.ts';
import { findLive } from '#main/printing/jobs/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { labelModel, type LabelPlace } from './label-model.ts';
import type { Mall } from './mall.ts';
import { findPurchase } from './shop.ts';
import type { LabelTable, MallTables, PurchaseTable } from './tables.ts';

/** Who prints, and why again. */
export interface Printing {
  readonly who: string;
  /** Absent on copy 1. */
  readonly reason: ReprintReason | null;
  readonly approver: string | null;
}

/** What a label, or whether there may be one, hangs on and the bench may change. */
export interface BenchFacts {
  readonly state: PurchaseState;
  readonly size: SizeClass;
  readonly marks: string | null;
  readonly aside: string | null;
  readonly short: number | null;
}

/**
 * Draws, proves, keeps and records labels of one parcel: all of them or none. A label that does not read back was never
 * printed; an order that was called off, set aside or changed meanwhile fails with `wrong-state`.
 *
 * @param printing `facts` from before anything else was read of the order
 */
export async function pressLabels(
  mall: Mall,
  purchase: PurchaseTable,
  places: readonly LabelPlace[],
  printing: Printing & { readonly facts: BenchFacts },
): Promise<Result<PrintedLabel[]>> {
  const { facts, ...print } = printing;
  const printed: PrintedLabel[] = [];
  for (const place of places) {
    const model = await labelModel(mall, purchase, place);
    const pressed = await mall.press.print(model);
    if (!pressed.ok) return pressed;
    const { pdf, png } = pressed.value;
    const labelId = labelIdText(model.label);
    await mall.spool.save(`${labelId}.pdf`, pdf);
    await mall.spool.save(`${labelId}.png`, png);
    printed.push(toPrinted(labelId, place.copy, pdf, png));
  }
  return writeResult(mall.storage, async (db) => {
    const now = await benchFacts(db, purchase.number);
    // Another bench may have printed it, called it off or changed it meanwhile: no parcel gets two labels unseen.
    if (now.state !== facts.state) return fail('wrong-state', now.state);
    if (JSON.stringify(now) !== JSON.stringify(facts)) return fail('wrong-state', 'changed');
    const ids = printed.map(({ labelId }) => labelId);
    // A batch prints a parcel in one piece: its label is another one than the first of several.
    const whole = labelIdText({ number: purchase.shipping!, piece: 1, of: 1, copy: 1 });
    const queued = await findLive(db, printing.reason === null ? [...ids, whole] : ids);
    if (queued.size > 0) return fail('already-queued');
    for (const place of places) {
      const recorded = await recordLabel(mall, db, purchase, { ...place, ...print, at: mall.clock() });
      if (!recorded.ok) return recorded;
    }
    mall.changes.announce('packing');
    return ok(printed);
  });
}

export async function benchFacts(db: Readable<MallTables>, number: string): Promise<BenchFacts> {
  return db
    .selectFrom('purchase')
    .leftJoin('packing_mark', 'packing_mark.purchase', 'purchase.number')
    .leftJoin('set_aside', 'set_aside.purchase', 'purchase.number')
    .leftJoin('shortage', 'shortage.purchase', 'purchase.number')
    .select([
      'purchase.state',
      'purchase.size',
      'packing_mark.marks',
      'set_aside.at as aside',
      'shortage.pieces as short',
    ])
    .where('purchase.number', '=', number)
    .executeTakeFirstOrThrow();
}

/**
 * The one place where a label comes to be, in the unit of work that knows it is printed: its row, the parcel's next
 * state, the trail, and the carrier's warning of the copies that it replaces. Fails with `wrong-state` where that copy
 * was printed before.
 *
 * @param purchase `state` as it stands in this unit of work
 */
export async function recordLabel(
  mall: Mall,
  db: Writable<MallTables>,
  purchase: Pick<PurchaseTable, 'number' | 'shipping' | 'state' | 'counterparty'>,
  print: LabelPlace & Printing & { readonly at: Date },
): Promise<Result<void>> {
  const { piece, of, copy, who, reason, approver, at } = print;
  const label = labelIdText({ number: purchase.shipping!, piece, of, copy });
  const earlier = await copiesOf(db, purchase.number, piece);
  if (earlier.some((other) => other.of !== of || other.copy === copy)) return fail('wrong-state', 'printed');
  const inserted = await db
    .insertInto('label')
    .values({
      label,
      purchase: purchase.number,
      piece,
      of,
      copy,
      printed_at: at.toISOString(),
      reason,
      who,
      approver,
      voided_at: null,
      voided_by: null,
      void_reason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return fail('wrong-state', 'printed');
  for (const other of earlier) {
    if (other.voided_at === null) await markVoid(mall, db, purchase, other.label, { who, at, reason: reason! });
  }
  if (purchase.state === 'accepted') {
    await db
      .updateTable('purchase')
      .set({ state: 'packed', changed_at: at.toISOString() })
      .where('number', '=', purchase.number)
      .execute();
  }
  const detail = [reason, approver].filter((word) => word !== null).join(' · ');
  const action = copy === 1 ? 'label.printed' : 'label.reprinted';
  await recordDeed(db, { at, who, action, subject: label, ...(detail !== '' && { detail }) });
  return ok();
}

export async function copiesOf(
  db: Readable<MallTables>,
  purchase: string,
  piece: number,
): Promise<readonly LabelTable[]> {
  return db
    .selectFrom('label')
    .selectAll()
    .where('purchase', '=', purchase)
    .where('piece', '=', piece)
    .orderBy('copy')
    .execute();
}

/** The row and the message to the carrier: that label opens with a warning from now on. */
async function markVoid(
  mall: Mall,
  db: Writable<MallTables>,
  { counterparty }: Pick<PurchaseTable, 'counterparty'>,
  label: string,
  { who, at, reason }: { readonly who: string; readonly at: Date; readonly reason: ReprintReason },
): Promise<void> {
  await db
    .updateTable('label')
    .set({ voided_at: at.toISOString(), voided_by: who, void_reason: reason })
    .where('label', '=', label)
    .execute();
  await sendEvent(mall.post, db, {
    to: counterparty,
    type: 'label.voided',
    subject: label,
    data: { label, date: calendarDay(at) },
  });
  await recordDeed(db, { at, who, action: 'label.voided', subject: label, detail: reason });
}

/** A label that shall not be used any more, without another in its place. */
export async function voidLabel(
  mall: Mall,
  who: string,
  wanted: {
    readonly purchase: string;
    readonly piece: number;
    readonly copy: number;
    readonly reason: ReprintReason;
  },
): Promise<Result<void>> {
  const purchase = await findPurchase(mall, wanted.purchase);
  if (!purchase) return fail('purchase-unknown');
  return writeResult(mall.storage, async (db) => {
    const copies = await copiesOf(db, purchase.number, wanted.piece);
    const row = copies.find(({ copy }) => copy === wanted.copy);
    if (!row) return fail('not-found');
    if (row.voided_at !== null) return fail('wrong-state', 'voided');
    await markVoid(mall, db, purchase, row.label, { who, at: mall.clock(), reason: wanted.reason });
    mall.changes.announce('packing');
    return ok();
  });
}

/** Every paper of a parcel, by piece, then by copy. */
export async function labelCopies(mall: Mall, purchase: string): Promise<LabelCopy[]> {
  const rows = await mall.storage.read
    .selectFrom('label')
    .selectAll()
    .where('purchase', '=', purchase)
    .orderBy('piece')
    .orderBy('copy')
    .execute();
  return rows.map((row) => ({
    labelId: row.label,
    piece: row.piece,
    of: row.of,
    copy: row.copy,
    printedAt: row.printed_at,
    ...(row.who !== null && { who: row.who }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.approver !== null && { approver: row.approver }),
    ...(row.voided_at !== null && {
      voided: { at: row.voided_at, who: row.voided_by ?? '', reason: row.void_reason ?? '' },
    }),
  }));
}

/** A label that was printed before, as it was. */
export async function printedLabel(
  mall: Mall,
  who: string,
  wanted: { readonly purchase: string; readonly piece?: number | undefined; readonly copy: number },
): Promise<Result<PrintedLabel>> {
  const copies = await copiesOf(mall.storage.read, wanted.purchase, wanted.piece ?? 1);
  const row = copies.find(({ copy }) => copy === wanted.copy);
  if (!row) return fail('not-found');
  const paper = await keptPaper(mall, row);
  if (!paper.ok) return paper;
  await mall.storage.write((db) =>
    recordDeed(db, { at: mall.clock(), who, action: 'label.viewed', subject: row.label }),
  );
  return ok(toPrinted(row.label, row.copy, paper.value.pdf, paper.value.png));
}

/** As it was kept; labels of a batch are not kept one by one, and drawn again as of their day. */
async function keptPaper(
  mall: Mall,
  { label, purchase: number, piece, of, copy, printed_at }: LabelTable,
): Promise<Result<{ readonly pdf: Uint8Array; readonly png: Uint8Array }>> {
  const pdf = await mall.spool.read(`${label}.pdf`);
  const png = await mall.spool.read(`${label}.png`);
  if (pdf && png) return ok({ pdf, png });
  const purchase = await findPurchase(mall, number);
  if (!purchase) return fail('not-found');
  const day = calendarDay(new Date(printed_at));
  return mall.press.print(await labelModel(mall, purchase, { piece, of, copy }, day));
}

function toPrinted(labelId: string, copy: number, pdf: Uint8Array, preview: Uint8Array): PrintedLabel {
  return {
    labelId,
    copy,
    pdf: Buffer.from(pdf).toString('base64'),
    preview: Buffer.from(preview).toString('base64'),
  };
}
