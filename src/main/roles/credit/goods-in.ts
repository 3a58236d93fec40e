/** Packages of sealed goods that malls send to be forwarded: announced by a message, brought to the partner door. */
import { equalBytes, fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { canMove, FORWARDING, type ForwardingState, type SettlementState } from '#shared/domain/states.ts';
import { LARGEST_PACKAGE_BYTES } from '#shared/protocol/goods-package.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { IncomingEvent } from '#main/post/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import type { Readable } from 'node:stream';
import type { Credit } from './credit.ts';
import type { ForwardingTable } from './forwarding-tables.ts';
import type { CreditTables } from './tables.ts';

const PAID: readonly SettlementState[] = ['held', 'captured'];

/**
 * A mall says that a package comes. Only for its own settlement that stands, with the customer envelope that we gave it
 * for this very receipt (in variant b it has none). The same again has no effect.
 */
export async function announcePackage(
  credit: Credit,
  db: Writable<CreditTables>,
  { data, partner, subject }: IncomingEvent<'goods.forward'>,
): Promise<Result<void>> {
  const { receipt, bytes, sha256, customer } = data;
  if (subject !== receipt) return fail('event-invalid', 'subject');
  if (bytes > LARGEST_PACKAGE_BYTES) return fail('too-large', 'bytes');
  const settlement = await db
    .selectFrom('settlement')
    .select(['state', 'contents', 'sealed_customer'])
    .where('receipt', '=', receipt)
    .where('mall', '=', partner.id)
    .executeTakeFirst();
  if (!settlement) return fail('event-unknown-number');
  const given = customer === undefined ? undefined : fromBase64Url(customer);
  const isOurs = given ? equalBytes(given, settlement.sealed_customer) : settlement.contents === null;
  if (!isOurs || (customer !== undefined && !given)) return fail('contents-differ', 'customer');
  const known = await db.selectFrom('forwarding').selectAll().where('receipt', '=', receipt).executeTakeFirst();
  if (known) return known.bytes === bytes && known.sha256 === sha256 ? ok() : fail('event-conflict');
  if (!PAID.includes(settlement.state)) return fail('wrong-state', settlement.state);
  const at = credit.clock().toISOString();
  await db
    .insertInto('forwarding')
    .values({
      receipt,
      mall: partner.id,
      bytes,
      sha256,
      state: 'announced',
      announced_at: at,
      changed_at: at,
      mail: null,
      sent_at: null,
    })
    .execute();
  credit.changes.announce('forwarding');
  return ok();
}

/** What is here of a package. */
export interface PackageOffset {
  /** Bytes that need not come again. */
  readonly offset: number;
  /** Here and whole, or gone on already. */
  readonly complete: boolean;
}

/** Fails with `event-unknown-number` while it is not announced; another mall's looks no different. */
export async function packageOffset(credit: Credit, mall: string, receipt: string): Promise<Result<PackageOffset>> {
  const row = await findPackage(credit, mall, receipt);
  if (!row.ok) return row;
  const { bytes, state } = row.value;
  if (state !== 'announced') return ok({ offset: bytes, complete: true });
  return ok({ offset: await credit.packages.durable(receipt), complete: false });
}

/**
 * Takes a package, or the rest of one that broke off. Whole and as announced, it waits at the forwarding station.
 * Beside what the package store fails with: `contents-differ` where it is not what was announced, `wrong-state` where
 * its settlement was given back.
 */
export async function receivePackage(
  credit: Credit,
  mall: string,
  receipt: string,
  part: { readonly from: number; readonly total: number; readonly sha256: Uint8Array },
  body: Readable,
): Promise<Result<void>> {
  const row = await findPackage(credit, mall, receipt);
  if (!row.ok) return row;
  const { bytes, sha256, state } = row.value;
  if (part.total !== bytes || toBase64Url(part.sha256) !== sha256) return fail('contents-differ');
  if (state === 'withdrawn') return fail('wrong-state', state);
  if (state !== 'announced') return ok();
  const received = await credit.packages.receive(receipt, part, body);
  if (!received.ok) return received;
  return writeResult(credit.storage, async (db) => {
    await movePackage(credit, db, receipt, 'arrived');
    return ok();
  });
}

async function findPackage(credit: Credit, mall: string, receipt: string): Promise<Result<ForwardingTable>> {
  const row = await credit.storage.read
    .selectFrom('forwarding')
    .selectAll()
    .where('receipt', '=', receipt)
    .where('mall', '=', mall)
    .executeTakeFirst();
  return row ? ok(row) : fail('event-unknown-number');
}

/** False where it can't go to that state from where it is. */
export async function movePackage(
  credit: Credit,
  db: Writable<CreditTables>,
  receipt: string,
  state: ForwardingState,
  also: Partial<Pick<ForwardingTable, 'mail' | 'sent_at'>> = {},
): Promise<boolean> {
  const row = await db.selectFrom('forwarding').select('state').where('receipt', '=', receipt).executeTakeFirst();
  if (!row || !canMove(FORWARDING, row.state, state)) return false;
  await db
    .updateTable('forwarding')
    .set({ ...also, state, changed_at: credit.clock().toISOString() })
    .where('receipt', '=', receipt)
    .execute();
  credit.changes.announce('forwarding');
  return true;
}

/** A settlement that was given back is not forwarded any more; its package is deleted by `clearPackages`. */
export async function withdrawPackage(credit: Credit, db: Writable<CreditTables>, receipt: string): Promise<void> {
  await movePackage(credit, db, receipt, 'withdrawn');
}
