/** The forwarding station (MISSION.md A13): a receipt label names the customer, and the package goes out by mail. */
import type { ForwardingWarning, PackageRow, ScannedPackage, SentPackages } from '#shared/desk/forwarding.ts';
import type { Input } from '#shared/desk/contract.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import { equalBytes } from '#shared/bytes.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { normalizeNumber, numberKind } from '#shared/domain/number.ts';
import { canMove, FORWARDING, type ForwardingState } from '#shared/domain/states.ts';
import { decodeCustomer, type SealedCustomer } from '#shared/protocol/customer-plaintext.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { fileException, type SealedPicture, sealPicture } from '#main/exceptions/index.ts';
import { queueMail } from '#main/post/mail/index.ts';
import { listRows, writeResult } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import { movePackage } from './goods-in.ts';
import { maskEmail } from './mask-email.ts';
import type { CustomerTable, SettlementTable } from './tables.ts';

/** What a scan names, before anything is opened. */
interface ReadReceipt {
  readonly receipt: string;
  /** Printed on the label; absent when the table's is meant. */
  readonly envelope?: Uint8Array;
}

/** Fails with `damaged`, `unknown-version`, `wrong-kind` or `bad-number`. */
export function readReceipt(scanned: string): Result<ReadReceipt> {
  const text = normalizeNumber(scanned);
  if (text.length > 32) {
    const parsed = parseLabelText(text);
    if (!parsed.ok) return parsed;
    const { kind, label, envelope } = parsed.value;
    return kind === 'receipt' ? ok({ receipt: label.number, envelope }) : fail('wrong-kind');
  }
  const label = parseLabelId(text);
  const number = label.ok ? label.value.number : text;
  const kind = numberKind(number);
  if (kind === 'receipt') return ok({ receipt: number });
  return fail(kind === undefined ? 'bad-number' : 'wrong-kind');
}

/**
 * Opens a receipt label: who paid, where their mail goes, and how far the package is. Changes nothing; every opening is
 * recorded, and every refusal. Where no electronic package belongs to it, the goods are on media: then it shows where
 * they go by post.
 */
export async function scanReceipt(
  credit: Credit,
  caller: DeskCaller,
  scanned: string,
  picture?: SealedPicture,
): Promise<Result<ScannedPackage>> {
  const { who } = caller;
  const read = readReceipt(scanned);
  if (!read.ok) return refuse(credit, caller, '-', read.error, picture);
  const { receipt, envelope } = read.value;
  const found = await findCustomer(credit, receipt, envelope);
  if (!found.ok) return refuse(credit, caller, receipt, found.error, picture);
  const { settlement, customer } = found.value;
  const db = credit.storage.read;
  const row = await db.selectFrom('forwarding').selectAll().where('receipt', '=', receipt).executeTakeFirst();
  const mall = await db.selectFrom('partner').select('name').where('id', '=', settlement.mall).executeTakeFirst();

  const warnings: ForwardingWarning[] = [];
  if (!envelope) warnings.push('opened-from-table');
  if (row?.sent_at) warnings.push('already-sent');
  if (await hasBounced(credit, customer.id)) warnings.push('address-bounced');
  if (!row) warnings.push('no-package');
  await credit.storage.write((unit) =>
    recordDeed(unit, {
      at: credit.clock(),
      who,
      action: 'goods.opened',
      subject: receipt,
      detail: row ? (envelope ? 'label' : 'table') : 'address',
    }),
  );
  return ok({
    receipt,
    mall: mall?.name ?? settlement.mall,
    ...(row && { state: row.state, bytes: row.bytes }),
    customer: customer.name,
    email: maskEmail(customer.email),
    ...(!row && { postal: { postalCode: customer.postal_code, address: customer.address } }),
    warnings,
  });
}

async function refuse(
  credit: Credit,
  caller: DeskCaller,
  subject: string,
  error: Failure,
  picture?: SealedPicture,
): Promise<{ readonly ok: false; readonly error: Failure }> {
  const at = credit.clock();
  const { code } = error;
  const number = subject === '-' ? undefined : subject;
  await credit.storage.write(async (db) => {
    await recordDeed(db, { at, who: caller.who, action: 'scan.refused', subject, detail: code });
    await fileException(db, { at, caller, place: 'forwarding', code, number, picture });
    credit.changes.announce('exceptions');
  });
  return { ok: false, error };
}

