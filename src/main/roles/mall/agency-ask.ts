/** Orders that an agency has its customer confirm: the mall asks, and learns yes or no. */
import { toBase64Url, utf8 } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type IncomingEvent, sendEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { sha256 } from '#main/vault/index.ts';
import { endUnpaid } from './expiry.ts';
import type { Mall } from './mall.ts';
import { partContents } from './sealed-parts.ts';
import type { MallTables, SettlementTable } from './tables.ts';

/** With which the customer's device finds the order at the agency. Made again whenever it is shown. */
export async function confirmCode(mall: Mall, orderId: string): Promise<string> {
  return mall.vault.keyedHash('confirm-code', orderId);
}

/** What an agency is told of an order: made before the unit of work that places it. */
export interface PreparedAsk {
  readonly agency: string;
  /** SHA-256 of the confirm code, base64url. */
  readonly code: string;
  /** Pieces of everything together. */
  readonly quantity: number;
}

export async function prepareAsk(
  mall: Mall,
  ask: { orderId: string; agency: string; lines: readonly { readonly quantity: number }[] },
): Promise<PreparedAsk> {
  const code = toBase64Url(sha256(utf8(await confirmCode(mall, ask.orderId))));
  return { agency: ask.agency, code, quantity: ask.lines.reduce((sum, { quantity }) => sum + quantity, 0) };
}

/** In the unit of work that places the order. */
export async function askAgency(
  mall: Mall,
  db: Writable<MallTables>,
  { agency, code, quantity }: PreparedAsk,
  payment: SettlementTable,
): Promise<void> {
  await db
    .insertInto('agency_ask')
    .values({ order_id: payment.order_id, agency, state: 'asked', changed_at: mall.clock().toISOString() })
    .execute();
  await sendEvent(mall.post, db, {
    to: agency,
    type: 'agency.request',
    subject: payment.jti,
    data: {
      step: 'ask',
      purchase: payment.jti,
      amount: { value: payment.amount, currency: payment.currency },
      quantity,
      code,
      expires: payment.expires_at,
      ...partContents(payment),
    },
  });
}

/** NO is a declined payment; on YES the settlement server sends its own OK. */
export async function noteAgencyVerdict(
  mall: Mall,
  db: Writable<MallTables>,
  event: IncomingEvent<'agency.verdict'>,
): Promise<Result<void>> {
  const { data, partner } = event;
  const { verdict } = data;
  if (event.subject !== data.purchase) return fail('event-invalid', 'subject');
  // An agency's own affair with its customer.
  if (verdict === 'again') return fail('event-invalid', 'verdict');
  const ask = await db
    .selectFrom('agency_ask')
    .innerJoin('settlement', 'settlement.order_id', 'agency_ask.order_id')
    .selectAll('settlement')
    .select('agency_ask.state as said')
    .where('agency', '=', partner.id)
    .where('jti', '=', data.purchase)
    .executeTakeFirst();
  if (!ask) return fail('event-unknown-number');
  if (ask.said === verdict) return ok();
  if (ask.said !== 'asked') return fail('wrong-state', ask.said);
  const changed_at = mall.clock().toISOString();
  await db.updateTable('agency_ask').set({ state: verdict, changed_at }).where('order_id', '=', ask.order_id).execute();
  if (verdict === 'no' && ask.state === 'offered') {
    // After the time that its customer had, NO says that nobody confirmed.
    await endUnpaid(mall, db, ask, ask.expires_at <= changed_at ? 'expired' : 'declined');
  }
  mall.changes.announce('packing');
  return ok();
}
