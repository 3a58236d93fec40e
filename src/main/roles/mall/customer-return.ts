/** A return from the customer's side: asked for in the order's window while its time lasts, then followed there. */
import { z } from 'zod';
import { LONGEST_RETURN_PERIOD, RETURN_CLASSES, type ReturnClass, USUAL_RETURN_PERIOD } from '#shared/desk/returns.ts';
import { canMove, CUSTOMER_RETURN, type CustomerReturnState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { IncomingEvent } from '#main/post/index.ts';
import {
  type Readable,
  readSetting,
  type SettingTables,
  type Writable,
  writeResult,
  writeSetting,
} from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import type { CustomerReturnTable } from './return-tables.ts';
import type { MallTables, PurchaseTable } from './tables.ts';

const DAY_MS = 86_400_000;
const SETTING = 'return-period';
const periodSchema = z
  .object({ days: z.int().min(0).max(LONGEST_RETURN_PERIOD) })
  .default({ days: USUAL_RETURN_PERIOD });

export async function readPeriod(db: Readable<SettingTables>): Promise<{ days: number }> {
  return readSetting(db, SETTING, periodSchema);
}

export async function changePeriod(mall: Mall, who: string, period: { readonly days: number }): Promise<Result<void>> {
  await mall.storage.write(async (db) => {
    await writeSetting(db, SETTING, periodSchema.parse(period));
    await recordDeed(db, { at: mall.clock(), who, action: 'return.period', subject: String(period.days) });
    mall.changes.announce('refunds');
  });
  return ok();
}

interface Returnable {
  readonly purchase: PurchaseTable;
  /** Once asked for. */
  readonly row?: CustomerReturnTable;
  /** The parcel came back and was dealt with in another way. */
  readonly received: boolean;
}

export async function findReturnable(db: Readable<MallTables>, orderId: string): Promise<Returnable | undefined> {
  const purchase = await db.selectFrom('purchase').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  if (!purchase) return undefined;
  const row = await findReturnRow(db, purchase.number);
  const received = await db
    .selectFrom('received_parcel')
    .select('at')
    .where('purchase', '=', purchase.number)
    .executeTakeFirst();
  return { purchase, ...(row && { row }), received: received !== undefined };
}

export async function findReturnRow(
  db: Readable<MallTables>,
  purchase: string,
): Promise<CustomerReturnTable | undefined> {
  return db.selectFrom('customer_return').selectAll().where('purchase', '=', purchase).executeTakeFirst();
}

/** The last moment at which a delivered parcel can be asked to be sent back. A delivered purchase changes no more. */
function lastMoment({ changed_at }: PurchaseTable, days: number): Date {
  return new Date(new Date(changed_at).getTime() + days * DAY_MS);
}

export interface OrderReturn {
  /** Absent while nobody has asked. */
  readonly state?: CustomerReturnState;
  readonly number?: string;
  readonly reason?: ReturnClass;
  /** Until when the customer may ask; absent once asked. */
  readonly until?: string;
}

/** What the order's window says of returns; `undefined` where nothing is to be said: not delivered, too late, settled else. */
export async function orderReturn(mall: Mall, orderId: string): Promise<OrderReturn | undefined> {
  const db = mall.storage.read;
  const found = await findReturnable(db, orderId);
  if (!found) return undefined;
  const { purchase, row, received } = found;
  if (row) return { state: row.state, number: row.number, ...(row.reason !== null && { reason: row.reason }) };
  const { days } = await readPeriod(db);
  const until = lastMoment(purchase, days);
  const isOpen = purchase.state === 'delivered' && purchase.return_number !== null && !received;
  return isOpen && mall.clock() < until ? { until: until.toISOString() } : undefined;
}

/**
 * The customer wants to send something of a delivered parcel back. Asked again it stays as it was first. Fails with
 * `wrong-state` where nothing was delivered, `already-decided` where it was dealt with, `return-too-late`.
 */
export async function askReturn(mall: Mall, orderId: string, reason: string): Promise<Result<void>> {
  const chosen = RETURN_CLASSES.find((one) => one === reason);
  if (chosen === undefined) return fail('field-missing', 'reason');
  return writeResult(mall.storage, async (db) => {
    const found = await findReturnable(db, orderId);
    if (!found) return fail('purchase-unknown');
    const { purchase, row, received } = found;
    if (row) return ok();
    if (received) return fail('already-decided', 'received');
    if (purchase.state !== 'delivered' || purchase.return_number === null) return fail('wrong-state', purchase.state);
    const { days } = await readPeriod(db);
    const now = mall.clock();
    if (now >= lastMoment(purchase, days)) return fail('return-too-late');
    const at = now.toISOString();
    await db
      .insertInto('customer_return')
      .values({ ...newReturn(purchase, at), reason: chosen, asked_at: at })
      .execute();
    const { number: subject } = purchase;
    await recordDeed(db, { at: now, who: 'customer', action: 'return.announced', subject, detail: chosen });
    mall.changes.announce('refunds');
    return ok();
  });
}

/** As nobody has asked for it. */
export function newReturn({ number, return_number }: PurchaseTable, at: string): CustomerReturnTable {
  return {
    purchase: number,
    number: return_number!,
    reason: null,
    state: CUSTOMER_RETURN.start,
    asked_at: null,
    accepted_on: null,
    arrived_on: null,
    opened_at: null,
    decided_at: null,
    taken: null,
    restocked: null,
    changed_at: at,
  };
}

const STATE = { accepted: 'on-the-way', delivered: 'arrived' } as const;

/** The carrier has it, or handed it over. Order of arrival is not order of sending: it never moves back. */
export async function noteReturnStatus(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'return.status'>,
): Promise<Result<void>> {
  const purchase = await db
    .selectFrom('purchase')
    .selectAll()
    .where('counterparty', '=', event.partner.id)
    .where('return_number', '=', event.subject)
    .executeTakeFirst();
  if (!purchase) return fail('event-unknown-number');
  const { status, date } = event.data;
  const at = mall.clock().toISOString();
  const row = (await findReturnRow(db, purchase.number)) ?? newReturn(purchase, at);
  const state = STATE[status];
  const moved = canMove(CUSTOMER_RETURN, row.state, state);
  const next: CustomerReturnTable = {
    ...row,
    ...(status === 'accepted' ? { accepted_on: date } : { arrived_on: date }),
    ...(moved && { state, changed_at: at }),
  };
  await db
    .insertInto('customer_return')
    .values(next)
    .onConflict((conflict) => conflict.column('purchase').doUpdateSet(next))
    .execute();
  mall.changes.announce('refunds');
  return ok();
}

/** The window of an order stays open as long as its customer may ask to send something back. */
export async function keepWindowOpen(mall: Mall, db: Writable<MallTables>, orderId: string): Promise<void> {
  const { days } = await readPeriod(db);
  const until = new Date(mall.clock().getTime() + days * DAY_MS).toISOString();
  await db
    .updateTable('shop_session')
    .set({ expires_at: until })
    .where('order_id', '=', orderId)
    .where('expires_at', '<', until)
    .execute();
}
