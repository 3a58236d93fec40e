/** Counting what is handed over: each scan ticks one piece of a packed parcel. All benches see one count. */
import { sql } from 'kysely';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import { type LabelId, parseLabelId } from '#shared/domain/label-id.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import type { CarrierToCount, CountedPiece, HandoverCount } from '#shared/desk/handover.ts';
import { MOST_ROWS } from '#shared/desk/handover.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import type { MallTables } from './tables.ts';

/** The counts shown beside the last scan. */
const LAST = 12;

/** Packed parcels with the number of their pieces, and how many of these are counted. */
export function packedParcels(db: Readable<MallTables>, carrier?: string) {
  return db
    .selectFrom('purchase')
    .select((eb) => [
      'purchase.number as purchase',
      'purchase.order_id',
      'purchase.counterparty as carrier',
      'purchase.shipping',
      'purchase.size',
      'purchase.pay',
      'purchase.total',
      'purchase.placed_at',
      eb
        .selectFrom('label')
        .select((label) => label.fn.coalesce(label.fn.max('label.of'), sql.lit(1)).as('of'))
        .whereRef('label.purchase', '=', 'purchase.number')
        .$castTo<{ of: number }>()
        .as('pieces'),
      eb
        .selectFrom('handover_count')
        .select((count) => count.fn.countAll<number>().as('counted'))
        .whereRef('handover_count.purchase', '=', 'purchase.number')
        .as('counted'),
    ])
    .where('purchase.state', '=', 'packed')
    .where('purchase.shipping', 'is not', null)
    .$if(carrier !== undefined, (query) => query.where('purchase.counterparty', '=', carrier!));
}

const isWhole = sql<boolean>`counted >= pieces`;
const SUMS = [
  sql<number>`count(*)`.as('parcels'),
  sql<number>`coalesce(sum(pieces), 0)`.as('pieces'),
  sql<number>`coalesce(sum(case when ${isWhole} then 1 else 0 end), 0)`.as('countedParcels'),
  sql<number>`coalesce(sum(counted), 0)`.as('countedPieces'),
] as const;

const toNumbers = <T extends Record<'parcels' | 'pieces' | 'countedParcels' | 'countedPieces', unknown>>(row: T) => ({
  parcels: Number(row.parcels),
  pieces: Number(row.pieces),
  countedParcels: Number(row.countedParcels),
  countedPieces: Number(row.countedPieces),
});

