/** The electronic goods of orders: what waits to be sealed, what is on its way, what is in one. */
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { GoodsItem, GoodsOrder, GoodsRow } from '#shared/desk/mall-goods.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { FUNDED, type GoodsState } from '#shared/domain/states.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { listRows, type Readable } from '#main/storage/index.ts';
import { openContents } from './contents.ts';
import type { Mall } from './mall.ts';
import { listProductFiles } from './product-files.ts';
import { partItems } from './stock.ts';
import type { GoodsTable, MallTables, SettlementTable } from './tables.ts';

/** The goods of one order with their payment, which is where their numbers and ciphertexts stand. */
export interface JoinedGoods extends GoodsTable {
  readonly counterparty: string;
  readonly variant: SettlementTable['variant'];
  readonly contents: Uint8Array;
  readonly customer: Uint8Array | null;
  readonly receipt: string | null;
  readonly payment_state: SettlementTable['state'];
  readonly hold_until: string | null;
  readonly placed_at: string;
  readonly buyer_key: Uint8Array | null;
  readonly credit_name: string | null;
}

export function joinedGoods(db: Readable<MallTables>) {
  return db
    .selectFrom('goods')
    .innerJoin('settlement', 'settlement.number', 'goods.number')
    .innerJoin('customer_order', 'customer_order.id', 'goods.order_id')
    .leftJoin('partner', 'partner.id', 'settlement.counterparty')
    .selectAll('goods')
    .select([
      'settlement.counterparty',
      'settlement.variant',
      'settlement.contents',
      'settlement.customer',
      'settlement.receipt',
      'settlement.state as payment_state',
      'settlement.hold_until',
      'customer_order.placed_at',
      'customer_order.buyer_key',
      'partner.name as credit_name',
    ]);
}

export async function findGoods(mall: Mall, number: string): Promise<JoinedGoods | undefined> {
  return joinedGoods(mall.storage.read).where('goods.number', '=', number).executeTakeFirst();
}

const UNSENT: readonly GoodsState[] = ['ready', 'packed'];

function toRow(row: JoinedGoods): GoodsRow {
  return {
    purchase: row.number,
    ...(row.receipt !== null && { receipt: row.receipt }),
    credit: row.counterparty,
    creditName: row.credit_name ?? row.counterparty,
    state: row.state,
    placedAt: row.placed_at,
    changedAt: row.changed_at,
    amount: { value: row.amount, currency: row.currency },
    ...(row.bytes !== null && { bytes: row.bytes }),
    uploaded: row.uploaded,
    attempts: row.attempts,
    ...(row.last_error !== null && { lastError: row.last_error }),
    lapsed: UNSENT.includes(row.state) && !FUNDED.includes(row.payment_state),
  };
}

/** What waits to be sealed, oldest first. */
export async function goodsQueue(mall: Mall): Promise<GoodsRow[]> {
  const rows = await joinedGoods(mall.storage.read)
    .where('goods.state', '=', 'ready')
    .orderBy('customer_order.placed_at')
    .limit(500)
    .execute();
  return rows.map(toRow);
}

/** An offer that nobody settled is none of the station's business. */
const NEVER_SETTLED: readonly GoodsState[] = ['awaiting-payment', 'refused', 'declined', 'expired'];

export async function listGoods(mall: Mall, asked: Input<'goods.list'>): Promise<ListPage<GoodsRow>> {
  const settled = joinedGoods(mall.storage.read).where('goods.state', 'not in', NEVER_SETTLED);
  // What waits is little beside what was: its index leads there.
  const goods = asked.states ? settled.where('goods.state', 'in', asked.states) : settled;
  const page = await listRows(
    goods,
    {
      time: 'customer_order.placed_at',
      id: 'goods.number',
      state: 'goods.state',
      partner: 'settlement.counterparty',
      amount: 'goods.amount',
      numbers: ['goods.number', 'settlement.receipt'],
    },
    asked,
  );
  return mapPage(page, toRow);
}

/** Opens an order at the station: by purchase or receipt number, or by a code of its label. Recorded in the trail. */
export async function openGoods(mall: Mall, who: string, scanned: string): Promise<Result<GoodsOrder>> {
  const number = numberOn(scanned);
  const row = await joinedGoods(mall.storage.read)
    .where((eb) => eb.or([eb('goods.number', '=', number), eb('settlement.receipt', '=', number)]))
    .executeTakeFirst();
  if (!row) return fail('purchase-unknown');
  const items = await goodsItems(mall, row);
  if (!items.ok) return items;
  await mall.storage.write((db) =>
    recordDeed(db, { at: mall.clock(), who, action: 'contents.opened', subject: row.number }),
  );
  return ok({ ...toRow(row), items: items.value, fileBytes: sumOfFiles(items.value) });
}

function numberOn(scanned: string): string {
  const text = normalizeNumber(scanned);
  const label = parseLabelText(text);
  if (label.ok) return label.value.label.number;
  const labelId = parseLabelId(text);
  return labelId.ok ? labelId.value.number : text;
}

export function sumOfFiles(items: readonly GoodsItem[]): number {
  return items.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Credit companies whose receipt number a package may have: those of today, and those that were suspended since. */
export async function listIssuers(mall: Mall): Promise<string[]> {
  const rows = await mall.storage.read
    .selectFrom('partner')
    .select('id')
    .where('role', '=', 'credit')
    .where('state', '!=', 'pending')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The electronic part of what was bought, with the files to seal. Fails as opening the contents does. */
export async function goodsItems(mall: Mall, row: JoinedGoods): Promise<Result<GoodsItem[]>> {
  const contents = await openContents(mall, row);
  if (!contents.ok) return contents;
  const items = await partItems(mall, row.order_id, 'goods');
  const skus = items.map(({ sku }) => sku);
  const files = skus.length === 0 ? [] : await listProductFiles(mall.storage.read, skus);
  return ok(items.map((item) => ({ ...item, files: files.filter(({ sku }) => sku === item.sku) })));
}
