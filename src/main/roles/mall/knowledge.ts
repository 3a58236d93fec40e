/** What this mall's tables hold of one order. The columns stand here once; what they hold is read from the rows. */
import type { Knowledge } from '#shared/desk/knowledge.ts';
import {
  ADDRESSEE_FACTS,
  type ColumnHolding,
  daysAfter,
  type Fact,
  knownFacts,
  type Opener,
  type OrderShape,
  type TableHolding,
  tracesOf,
} from '#shared/domain/knowledge.ts';
import type { Ask } from '#shared/protocol/order-part.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { messagesAbout, outboxHolding } from '#main/post/index.ts';
import { findOrderId } from './find-order.ts';
import type { Mall } from './mall.ts';
import { KEEP_BUNDLE_DAYS } from './sealed-order.ts';
import type { PurchaseTable, SettlementTable } from './tables.ts';

const ORDER: TableHolding = {
  table: 'customer_order',
  since: 'placed_at',
  columns: [
    { column: 'total', facts: ['amount'], form: 'clear' },
    { column: 'shipping_charge', facts: ['amount'], form: 'clear' },
  ],
};

const PURCHASE: TableHolding = {
  table: 'purchase',
  since: 'placed_at',
  columns: [
    { column: 'contents', facts: ['goods'], form: { envelope: 'contents' }, opens: 'mall' },
    { column: 'prices', facts: ['amount'], form: 'clear' },
    { column: 'total', facts: ['amount'], form: 'clear' },
    { column: 'size', facts: ['size'], form: 'clear' },
    { column: 'weight', facts: ['size'], form: 'clear' },
    {
      column: 'addressee',
      facts: ADDRESSEE_FACTS,
      form: { envelope: 'addressee' },
      opens: 'carrier',
      since: 'decided_at',
    },
  ],
};

const SETTLEMENT: TableHolding = {
  table: 'settlement',
  since: 'offered_at',
  columns: [
    { column: 'contents', facts: ['goods'], form: { envelope: 'contents' }, opens: 'mall' },
    { column: 'amount', facts: ['amount'], form: 'clear' },
    {
      column: 'customer',
      facts: ['payer'],
      form: { envelope: 'customer' },
      opens: 'credit',
      since: 'changed_at',
    },
  ],
};

const GOODS: TableHolding = {
  table: 'goods',
  since: 'changed_at',
  columns: [
    { column: 'amount', facts: ['amount'], form: 'clear' },
    // The shop's own: it lies in its catalogue.
    { column: 'number', facts: ['files'], form: { file: 'clear' } },
  ],
};

const ASKED: Readonly<Record<Ask, { readonly facts: readonly Fact[]; readonly opens: Opener }>> = {
  goods: { facts: ['goods'], opens: 'mall' },
  card: { facts: ['card', 'secret'], opens: 'credit' },
  destination: { facts: ADDRESSEE_FACTS, opens: 'carrier' },
  gift: { facts: ['gift'], opens: 'wrapper' },
};

/** The parts that the customer sealed, as they were received. */
function bundleHolding(asks: readonly Ask[]): TableHolding {
  return {
    table: 'sealed_order',
    since: 'received_at',
    columns: asks.map((ask): ColumnHolding => ({
      column: 'bundle',
      ...ASKED[ask],
      form: { json: 'order' },
      until: ({ expires_at }) => daysAfter(String(expires_at), KEEP_BUNDLE_DAYS),
      erased: ({ received_at }) => received_at !== null,
    })),
  };
}

const OUTBOX = outboxHolding([
  { kind: 'contents', facts: ['goods'], opens: 'mall' },
  { kind: 'customer', facts: ['payer'], opens: 'credit' },
]);

export async function readMallKnowledge(mall: Mall, asked: { readonly number: string }): Promise<Result<Knowledge>> {
  const found = await findOrderId(mall, asked.number);
  return found.ok ? orderKnowledge(mall, found.value) : found;
}

/** Fails with `not-found`. */
export async function orderKnowledge(mall: Mall, orderId: string): Promise<Result<Knowledge>> {
  const db = mall.storage.read;
  const order = await db.selectFrom('customer_order').selectAll().where('id', '=', orderId).executeTakeFirst();
  if (!order) return fail('not-found');
  const [purchases, settlements, goods, sealed, parts] = await Promise.all([
    db.selectFrom('purchase').selectAll().where('order_id', '=', orderId).execute(),
    db.selectFrom('settlement').selectAll().where('order_id', '=', orderId).execute(),
    db.selectFrom('goods').selectAll().where('order_id', '=', orderId).execute(),
    db.selectFrom('sealed_order').selectAll().where('order_id', '=', orderId).execute(),
    db.selectFrom('sealed_part').selectAll().where('order_id', '=', orderId).execute(),
  ]);
  const numbers = [...purchases, ...settlements].flatMap(numbersOf);
  const messages = await messagesAbout(db, [...new Set(numbers)]);
  const asks = parts.map((part) => part.asks);
  const shape: OrderShape = {
    flow: order.flow,
    parcel: purchases.length > 0,
    mailed: goods.length > 0,
    settled: order.pay === 'settled',
    collects: order.pay === 'on-delivery',
    gift: asks.includes('gift'),
  };
  const traces = [
    ...tracesOf(ORDER, [order]),
    ...tracesOf(PURCHASE, purchases),
    ...tracesOf(SETTLEMENT, settlements),
    ...tracesOf(GOODS, goods),
    ...tracesOf(bundleHolding(asks), sealed),
    ...tracesOf(OUTBOX, messages),
  ];
  const number = purchases[0]?.number ?? settlements[0]?.number ?? '';
  return ok({ number, role: 'mall', order: shape, facts: knownFacts('mall', shape, traces) });
}

function numbersOf(row: PurchaseTable | SettlementTable): string[] {
  const own = [row.number, row.jti];
  const given = 'receipt' in row ? [row.receipt] : [row.shipping];
  return [...own, ...given.filter((number) => number !== null)];
}
