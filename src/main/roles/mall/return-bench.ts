/** The returns bench: what a customer sent back is opened, each piece is decided, and money follows. */
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { CustomerReturnRow, OpenedReturn, ReturnCondition } from '#shared/desk/returns.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import type { Money } from '#shared/domain/money.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { fail, ok, type Failure, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { fileException } from '#main/exceptions/index.ts';
import { findPartner } from '#main/post/index.ts';
import { type ListShape, listRows, writeResult } from '#main/storage/index.ts';
import { partMoney, readAccount } from './account.ts';
import { findReturnRow, newReturn } from './customer-return.ts';
import { findReturned } from './find-order.ts';
import type { Mall } from './mall.ts';
import { itemsToPack, type LessItem, readPrices } from './missing.ts';
import { refundPart } from './refunds.ts';
import type { CustomerReturnTable } from './return-tables.ts';
import { findPurchase } from './shop.ts';
import type { MallTables, PurchaseTable } from './tables.ts';

/** No contents are opened for it. */
export async function listCustomerReturns(
  { storage }: Pick<Mall, 'storage'>,
  asked: Input<'returns.list'>,
): Promise<ListPage<CustomerReturnRow>> {
  const shape: ListShape<MallTables, 'customer_return'> = {
    time: ({ fn }) =>
      fn.coalesce('customer_return.decided_at', 'customer_return.asked_at', 'customer_return.changed_at'),
    id: 'customer_return.purchase',
    state: 'customer_return.state',
    numbers: ['customer_return.purchase', 'customer_return.number'],
  };
  const page = await listRows(storage.read.selectFrom('customer_return'), shape, asked, (found) =>
    found
      .innerJoin('purchase', 'purchase.number', 'customer_return.purchase')
      .leftJoin('partner', 'partner.id', 'purchase.counterparty')
      .selectAll('customer_return')
      .select(['purchase.pay', 'purchase.total', 'purchase.currency', 'partner.name', 'purchase.counterparty']),
  );
  return mapPage(page, (row) => showReturn(row, row, row.name ?? row.counterparty));
}

function showReturn(
  row: CustomerReturnTable,
  { pay, total, currency }: Pick<PurchaseTable, 'pay' | 'total' | 'currency'>,
  carrierName: string,
): CustomerReturnRow {
  return {
    purchase: row.purchase,
    number: row.number,
    carrierName,
    ...(row.reason !== null && { reason: row.reason }),
    state: row.state,
    since: row.decided_at ?? row.asked_at ?? row.changed_at,
    ...(row.asked_at !== null && { askedAt: row.asked_at }),
    ...(row.accepted_on !== null && { acceptedOn: row.accepted_on }),
    ...(row.arrived_on !== null && { arrivedOn: row.arrived_on }),
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
    pay,
    total: { value: total, currency },
  };
}

/**
 * Opens a return on the bench by its number, label id or contents code. What a refusal names is for the workbench; the
 * trail has every opening and every refusal.
 */
export async function openReturn(mall: Mall, caller: DeskCaller, scanned: string): Promise<Result<OpenedReturn>> {
  const opened = await readReturn(mall, caller.who, scanned);
  if (!opened.ok) await fileRefused(mall, caller, scanned, opened.error);
  return opened;
}

async function readReturn(mall: Mall, who: string, scanned: string): Promise<Result<OpenedReturn>> {
  const found = await findReturned(mall, scanned);
  if (!found.ok) return found;
  const purchase = found.value;
  const { number } = purchase;
  // What the carrier brought back undelivered is dealt with on the refunds screen.
  if (purchase.state !== 'delivered' || purchase.return_number === null) return fail('not-a-return', purchase.state);
  const items = await itemsToPack(mall, purchase);
  if (!items.ok) return items;
  const now = mall.clock();
  const at = now.toISOString();
  const row = await writeResult(mall.storage, async (db) => {
    const received = await db
      .selectFrom('received_parcel')
      .select('at')
      .where('purchase', '=', number)
      .executeTakeFirst();
    const known = (await findReturnRow(db, number)) ?? newReturn(purchase, at);
    if (received || known.state === 'decided') return fail('already-decided', 'received');
    const arrived = { state: 'arrived', opened_at: known.opened_at ?? at, changed_at: at } as const;
    const next: CustomerReturnTable = { ...known, ...arrived };
    await db
      .insertInto('customer_return')
      .values(next)
      .onConflict((conflict) => conflict.column('purchase').doUpdateSet(arrived))
      .execute();
    await recordDeed(db, { at: now, who, action: 'return.opened', subject: number });
    mall.changes.announce('refunds');
    return ok(next);
  });
  return row.ok ? ok(await showOpened(mall, purchase, row.value, items.value)) : row;
}

async function showOpened(
  mall: Mall,
  purchase: PurchaseTable,
  row: CustomerReturnTable,
  items: readonly LessItem[],
): Promise<OpenedReturn> {
  const db = mall.storage.read;
  const { currency, counterparty, order_id } = purchase;
  const money = (value: number): Money => ({ value, currency });
  const prices = readPrices(purchase);
  const account = (await readAccount(db, order_id))!;
  const { standing, refundable, way } = partMoney(account, 'parcel');
  const nameOf = async (id: string): Promise<string> => (await findPartner(db, id))?.name ?? id;
  const barcodes = await barcodesOf(mall, items);
  const carrierName = await nameOf(counterparty);
  const through = way === 'settlement' && account.payment ? await nameOf(account.payment.counterparty) : carrierName;
  return {
    ...showReturn(row, purchase, carrierName),
    items: items.map(({ sku, name = '', quantity }, at) => {
      const barcode = barcodes.get(sku);
      return { sku, name, quantity, price: money(prices[at]?.price ?? 0), ...(barcode !== undefined && { barcode }) };
    }),
    charge: money(await chargeOf(mall, order_id)),
    standing,
    refundable: money(refundable),
    ...(way !== undefined && { way }),
    through,
  };
}