interface FoundCustomer {
  readonly settlement: SettlementTable;
  readonly customer: CustomerTable;
}

/** By what is sealed inside the envelope, not by what stands beside it in the table: the two must agree. */
async function findCustomer(
  credit: Credit,
  receipt: string,
  printed: Uint8Array | undefined,
): Promise<Result<FoundCustomer>> {
  const db = credit.storage.read;
  const settlement = await db.selectFrom('settlement').selectAll().where('receipt', '=', receipt).executeTakeFirst();
  const envelope = printed ?? settlement?.sealed_customer;
  if (!envelope) return fail('receipt-unknown');
  // Opened first: a misread label says that it is damaged, and only one that somebody made is an alarm.
  const opened = await openCustomerEnvelope(credit, receipt, envelope);
  if (!opened.ok) {
    const isForeign = !settlement && (opened.error.code === 'unknown-key' || opened.error.code === 'not-authentic');
    return isForeign ? fail('other-company') : opened;
  }
  if (!settlement) return fail('receipt-unknown');
  // Anyone can seal to a public key: only the envelope that we gave the mall counts.
  if (!equalBytes(envelope, settlement.sealed_customer)) return fail('envelope-conflict');
  const { reference } = opened.value;
  if (reference !== settlement.customer) return fail('envelope-conflict', 'reference');
  const customer = await db.selectFrom('customer').selectAll().where('id', '=', reference).executeTakeFirst();
  return customer ? ok({ settlement, customer }) : fail('receipt-unknown', 'customer');
}

async function openCustomerEnvelope(
  credit: Credit,
  number: string,
  envelope: Uint8Array,
): Promise<Result<SealedCustomer>> {
  const opened = await credit.vault.open(envelope, { kind: 'customer', recipient: credit.self, number });
  return opened.ok ? decodeCustomer(opened.value) : opened;
}

/** Whether the last mail to a customer that came to an end did not arrive. */
async function hasBounced(credit: Credit, customer: string): Promise<boolean> {
  const last = await credit.storage.read
    .selectFrom('mail')
    .select('state')
    .where('customer', '=', customer)
    .where('state', '!=', 'waiting')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.state === 'bounced';
}

/** The same as a scan, from a picture or PDF of a label: its main code where there is one, else its Code 128. */
export async function readReceiptFile(
  credit: Credit,
  caller: DeskCaller,
  file: Uint8Array,
): Promise<Result<ScannedPackage>> {
  const picture = await sealPicture(credit.vault, file);
  const refused = (error: Failure) => refuse(credit, caller, '-', error, picture);
  const read = await credit.press.read(file);
  if (!read.ok) return refused(read.error);
  const texts = read.value.map((code) => code.text).sort((a, b) => b.length - a.length);
  const readable = texts.flatMap((text) => {
    const receipt = readReceipt(text);
    return receipt.ok ? [{ text, receipt: receipt.value.receipt }] : [];
  });
  // Two labels in one picture: nobody could say which was meant.
  if (new Set(readable.map(({ receipt }) => receipt)).size > 1) {
    return refused({ code: 'scan-unreadable', about: 'several labels' });
  }
  const text = readable[0]?.text ?? texts[0];
  return text === undefined ? refused({ code: 'scan-unreadable' }) : scanReceipt(credit, caller, text, picture);
}

/** Whether packages leave for the first time or once more. */
type Way = 'first' | 'again';

const FROM: Readonly<Record<Way, readonly ForwardingState[]>> = {
  first: ['arrived'],
  again: ['sent', 'bounced', 'failed'],
};

/** Gives packages to the mail queue; one that can't go is named and the others go. */
export async function forwardPackages(
  credit: Credit,
  who: string,
  receipts: readonly string[],
  way: Way,
): Promise<Result<SentPackages>> {
  const refused: SentPackages['refused'][number][] = [];
  for (const receipt of receipts) {
    const queued = await forwardPackage(credit, who, receipt, way);
    if (!queued.ok) refused.push({ receipt, code: queued.error.code });
  }
  const queued = receipts.length - refused.length;
  // Of a single one it says the same as any other action.
  return queued === 0 && receipts.length === 1 ? fail(refused[0]!.code) : ok({ queued, refused });
}

