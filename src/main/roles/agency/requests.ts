/** Orders that malls want confirmed: how they come in, how a customer's page finds one, and how one ends unconfirmed. */
import type { AgencyRequestRow } from '#shared/desk/agency.ts';
import type { Input } from '#shared/desk/contract.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import type { AgencyOrder, ConfirmationState } from '#shared/protocol/agency-order.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { findPartner, type IncomingEvent, sendEvent } from '#main/post/index.ts';
import { type ListShape, listRows, type Writable } from '#main/storage/index.ts';
import { randomUuid, tokenHash } from '#main/vault/index.ts';
import type { Agency } from './agency.ts';
import { findSettlement } from './settlement.ts';
import type { AgencyRequestTable, AgencyTables } from './tables.ts';

type Asked = Extract<EventData<'agency.request'>, { readonly step: 'ask' }>;

/** How long an ended request stays on the desk's list. */
export const KEEP_REQUEST_DAYS = 400;
/** Requests that one unit of work ends. */
const BATCH = 200;

/**
 * A mall asks. The same request once more changes nothing; another one under the same purchase, or the same code, is
 * `event-conflict`. Fails with `event-foreign` where no mall asks, `event-invalid` with another subject.
 */
export async function takeRequest(
  agency: Agency,
  db: Writable<AgencyTables>,
  { partner, subject, data }: IncomingEvent<'agency.request'>,
): Promise<Result<void>> {
  if (partner.role !== 'mall') return fail('event-foreign', 'role');
  if (data.step !== 'ask') return fail('event-foreign', 'step');
  if (subject !== data.purchase) return fail('event-invalid', 'subject');
  const now = agency.clock().toISOString();
  const asked = askedRow(partner.id, data);
  const inserted = await db
    .insertInto('agency_request')
    .values({ ...asked, id: randomUuid(), state: 'open', tries: 0, message: null, received_at: now, changed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  agency.changes.announce('agency');
  if (inserted.numInsertedOrUpdatedRows !== 0n) return ok();
  const known = await findByPurchase(db, { mall: partner.id, purchase: data.purchase });
  const members = Object.keys(asked) as (keyof typeof asked)[];
  return known && members.every((member) => known[member] === asked[member]) ? ok() : fail('event-conflict');
}

function askedRow(mall: string, { purchase, amount, quantity, code, contents, expires }: Asked) {
  return {
    mall,
    purchase,
    amount: amount.value,
    currency: amount.currency,
    quantity,
    code,
    contents: contents ?? null,
    expires_at: new Date(expires).toISOString(),
  };
}

export function findByPurchase(
  db: Pick<Writable<AgencyTables>, 'selectFrom'>,
  { mall, purchase }: { readonly mall: string; readonly purchase: string },
): Promise<AgencyRequestTable | undefined> {
  return db
    .selectFrom('agency_request')
    .selectAll()
    .where('mall', '=', mall)
    .where('purchase', '=', purchase)
    .executeTakeFirst();
}

/**
 * By the code that the customer's device shows. Fails with `agency-unavailable` when there is none (yet): the mall's
 * message may still be on its way.
 */
export async function findRequest(agency: Agency, code: string): Promise<Result<AgencyRequestTable>> {
  const row = await agency.storage.read
    .selectFrom('agency_request')
    .selectAll()
    .where('code', '=', tokenHash(code))
    .executeTakeFirst();
  return row ? ok(row) : fail('agency-unavailable');
}

/** Whether a customer can still confirm it. */
export function isOver(agency: Agency, { expires_at }: Pick<AgencyRequestTable, 'expires_at'>): boolean {
  return Date.parse(expires_at) <= agency.clock().getTime();
}

/** What a page shows: a request whose time is over is said to be so before housekeeping comes round. */
export function stateOf(agency: Agency, row: AgencyRequestTable): ConfirmationState {
  const waits = row.state === 'open' || row.state === 'again';
  return waits && isOver(agency, row) ? 'expired' : row.state;
}

export async function askState(agency: Agency, code: string): Promise<Result<{ state: ConfirmationState }>> {
  const found = await findRequest(agency, code);
  return found.ok ? ok({ state: stateOf(agency, found.value) }) : found;
}

/** An order as the customer's page shows it. Fails with `agency-unavailable`, `partner-suspended` or `unavailable`. */
export async function showOrder(agency: Agency, code: string): Promise<Result<AgencyOrder>> {
  const found = await findRequest(agency, code);
  if (!found.ok) return found;
  const row = found.value;
  const mall = await findPartner(agency.post.storage.read, row.mall);
  if (mall?.state !== 'approved') return fail('partner-suspended');
  const server = await findSettlement(agency);
  if (!server.ok) return server;
  const { id, name, sealingKey } = server.value;
  return ok({
    mall: { id: mall.id, name: mall.name },
    purchase: row.purchase,
    amount: { value: row.amount, currency: row.currency },
    quantity: row.quantity,
    expires: row.expires_at,
    state: stateOf(agency, row),
    agency: agency.self,
    settlement: { id, name, key: sealingKey.x },
  });
}

/** Tells the mall how it ended, in the unit of work that ends it. */
export async function tellMall(
  agency: Agency,
  db: Writable<AgencyTables>,
  { mall, purchase }: Pick<AgencyRequestTable, 'mall' | 'purchase'>,
  verdict: 'yes' | 'no',
): Promise<void> {
  const data = { purchase, verdict } as const;
  await sendEvent(agency.post, db, { to: mall, type: 'agency.verdict', subject: purchase, data });
}

/** What nobody confirmed in time ends as no; what is being decided waits for its verdict. */
export async function endStaleConfirmations(agency: Agency): Promise<void> {
  const now = agency.clock();
  await agency.storage.write(async (db) => {
    const stale = await db
      .selectFrom('agency_request')
      .selectAll()
      .where('state', 'in', ['open', 'again'])
      .where('expires_at', '<=', now.toISOString())
      .limit(BATCH)
      .execute();
    for (const row of stale) {
      await setState(agency, db, row, 'expired');
      await tellMall(agency, db, row, 'no');
    }
    await db
      .deleteFrom('agency_request')
      .where('state', 'in', ['yes', 'no', 'expired'])
      .where('changed_at', '<', new Date(now.getTime() - KEEP_REQUEST_DAYS * 86_400_000).toISOString())
      .execute();
  });
}

export async function setState(
  agency: Agency,
  db: Writable<AgencyTables>,
  { id }: Pick<AgencyRequestTable, 'id'>,
  state: ConfirmationState,
): Promise<void> {
  const changed_at = agency.clock().toISOString();
  await db.updateTable('agency_request').set({ state, changed_at }).where('id', '=', id).execute();
  agency.changes.announce('agency');
}

export async function listRequests(
  agency: Agency,
  asked: Input<'agency.requests'>,
): Promise<ListPage<AgencyRequestRow>> {
  const requests = agency.storage.read.selectFrom('agency_request');
  const shape: ListShape<AgencyTables, 'agency_request'> = {
    time: 'agency_request.received_at',
    id: 'agency_request.id',
    state: 'agency_request.state',
    partner: 'agency_request.mall',
    amount: 'agency_request.amount',
    numbers: ['agency_request.purchase'],
  };
  const page = await listRows(requests, shape, asked, (found) =>
    found.select(['id', 'received_at', 'mall', 'purchase', 'amount', 'currency', 'quantity', 'state', 'changed_at']),
  );
  return mapPage(page, (row) => ({
    id: row.id,
    at: row.received_at,
    mall: row.mall,
    purchase: row.purchase,
    amount: { value: row.amount, currency: row.currency },
    quantity: row.quantity,
    state: row.state,
    changedAt: row.changed_at,
  }));
}
