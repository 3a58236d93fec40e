/** Cash drawers: what each driver should have, what was counted, and why the two differ. */
import { sql } from 'kysely';
import type { Input } from '#shared/desk/contract.ts';
import type { ClosedDrawer, Drawer, DrawerReason } from '#shared/desk/drawer.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { Money } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type ListShape, listRows, type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import type { DrawerTable } from './drawer-tables.ts';
import type { CarrierTables } from './tables.ts';

/** The first that this person opened; of two currencies one after the other is counted and closed. */
function findOpen(db: Readable<CarrierTables>, who: string, currency?: string): Promise<DrawerTable | undefined> {
  const open = db.selectFrom('drawer').selectAll().where('who', '=', who).where('closed_at', 'is', null);
  const fitting = currency === undefined ? open : open.where('currency', '=', currency);
  return fitting.orderBy('opened_at').orderBy('id').executeTakeFirst();
}

async function begin(db: Writable<CarrierTables>, who: string, float: Money, at: string): Promise<string> {
  const id = randomUuid();
  const { value, currency } = float;
  const open = { closed_at: null, expected: null, counted: null, reason: null };
  await db
    .insertInto('drawer')
    .values({ id, who, opened_at: at, float: value, currency, ...open })
    .execute();
  return id;
}

/** Cash of a parcel goes into its driver's drawer; the first of a shift opens one that was empty. */
export async function takeCash(
  db: Writable<CarrierTables>,
  { who, number, amount, at }: { who: string; number: string; amount: Money; at: string },
): Promise<void> {
  const open = await findOpen(db, who, amount.currency);
  const drawer = open?.id ?? (await begin(db, who, { value: 0, currency: amount.currency }, at));
  await db.insertInto('drawer_entry').values({ drawer, number, amount: amount.value, at }).execute();
}

export async function openDrawer(carrier: Carrier, who: string, float: Money): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    if (await findOpen(db, who)) return fail('wrong-state', 'open');
    await begin(db, who, float, carrier.clock().toISOString());
    carrier.changes.announce('money');
    return ok();
  });
}

export async function readDrawer({ storage }: Carrier, who: string): Promise<Drawer | null> {
  const open = await findOpen(storage.read, who);
  return open ? describeOpen(storage.read, open) : null;
}

async function describeOpen(db: Readable<CarrierTables>, open: DrawerTable): Promise<Drawer> {
  const { currency, float } = open;
  const money = (value: number): Money => ({ value, currency });
  const entries = await db
    .selectFrom('drawer_entry')
    .selectAll()
    .where('drawer', '=', open.id)
    .orderBy('at', 'desc')
    .execute();
  return {
    openedAt: open.opened_at,
    float: money(float),
    entries: entries.map(({ number, amount, at }) => ({ number, amount: money(amount), at })),
    expected: money(entries.reduce((sum, { amount }) => sum + amount, float)),
  };
}

export async function closeDrawer(
  carrier: Carrier,
  who: string,
  count: { readonly counted: Money; readonly expected: Money; readonly reason?: DrawerReason | undefined },
): Promise<Result<ClosedDrawer>> {
  return writeResult(carrier.storage, async (db) => {
    const open = await findOpen(db, who);
    if (!open) return fail('wrong-state', 'closed');
    const { counted, reason } = count;
    const { entries, expected } = await describeOpen(db, open);
    if (count.expected.value !== expected.value) return fail('order-changed');
    if (counted.currency !== expected.currency) return fail('field-invalid', 'counted');
    const differs = counted.value !== expected.value;
    if (differs && reason === undefined) return fail('field-missing', 'reason');
    const kept = differs ? reason : undefined;
    const at = carrier.clock();
    const closed = {
      closed_at: at.toISOString(),
      expected: expected.value,
      counted: counted.value,
      reason: kept ?? null,
    };
    await db.updateTable('drawer').set(closed).where('id', '=', open.id).execute();
    const detail = differs ? `${counted.value - expected.value} ${kept}` : '0';
    await recordDeed(db, { at, who, action: 'drawer.closed', subject: open.id, detail });
    carrier.changes.announce('money');
    return ok({
      id: open.id,
      who,
      openedAt: open.opened_at,
      closedAt: closed.closed_at,
      parcels: entries.length,
      expected,
      counted,
      ...(kept !== undefined && { reason: kept }),
    });
  });
}

/** @param who of this person alone */
export async function listDrawers(
  { storage }: Pick<Carrier, 'storage'>,
  asked: Input<'drawer.list'>,
  who?: string,
): Promise<ListPage<ClosedDrawer>> {
  const closed = storage.read.selectFrom('drawer').where('drawer.closed_at', 'is not', null);
  const shape: ListShape<CarrierTables, 'drawer'> = {
    time: 'drawer.closed_at',
    id: 'drawer.id',
    state: sql<string>`case when drawer.counted = drawer.expected then 'agrees' else 'differs' end`,
    amount: 'drawer.counted',
    names: ['drawer.who'],
  };
  const drawers = who === undefined ? closed : closed.where('drawer.who', '=', who);
  const page = await listRows(drawers, shape, asked, (found) =>
    found.selectAll('drawer').select((eb) =>
      eb
        .selectFrom('drawer_entry')
        .select((entry) => entry.fn.countAll<number>().as('parcels'))
        .whereRef('drawer_entry.drawer', '=', 'drawer.id')
        .as('parcels'),
    ),
  );
  return mapPage(page, (row) => ({
    id: row.id,
    who: row.who,
    openedAt: row.opened_at,
    closedAt: row.closed_at!,
    parcels: Number(row.parcels ?? 0),
    expected: { value: row.expected!, currency: row.currency },
    counted: { value: row.counted!, currency: row.currency },
    ...(row.reason !== null && { reason: row.reason }),
  }));
}
