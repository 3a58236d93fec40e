/** Labels of parcels for the print jobs: how they are made, and what it means that one came out of the printer. */
import { type LabelId, parseLabelId } from '#shared/domain/label-id.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type LabelModel, pressFor } from '#main/labels/index.ts';
import type { PrintMaker, PrintWish } from '#main/printing/jobs/index.ts';
import type { Readable, Writable } from '#main/storage/index.ts';
import { labelModel } from './label-model.ts';
import type { Mall } from './mall.ts';
import { recordLabel } from './press-label.ts';
import type { MallTables, PurchaseTable } from './tables.ts';

/** The detail of a label that the bench recorded before it was given to a printer: printing it tells nothing new. */
export const RECORDED = 'recorded';

export function labelMaker(mall: Mall): PrintMaker {
  return {
    ...pressFor(mall.press, (wish) => modelOf(mall, wish)),
    check: (db, wish) => checkWish(db as unknown as Readable<MallTables>, wish),
    printed: async (db, wishes, deed) => {
      for (const wish of wishes) await recordPrinted(mall, db as unknown as Writable<MallTables>, wish, deed);
      mall.changes.announce('packing');
    },
  };
}

function placeOf({ reference }: PrintWish): LabelId | undefined {
  const label = parseLabelId(reference);
  return label.ok ? label.value : undefined;
}

function findByShipping(db: Readable<MallTables>, number: string): Promise<PurchaseTable | undefined> {
  return db.selectFrom('purchase').selectAll().where('shipping', '=', number).executeTakeFirst();
}

async function modelOf(mall: Mall, wish: PrintWish): Promise<Result<LabelModel>> {
  const label = placeOf(wish);
  const { read } = mall.storage;
  const purchase = label && (await findByShipping(read, label.number));
  if (!label || !purchase) return fail('purchase-unknown');
  const printed = await read
    .selectFrom('label')
    .select('printed_at')
    .where('label', '=', wish.reference)
    .executeTakeFirst();
  return ok(await labelModel(mall, purchase, label, printed && calendarDay(new Date(printed.printed_at))));
}

/** Called off, set aside, or printed by somebody else since it was asked for. */
async function checkWish(db: Readable<MallTables>, wish: PrintWish): Promise<ErrorCode | undefined> {
  const label = await db.selectFrom('label').select('voided_at').where('label', '=', wish.reference).executeTakeFirst();
  if (wish.detail === RECORDED) {
    const isWanted = label?.voided_at === null && !(await cameOut(db, wish.reference));
    return isWanted ? undefined : 'label-not-wanted';
  }
  const number = placeOf(wish)?.number;
  const purchase =
    number === undefined
      ? undefined
      : await db
          .selectFrom('purchase')
          .leftJoin('set_aside', 'set_aside.purchase', 'purchase.number')
          .select(['purchase.state', 'set_aside.at as aside'])
          .where('purchase.shipping', '=', number)
          .executeTakeFirst();
  if (!purchase) return 'purchase-unknown';
  if (label || purchase.state !== 'accepted') return 'label-not-wanted';
  return purchase.aside === null ? undefined : 'label-not-wanted';
}

/** A printer confirmed it in an earlier job: again it comes as another copy only. */
async function cameOut(db: Readable<MallTables>, label: string): Promise<boolean> {
  const out = await db
    .selectFrom('print_job_item')
    .select('job')
    .where('reference', '=', label)
    .where('state', '=', 'printed')
    .limit(1)
    .executeTakeFirst();
  return out !== undefined;
}

/** It is on paper now, whatever became of the order meanwhile. */
async function recordPrinted(
  mall: Mall,
  db: Writable<MallTables>,
  wish: PrintWish,
  { who, at }: { readonly who: string; readonly at: Date },
): Promise<void> {
  if (wish.detail === RECORDED) return;
  const label = placeOf(wish);
  const purchase = label && (await findByShipping(db, label.number));
  if (!label || !purchase) return;
  const recorded = await recordLabel(mall, db, purchase, { ...label, who, reason: null, approver: null, at });
  // The same copy was made at a bench in the same moment: two papers of one copy lie there, and the trail says so.
  if (!recorded.ok)
    await recordDeed(db, { at, who, action: 'label.printed', subject: wish.reference, detail: 'twice' });
}
