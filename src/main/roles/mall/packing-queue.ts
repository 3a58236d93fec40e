/** The bench's orders as lists: what waits, what is packed, what is set aside. Nothing is opened for them. */
import type { SelectQueryBuilder } from 'kysely';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { PurchaseRow } from '#shared/desk/mall.ts';
import type { QueueCounts, QueuePlace, QueueRow } from '#shared/desk/packing.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type ListShape, listRows, type Readable } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import type { MallTables, PurchaseTable } from './tables.ts';

/** Where what is missing at a pick-up may still be. */
const MISSED: readonly PurchaseState[] = ['handed-over', 'shipped'];
const ON_BENCH: readonly PurchaseState[] = ['accepted', 'packed'];

export function purchaseRows(db: Readable<MallTables>) {
  return withStanding(db.selectFrom('purchase'));
}

/** Beside each purchase: its carrier's name, its copies and pieces, what was waived or set aside or missed. */
function withStanding<O>(purchases: SelectQueryBuilder<MallTables, 'purchase', O>) {
  return purchases
    .leftJoin('partner', 'partner.id', 'purchase.counterparty')
    .leftJoin('set_aside', 'set_aside.purchase', 'purchase.number')
    .selectAll('purchase')
    .select((eb) => [
      'partner.name as carrier_name',
      'set_aside.at as aside_at',
      'set_aside.who as aside_who',
      'set_aside.pieces as aside_pieces',
      eb
        .selectFrom('label')
        .select((label) => label.fn.max('label.copy').as('copies'))
        .whereRef('label.purchase', '=', 'purchase.number')
        .as('copies'),
      eb
        .selectFrom('label')
        .select((label) => label.fn.max('label.of').as('pieces'))
        .whereRef('label.purchase', '=', 'purchase.number')
        .as('pieces'),
      eb
        .selectFrom('refund')
        .select((refund) => refund.fn.sum<number | null>('amount').as('waived'))
        .whereRef('refund.order_id', '=', 'purchase.order_id')
        .where('refund.way', '=', 'waived')
        .as('waived'),
      eb
        .selectFrom('manifest_parcel')
        .innerJoin('manifest', 'manifest.manifest', 'manifest_parcel.manifest')
        .select((row) => row.fn.countAll<number>().as('missed'))
        .whereRef('manifest_parcel.purchase', '=', 'purchase.number')
        .whereRef('manifest_parcel.taken', '<', 'manifest_parcel.pieces')
        .where('manifest_parcel.found_at', 'is', null)
        .where('manifest.final', '=', 1)
        .as('missed'),
    ]);
}

export interface JoinedPurchase extends PurchaseTable {
  carrier_name: string | null;
  aside_at: string | null;
  aside_who: string | null;
  aside_pieces: number | null;
  copies: number | null;
  pieces: number | null;
  waived: number | null;
  missed: number | null;
}

export function toQueueRow(row: JoinedPurchase): QueueRow {
  const pieces = Number(row.pieces ?? 0);
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
    ...(pieces > 1 && { pieces }),
    ...(Number(row.missed) > 0 && MISSED.includes(row.state) && { missed: true as const }),
    ...(row.aside_at !== null &&
      row.state === 'accepted' && {
        aside: { at: row.aside_at, who: row.aside_who!, pieces: row.aside_pieces! },
      }),
  };
}

export interface QueuePage {
  readonly place?: QueuePlace | undefined;
  readonly carrier?: string | undefined;
  readonly limit?: number | undefined;
  /** `queueCursor` of the last row seen. */
  readonly after?: string | undefined;
}