export async function carriersToCount(mall: Mall): Promise<CarrierToCount[]> {
  const db = mall.storage.read;
  const rows = await db
    .selectFrom(packedParcels(db).as('parcel'))
    .leftJoin('partner', 'partner.id', 'parcel.carrier')
    .select(['parcel.carrier', 'partner.name', ...SUMS])
    .groupBy(['parcel.carrier', 'partner.name'])
    .execute();
  return rows
    .map((row) => ({ carrier: row.carrier, name: row.name ?? row.carrier, ...toNumbers(row) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'ja'));
}

export async function readCount(mall: Mall, carrier: string): Promise<HandoverCount> {
  const db = mall.storage.read;
  const sums = await db.selectFrom(packedParcels(db, carrier).as('parcel')).select(SUMS).executeTakeFirstOrThrow();
  const left = await db
    .selectFrom(packedParcels(db, carrier).as('parcel'))
    .selectAll()
    .where(sql<boolean>`counted < pieces`)
    .orderBy('placed_at')
    .orderBy('purchase')
    .limit(MOST_ROWS)
    .execute();
  const last = await db
    .selectFrom('handover_count')
    .innerJoin(packedParcels(db, carrier).as('parcel'), 'parcel.purchase', 'handover_count.purchase')
    .select(['parcel.purchase', 'parcel.shipping', 'parcel.pieces', 'piece', 'who', 'at'])
    .orderBy('at', 'desc')
    .orderBy('piece', 'desc')
    .limit(LAST)
    .execute();
  return {
    ...toNumbers(sums),
    left: left.map(({ purchase, shipping, pieces, counted, size }) => ({
      purchase,
      shipping: shipping!,
      pieces: Number(pieces),
      counted: Number(counted),
      size,
    })),
    last: last.map((row) => ({ ...row, shipping: row.shipping!, pieces: Number(row.pieces) })),
  };
}

/** A label's text or id, of the shipping or the contents code; or a number as typed. */
function readScan(scanned: string): Result<{ readonly number: string; readonly label?: LabelId }> {
  const text = normalizeNumber(scanned).toUpperCase();
  if (text.length > 32) {
    const parsed = parseLabelText(text);
    if (!parsed.ok) return parsed;
    const { kind, label } = parsed.value;
    return kind === 'shipping' || kind === 'purchase' ? ok({ number: label.number, label }) : fail('wrong-kind');
  }
  if (numberFormat(text) !== undefined) return ok({ number: text });
  const label = parseLabelId(text);
  return label.ok ? ok({ number: label.value.number, label: label.value }) : fail('bad-number');
}

/**
 * Ticks the piece of a label; a typed number ticks the parcel's first piece that was not counted. Fails with
 * `parcel-unknown`, `other-carrier`, `wrong-state` (about: the state), `label-voided` or `already-scanned`.
 */
export async function countPiece(
  mall: Mall,
  who: string,
  { carrier, scan }: { readonly carrier: string; readonly scan: string },
): Promise<Result<CountedPiece>> {
  const read = readScan(scan);
  if (!read.ok) return read;
  const { number, label } = read.value;
  return writeResult(mall.storage, async (db) => {
    const purchase = await db
      .selectFrom('purchase')
      .select(['number', 'shipping', 'counterparty', 'state'])
      .where((eb) => eb.or([eb('number', '=', number), eb('shipping', '=', number)]))
      .executeTakeFirst();
    if (!purchase || purchase.shipping === null) return fail('parcel-unknown');
    if (purchase.counterparty !== carrier) return fail('other-carrier', await nameOf(db, purchase.counterparty));
    if (purchase.state !== 'packed') return fail('wrong-state', purchase.state);
    const labels = await db
      .selectFrom('label')
      .select(['piece', 'of', 'copy', 'voided_at'])
      .where('purchase', '=', purchase.number)
      .execute();
    const pieces = labels[0]?.of ?? 1;
    const counts = await db
      .selectFrom('handover_count')
      .select('piece')
      .where('purchase', '=', purchase.number)
      .execute();
    const done = new Set(counts.map(({ piece }) => piece));
    if (label) {
      const paper = labels.find(
        ({ piece, of, copy }) => piece === label.piece && of === label.of && copy === label.copy,
      );
      if (!paper) return fail('parcel-unknown', 'label');
      if (paper.voided_at !== null) return fail('label-voided');
    }
    const piece = label?.piece ?? Array.from({ length: pieces }, (_, at) => at + 1).find((one) => !done.has(one));
    if (piece === undefined || done.has(piece)) return fail('already-scanned');
    const at = mall.clock().toISOString();
    await db.insertInto('handover_count').values({ purchase: purchase.number, piece, who, at }).execute();
    mall.changes.announce('handover');
    const { number: own, shipping } = purchase;
    return ok({ purchase: own, shipping, piece, pieces, counted: done.size + 1 });
  });
}

async function nameOf(db: Readable<MallTables>, id: string): Promise<string> {
  const partner = await db.selectFrom('partner').select('name').where('id', '=', id).executeTakeFirst();
  return partner?.name ?? id;
}

/** A piece that was counted and does not go after all. */
export async function takeBackPiece(
  mall: Mall,
  { purchase, piece }: { readonly purchase: string; readonly piece: number },
): Promise<Result<void>> {
  return writeResult(mall.storage, async (db: Writable<MallTables>) => {
    const taken = await db
      .deleteFrom('handover_count')
      .where('purchase', '=', purchase)
      .where('piece', '=', piece)
      .executeTakeFirst();
    if (taken.numDeletedRows === 0n) return fail('not-found');
    mall.changes.announce('handover');
    return ok();
  });
}