async function barcodesOf(mall: Mall, items: readonly LessItem[]): Promise<ReadonlyMap<string, string>> {
  if (items.length === 0) return new Map();
  const skus = items.map(({ sku }) => sku);
  const rows = await mall.storage.read
    .selectFrom('product')
    .select(['sku', 'barcode'])
    .where('sku', 'in', skus)
    .execute();
  return new Map(rows.flatMap(({ sku, barcode }) => (barcode === null ? [] : [[sku, barcode] as const])));
}

async function chargeOf(mall: Mall, orderId: string): Promise<number> {
  const order = await mall.storage.read
    .selectFrom('customer_order')
    .select('shipping_charge')
    .where('id', '=', orderId)
    .executeTakeFirst();
  return order?.shipping_charge ?? 0;
}

async function fileRefused(mall: Mall, caller: DeskCaller, scanned: string, { code }: Failure): Promise<void> {
  const number = numberIn(scanned);
  const at = mall.clock();
  await mall.storage.write(async (db) => {
    await recordDeed(db, { at, who: caller.who, action: 'scan.refused', subject: number ?? '-', detail: code });
    // Any other bar code is no label that somebody has to look for.
    if (number !== undefined || code !== 'purchase-unknown') {
      await fileException(db, { at, caller, place: 'returns', code, number });
    }
    mall.changes.announce('exceptions');
  });
}

/** Digits of a number, bare or in a code; undefined where it is none: nothing that was scanned is written down. */
function numberIn(scanned: string): string | undefined {
  const text = normalizeNumber(scanned).toUpperCase();
  const code = text.length > 32 ? parseLabelText(text) : undefined;
  const label = parseLabelId(text);
  const number = code?.ok ? code.value.label.number : label.ok ? label.value.number : text;
  return /^\d{14}$/.test(number) ? number : undefined;
}

export interface ReturnDecision {
  readonly purchase: string;
  readonly pieces: readonly {
    /** Place in the contents. */
    readonly item: number;
    readonly quantity: number;
    readonly condition: ReturnCondition;
  }[];
  /** The charge for the carriage goes back too. */
  readonly charge: boolean;
  readonly amount: Money;
}

/**
 * Each piece is decided, what is as new can be sold again, and money goes back the way it came; all in one unit of work,
 * and once. Fails with `contents-differ` where more pieces are named than were sent, `refund-too-high` above the prices
 * of what came back or what is left of the order, `not-a-return` where it never was opened, `already-decided`.
 */
export async function decideReturn(
  mall: Mall,
  who: string,
  { purchase: number, pieces, charge, amount }: ReturnDecision,
  /** Who agreed to the money, by name. */
  approver: string | null = null,
): Promise<Result<{ orderId: string }>> {
  const purchase = await findPurchase(mall, number);
  if (!purchase) return fail('purchase-unknown');
  const items = await itemsToPack(mall, purchase);
  if (!items.ok) return items;
  const isWithin = pieces.every(
    ({ item }) => sumOf(pieces.filter((one) => one.item === item)) <= (items.value[item]?.quantity ?? 0),
  );
  if (!isWithin) return fail('contents-differ');
  const came = pieces.filter(({ condition }) => condition !== 'missing');
  const most = priceOf(purchase, came) + (charge ? await chargeOf(mall, purchase.order_id) : 0);
  // Where only the count of the contents was sealed, nobody can say what each piece cost.
  if (items.value.length > 0 && amount.value > most) return fail('refund-too-high');
  const whole = came.filter(({ condition }) => condition === 'as-new');
  const restock = bySku(items.value, whole);
  return writeResult(mall.storage, async (db) => {
    const row = await findReturnRow(db, number);
    if (!row || row.opened_at === null) return fail('not-a-return');
    if (row.state === 'decided') return fail('already-decided', 'received');
    const given = await refundPart(mall, db, who, { number, amount, reason: 'returned', restock });
    if (!given.ok) return given;
    await db
      .updateTable('customer_return')
      .set({ taken: sumOf(came), restocked: sumOf(whole) })
      .where('purchase', '=', number)
      .execute();
    const counts = (['as-new', 'used', 'damaged', 'missing'] as const).map(
      (condition) => `${condition}:${sumOf(pieces.filter((one) => one.condition === condition))}`,
    );
    const detail = approver === null ? counts.join(' ') : `${counts.join(' ')} · ${approver}`;
    await recordDeed(db, { at: mall.clock(), who, action: 'return.decided', subject: number, detail });
    return given;
  });
}

type Counted = ReturnDecision['pieces'];

function sumOf(pieces: Counted): number {
  return pieces.reduce((sum, { quantity }) => sum + quantity, 0);
}

function priceOf(purchase: PurchaseTable, pieces: Counted): number {
  const prices = readPrices(purchase);
  return pieces.reduce((sum, { item, quantity }) => sum + quantity * (prices[item]?.price ?? 0), 0);
}

/** Two lines of an order may name one product. */
function bySku(items: readonly LessItem[], pieces: Counted): { sku: string; quantity: number }[] {
  const counts = new Map<string, number>();
  for (const { item, quantity } of pieces) {
    const { sku } = items[item]!;
    counts.set(sku, (counts.get(sku) ?? 0) + quantity);
  }
  return [...counts].map(([sku, quantity]) => ({ sku, quantity }));
}