/** What waits on the bench, oldest first. Where no place is named: what waits or is packed. */
export async function packingQueue(mall: Mall, page: QueuePage = {}): Promise<QueueRow[]> {
  const { place, carrier, limit = 200, after } = page;
  let query = purchaseRows(mall.storage.read).orderBy('placed_at').orderBy('number').limit(limit);
  query =
    place === 'packed'
      ? query.where('purchase.state', '=', 'packed')
      : place === undefined
        ? query.where('purchase.state', 'in', ON_BENCH)
        : query.where('purchase.state', '=', 'accepted');
  if (place !== 'packed') query = query.where('set_aside.purchase', place === 'aside' ? 'is not' : 'is', null);
  if (carrier !== undefined) query = query.where('purchase.counterparty', '=', carrier);
  if (after !== undefined) {
    const [at = '', number = ''] = after.split(' ');
    query = query.where((eb) =>
      eb.or([
        eb('purchase.placed_at', '>', at),
        eb.and([eb('purchase.placed_at', '=', at), eb('purchase.number', '>', number)]),
      ]),
    );
  }
  return (await query.execute()).map(toQueueRow);
}

export async function queueCounts(mall: Mall): Promise<QueueCounts> {
  const rows = await mall.storage.read
    .selectFrom('purchase')
    .leftJoin('partner', 'partner.id', 'purchase.counterparty')
    .leftJoin('set_aside', 'set_aside.purchase', 'purchase.number')
    .select(({ fn }) => [
      'purchase.counterparty as carrier',
      'partner.name as name',
      'purchase.state as state',
      fn.count<number>('set_aside.purchase').as('aside'),
      fn.countAll<number>().as('all'),
    ])
    .where('purchase.state', 'in', ON_BENCH)
    .groupBy(['purchase.counterparty', 'partner.name', 'purchase.state'])
    .execute();
  const accepted = rows.filter(({ state }) => state === 'accepted');
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  return {
    carriers: accepted
      .map(({ carrier, name, all, aside }) => ({
        carrier,
        name: name ?? carrier,
        waiting: Number(all) - Number(aside),
      }))
      .filter(({ waiting }) => waiting > 0)
      .sort((a, b) => a.name.localeCompare(b.name, 'ja')),
    packed: sum(rows.filter(({ state }) => state === 'packed').map(({ all }) => Number(all))),
    aside: sum(accepted.map(({ aside }) => Number(aside))),
  };
}

/** How an open order stands now; its contents stay closed. */
export async function lookAtPurchase(mall: Mall, number: string): Promise<Result<QueueRow>> {
  const row = await purchaseRows(mall.storage.read).where('purchase.number', '=', number).executeTakeFirst();
  return row ? ok(toQueueRow(row)) : fail('purchase-unknown');
}

/** Sent, to be paid later, and nothing of it has been recorded. */
const NEVER_OWED: readonly PurchaseState[] = ['offered', 'refused', 'declined', 'expired', 'returned', 'cancelled'];

export async function listPurchases(mall: Mall, asked: Input<'purchases.list'>): Promise<ListPage<PurchaseRow>> {
  const { from, until, ...rest } = asked;
  let purchases = mall.storage.read.selectFrom('purchase');
  if (asked.by === 'labelled') {
    let labels = mall.storage.read.selectFrom('label').select('label.purchase');
    if (from !== undefined) labels = labels.where('label.printed_at', '>=', from);
    if (until !== undefined) labels = labels.where('label.printed_at', '<', until);
    purchases = purchases.where('purchase.number', 'in', labels);
  }
  if (asked.owed) {
    purchases = purchases
      .where('purchase.pay', '=', 'later')
      .where('purchase.paid_at', 'is', null)
      .where('purchase.state', 'not in', NEVER_OWED)
      .where((eb) =>
        eb(
          'purchase.total',
          '>',
          eb
            .selectFrom('refund')
            .select((refund) => refund.fn.coalesce(refund.fn.sum<number>('amount'), refund.lit(0)).as('waived'))
            .whereRef('refund.order_id', '=', 'purchase.order_id')
            .where('refund.way', '=', 'waived'),
        ),
      );
  }
  const shape: ListShape<MallTables, 'purchase'> = {
    time: 'purchase.placed_at',
    id: 'purchase.number',
    state: 'purchase.state',
    partner: 'purchase.counterparty',
    amount: 'purchase.total',
    numbers: ['purchase.number', 'purchase.shipping'],
  };
  return mapPage(await listRows(purchases, shape, asked.by === 'labelled' ? rest : asked, withStanding), toQueueRow);
}