async function forwardPackage(credit: Credit, who: string, receipt: string, way: Way): Promise<Result<void>> {
  const found = await findCustomer(credit, receipt, undefined);
  if (!found.ok) return found;
  const { settlement, customer } = found.value;
  return writeResult(credit.storage, async (db) => {
    const row = await db.selectFrom('forwarding').select('state').where('receipt', '=', receipt).executeTakeFirst();
    if (!row || row.state === 'announced') return fail('not-arrived');
    if (!FROM[way].includes(row.state) || !canMove(FORWARDING, row.state, 'queued')) {
      return fail('wrong-state', row.state);
    }
    const { state } = await db
      .selectFrom('settlement')
      .select('state')
      .where('receipt', '=', receipt)
      .executeTakeFirstOrThrow();
    // Given back before it left: then it is the mall's again.
    if (way === 'first' && state !== 'held' && state !== 'captured') return fail('wrong-state', state);
    const mail = await queueMail(credit.mailroom, db, { kind: 'goods', subject: receipt, customer: customer.id });
    await movePackage(credit, db, receipt, 'queued', { mail });
    const action = way === 'first' ? 'goods.forwarded' : 'goods.resent';
    await recordDeed(db, { at: credit.clock(), who, action, subject: settlement.receipt });
    return ok();
  });
}

/** By the day they were announced; without names. */
export async function listPackages(credit: Credit, asked: Input<'forwarding.list'>): Promise<ListPage<PackageRow>> {
  const shape = {
    time: 'forwarding.announced_at',
    id: 'forwarding.receipt',
    state: 'forwarding.state',
    partner: 'forwarding.mall',
    numbers: ['forwarding.receipt'],
  } as const;
  const page = await listRows(credit.storage.read.selectFrom('forwarding'), shape, asked, (found) =>
    found
      .leftJoin('partner', 'partner.id', 'forwarding.mall')
      .leftJoin('mail', 'mail.id', 'forwarding.mail')
      .selectAll('forwarding')
      .select(['partner.name as mall_name', 'mail.last_error']),
  );
  return mapPage(page, (row) => ({
    receipt: row.receipt,
    mall: row.mall_name ?? row.mall,
    state: row.state,
    bytes: row.bytes,
    announcedAt: row.announced_at,
    changedAt: row.changed_at,
    ...(row.last_error !== null && { fault: row.last_error }),
  }));
}

/** A package can be sent again, or fetched, for so long. */
const KEEP_DAYS = 30;

/** Packages whose story is over, or whose settlement was given back before they left: their files go, and the links. */
export async function clearPackages(credit: Credit): Promise<void> {
  const now = credit.clock();
  const keptSince = new Date(now.getTime() - KEEP_DAYS * 86_400_000).toISOString();
  const over = await credit.storage.read
    .selectFrom('forwarding')
    .innerJoin('settlement', 'settlement.receipt', 'forwarding.receipt')
    .select(['forwarding.receipt', 'forwarding.state'])
    .where('forwarding.state', 'in', ['announced', 'arrived', 'sent', 'bounced', 'failed'])
    .where((eb) =>
      eb.or([
        eb('forwarding.changed_at', '<', keptSince),
        eb.and([
          eb('forwarding.state', 'in', ['announced', 'arrived']),
          eb('settlement.state', 'not in', ['held', 'captured']),
        ]),
      ]),
    )
    .limit(200)
    .execute();
  for (const { receipt, state } of over) {
    const target = state === 'announced' || state === 'arrived' ? 'withdrawn' : 'closed';
    const moved = await credit.storage.write(async (db) => {
      await db.deleteFrom('goods_link').where('receipt', '=', receipt).execute();
      return movePackage(credit, db, receipt, target);
    });
    if (moved) await credit.packages.drop(receipt);
  }
  await credit.storage.write((db) => db.deleteFrom('goods_link').where('expires_at', '<', now.toISOString()).execute());
}
